-- kesu-query: 1
-- name: alert-month
-- question: In which months were there more complaints than in the year before?
-- question[zh-CN]: 哪些月份的投诉高于此前一年？
-- question[zh-TW]: 哪些月份的投訴高於此前一年？
-- reads: cells periods groups exposures? facts history
-- default: --period month
-- periods: month
-- param: least integer 3 1..1000000 fewer complaints are no alarm
-- param: latest integer 13 1..1000000 how many of the latest complete months are judged
-- param: exposure text auto - measure that the counts are held against; auto: orders, or the only one; none: days
-- param: all flag - - every month and group that was judged, not only alarms
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
-- rule 8.3: alarm: more than in the 12 months before by the exact test (rule 3.6), q < 0.05 by
--   Benjamini-Hochberg over the groups of the month, and complaints >= least
-- rule 8.3: limit: of the u' chart of those 12 months, for display; phi is the square of its sigma, at least 1
-- rule 8.4: an episode ends after 1 month without
-- rule 8.4: expected false alarms: where nothing happens, Benjamini-Hochberg lets any group alarm in 5 % of months
-- on store
WITH ends AS (
	SELECT max(t) AS last, max(t) - :latest + 1 AS first FROM periods WHERE complete AND shown),
exposed AS (
	SELECT c.t, c.g, iif(p.complete, c.n, NULL) AS n, p.days, x.e,
		p.complete AND p.t BETWEEN (SELECT first FROM ends) - 26 AND (SELECT last FROM ends) AS is_judged
	FROM cells c JOIN periods p ON p.t = c.t
	LEFT JOIN exposures x ON x.t = c.t AND x.g = c.g AND x.measure = (SELECT name FROM measure)),
offsets AS (SELECT g, count(e) > 0 AS has_exposure FROM exposed GROUP BY g),
counted AS (
	SELECT x.t, x.g, x.n, x.is_judged, iif(x.n IS NULL, NULL, iif(o.has_exposure, x.e, x.days)) AS e
	FROM exposed x JOIN offsets o ON o.g = x.g),
based AS (
	SELECT *, sum(iif(e > 0, n, 0)) OVER year AS n0, sum(e) OVER year AS e0, count(e) OVER year AS n_ref
	FROM counted
	WINDOW year AS (PARTITION BY g ORDER BY t ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING)),
-- one chart for each judged month, of the twelve before it
charts AS (
	SELECT b.t, b.g, uchart(p.n, p.e) AS u
	FROM based b JOIN (SELECT * FROM counted ORDER BY g, t) p ON p.g = b.g AND p.t BETWEEN b.t - 12 AND b.t - 1
	WHERE b.is_judged AND b.n_ref = 12 GROUP BY b.t, b.g),
tested AS (
	SELECT b.*, 1.0 * e * n0 / nullif(e0, 0) AS expected, rate_ratio_p(n0, e0, n, e) AS p,
		max(1, ifnull(u ->> 'sigma', 1)) AS sigma,
		e * u_high(u ->> 'centre', e, max(1, ifnull(u ->> 'sigma', 1))) AS high
	FROM based b JOIN charts c ON c.t = b.t AND c.g = b.g
	WHERE b.is_judged AND b.n_ref = 12),
adjusted AS (
	SELECT t, g, bh_q(p, m) OVER (PARTITION BY t ORDER BY p DESC, g ROWS UNBOUNDED PRECEDING) AS q
	FROM (SELECT t, g, p, count(*) OVER (PARTITION BY t) AS m FROM tested WHERE p IS NOT NULL)),
judged AS (
	SELECT s.*, ifnull(q < 0.05, 0) AND n > expected AND n >= :least AS is_high
	FROM tested s LEFT JOIN adjusted a ON a.t = s.t AND a.g = s.g),
high AS (
	SELECT *, alarm_place(t, n, is_high, 1) OVER (PARTITION BY g ORDER BY t) AS place FROM judged)
SELECT h.*, place ->> 'alarm' AS alarm, place ->> 'since' AS since FROM high h
WHERE h.t >= (SELECT first FROM ends)
-- result
WITH worst AS (
	SELECT s.t, s.g, max(f.severity) AS severity
	FROM stage s CROSS JOIN facts f ON f.g = s.g AND f.t = s.t WHERE s.is_high GROUP BY s.t, s.g)
SELECT s.t, s.g, s.n AS complaints, s.expected, s."high" AS "limit", s.sigma * s.sigma AS phi,
	'year' AS model, s.n_ref, 1.0 * (s.n - s.expected) / nullif(s.high - s.expected, 0) AS exceedance, w.severity,
	s.alarm, iif(s.is_high, p.period, NULL) AS episode
FROM stage s
LEFT JOIN worst w ON w.t = s.t AND w.g = s.g
LEFT JOIN periods p ON p.t = s.since
WHERE s.alarm OR :all
ORDER BY iif(:all, s.t, 0), iif(:all, s.g, 0), exceedance DESC, w.severity DESC, s.t, s.g
-- notes
SELECT CASE :lang
	WHEN 'zh-CN' THEN printf('检验 %d 个月、%d 个组月，正常情况下误报最多约 %.2g 次', n, groups, 0.05 * n)
	WHEN 'zh-TW' THEN printf('檢驗 %d 個月、%d 個組月，正常情況下誤報最多約 %.2g 次', n, groups, 0.05 * n)
	ELSE printf('%d months of groups in %d months judged: at most about %.2g false alarms are expected', groups, n,
		0.05 * n) END
FROM (SELECT count(DISTINCT t) AS n, count(*) AS groups FROM stage)
WHERE n > 0
