-- kesu-query: 1
-- name: handling
-- question: How quickly are complaints answered and settled?
-- question[zh-CN]: 投诉响应和办结有多快？
-- question[zh-TW]: 投訴回應和結案有多快？
-- reads: periods groups facts responses resolutions
-- default: --period all
-- param: measure choice resolution first_response|resolution what met, missed and pending are about
-- param: within integer - 0..3650 days after the day of receipt, instead of rules/service-levels.csv
-- param: working-time flag - - hours from 09:00 to 18:00 of workdays instead of all hours
-- param: percentile choice interpolated interpolated|nearest nearest: a time that was measured, "90 % within"
-- column: n count
-- column: closed count
-- column: open count
-- column: bad count
-- column: responded count
-- column: response_p50 hours
-- column: response_p90 hours
-- column: response_p95 hours
-- column: resolved count
-- column: resolution_p50 hours
-- column: resolution_p90 hours
-- column: resolution_p95 hours
-- column: resolution_km_p50 hours
-- column: resolution_km_p90 hours
-- column: met count
-- column: missed count
-- column: pending count
-- column: undated count
-- column: met_rate share of=met/decided
-- column: met_low share
-- column: met_high share
-- column: decided count
-- column: complete flag
-- rule 6.1: n complaints received in the period; closed ones include those closed without a date
-- rule 6.1: bad: answered or closed before it was received; that time is in no other figure
-- rule 6.1: responded, resolved: those whose hours are known; a date without time of day has no hours
-- rule 6.1: p50, p90, p95: as PERCENTILE.INC (type 7), or the nearest measured one (type 1); p95 from 20
-- rule 6.2: resolution_km_p50, _p90: Kaplan-Meier, with those that are open for as long as they have been
--   The plain ones leave these out and are too low. Empty where too few are closed yet.
-- rule 6.3: limits are those of rules/service-levels.csv; met_rate = met / decided = met / (met + missed)
--   Open past the limit is missed; open within it is pending. Days and workdays count from the day of
--   receipt, which is day 0.
-- rule 6.3: met_low, met_high: Wilson, 95 %
-- rule 6.3: undated: closed without a date, so whether in time is not known. Where they are more than
--   those decided, a rate of settling would speak for a minority, mostly the late: it is empty.
-- rule 6.6: percentiles of a group are those of its complaints, never averages of percentiles
-- result
WITH measured AS (
	SELECT f.t, f.g, f.w, s.is_open, f.closed IS NOT NULL OR f.is_undated AS is_closed, f.is_undated,
		r.is_bad OR s.is_bad AS is_bad,
		iif(r.is_open, NULL, iif(:working_time, r.work_hours, r.hours)) AS response,
		iif(:working_time, s.work_hours, s.hours) AS resolution,
		iif(:measure = 'resolution', s.state, r.state) AS state
	FROM facts f
	JOIN responses r ON r.id = f.id
	JOIN resolutions s ON s.id = f.id),
counted AS (
	SELECT t, g, sum(w) AS n, sum(iif(is_closed, w, 0)) AS closed, sum(iif(is_bad, w, 0)) AS bad,
		percentiles(:percentile, response, 50, 90, 95) AS response,
		percentiles(:percentile, iif(is_open, NULL, resolution), 50, 90, 95) AS resolution,
		km_times(resolution, NOT is_open, 50, 90) AS km,
		sum(iif(state = 'met', w, 0)) AS met, sum(iif(state = 'missed', w, 0)) AS missed,
		sum(iif(state = 'pending', w, 0)) AS pending, sum(iif(is_undated, w, 0)) AS undated
	FROM measured GROUP BY t, g),
rated AS (
	SELECT *, iif(:measure = 'resolution' AND undated > met + missed, NULL, met + missed) AS decided
	FROM counted)
SELECT p.t, g.g, ifnull(c.n, 0) AS n, ifnull(c.closed, 0) AS closed,
	ifnull(c.n - c.closed, 0) AS open, ifnull(c.bad, 0) AS bad,
	ifnull(c.response ->> 'n', 0) AS responded,
	c.response ->> 'p50' AS response_p50, c.response ->> 'p90' AS response_p90,
	iif(c.response ->> 'n' >= 20, c.response ->> 'p95', NULL) AS response_p95,
	ifnull(c.resolution ->> 'n', 0) AS resolved,
	c.resolution ->> 'p50' AS resolution_p50, c.resolution ->> 'p90' AS resolution_p90,
	iif(c.resolution ->> 'n' >= 20, c.resolution ->> 'p95', NULL) AS resolution_p95,
	c.km ->> 't50' AS resolution_km_p50, c.km ->> 't90' AS resolution_km_p90,
	ifnull(c.met, 0) AS met, ifnull(c.missed, 0) AS missed, ifnull(c.pending, 0) AS pending,
	ifnull(c.undated, 0) AS undated,
	1.0 * c.met / nullif(c.decided, 0) AS met_rate,
	wilson_low(c.met, c.decided, 0.95) AS met_low, wilson_high(c.met, c.decided, 0.95) AS met_high,
	ifnull(c.met + c.missed, 0) AS decided, p.complete
FROM periods p CROSS JOIN groups g
LEFT JOIN rated c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
