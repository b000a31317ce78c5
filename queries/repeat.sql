-- kesu-query: 1
-- name: repeat
-- question: How many complaints are repeats of one made shortly before?
-- question[zh-CN]: 有多少投诉是短期内的重复投诉？
-- question[zh-TW]: 有多少投訴是短期內的重複投訴？
-- reads: cells periods facts chains busy
-- default: --period month
-- param: window integer 30 0..3650 days in which an earlier complaint makes a repeat
-- param: key choice customer,product,cause customer|customer,product|customer,cause|customer,product,cause what repeats have in common
-- param: anchor choice previous previous|first measure from the previous complaint, or from the first of the episode
-- param: busiest integer - 1..1000000 leave out customers with more complaints than this in 365 days
-- param: forward flag - - the chance of a next one, as `kesu repeat-forward` tells it
-- param: implausible flag - - the customers with that many complaints, as `kesu repeat-implausible` lists them
-- instead: forward repeat-forward
-- instead: implausible repeat-implausible
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
--   The solution failed. Whether that one itself is within the window does not matter. One that says it was
--   closed before it came was closed when it came.
-- rule 4.4: while_open: one with the same key was still open (a chaser)
-- rule 4.5: longest: most complaints of one episode up to then; customers: those with a repeat
-- rule 4.6: anonymous complaints have no key; implausible: customers with over 20 complaints in 365 days
-- result
WITH special AS (
	SELECT t, g, w, customer, customer IN (SELECT customer FROM busy WHERE most > 20) AS is_busy,
		customer = 0 OR (product = 0 AND instr(:key, 'product'))
			OR (cause = 0 AND instr(:key, 'cause'))
			OR customer IN (SELECT customer FROM busy WHERE most > :busiest) AS has_no_key
	FROM facts
	WHERE customer = 0 OR product = 0 OR cause = 0 OR customer IN (SELECT customer FROM busy)),
unlinked AS (
	SELECT t, g, sum(iif(has_no_key, w, 0)) AS n, sum(iif(customer = 0, w, 0)) AS anonymous,
		count(DISTINCT iif(is_busy, customer, NULL)) AS implausible
	FROM special GROUP BY t, g),
linked AS (
	SELECT f.t, f.g, sum(iif(c.place > 1, f.w, 0)) AS repeats,
		sum(iif(c.since_closing <= :window, f.w, 0)) AS after_closure,
		sum(iif(c.still_open > 0, f.w, 0)) AS while_open,
		max(c.place) AS longest,
		count(DISTINCT iif(c.place > 1, f.customer, NULL)) AS customers
	FROM chains c CROSS JOIN facts f ON f.id = c.id
	GROUP BY f.t, f.g),
counted AS (
	SELECT c.t, c.g, c.n AS complaints, c.n - ifnull(u.n, 0) AS eligible,
		ifnull(u.anonymous, 0) AS anonymous, ifnull(l.repeats, 0) AS repeats,
		ifnull(l.after_closure, 0) AS after_closure, ifnull(l.while_open, 0) AS while_open,
		ifnull(l.longest, c.n > ifnull(u.n, 0)) AS longest,
		ifnull(l.customers, 0) AS customers, ifnull(u.implausible, 0) AS implausible
	FROM cells c
	LEFT JOIN unlinked u ON u.t = c.t AND u.g = c.g
	LEFT JOIN linked l ON l.t = c.t AND l.g = c.g)
SELECT r.t, r.g, r.eligible, r.repeats,
	CASE WHEN p.period = 'all' OR p.first_day >= :oldest + :window
		THEN 1.0 * r.repeats / nullif(r.eligible, 0) END AS rate,
	r.after_closure, r.while_open, r.anonymous,
	1.0 * r.anonymous / nullif(r.complaints, 0) AS anonymous_share,
	r.longest, r.customers, r.implausible, r.complaints, p.complete
FROM counted r
JOIN periods p ON p.t = r.t
ORDER BY r.t, r.g
