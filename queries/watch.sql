-- kesu-query: 1
-- name: watch
-- question: Which customers need looking after?
-- question[zh-CN]: 哪些是需要重点关注的客户？
-- question[zh-TW]: 哪些是需要重點關注的客戶？
-- reads: facts groups customers terms
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
--   before), open (not closed), failed (repeats within the window after
--   a closing), escalated, severe (severity 3
--   or 4); longest: most complaints of one episode
-- rule 10.1: claims: objective facts, never a verdict: complaints of one product and cause, two or more, in each of
--   which compensation was demanded (demand_class compensation); only when asked for
-- result
WITH placed AS (
	SELECT g, id, customer, product, cause, day, received, closed, severity, escalated, is_undated,
		demand_class = (SELECT min(id) FROM terms WHERE text = 'compensation') AS is_claim,
		iif(product <> 0 AND cause <> 0, episode(day, :window, 'previous') OVER one, 1) AS place
	FROM facts WHERE customer <> 0
	WINDOW one AS (PARTITION BY g, customer, product, cause ORDER BY received, id ROWS UNBOUNDED PRECEDING)),
-- those made within the window after a closing of one like them
failures AS (
	SELECT DISTINCT p.g, p.id
	FROM placed p JOIN placed q ON q.customer = p.customer AND q.g = p.g
	WHERE p.place > 1 AND q.product = p.product AND q.cause = p.cause
		AND (q.received, q.id) < (p.received, p.id) AND q.closed <= p.received
		AND p.day - q.closed / 86400 <= :window),
counted AS (
	SELECT p.g, p.customer, count(*) AS complaints, sum(place > 1) AS repeats, max(place) AS longest,
		sum(closed IS NULL AND NOT is_undated) AS open,
		count(f.id) AS failed,
		sum(ifnull(escalated, 0)) AS escalated, sum(ifnull(severity, 0) >= 3) AS severe, max(day) AS last_day
	FROM placed p LEFT JOIN failures f ON f.g = p.g AND f.id = p.id
	GROUP BY p.g, p.customer),
judged AS (
	SELECT *, (repeats > 0) + (open > 0) + (failed > 0) + (escalated > 0) + (severe > 0) AS n FROM counted),
claims AS (
	SELECT g, customer, group_concat(n || 'x ' || product || '/' || cause, '; ') AS claims FROM (
		SELECT p.g, p.customer, count(*) AS n, a.text AS product, b.text AS cause
		FROM placed p JOIN terms a ON a.id = p.product JOIN terms b ON b.id = p.cause
		WHERE :claims AND p.product <> 0 AND p.cause <> 0
		GROUP BY p.g, p.customer, p.product, p.cause HAVING count(*) >= 2 AND sum(ifnull(is_claim, 0)) = count(*)
		ORDER BY n DESC, product, cause)
	GROUP BY g, customer)
SELECT j.g, c.customer, substr(iif(repeats, ',repeats', '') || iif(open, ',open', '') || iif(failed, ',failed', '')
		|| iif(escalated, ',escalated', '') || iif(severe, ',severe', ''), 2) AS reasons,
	j.complaints, j.repeats, j.longest, j.open, j.failed, j.escalated, j.severe, j.last_day, k.claims,
	j.customer AS of_customer
FROM judged j
JOIN customers c ON c.id = j.customer
LEFT JOIN claims k ON k.g = j.g AND k.customer = j.customer
WHERE j.n >= :reasons OR k.claims IS NOT NULL
ORDER BY j.g, j.n DESC, j.complaints DESC, c.customer
