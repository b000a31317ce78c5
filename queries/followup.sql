-- kesu-query: 1
-- name: followup
-- question: Are customers asked after closing whether they are satisfied?
-- question[zh-CN]: 办结后是否按时回访？
-- question[zh-TW]: 結案後是否按時回訪？
-- reads: periods groups facts follow_ups
-- default: --period all
-- param: percentile choice interpolated interpolated|nearest nearest: a time that was measured, "90 % within"
-- column: n count
-- column: closed count
-- column: followed count
-- column: bad count
-- column: workdays_p50 days
-- column: workdays_p90 days
-- column: met count
-- column: missed count
-- column: pending count
-- column: met_rate share of=met/decided
-- column: met_low share
-- column: met_high share
-- column: decided count
-- column: reached count
-- column: satisfied count
-- column: satisfied_rate share of=satisfied/reached
-- column: complete flag
-- rule 6.1: bad: followed up before it was closed, an error in the data; it counts as followed, no more
-- rule 6.1: workdays_p50, _p90: from the day of closing, which is day 0; empty outside the calendar
-- rule 6.3: limits are those of rules/service-levels.csv; met_rate = met / decided = met / (met + missed)
--   Not followed up past the limit is missed; within it is pending; open complaints are in neither.
-- rule 6.3: met_low, met_high: Wilson, 95 %
-- rule 6.7: satisfied_rate = satisfied / reached; reached: those who said that they are or are not
-- result
WITH measured AS (
	SELECT f.t, f.g, f.w, f.closed IS NOT NULL OR f.is_undated AS is_closed,
		f.follow_up IS NOT NULL AS is_followed, u.is_bad, f.follow_up_result AS answer,
		iif(u.is_open, NULL, u.workdays) AS workdays, u.state
	FROM facts f JOIN follow_ups u ON u.id = f.id),
counted AS (
	SELECT t, g, sum(w) AS n, sum(iif(is_closed, w, 0)) AS closed,
		sum(iif(is_followed, w, 0)) AS followed, sum(iif(is_bad, w, 0)) AS bad,
		percentiles(:percentile, workdays, 50, 90) AS workdays,
		sum(iif(state = 'met', w, 0)) AS met, sum(iif(state = 'missed', w, 0)) AS missed,
		sum(iif(state = 'pending', w, 0)) AS pending,
		sum(iif(answer IN ('satisfied', 'not satisfied'), w, 0)) AS reached,
		sum(iif(answer = 'satisfied', w, 0)) AS satisfied
	FROM measured GROUP BY t, g)
SELECT p.t, g.g, ifnull(c.n, 0) AS n, ifnull(c.closed, 0) AS closed,
	ifnull(c.followed, 0) AS followed, ifnull(c.bad, 0) AS bad,
	c.workdays ->> 'p50' AS workdays_p50, c.workdays ->> 'p90' AS workdays_p90,
	ifnull(c.met, 0) AS met, ifnull(c.missed, 0) AS missed, ifnull(c.pending, 0) AS pending,
	1.0 * c.met / nullif(c.met + c.missed, 0) AS met_rate,
	wilson_low(c.met, c.met + c.missed, 0.95) AS met_low,
	wilson_high(c.met, c.met + c.missed, 0.95) AS met_high,
	ifnull(c.met + c.missed, 0) AS decided,
	ifnull(c.reached, 0) AS reached, ifnull(c.satisfied, 0) AS satisfied,
	1.0 * c.satisfied / nullif(c.reached, 0) AS satisfied_rate, p.complete
FROM periods p CROSS JOIN groups g
LEFT JOIN counted c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
