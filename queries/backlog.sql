-- kesu-query: 1
-- name: backlog
-- question: How many complaints were open at the end of each period, and how old?
-- question[zh-CN]: 每期末有多少投诉未办结，积压多久？
-- question[zh-TW]: 每期末有多少投訴未結案，積壓多久？
-- reads: periods groups facts history unfinished
-- default: --period month
-- param: list flag - - the open complaints themselves, as `kesu backlog-list` shows them
-- instead: list backlog-list
-- column: day date
-- column: open count
-- column: age_0_3 count
-- column: age_4_7 count
-- column: age_8_15 count
-- column: age_16_30 count
-- column: age_31_60 count
-- column: age_61_up count
-- column: median_age days
-- column: max_age days
-- rule 6.4: open = received up to the day and not closed by its end, in whatever period it came
--   The day is the last of the period, or the as-of date.
-- rule 6.4: age = days from the day of receipt; closed ones without a date are not open
-- result
WITH ends AS (SELECT t, max(seen_last, (SELECT min(seen_last) FROM periods WHERE shown)) AS day FROM periods),
-- those that were not closed in the period that they came in, and not before the first that is shown ends
stays AS (
	SELECT f.g, f.w, f.day, f.t AS first, (SELECT max(t) FROM periods) AS last
	FROM facts f WHERE f.closed_day IS NULL AND NOT f.is_undated
	UNION ALL
	SELECT f.g, f.w, f.day, f.t, ifnull(s.t, (SELECT max(t) FROM periods) + 1) - 1
	FROM ends e CROSS JOIN facts f ON f.t = e.t LEFT JOIN slot_days s ON s.day = f.closed_day
	WHERE f.closed_day > e.day AND NOT f.is_undated),
ages AS (
	SELECT p.t, s.g, s.w, p.seen_last - s.day AS age
	FROM stays s CROSS JOIN periods p
	WHERE p.shown AND s.last >= s.first AND p.t BETWEEN s.first AND s.last),
counted AS (
	SELECT t, g, sum(w) AS open, sum(iif(age <= 3, w, 0)) AS age_0_3,
		sum(iif(age BETWEEN 4 AND 7, w, 0)) AS age_4_7,
		sum(iif(age BETWEEN 8 AND 15, w, 0)) AS age_8_15,
		sum(iif(age BETWEEN 16 AND 30, w, 0)) AS age_16_30,
		sum(iif(age BETWEEN 31 AND 60, w, 0)) AS age_31_60,
		sum(iif(age > 60, w, 0)) AS age_61_up, median(age) AS median_age, max(age) AS max_age
	FROM ages GROUP BY t, g)
SELECT p.t, p.seen_last AS day, g.g, ifnull(c.open, 0) AS open, ifnull(c.age_0_3, 0) AS age_0_3,
	ifnull(c.age_4_7, 0) AS age_4_7, ifnull(c.age_8_15, 0) AS age_8_15,
	ifnull(c.age_16_30, 0) AS age_16_30, ifnull(c.age_31_60, 0) AS age_31_60,
	ifnull(c.age_61_up, 0) AS age_61_up, c.median_age, c.max_age
FROM periods p CROSS JOIN groups g
LEFT JOIN counted c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
