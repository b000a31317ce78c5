-- kesu-query: 1
-- name: signal
-- question: Which products have more of a cause than others have?
-- question[zh-CN]: 哪些产品在某类原因上明显偏多？
-- question[zh-TW]: 哪些產品在某類原因上明顯偏多？
-- reads: cells groups
-- default: --period all --by product,cause
-- dimensions: 2
-- param: least integer 3 1..1000000 fewer complaints are no signal
-- column: complaints count
-- column: expected rate
-- column: prr score
-- column: prr_low score
-- column: prr_high score
-- column: ror score
-- column: ror_low score
-- column: ror_high score
-- column: chi_square score
-- column: ic score
-- column: ic025 score
-- column: ic975 score
-- column: ebgm score
-- column: eb05 score
-- column: signal flag
-- rule 8.6: a complaints of this product and cause, b other causes, c other products, d neither; expected =
--   (a + b)(a + c) / all. Complaints of which the product or the cause is unknown are left out
-- rule 8.6: prr = (a / (a + b)) / (c / (c + d)), ror = ad / bc, 95 % limits by their logarithms; chi_square with
--   the correction of Yates
-- rule 8.6: ic = log2((a + 1/2) / (expected + 1/2)), ic025..ic975 by the gamma posterior
-- rule 8.6: ebgm, eb05 with the fixed prior (.2, .1, 2, 4, 1/3)
-- rule 8.6: signal = ic025 > 0 and complaints >= least
-- result
WITH known AS (
	SELECT c.t, c.g, k.d1, k.d2, c.n
	FROM cells c JOIN groups k ON k.g = c.g
	WHERE k.d1 <> '(unassigned)' AND k.d2 <> '(unassigned)'),
sides AS (
	SELECT t, g, n AS a, sum(n) OVER (PARTITION BY t, d1) - n AS b, sum(n) OVER (PARTITION BY t, d2) - n AS c,
		sum(n) OVER (PARTITION BY t) AS whole
	FROM known),
tables AS (
	SELECT *, whole - a - b - c AS d, 1.0 * (a + b) * (a + c) / nullif(whole, 0) AS e FROM sides)
SELECT t, g, a AS complaints, e AS expected, prr(a, b, c, d) AS prr, prr_low(a, b, c, d, 0.95) AS prr_low,
	prr_high(a, b, c, d, 0.95) AS prr_high, ror(a, b, c, d) AS ror, ror_low(a, b, c, d, 0.95) AS ror_low,
	ror_high(a, b, c, d, 0.95) AS ror_high, yates(a, b, c, d) AS chi_square, ic(a, e) AS ic,
	ic_quantile(a, e, 0.025) AS ic025, ic_quantile(a, e, 0.975) AS ic975, ebgm(a, e) AS ebgm,
	ebgm_quantile(a, e, 0.05) AS eb05, ifnull(ic_quantile(a, e, 0.025) > 0, 0) AND a >= :least AS signal
FROM tables
ORDER BY t, ic025 DESC, g
