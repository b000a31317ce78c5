-- kesu-query: 1
-- name: large
-- question: Do the functions hold for counts of 10^7?
-- reads: cells
-- default: --period all
-- column: what text
-- column: value rate
-- rule 0.4: what scipy and mpmath say of them is in large.csv
-- result
WITH RECURSIVE n60(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n60 WHERE value < 60)
SELECT what, value FROM (
	SELECT 'poisson_low' AS what, poisson_low(10000000, 0.95) AS value
	UNION ALL
	SELECT 'poisson_high' AS what, poisson_high(10000000, 0.95) AS value
	UNION ALL
	SELECT 'binomial_low' AS what, binomial_low(1000000, 10000000, 0.95) AS value
	UNION ALL
	SELECT 'binomial_high' AS what, binomial_high(1000000, 10000000, 0.95) AS value
	UNION ALL
	SELECT 'wilson_low' AS what, wilson_low(1000000, 10000000, 0.95) AS value
	UNION ALL
	SELECT 'wilson_high' AS what, wilson_high(1000000, 10000000, 0.95) AS value
	UNION ALL
	SELECT 'rate_ratio' AS what, rate_ratio(10000000, 2e7, 10010000, 2e7) AS value
	UNION ALL
	SELECT 'rate_ratio_p' AS what, rate_ratio_p(10000000, 2e7, 10010000, 2e7) AS value
	UNION ALL
	SELECT 'rate_ratio_low' AS what, rate_ratio_low(10000000, 2e7, 10010000, 2e7, 0.95) AS value
	UNION ALL
	SELECT 'rate_ratio_high' AS what, rate_ratio_high(10000000, 2e7, 10010000, 2e7, 0.95) AS value
	UNION ALL
	SELECT 'quasi_ratio_z' AS what, quasi_ratio_z(10000000, 2e7, 10010000, 2e7, 4) AS value
	UNION ALL
	SELECT 'quasi_ratio_p' AS what, quasi_ratio_p(10000000, 2e7, 10010000, 2e7, 4) AS value
	UNION ALL
	SELECT 'quasi_ratio_low' AS what, quasi_ratio_low(10000000, 2e7, 10010000, 2e7, 4, 0.95) AS value
	UNION ALL
	SELECT 'quasi_ratio_high' AS what, quasi_ratio_high(10000000, 2e7, 10010000, 2e7, 4, 0.95) AS value
	UNION ALL
	SELECT 'gamma_lower' AS what, gamma_lower(10000000, 10003000) AS value
	UNION ALL
	SELECT 'gamma_upper' AS what, gamma_upper(10000000, 10020000) AS value
	UNION ALL
	SELECT 'gamma_quantile' AS what, gamma_quantile(0.01, 10000000) AS value
	UNION ALL
	SELECT 'beta_lower' AS what, beta_lower(10000000, 20000000, 0.3333) AS value
	UNION ALL
	SELECT 'beta_upper' AS what, beta_upper(10000000, 20000000, 0.3333) AS value
	UNION ALL
	SELECT 'beta_quantile' AS what, beta_quantile(0.9, 10000000, 20000000) AS value
	UNION ALL
	SELECT 'negative_binomial_quantile' AS what, negative_binomial_quantile(0.995, 10000000, 2) AS value
	UNION ALL
	SELECT 'negative_binomial_poisson' AS what, negative_binomial_quantile(0.995, 10000000, 1) AS value
	UNION ALL
	SELECT 'prr' AS what, prr(1e7, 1e8, 2e7, 4e8) AS value
	UNION ALL
	SELECT 'prr_low' AS what, prr_low(1e7, 1e8, 2e7, 4e8, 0.95) AS value
	UNION ALL
	SELECT 'prr_high' AS what, prr_high(1e7, 1e8, 2e7, 4e8, 0.95) AS value
	UNION ALL
	SELECT 'ror' AS what, ror(1e7, 1e8, 2e7, 4e8) AS value
	UNION ALL
	SELECT 'ror_low' AS what, ror_low(1e7, 1e8, 2e7, 4e8, 0.95) AS value
	UNION ALL
	SELECT 'ror_high' AS what, ror_high(1e7, 1e8, 2e7, 4e8, 0.95) AS value
	UNION ALL
	SELECT 'yates' AS what, yates(1e7, 1e8, 2e7, 4e8) AS value
	UNION ALL
	SELECT 'ic' AS what, ic(1e7, 9.9e6) AS value
	UNION ALL
	SELECT 'ic_quantile' AS what, ic_quantile(1e7, 9.9e6, 0.025) AS value
	UNION ALL
	SELECT 'ebgm' AS what, ebgm(1e7, 9.9e6) AS value
	UNION ALL
	SELECT 'ebgm_quantile' AS what, ebgm_quantile(1e7, 9.9e6, 0.05) AS value
	UNION ALL
	SELECT 'u_low' AS what, u_low(0.5, 2e7, 1.5) AS value
	UNION ALL
	SELECT 'u_high' AS what, u_high(0.5, 2e7, 1.5) AS value
	UNION ALL
	SELECT 'ewma_limit' AS what, ewma_limit(1e7, 0.2, 12, 3) AS value
	UNION ALL
	SELECT 'percentile' AS what, (SELECT percentile(x, 0.9) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'median' AS what, (SELECT median(x) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'percentile_6' AS what, (SELECT percentile_6(x, 0.9) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'percentile_nearest' AS what, (SELECT percentile_nearest(x, 0.9) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'hhi' AS what, (SELECT hhi(x) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'hhi_normalised' AS what, (SELECT hhi_normalised(x) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'effective_number' AS what, (SELECT effective_number(x) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'gini' AS what, (SELECT gini(x) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'dispersion' AS what, (SELECT dispersion(x, 1) FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'percentiles' AS what, (SELECT percentiles('interpolated', x, 25) ->> 'p25' FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) AS value
	UNION ALL
	SELECT 'ears_c1' AS what, (SELECT v FROM (SELECT i, ears_c1(x, 28, 0.5) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'ears_c2' AS what, (SELECT v FROM (SELECT i, ears_c2(x, 28, 0.5) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'ears_c3' AS what, (SELECT v FROM (SELECT i, ears_c3(x, 28, 0.5) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'cusum' AS what, (SELECT v FROM (SELECT i, cusum(x, 10001000) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'ewma' AS what, (SELECT v FROM (SELECT i, ewma(x, 0.2) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'uchart centre' AS what, (SELECT v ->> 'centre' FROM (SELECT i, uchart(x, 2e7) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'uchart sigma' AS what, (SELECT v ->> 'sigma' FROM (SELECT i, uchart(x, 2e7) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'weekly expected' AS what, (SELECT v ->> 'expected' FROM (SELECT i, weekly_limit(x, 1, 0.005) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'weekly phi' AS what, (SELECT v ->> 'phi' FROM (SELECT i, weekly_limit(x, 1, 0.005) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value
	UNION ALL
	SELECT 'weekly limit' AS what, (SELECT v ->> 'limit' FROM (SELECT i, weekly_limit(x, 1, 0.005) OVER (ORDER BY i) AS v FROM (SELECT value AS i, 10000000 + value * value * 7919 % 60007 AS x FROM n60)) WHERE i = 60) AS value)
