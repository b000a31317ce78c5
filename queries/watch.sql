-- kesu-query: 1
-- name: watch
-- question: Which customers need looking after?
-- question[zh-CN]: 哪些是需要重点关注的客户？
-- question[zh-TW]: 哪些是需要重點關注的客戶？
-- reads: facts chains groups customers terms
-- default: --period all
-- param: window integer 30 0..3650 days in which an earlier complaint makes a repeat
-- param: reasons integer 2 1..5 how many of the five reasons a customer must have
-- param: claims flag - - also the facts that may speak of claims in bad faith, for a person to judge
-- column: customer id
-- column: reasons text
-- column: complaints count
-- column: repeats count
-- column: longest count
-- column: open count
-- column: failed count
-- column: escalated count
-- column: severe count
-- column: last_day date
-- column: claims text
-- rule 10.1: the reasons: repeats (complaints with the same product and cause 0..window days after the one
--   before), open (not closed), failed (again at most window days after one of them was closed, however long
--   after it came, rule 4.4), escalated, severe (severity 3 or 4); longest: most complaints of one episode
--   What --where leaves out still counts as earlier, and so do complaints of other groups.
-- rule 10.1: claims: objective facts, never a verdict: complaints of one product and cause, two or more, in each of
--   which compensation was demanded (demand_class compensation); only when asked for
-- result
WITH complained AS (
	SELECT g, customer, count(*) AS complaints, sum(closed IS NULL AND NOT is_undated) AS open,
		sum(ifnull(escalated, 0)) AS escalated, sum(ifnull(severity, 0) >= 3) AS severe,
		max(day) AS last_day
	FROM facts
	WHERE customer <> 0
	GROUP BY g, customer),
-- of keys that two complaints or more have; all others are the first and only one of theirs
repeated AS (
	SELECT f.g, f.customer, sum(c.place > 1) AS repeats, max(c.place) AS longest,
		sum(ifnull(c.since_closing <= :window, 0)) AS failed
	FROM chains c CROSS JOIN facts f ON f.id = c.id
	GROUP BY f.g, f.customer),
counted AS (
	SELECT c.*, ifnull(r.repeats, 0) AS repeats, ifnull(r.longest, 1) AS longest,
		ifnull(r.failed, 0) AS failed
	FROM complained c LEFT JOIN repeated r ON r.g = c.g AND r.customer = c.customer),
judged AS (
	SELECT *, (repeats > 0) + (open > 0) + (failed > 0) + (escalated > 0) + (severe > 0) AS n FROM counted),
claims AS (
	SELECT g, customer, group_concat(n || 'x ' || product || '/' || cause, '; ') AS claims FROM (
		SELECT f.g, f.customer, count(*) AS n, a.text AS product, b.text AS cause
		FROM facts f JOIN terms a ON a.id = f.product JOIN terms b ON b.id = f.cause
		WHERE :claims AND f.customer <> 0 AND f.product <> 0 AND f.cause <> 0
		GROUP BY f.g, f.customer, f.product, f.cause HAVING count(*) >= 2 AND sum(ifnull(
			f.demand_class = (SELECT min(id) FROM terms WHERE text = 'compensation'), 0)) = count(*)
		ORDER BY n DESC, product, cause)
	GROUP BY g, customer)
SELECT j.g, c.customer, substr(iif(repeats, ',repeats', '') || iif(open, ',open', '') || iif(failed, ',failed', '')
		|| iif(escalated, ',escalated', '') || iif(severe, ',severe', ''), 2) AS reasons,
	j.complaints, j.repeats, j.longest, j.open, j.failed, j.escalated, j.severe, j.last_day, k.claims,
	j.customer AS of_customer
FROM judged j
LEFT JOIN claims k ON k.g = j.g AND k.customer = j.customer
CROSS JOIN customers c ON c.id = j.customer -- of the few that are left: the rest are not looked up
WHERE j.n >= :reasons OR k.claims IS NOT NULL
ORDER BY j.g, j.n DESC, j.complaints DESC, c.customer
