-- kesu-query: 1
-- name: summary
-- question: How do things stand, in one line for each period?
-- question[zh-CN]: 总体情况如何（每期一行）？
-- question[zh-TW]: 總體情況如何（每期一行）？
-- reads: cells periods days comparisons facts chains resolutions history unfinished
-- default: --period month
-- param: base integer 10 1..1000000 a smaller base is marked small_base
-- param: within integer - 0..3650 days after the day of receipt, instead of rules/service-levels.csv
-- param: window integer 30 0..3650 days in which an earlier complaint makes a repeat
-- column: complaints count
-- column: contacts count
-- column: previous count
-- column: growth growth of=complaints/previous
-- column: growth_low growth
-- column: growth_high growth
-- column: headline text
-- column: growth_per_workday growth
-- column: status text
-- column: year_ago count
-- column: yoy growth of=complaints/year_ago
-- column: yoy_status text
-- column: ontime share of=met/due
-- column: met count
-- column: due count
-- column: ontime_pp points
-- column: repeat_rate share of=repeats/eligible
-- column: repeats count
-- column: eligible count
-- column: repeat_rate_pp points
-- column: open count
-- column: undated count
-- column: complete flag
-- column: as_of date
-- rule 3.1: growth with the period before, yoy with the same period a year ago, as `kesu growth` has them;
--           previous and year_ago are what they compare with
-- rule 3.3: an incomplete period is compared with the same dates of its partner
-- rule 4.2: repeat_rate = repeats / eligible of the key customer, product and cause, as `kesu repeat`
--           has it; empty for the first days of the store, which have nothing to look back on
-- rule 6.3: ontime = met / due: in time by rules/service-levels.csv, as `kesu handling` has it
--   due are those that were closed or are past the limit; open ones within it are in neither.
--   Empty where more were closed without a date than are due: what was in time is not known.
-- rule 6.3: undated = received in the period and closed, nobody wrote down when: not open, in no duration
-- rule 6.4: open = received and not closed at the end of the period, or of the as-of day
-- result
WITH counted AS (
	SELECT t, kind, g, sum(n1) AS n1, sum(n0) AS n0 FROM (
		SELECT c.t, c.kind, d.g, d.n AS n1, 0 AS n0
		FROM comparisons c CROSS JOIN days d WHERE d.day BETWEEN c.first1 AND c.last1
		UNION ALL SELECT c.t, c.kind, d.g, 0, d.n
		FROM comparisons c CROSS JOIN days d WHERE d.day BETWEEN c.first0 AND c.last0)
	GROUP BY 1, 2, 3
),
pairs AS (
	SELECT c.*, g.g, ifnull(x.n1, 0) AS n1, ifnull(x.n0, 0) AS n0,
		1.0 * ifnull(x.n1, 0) / nullif(x.n0, 0) - 1 AS growth,
		NOT p.complete AND abs(c.workdays1 - c.workdays0) > 0.1 * c.workdays0 AS is_per_workday,
		CASE WHEN ifnull(x.n0, 0) > 0 THEN iif(x.n0 < :base, 'small_base', 'ok')
			WHEN x.n1 > 0 THEN 'new' ELSE 'none' END AS status
	FROM comparisons c JOIN periods p ON p.t = c.t
	CROSS JOIN (SELECT DISTINCT g FROM cells) g
	LEFT JOIN counted x ON x.t = c.t AND x.kind = c.kind AND x.g = g.g
),
looked AS MATERIALIZED (
	SELECT f.t, f.g, sum(iif(s.state = 'met', f.w, 0)) AS met,
		sum(iif(s.state IN ('met', 'missed'), f.w, 0)) AS due,
		sum(iif(f.is_undated, f.w, 0)) AS undated,
		sum(iif(f.customer = 0 OR f.product = 0 OR f.cause = 0, f.w, 0)) AS unkeyed
	FROM facts f JOIN resolutions s ON s.id = f.id
	WHERE f.t >= (SELECT ifnull(max(b.t), p.t) FROM (SELECT min(t) AS t FROM periods WHERE shown) p
		LEFT JOIN periods b ON b.t < p.t)
	GROUP BY f.t, f.g
),
-- those closed by the end of the first period that is shown came and went, and are in no stock after it
lasting AS NOT MATERIALIZED (
	SELECT t, g, w, closed_day FROM facts
	WHERE NOT is_undated AND (closed_day IS NULL
		OR closed_day > (SELECT min(seen_last) FROM periods WHERE shown))
),
came AS (
	SELECT t, g, sum(w) AS n FROM lasting GROUP BY t, g
),
went AS (
	SELECT s.t, c.g, sum(c.n) AS n
	FROM (SELECT closed_day, g, sum(w) AS n FROM lasting WHERE closed_day IS NOT NULL GROUP BY closed_day, g) c
	JOIN slot_days s ON s.day = c.closed_day
	GROUP BY s.t, c.g
),
stock AS (
	SELECT c.t, c.g, sum(ifnull(l.n, 0) - ifnull(w.n, 0)) OVER (PARTITION BY c.g ORDER BY c.t) AS open
	FROM cells c LEFT JOIN came l ON l.t = c.t AND l.g = c.g
	LEFT JOIN went w ON w.t = c.t AND w.g = c.g
),
linked AS (
	SELECT f.t, f.g, sum(f.w) AS repeats FROM chains c CROSS JOIN facts f ON f.id = c.id
	WHERE c.gap <= :window GROUP BY f.t, f.g
),
repeated AS (
	SELECT c.t, c.g, c.n - ifnull(u.unkeyed, 0) AS eligible, ifnull(l.repeats, 0) AS repeats
	FROM cells c
	LEFT JOIN looked u ON u.t = c.t AND u.g = c.g
	LEFT JOIN linked l ON l.t = c.t AND l.g = c.g
),
rates AS (
	SELECT c.t, c.g, ifnull(s.met, 0) AS met, ifnull(s.due, 0) AS due, ifnull(s.undated, 0) AS undated,
		iif(s.undated > s.due, NULL, 1.0 * s.met / nullif(s.due, 0)) AS ontime,
		r.eligible, r.repeats,
		CASE WHEN p.period = 'all' OR p.first_day >= :oldest + :window
			THEN 1.0 * r.repeats / nullif(r.eligible, 0) END AS repeat_rate
	FROM cells c JOIN periods p ON p.t = c.t
	LEFT JOIN looked s ON s.t = c.t AND s.g = c.g
	JOIN repeated r ON r.t = c.t AND r.g = c.g
)
SELECT c.t, c.g, c.n AS complaints, c.contacts, m.n0 AS previous, m.growth,
	CASE WHEN m.n0 > 0 AND typeof(m.n1) = 'integer' AND typeof(m.n0) = 'integer'
		THEN rate_ratio_low(m.n0, 1, m.n1, 1, 0.95) - 1 END AS growth_low,
	CASE WHEN m.n0 > 0 AND typeof(m.n1) = 'integer' AND typeof(m.n0) = 'integer'
		THEN rate_ratio_high(m.n0, 1, m.n1, 1, 0.95) - 1 END AS growth_high,
	CASE WHEN m.growth IS NULL THEN NULL WHEN m.is_per_workday THEN 'growth_per_workday'
		ELSE 'growth' END AS headline,
	(1.0 * m.n1 / m.workdays1) / (nullif(m.n0, 0) * 1.0 / m.workdays0) - 1 AS growth_per_workday,
	ifnull(m.status, 'no_history') AS status, y.n0 AS year_ago, y.growth AS yoy,
	ifnull(y.status, 'no_history') AS yoy_status,
	r.ontime, r.met, r.due,
	100 * (r.ontime - lag(r.ontime) OVER (PARTITION BY c.g ORDER BY c.t)) AS ontime_pp,
	r.repeat_rate, r.repeats, r.eligible,
	100 * (r.repeat_rate - lag(r.repeat_rate) OVER (PARTITION BY c.g ORDER BY c.t)) AS repeat_rate_pp,
	s.open, r.undated, p.complete, :as_of AS as_of
FROM cells c JOIN periods p ON p.t = c.t
JOIN stock s ON s.t = c.t AND s.g = c.g
JOIN rates r ON r.t = c.t AND r.g = c.g
LEFT JOIN pairs m ON m.t = c.t AND m.g = c.g AND m.kind = 'previous'
LEFT JOIN pairs y ON y.t = c.t AND y.g = c.g AND y.kind = 'year'
ORDER BY c.t, c.g
