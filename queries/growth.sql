-- kesu-query: 1
-- name: growth
-- question: Which groups rose or fell, and is it more than chance?
-- question[zh-CN]: 哪些类别上升或下降，是否超出偶然？
-- question[zh-TW]: 哪些類別上升或下降，是否超出偶然？
-- reads: cells periods days comparisons exposures? history
-- default: --period month
-- param: base integer 10 1..1000000 a smaller base is marked small_base
-- param: exposure text auto - measure to test the rate by; auto: orders, or the only one; none: equal periods
-- param: rolling flag - - over longer spans, as `kesu growth-rolling` has it
-- param: mix flag - - rates and mix apart, as `kesu growth-mix` has it
-- param: against choice previous previous|year what --mix compares with
-- param: per number 1000 1e-9..1e12 rates of --mix are for so many
-- instead: rolling growth-rolling
-- instead: mix growth-mix
-- column: complaints count
-- column: previous count
-- column: growth growth of=complaints/previous
-- column: growth_low growth
-- column: growth_high growth
-- column: growth_per_workday growth
-- column: headline text
-- column: p score
-- column: q score
-- column: significant flag
-- column: status text
-- column: year_ago count
-- column: yoy growth of=complaints/year_ago
-- column: yoy_low growth
-- column: yoy_high growth
-- column: yoy_p score
-- column: yoy_q score
-- column: yoy_significant flag
-- column: yoy_status text
-- column: contribution_pp points
-- column: complete flag
-- column: dispersion score
-- column: z score
-- rule 3.1: growth = n1 / n0 - 1 with the period before, yoy with the same period a year ago
-- rule 3.2: no percentage from 0: status new (0 -> n), none (0 -> 0), no_history; small_base below --base
-- rule 3.3: an incomplete period is compared with the same dates; where workdays then differ by more
--           than 10 %, the headline is growth per workday
-- rule 3.4: contribution_pp = (n1 - n0) / N0 x 100; sums to the growth of all
-- rule 3.6: n1 ~ Binomial(n0 + n1, e1 / (e0 + e1)), p = min(1, 2 x smaller tail); limits of growth by
--           Clopper-Pearson, the same for any e
-- rule 3.7: q by Benjamini-Hochberg over all groups of the period; significant = q < 0.05 and the rate
--           1.5 times or 1 / 1.5 of what it was, and 5 complaints or more; empty where nothing can be tested
-- rule 3.8: dispersion: Pearson's, of the 12 periods before (6 or more of them complete). Where it is over 1.5, z is
--           the quasi-Poisson z of the change: under 1.96 either way the series itself varies as much,
--           whatever the exact p says
-- rule 3.9: p, q and limits are empty with --causes fractional
-- rule 3.9: growth and yoy are the plain ratio; headline names the column to show
-- result
WITH counted AS (
	SELECT t, kind, g, sum(n1) AS n1, sum(n0) AS n0 FROM (
		SELECT c.t, c.kind, d.g, d.n AS n1, 0 AS n0
		FROM comparisons c CROSS JOIN days d WHERE d.day BETWEEN c.first1 AND c.last1
		UNION ALL SELECT c.t, c.kind, d.g, 0, d.n
		FROM comparisons c CROSS JOIN days d WHERE d.day BETWEEN c.first0 AND c.last0)
	GROUP BY 1, 2, 3
),
bases AS (
	SELECT c.t, c.kind,
		NOT p.complete AND abs(c.workdays1 - c.workdays0) > 0.1 * c.workdays0 AS is_per_workday,
		EXISTS (SELECT 1 FROM comparison_exposures e WHERE e.t = c.t AND e.kind = c.kind
			AND e.measure = (SELECT name FROM measure)) AS has_exposure
	FROM comparisons c JOIN periods p ON p.t = c.t
),
pairs AS (
	SELECT c.t, c.kind, g.g, ifnull(x.n1, 0) AS n1, ifnull(x.n0, 0) AS n0, b.is_per_workday,
		1.0 * (ifnull(x.n1, 0) - x.n0) / nullif(x.n0, 0) AS growth,
		(1.0 * ifnull(x.n1, 0) / c.workdays1) / (nullif(x.n0, 0) * 1.0 / c.workdays0) AS workday_ratio,
		CASE WHEN :exposure = 'none' THEN 1 WHEN b.has_exposure THEN e.e1
			WHEN b.is_per_workday THEN c.workdays1 ELSE c.days1 END AS e1,
		CASE WHEN :exposure = 'none' THEN 1 WHEN b.has_exposure THEN e.e0
			WHEN b.is_per_workday THEN c.workdays0 ELSE c.days0 END AS e0
	FROM comparisons c JOIN bases b ON b.t = c.t AND b.kind = c.kind
	CROSS JOIN groups g
	LEFT JOIN counted x ON x.t = c.t AND x.kind = c.kind AND x.g = g.g
	LEFT JOIN comparison_exposures e ON e.t = c.t AND e.kind = c.kind AND e.g = g.g
		AND e.measure = (SELECT name FROM measure)
),
-- how much more than by chance each group varied before
varied AS (
	SELECT c.t, c.g, dispersion(b.n, ifnull(e.e, q.days)) AS dispersion, count(*) AS n_before
	FROM comparisons x JOIN cells c ON c.t = x.t
	JOIN cells b ON b.g = c.g AND b.t BETWEEN c.t - 12 AND c.t - 1
	JOIN periods q ON q.t = b.t AND q.complete
	LEFT JOIN exposures e ON e.t = b.t AND e.g = b.g AND e.measure = (SELECT name FROM measure)
	WHERE x.kind = 'previous'
	GROUP BY c.t, c.g),
tested AS (
	-- parts of causes are no counts: there is nothing exact to say about them
	SELECT *, typeof(n1) = 'integer' AND typeof(n0) = 'integer' AS is_whole FROM pairs
),
limits AS (
	SELECT *, CASE WHEN is_whole THEN rate_ratio_p(n0, e0, n1, e1) END AS p,
		CASE WHEN is_whole THEN rate_ratio(n0, e0, n1, e1) END AS rr,
		CASE WHEN is_whole AND n0 > 0 THEN rate_ratio_low(n0, 1, n1, 1, 0.95) - 1 END AS low,
		CASE WHEN is_whole AND n0 > 0 THEN rate_ratio_high(n0, 1, n1, 1, 0.95) - 1 END AS high,
		sum(n0) OVER (PARTITION BY t, kind) AS all0
	FROM tested
),
adjusted AS (
	SELECT t, kind, g, bh_q(p, m) OVER (PARTITION BY t, kind ORDER BY p DESC, g
		ROWS UNBOUNDED PRECEDING) AS q
	FROM (SELECT t, kind, g, p, count(*) OVER (PARTITION BY t, kind) AS m FROM limits WHERE p IS NOT NULL)
),
judged AS (
	SELECT l.*, a.q, iif(v.n_before >= 6, v.dispersion, NULL) AS dispersion,
		iif(v.n_before >= 6 AND v.dispersion > 1.5, quasi_ratio_z(l.n0, l.e0, l.n1, l.e1, v.dispersion), NULL) AS z,
		iif(a.q IS NULL, NULL, a.q < 0.05 AND (l.n0 = 0 OR l.rr >= 1.5 OR l.rr <= 1 / 1.5)
			AND max(l.n1, l.n0) >= 5) AS significant,
		CASE WHEN l.n0 = 0 AND l.n1 = 0 THEN 'none' WHEN l.n0 = 0 THEN 'new'
			WHEN l.n0 < :base THEN 'small_base' ELSE 'ok' END AS status
	FROM limits l LEFT JOIN adjusted a USING (t, kind, g) LEFT JOIN varied v USING (t, g)
)
SELECT c.t, c.g, c.n AS complaints, m.n0 AS previous, m.growth, m.low AS growth_low,
	m.high AS growth_high, m.workday_ratio - 1 AS growth_per_workday,
	CASE WHEN m.growth IS NULL THEN NULL WHEN m.is_per_workday THEN 'growth_per_workday'
		ELSE 'growth' END AS headline,
	m.p, m.q, m.significant, ifnull(m.status, 'no_history') AS status,
	y.n0 AS year_ago, y.growth AS yoy, y.low AS yoy_low, y.high AS yoy_high,
	y.p AS yoy_p, y.q AS yoy_q, y.significant AS yoy_significant,
	ifnull(y.status, 'no_history') AS yoy_status,
	100.0 * (m.n1 - m.n0) / nullif(m.all0, 0) AS contribution_pp, p.complete, m.dispersion, m.z
FROM cells c JOIN periods p ON p.t = c.t
LEFT JOIN judged m ON m.t = c.t AND m.g = c.g AND m.kind = 'previous'
LEFT JOIN judged y ON y.t = c.t AND y.g = c.g AND y.kind = 'year'
ORDER BY c.t, c.g
