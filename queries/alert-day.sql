-- kesu-query: 1
-- name: alert-day
-- question: On which days were there more complaints than chance explains?
-- question[zh-CN]: 哪些日子的投诉异常增多？
-- question[zh-TW]: 哪些日子的投訴異常增多？
-- reads: cells periods groups calendar facts history apart
-- default: --period day
-- periods: day
-- param: alpha number 0.005 0.000001..0.5 chance of a false alarm of a sum of seven days
-- param: least integer 3 1..1000000 fewer complaints are no alarm
-- param: latest integer 13 1..1000000 how many of the latest complete days are judged
-- param: all flag - - every day and group that was judged, not only alarms
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
-- rule 8.3: ears (5 complaints a day or more in the 84 days before): EARS C2 over 3, baseline 28 days that end 3
--   days before, counts by what days of their kind (workday or not) have; deviation at least 0.5
-- rule 8.3: else the sum of seven days up to this one, judged as `kesu alert` judges weeks (rolling, seasonal,
--   pooled): complaints, expected and limit are of the seven days
-- rule 8.4: an episode ends after 4 days without (28 of sums); looked for over 26 days before
-- rule 8.4: expected false alarms: alpha of the sums; 1 % of days by EARS, which has no alpha: simulated, 0.6 to
--   1.3 % of quiet days of mean 5 to 20 and dispersion 1 to 1.7 are too high
-- on store
WITH ends AS (
	SELECT max(t) AS last, max(t) - :latest + 1 AS first FROM periods WHERE complete AND shown),
counted AS (
	SELECT c.t, c.g, iif(p.complete, c.n, NULL) AS n, k.is_workday AS kind,
		p.complete AND p.t BETWEEN (SELECT first FROM ends) - 26 AND (SELECT last FROM ends) AS is_judged
	FROM cells c JOIN periods p ON p.t = c.t
	LEFT JOIN calendar k ON k.day = p.first_day),
levels AS (
	SELECT *, avg(n) OVER before AS level,
		avg(n) OVER (PARTITION BY g, kind ORDER BY t RANGE BETWEEN 84 PRECEDING AND 1 PRECEDING) AS of_kind,
		sum(n) OVER (PARTITION BY g ORDER BY t ROWS 6 PRECEDING) AS week,
		count(n) OVER (PARTITION BY g ORDER BY t ROWS 6 PRECEDING) AS days
	FROM counted
	WINDOW before AS (PARTITION BY g ORDER BY t RANGE BETWEEN 84 PRECEDING AND 1 PRECEDING)),
-- days of a kind that never had any, or of an unknown kind, are taken as they are
kinds AS (
	SELECT *, iif(kind IS NOT NULL AND of_kind > 0 AND level > 0, of_kind / level, 1.0) AS factor FROM levels),
baselines AS (
	SELECT *, avg(n / factor) OVER base AS mean, count(n) OVER base AS n_base,
		sqrt(max(0, (avg(n / factor * n / factor) OVER base - avg(n / factor) OVER base
			* avg(n / factor) OVER base) * 28 / 27)) AS deviation
	FROM kinds
	WINDOW base AS (PARTITION BY g ORDER BY t ROWS BETWEEN 30 PRECEDING AND 3 PRECEDING)),
weeks AS (
	SELECT t, g, weekly_limit(iif(days = 7, week, NULL), 1, iif(is_judged AND days = 7
		AND (level < 5 OR level IS NULL OR n_base < 28), :alpha, 0))
		OVER (PARTITION BY g, t % 7 ORDER BY t) AS j
	FROM baselines),
judged AS (
	SELECT b.t, b.g, iif(j IS NULL, n, week) AS n,
		iif(j IS NULL, mean * factor, j ->> 'expected') AS expected,
		iif(j IS NULL, (mean + 3 * max(deviation, 0.5)) * factor, j ->> 'limit') AS high,
		j ->> 'phi' AS phi, iif(j IS NULL, 'ears', j ->> 'model') AS model,
		iif(j IS NULL, 28, j ->> 'n_ref') AS n_ref
	FROM baselines b JOIN weeks w ON w.t = b.t AND w.g = b.g
	WHERE is_judged AND (j IS NOT NULL OR (level >= 5 AND n_base = 28))),
high AS (
	SELECT *, n > high AND n >= :least AS is_high,
		alarm_place(t, n, n > high AND n >= :least, iif(model = 'ears', 4, 28))
			OVER (PARTITION BY g ORDER BY t) AS place
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
	WHEN 'zh-CN' THEN printf('检验 %d 个组日，正常情况下误报约 %.2g 次', n, false_alarms)
	WHEN 'zh-TW' THEN printf('檢驗 %d 個組日，正常情況下誤報約 %.2g 次', n, false_alarms)
	ELSE printf('%d days of groups judged: about %.2g false alarms are expected', n, false_alarms) END
FROM (SELECT count(*) AS n, sum(iif(model = 'ears', 0.01, :alpha)) AS false_alarms FROM stage)
WHERE n > 0
