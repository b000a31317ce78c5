-- kesu-query: 1
-- name: ratio
-- question: How many complaints are there for the business done?
-- question[zh-CN]: 相对于业务量，投诉率是多少？
-- question[zh-TW]: 相對於業務量，投訴率是多少？
-- reads: cells periods exposures
-- default: --period month
-- param: exposure text auto - measure to divide by (orders, users, ...); auto: orders, or the only one
-- param: per number - 1e-9..1e12 complaints per so many; by the measure where not given
-- column: complaints count
-- column: exposure count
-- column: rate rate of=complaints/exposure
-- column: rate_low rate
-- column: rate_high rate
-- column: median rate
-- column: worse flag
-- column: measure text
-- column: per count
-- column: status text
-- column: complete flag
-- rule 2.1: rate = per x complaints / exposure of the same days and group
--   Flows add up, stocks (users) are averaged over time.
-- rule 2.1: per 1,000 orders, 10,000 users, 1,000,000 units, 100,000,000 of premium
-- rule 2.2: rate_low, rate_high: exact Poisson limits of the complaints (95 %), over the exposure
-- rule 2.3: status no_exposure: none is known for the group; zero_exposure: complaints without any
--   business, an error in the data; none: neither. The rate is empty then, never 0 or infinite.
-- rule 2.4: a period that is cut by the as-of date is cut above and below
-- rule 2.5: median: of the groups of the period, where there are several
-- rule 2.5: worse = rate_low is above the median; an interval that holds it is not ranked as worse
-- result
WITH unit AS (
	SELECT name AS measure, coalesce(:per, CASE WHEN instr(name, 'users') THEN 1e4
		WHEN instr(name, 'units') THEN 1e6
		WHEN instr(name, 'premium') THEN 1e8
		WHEN name IS NOT NULL THEN 1e3 END) AS per
	FROM measure),
rates AS (
	SELECT c.t, c.g, c.n, x.e, u.measure, u.per,
		u.per * c.n / nullif(x.e, 0) AS rate,
		u.per * poisson_low(c.n, 0.95) / nullif(x.e, 0) AS rate_low,
		u.per * poisson_high(c.n, 0.95) / nullif(x.e, 0) AS rate_high
	FROM cells c
	JOIN unit u
	LEFT JOIN exposures x ON x.t = c.t AND x.g = c.g AND x.measure = u.measure),
compared AS (
	SELECT *, CASE WHEN count(rate) OVER (PARTITION BY t) > 1
		THEN median(rate) OVER (PARTITION BY t) END AS median
	FROM rates)
SELECT r.t, r.g, r.n AS complaints, r.e AS exposure, r.rate, r.rate_low, r.rate_high, r.median,
	r.rate_low > r.median AS worse, r.measure, r.per,
	CASE WHEN r.e > 0 THEN 'ok' WHEN r.e IS NULL THEN 'no_exposure'
		WHEN r.n > 0 THEN 'zero_exposure' ELSE 'none' END AS status,
	p.complete
FROM compared r
JOIN periods p ON p.t = r.t
ORDER BY r.t, r.g
