-- kesu-query: 1
-- name: kinds
-- question: How many complaints, reports, enquiries and so on came in, and how has that changed?
-- question[zh-CN]: 投诉、举报、咨询等各类诉求受理多少，环比、同比如何？
-- question[zh-TW]: 投訴、檢舉、諮詢等各類訴求受理多少，環比、同比如何？
-- reads: cells periods days comparisons history every_kind
-- default: --period month --by kind
-- param: base integer 10 1..1000000 a smaller base is marked small_base
-- column: records count
-- column: contacts count
-- column: share share
-- column: previous count
-- column: growth growth of=records/previous
-- column: growth_low growth
-- column: growth_high growth
-- column: growth_per_workday growth
-- column: headline text
-- column: status text
-- column: year_ago count
-- column: yoy growth of=records/year_ago
-- column: yoy_low growth
-- column: yoy_high growth
-- column: yoy_status text
-- column: contribution_pp points
-- column: complete flag
-- rule 0.6: a record whose kind is blank is a complaint, as in all other counts; kinds sum to the total
-- rule 3.1: growth = n1 / n0 - 1 with the period before, yoy with the same period a year ago
-- rule 3.2: no percentage from 0: status new (0 -> n), none (0 -> 0), no_history; small_base below --base
-- rule 3.3: an incomplete period is compared with the same dates; where workdays then differ by more
--           than 10 %, the headline is growth per workday
-- rule 3.4: contribution_pp = (n1 - n0) / N0 x 100; sums to the growth of all
-- rule 3.6: limits of growth by Clopper-Pearson
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
		NOT p.complete AND abs(c.workdays1 - c.workdays0) > 0.1 * c.workdays0 AS is_per_workday
	FROM comparisons c JOIN periods p ON p.t = c.t
	CROSS JOIN (SELECT DISTINCT g FROM cells) g
	LEFT JOIN counted x ON x.t = c.t AND x.kind = c.kind AND x.g = g.g
),
changes AS (
	SELECT *, 1.0 * (n1 - n0) / nullif(n0, 0) AS growth,
		(1.0 * n1 / workdays1) / (nullif(n0, 0) * 1.0 / workdays0) - 1 AS per_workday,
		-- parts of causes are no counts: they have no exact limits
		n0 > 0 AND typeof(n1) = 'integer' AND typeof(n0) = 'integer' AS has_limits,
		CASE WHEN n0 = 0 AND n1 = 0 THEN 'none' WHEN n0 = 0 THEN 'new'
			WHEN n0 < :base THEN 'small_base' ELSE 'ok' END AS status,
		sum(n0) OVER (PARTITION BY t, kind) AS all0
	FROM pairs
),
limits AS (
	SELECT *, iif(has_limits, rate_ratio_low(n0, 1, n1, 1, 0.95) - 1, NULL) AS low,
		iif(has_limits, rate_ratio_high(n0, 1, n1, 1, 0.95) - 1, NULL) AS high
	FROM changes
)
SELECT c.t, c.g, c.n AS records, c.contacts, 1.0 * c.n / nullif(p.n, 0) AS share,
	m.n0 AS previous, m.growth, m.low AS growth_low, m.high AS growth_high,
	m.per_workday AS growth_per_workday,
	CASE WHEN m.growth IS NULL THEN NULL WHEN m.is_per_workday THEN 'growth_per_workday'
		ELSE 'growth' END AS headline,
	ifnull(m.status, 'no_history') AS status,
	y.n0 AS year_ago, y.growth AS yoy, y.low AS yoy_low, y.high AS yoy_high,
	ifnull(y.status, 'no_history') AS yoy_status,
	100.0 * (m.n1 - m.n0) / nullif(m.all0, 0) AS contribution_pp, p.complete
FROM cells c JOIN periods p ON p.t = c.t
LEFT JOIN limits m ON m.t = c.t AND m.g = c.g AND m.kind = 'previous'
LEFT JOIN limits y ON y.t = c.t AND y.g = c.g AND y.kind = 'year'
ORDER BY c.t, c.g
