-- kesu-query: 1
-- name: repeat-curve
-- question: What share of complaints is followed by another of the same kind within how many days?
-- question[zh-CN]: 投诉之后多少天内有多大比例再次发生同类投诉？
-- question[zh-TW]: 投訴之後多少天內有多大比例再次發生同類投訴？
-- reads: periods groups facts chains busy
-- default: --period all
-- param: key choice customer,product,cause customer|customer,product|customer,cause|customer,product,cause what repeats have in common
-- param: busiest integer - 1..1000000 leave out customers with more complaints than this in 365 days
-- column: days count
-- column: share share
-- column: low share
-- column: high share
-- column: n count
-- rule 4.1: complaints of one key in order of receipt; those with an unknown part are in no row
-- rule 4.3: share = 1 - S(days) by Kaplan-Meier, for each day from 0 to 90, as repeat-forward has it at three of them
--   No row for days that nobody was followed for.
-- rule 4.3: low, high: 95 %, Greenwood, log-log; n complaints were followed
-- result
WITH RECURSIVE keyed AS (
	SELECT t, g, id, day FROM facts
	WHERE customer <> 0
		AND (product <> 0 OR NOT instr(:key, 'product'))
		AND (cause <> 0 OR NOT instr(:key, 'cause'))
		AND customer NOT IN (SELECT customer FROM busy WHERE most > :busiest)),
spans(days) AS (SELECT 0 UNION ALL SELECT days + 1 FROM spans WHERE days < 90),
curves AS (
	SELECT k.t, k.g, km(ifnull(c.next_gap, :as_of - k.day), c.next_gap IS NOT NULL,
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
		18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
		36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53,
		54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
		72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89,
		90) AS km
	FROM keyed k LEFT JOIN chains c ON c.id = k.id
	GROUP BY k.t, k.g)
SELECT c.t, c.g,
	s.days,
	c.km ->> ('p' || s.days) AS share,
	c.km ->> ('p' || s.days || '_low') AS low,
	c.km ->> ('p' || s.days || '_high') AS high,
	c.km ->> 'n' AS n
FROM curves c CROSS JOIN spans s
WHERE c.km ->> ('p' || s.days) IS NOT NULL
ORDER BY c.t, c.g, s.days
