-- kesu-query: 1
-- name: upheld
-- question: Of the complaints that were decided, how many were upheld?
-- question[zh-CN]: 已认定的投诉中，有多少成立？
-- question[zh-TW]: 已認定的投訴中，有多少成立？
-- reads: cells groups
-- default: --period all --by merchant,valid
-- dimensions: 2 valid
-- column: name text
-- column: complaints count
-- column: decided count
-- column: upheld count
-- column: partly count
-- column: refused count
-- column: upheld_rate share of=upheld/decided
-- column: upheld_low share
-- column: upheld_high share
-- rule 6.7: the last dimension is valid; name is what the complaints have of the first one
-- rule 6.7: decided: upheld, partly or not; upheld counts what was upheld in part as well (partly says how
--   many); those that are open or say nothing are in neither
-- rule 6.3: limits: Wilson, 95 %
-- result
WITH found AS (
	SELECT c.t, r.d1 AS name, sum(c.n) AS complaints,
		sum(iif(r.d2 IN ('upheld', 'partly'), c.n, 0)) AS upheld,
		sum(iif(r.d2 = 'partly', c.n, 0)) AS partly, sum(iif(r.d2 = 'not', c.n, 0)) AS refused
	FROM cells c JOIN groups r ON r.g = c.g
	GROUP BY 1, 2)
SELECT t, name, complaints, upheld + refused AS decided, upheld, partly, refused,
	1.0 * upheld / nullif(upheld + refused, 0) AS upheld_rate,
	wilson_low(upheld, upheld + refused, 0.95) AS upheld_low,
	wilson_high(upheld, upheld + refused, 0.95) AS upheld_high
FROM found
WHERE complaints > 0
ORDER BY t, complaints DESC, name
