-- kesu-query: 1
-- name: growth-mix
-- question: Did groups get worse, or did business move to worse groups?
-- question[zh-CN]: 投诉率变化来自各类别自身，还是业务结构？
-- question[zh-TW]: 投訴率變化來自各類別自身，還是業務結構？
-- reads: cells periods days comparisons exposures history
-- default: --period month --by product
-- param: against choice previous previous|year the period before, or the same a year ago
-- param: exposure text auto - measure to divide by (orders, users, ...); auto: orders, or the only one
-- param: per number 1000 1e-9..1e12 rates are for so many
-- column: complaints_previous count
-- column: complaints count
-- column: exposure_previous count
-- column: exposure count
-- column: share_previous share
-- column: share share
-- column: rate_previous rate of=complaints_previous/exposure_previous
-- column: rate rate of=complaints/exposure
-- column: rate_effect rate
-- column: mix_effect rate
-- column: effect rate
-- column: measure text
-- column: complete flag
-- rule 3.3: an incomplete period and its exposure are those of the same dates
-- rule 3.5: w the group's share of the exposure, r its rate, R the rate of all groups together, 0 before and 1 now
-- rule 3.5: rate_effect = (w0 + w1) / 2 (r1 - r0), mix_effect = (w1 - w0) ((r0 + r1) / 2 - (R0 + R1) / 2); both
--           sum to R1 - R0 over the groups. A group without exposure then has r0 := r1 (or r1 := r0)
-- rule 2.1: groups without any exposure are left out
-- result
WITH counted AS (
	SELECT t, g, sum(n1) AS n1, sum(n0) AS n0 FROM (
		SELECT c.t, d.g, d.n AS n1, 0 AS n0
		FROM comparisons c CROSS JOIN days d WHERE c.kind = :against AND d.day BETWEEN c.first1 AND c.last1
		UNION ALL SELECT c.t, d.g, 0, d.n
		FROM comparisons c CROSS JOIN days d WHERE c.kind = :against AND d.day BETWEEN c.first0 AND c.last0)
	GROUP BY 1, 2),
pairs AS (
	SELECT e.t, e.g, ifnull(e.e0, 0) AS e0, ifnull(e.e1, 0) AS e1, ifnull(n.n0, 0) AS n0, ifnull(n.n1, 0) AS n1
	FROM comparison_exposures e LEFT JOIN counted n ON n.t = e.t AND n.g = e.g
	WHERE e.kind = :against AND e.measure = (SELECT name FROM measure) AND (e.e0 > 0 OR e.e1 > 0)),
rates AS (
	SELECT t, g, n0, n1, e0, e1, 1.0 * e0 / nullif(sum(e0) OVER a, 0) AS w0, 1.0 * e1 / nullif(sum(e1) OVER a, 0) AS w1,
		:per * n0 / nullif(e0, 0) AS r0, :per * n1 / nullif(e1, 0) AS r1,
		:per * sum(iif(e0 > 0, n0, 0)) OVER a / nullif(sum(e0) OVER a, 0) AS all0,
		:per * sum(iif(e1 > 0, n1, 0)) OVER a / nullif(sum(e1) OVER a, 0) AS all1
	FROM pairs WINDOW a AS (PARTITION BY t)),
effects AS (
	SELECT *, (w0 + w1) / 2 * (ifnull(r1, r0) - ifnull(r0, r1)) AS rate_effect,
		(w1 - w0) * ((ifnull(r0, r1) + ifnull(r1, r0)) / 2 - (all0 + all1) / 2) AS mix_effect
	FROM rates)
SELECT x.t, x.g, x.n0 AS complaints_previous, x.n1 AS complaints, x.e0 AS exposure_previous, x.e1 AS exposure,
	x.w0 AS share_previous, x.w1 AS share, x.r0 AS rate_previous, x.r1 AS rate, x.rate_effect,
	x.mix_effect, x.rate_effect + x.mix_effect AS effect, (SELECT name FROM measure) AS measure, p.complete
FROM effects x JOIN periods p ON p.t = x.t
ORDER BY x.t, x.g
