-- kesu-query: 1
-- name: repeat-forward
-- question: How likely is a complaint to be followed by another of the same kind?
-- question[zh-CN]: 一件投诉之后再次发生同类投诉的可能性有多大？
-- question[zh-TW]: 一件投訴之後再次發生同類投訴的可能性有多大？
-- reads: periods groups facts chains busy
-- default: --period all
-- param: key choice customer,product,cause customer|customer,product|customer,cause|customer,product,cause what repeats have in common
-- param: busiest integer - 1..1000000 leave out customers with more complaints than this in 365 days
-- column: n count
-- column: events count
-- column: p7 share
-- column: p30 share
-- column: p30_low share
-- column: p30_high share
-- column: p90 share
-- rule 4.1: complaints of one key in order of receipt; those with an unknown part are in no row
-- rule 4.3: p30 = 1 - S(30) by Kaplan-Meier over the days to the next one, cut off at the as-of date
--   Events before censorings; the same day counts; empty where nobody was followed for so long.
-- rule 4.3: p30_low, p30_high: 95 %, Greenwood, log-log
-- rule 4.3: attributed to the complaint that was followed: fit to compare departments and causes
-- result
WITH keyed AS (
	SELECT t, g, id, day FROM facts
	WHERE customer <> 0
		AND (product <> 0 OR NOT instr(:key, 'product'))
		AND (cause <> 0 OR NOT instr(:key, 'cause'))
		AND customer NOT IN (SELECT customer FROM busy WHERE most > :busiest)),
curves AS (
	SELECT k.t, k.g, km(ifnull(c.next_gap, :as_of - k.day), c.next_gap IS NOT NULL, 7, 30, 90) AS km
	FROM keyed k LEFT JOIN chains c ON c.id = k.id
	GROUP BY k.t, k.g)
SELECT p.t, g.g,
	ifnull(c.km ->> 'n', 0) AS n,
	ifnull(c.km ->> 'events', 0) AS events,
	c.km ->> 'p7' AS p7,
	c.km ->> 'p30' AS p30,
	c.km ->> 'p30_low' AS p30_low,
	c.km ->> 'p30_high' AS p30_high,
	c.km ->> 'p90' AS p90
FROM periods p CROSS JOIN groups g
LEFT JOIN curves c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
