-- kesu-query: 1
-- name: alert
-- question: Where have complaints risen beyond chance?
-- question[zh-CN]: 哪些类别的投诉异常增多？
-- question[zh-TW]: 哪些類別的投訴異常增多？
-- reads: cells periods groups exposures? facts history apart
-- default: --period week
-- periods: week day month
-- instead: period=day alert-day
-- instead: period=month alert-month
-- param: alpha number 0.005 0.000001..0.5 chance of a false alarm in a quiet period
-- param: least integer 3 1..1000000 fewer complaints are no alarm
-- param: latest integer 13 1..1000000 how many of the latest complete periods are judged
-- param: exposure text auto - measure that the counts are held against; auto: orders, or the only one; none
-- param: all flag - - every period and group that was judged, not only alarms
-- param: fail flag - - exit status 4 where there is an alarm
-- column: complaints count
-- column: expected rate
-- column: limit count
-- column: phi score
-- column: model text
-- column: n_ref count
-- column: exceedance score
-- column: severity count
-- column: alarm flag
-- column: episode text
-- rule 8.1: seasonal (104 weeks or more to learn from): quasi-Poisson log-linear trend and annual wave over
--   the weeks k-156..k-5; rolling (12 or more): the last 52 weeks less 2; both are fitted again with past
--   outbreaks weighed down. limit = quantile 1 - alpha of the negative binomial distribution with
--   mean expected and dispersion phi
-- rule 8.1: pooled (fewer weeks): limit by the exact comparison with all of them
-- rule 8.1: too many = complaints > limit and complaints >= least; incomplete weeks are not judged
-- rule 8.4: alarm: the first such week of an episode, and one with twice as many as the alarm before it; an
--   episode (named by its first week) ends after 4 weeks without; looked for over 26 weeks before
-- rule 8.4: exceedance = (complaints - expected) / (limit - expected); severity: the worst of that week
-- on store
WITH ends AS (
	SELECT max(t) AS last, max(t) - :latest + 1 AS first FROM periods WHERE complete AND shown),
counted AS (
	SELECT c.t, c.g, iif(p.complete, c.n, NULL) AS n, x.e,
		p.complete AND p.t BETWEEN (SELECT first FROM ends) - 26 AND (SELECT last FROM ends) AS is_judged
	FROM cells c JOIN periods p ON p.t = c.t
	LEFT JOIN exposures x ON x.t = c.t AND x.g = c.g AND x.measure = (SELECT name FROM measure)),
offsets AS (SELECT g, count(e) > 0 AS has_exposure FROM counted GROUP BY g),
limits AS (
	-- a week with fewer than :least is judged, but whatever its limit is there is no alarm
	SELECT c.t, c.g, c.n, weekly_limit(c.n, iif(o.has_exposure, c.e, 1),
		iif(is_judged, iif(c.n < :least AND NOT :all, -1, :alpha), 0))
		OVER (PARTITION BY c.g ORDER BY c.t) AS j
	FROM counted c JOIN offsets o ON o.g = c.g),
judged AS (
	SELECT t, g, n, j ->> 'expected' AS expected, j ->> 'limit' AS high, j ->> 'phi' AS phi,
		j ->> 'model' AS model, j ->> 'n_ref' AS n_ref
	FROM limits WHERE j IS NOT NULL),
high AS (
	SELECT *, n > high AND n >= :least AS is_high,
		alarm_place(t, n, n > high AND n >= :least, 4) OVER (PARTITION BY g ORDER BY t) AS place
	FROM judged)
SELECT h.*, place ->> 'alarm' AS alarm, place ->> 'since' AS since FROM high h
WHERE h.t >= (SELECT first FROM ends)
-- result
WITH worst AS (
	SELECT s.t, s.g, max(f.severity) AS severity
	FROM stage s CROSS JOIN facts f ON f.g = s.g AND f.t = s.t WHERE s.is_high GROUP BY s.t, s.g)
SELECT s.t, s.g, s.n AS complaints, s.expected, s."high" AS "limit", s.phi, s.model, s.n_ref,
	1.0 * (s.n - s.expected) / nullif(s.high - s.expected, 0) AS exceedance, w.severity,
	s.alarm, iif(s.is_high, p.period, NULL) AS episode
FROM stage s
LEFT JOIN worst w ON w.t = s.t AND w.g = s.g
LEFT JOIN periods p ON p.t = s.since
WHERE s.alarm OR :all
ORDER BY iif(:all, s.t, 0), iif(:all, s.g, 0), exceedance DESC, w.severity DESC, s.t, s.g
-- notes
SELECT CASE :lang
	WHEN 'zh-CN' THEN printf('检验 %d 个组周，正常情况下误报最多约 %.2g 次', count(*), count(*) * :alpha)
	WHEN 'zh-TW' THEN printf('檢驗 %d 個組週，正常情況下誤報最多約 %.2g 次', count(*), count(*) * :alpha)
	ELSE printf('%d weeks of groups judged: at most about %.2g false alarms are expected', count(*),
		count(*) * :alpha) END
FROM stage
