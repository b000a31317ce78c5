-- kesu-query: 1
-- name: compare
-- question: How do groups compare in volume, growth and rate?
-- question[zh-CN]: 各类别的件数、增减和投诉率对比如何？
-- question[zh-TW]: 各類別的件數、增減和投訴率對比如何？
-- reads: cells periods days comparisons exposures? history
-- default: --period month
-- param: exposure text auto - measure to divide by (orders, users, ...); auto: orders, or the only one
-- param: per number - 1e-9..1e12 complaints per so many; by the measure where not given
-- column: complaints count
-- column: share share of=complaints/total
-- column: total count
-- column: previous count
-- column: growth growth of=complaints/previous
-- column: year_ago count
-- column: yoy growth of=complaints/year_ago
-- column: exposure count
-- column: exposure_share share
-- column: rate rate of=complaints/exposure
-- column: median rate
-- column: exposure_previous count
-- column: rate_previous rate of=previous/exposure_previous
-- column: rate_growth growth
-- column: exposure_year_ago count
-- column: rate_year_ago rate of=year_ago/exposure_year_ago
-- column: rate_yoy growth
-- column: measure text
-- column: per count
-- column: complete flag
-- rule 2.1: rate = per x complaints / exposure of the same days and group; per as kesu ratio has it
-- rule 2.5: median: of the groups of the period, where there are several
-- rule 3.1: growth, yoy as kesu growth has them: the same dates where the period is incomplete
-- rule 3.1: rate_growth, rate_yoy = rate / earlier rate - 1, each rate over the exposure of its own days
-- rule 2.1: exposure_share = exposure / that of all groups; empty where one has none, and where all groups
--   have the same, which are then counted against the whole (causes, channels)
-- result
WITH unit AS (
	SELECT name AS measure, coalesce(:per, CASE WHEN instr(name, 'users') THEN 1e4
		WHEN instr(name, 'units') THEN 1e6
		WHEN instr(name, 'premium') THEN 1e8
		WHEN name IS NOT NULL THEN 1e3 END) AS per
	FROM measure),
counted AS (
	SELECT t, kind, g, sum(n1) AS n1, sum(n0) AS n0 FROM (
		SELECT c.t, c.kind, d.g, d.n AS n1, 0 AS n0
		FROM comparisons c CROSS JOIN days d WHERE d.day BETWEEN c.first1 AND c.last1
		UNION ALL SELECT c.t, c.kind, d.g, 0, d.n
		FROM comparisons c CROSS JOIN days d WHERE d.day BETWEEN c.first0 AND c.last0)
	GROUP BY 1, 2, 3),
pairs AS (
	SELECT c.t, c.kind, g.g, ifnull(x.n0, 0) AS n0, e.e0,
		1.0 * (ifnull(x.n1, 0) - x.n0) / nullif(x.n0, 0) AS growth,
		u.per * ifnull(x.n0, 0) / nullif(e.e0, 0) AS rate0,
		(1.0 * ifnull(x.n1, 0) / nullif(e.e1, 0)) / (nullif(x.n0, 0) * 1.0 / nullif(e.e0, 0)) - 1
			AS rate_growth
	FROM comparisons c CROSS JOIN groups g CROSS JOIN unit u
	LEFT JOIN counted x ON x.t = c.t AND x.kind = c.kind AND x.g = g.g
	LEFT JOIN comparison_exposures e ON e.t = c.t AND e.kind = c.kind AND e.g = g.g
		AND e.measure = u.measure),
rates AS (
	SELECT c.t, c.g, c.n, x.e, u.measure, u.per, u.per * c.n / nullif(x.e, 0) AS rate
	FROM cells c
	CROSS JOIN unit u
	LEFT JOIN exposures x ON x.t = c.t AND x.g = c.g AND x.measure = u.measure),
compared AS (
	SELECT *, CASE WHEN count(rate) OVER groups > 1 THEN median(rate) OVER groups END AS median,
		CASE WHEN count(e) OVER groups = count(*) OVER groups
			AND min(e) OVER groups < max(e) OVER groups
			THEN 1.0 * e / sum(e) OVER groups END AS exposure_share
	FROM rates
	WINDOW groups AS (PARTITION BY t))
SELECT r.t, r.g, r.n AS complaints, 1.0 * r.n / nullif(p.n, 0) AS share, p.n AS total,
	m.n0 AS previous, m.growth, y.n0 AS year_ago, y.growth AS yoy,
	r.e AS exposure, r.exposure_share, r.rate, r.median,
	m.e0 AS exposure_previous, m.rate0 AS rate_previous, m.rate_growth, y.e0 AS exposure_year_ago,
	y.rate0 AS rate_year_ago, y.rate_growth AS rate_yoy,
	r.measure, r.per, p.complete
FROM compared r
JOIN periods p ON p.t = r.t
LEFT JOIN pairs m ON m.t = r.t AND m.g = r.g AND m.kind = 'previous'
LEFT JOIN pairs y ON y.t = r.t AND y.g = r.g AND y.kind = 'year'
ORDER BY r.t, r.g
