-- kesu-query: 1
-- name: repeat
-- question: How many complaints are repeats of one made shortly before?
-- question[zh-CN]: 有多少投诉是短期内的重复投诉？
-- question[zh-TW]: 有多少投訴是短期內的重複投訴？
-- reads: cells periods facts all_facts
-- default: --period month
-- param: window integer 30 0..3650 days in which an earlier complaint makes a repeat
-- param: key choice customer,product,cause customer|customer,product|customer,cause|customer,product,cause what repeats have in common
-- param: anchor choice previous previous|first measure from the previous complaint, or from the first of the episode
-- param: busiest integer - 1..1000000 leave out customers with more complaints than this in 365 days
-- param: forward flag - - the chance of a next one, as `kesu repeat-forward` tells it
-- instead: forward repeat-forward
-- column: eligible count
-- column: repeats count
-- column: rate share of=repeats/eligible
-- column: after_closure count
-- column: while_open count
-- column: anonymous count
-- column: anonymous_share share of=anonymous/complaints
-- column: longest count
-- column: customers count
-- column: implausible count
-- column: complaints count
-- column: complete flag
-- rule 4.1: a repeat has an earlier complaint with the same key 0..window days before it
--   (--anchor first: in the episode that began then); the order is time of receipt, then arrival.
--   What --where leaves out still counts as earlier.
-- rule 4.1: eligible are complaints of which every part of the key is known
-- rule 4.2: rate = repeats / eligible; empty for periods that begin in the first window days of the store
--   They cannot look back; the whole of the data (--period all) says what it has.
-- rule 4.4: after_closure: one with the same key was closed at most window days before
--   The solution failed. Whether that one itself is within the window does not matter.
-- rule 4.4: while_open: one with the same key was still open (a chaser)
-- rule 4.5: longest: most complaints of one episode up to then; customers: those with a repeat
-- rule 4.6: anonymous complaints have no key; implausible: customers with over 20 complaints in 365 days
-- result
WITH frequent AS (
	SELECT customer FROM all_facts WHERE customer <> 0
	GROUP BY customer HAVING count(*) > min(20, ifnull(:busiest, 20))),
volumes AS (
	SELECT customer, count(*) OVER (PARTITION BY customer ORDER BY day
		RANGE BETWEEN 364 PRECEDING AND CURRENT ROW) AS in_a_year
	FROM all_facts WHERE customer IN (SELECT customer FROM frequent)),
busy AS (
	SELECT customer, max(in_a_year) AS most FROM volumes GROUP BY customer HAVING most > 20
		OR most > :busiest),
keyed AS (
	SELECT id, day, received, closed, customer,
		iif(instr(:key, 'product'), product, 0) AS product,
		iif(instr(:key, 'cause'), cause, 0) AS cause
	FROM all_facts
	WHERE customer <> 0
		AND (product <> 0 OR NOT instr(:key, 'product'))
		AND (cause <> 0 OR NOT instr(:key, 'cause'))
		AND customer NOT IN (SELECT customer FROM busy WHERE most > :busiest)),
places AS (
	SELECT id, day, received, closed, customer, product, cause,
		episode(day, :window, :anchor) OVER in_order AS place,
		lag(id) OVER in_order IS NULL AND lead(id) OVER in_order IS NULL AS is_single
	FROM keyed
	WINDOW in_order AS (PARTITION BY customer, product, cause ORDER BY received, id
		ROWS UNBOUNDED PRECEDING)),
-- one row per receipt and one per closing; a closing comes first where both are at one moment
moments AS (
	SELECT id, 1 AS is_receipt, received AS moment, day, customer, product, cause
	FROM places WHERE NOT is_single
	UNION ALL
	SELECT id, 0, max(closed, received), max(closed / 86400, day), customer, product, cause
	FROM places WHERE NOT is_single AND closed IS NOT NULL),
states AS (
	SELECT id, is_receipt, sum(iif(is_receipt, 1, -1)) OVER before - 1 AS still_open,
		day - max(iif(is_receipt, NULL, day)) OVER before AS days_since_closing
	FROM moments
	WINDOW before AS (PARTITION BY customer, product, cause ORDER BY moment, is_receipt, id
		ROWS UNBOUNDED PRECEDING)),
counted AS (
	SELECT f.t, f.g, sum(f.w) AS complaints,
		sum(iif(p.id IS NOT NULL, f.w, 0)) AS eligible,
		sum(iif(p.place > 1, f.w, 0)) AS repeats,
		sum(iif(s.days_since_closing <= :window, f.w, 0)) AS after_closure,
		sum(iif(s.still_open > 0, f.w, 0)) AS while_open,
		sum(iif(f.customer = 0, f.w, 0)) AS anonymous,
		max(p.place) AS longest,
		count(DISTINCT iif(p.place > 1, p.customer, NULL)) AS customers,
		count(DISTINCT b.customer) AS implausible
	FROM facts f
	LEFT JOIN places p ON p.id = f.id
	LEFT JOIN states s ON s.id = f.id AND s.is_receipt
	LEFT JOIN busy b ON b.customer = f.customer AND b.most > 20
	GROUP BY f.t, f.g)
SELECT c.t, c.g,
	ifnull(r.eligible, 0) AS eligible,
	ifnull(r.repeats, 0) AS repeats,
	CASE WHEN p.period = 'all' OR p.first_day >= (SELECT min(day) FROM all_facts) + :window
		THEN 1.0 * r.repeats / nullif(r.eligible, 0) END AS rate,
	ifnull(r.after_closure, 0) AS after_closure,
	ifnull(r.while_open, 0) AS while_open,
	ifnull(r.anonymous, 0) AS anonymous,
	1.0 * r.anonymous / nullif(r.complaints, 0) AS anonymous_share,
	ifnull(r.longest, 0) AS longest,
	ifnull(r.customers, 0) AS customers,
	ifnull(r.implausible, 0) AS implausible,
	c.n AS complaints,
	p.complete
FROM cells c
JOIN periods p ON p.t = c.t
LEFT JOIN counted r ON r.t = c.t AND r.g = c.g
ORDER BY c.t, c.g
