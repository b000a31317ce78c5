-- kesu-query: 1
-- name: outcomes
-- question: How did complaints end, at what cost, and how satisfied were customers?
-- question[zh-CN]: 投诉的处理结果、补偿金额和满意度如何？
-- question[zh-TW]: 投訴的處理結果、補償金額和滿意度如何？
-- reads: periods groups facts
-- default: --period all --by outcome
-- column: n count
-- column: share share of=n/total
-- column: total count
-- column: compensated count
-- column: compensation_sum money
-- column: compensation_median money
-- column: refunded count
-- column: refund_sum money
-- column: recovered count
-- column: recovered_sum money
-- column: rated count
-- column: satisfaction_mean score
-- column: rated_1 count
-- column: rated_2 count
-- column: rated_3 count
-- column: rated_4 count
-- column: rated_5 count
-- column: complete flag
-- rule 6.7: share = n / total: of the complaints of the period; with --by outcome that of each outcome
-- rule 6.7: compensated: those that were paid something; the median is of these
-- rule 6.7: refunded, refund_sum: likewise of refunds; recovered, recovered_sum: those who got money back or
--   compensation, and how much of both: what reports of consumer hotlines call losses recovered
-- rule 6.7: satisfaction_mean: of the rated; rated_1 (very dissatisfied) to rated_5 are their numbers
--   Ratings outside of 1 to 5 are on another scale, and left out.
-- rule 6.7: sums are rounded to a ten-thousandth of a fen: fen are no binary fractions
-- result
WITH counted AS (
	SELECT t, g, sum(w) AS n, sum(iif(compensation > 0, w, 0)) AS compensated,
		round(sum(iif(compensation > 0, w * compensation, NULL)), 6) AS compensation_sum,
		median(iif(compensation > 0, compensation, NULL)) AS compensation_median,
		sum(iif(refund_amount > 0, w, 0)) AS refunded,
		round(sum(iif(refund_amount > 0, w * refund_amount, NULL)), 6) AS refund_sum,
		sum(iif(compensation > 0 OR refund_amount > 0, w, 0)) AS recovered,
		sum(iif(satisfaction BETWEEN 1 AND 5, w, 0)) AS rated,
		sum(iif(satisfaction BETWEEN 1 AND 5, w * satisfaction, 0)) AS rating,
		sum(iif(satisfaction = 1, w, 0)) AS rated_1, sum(iif(satisfaction = 2, w, 0)) AS rated_2,
		sum(iif(satisfaction = 3, w, 0)) AS rated_3, sum(iif(satisfaction = 4, w, 0)) AS rated_4,
		sum(iif(satisfaction = 5, w, 0)) AS rated_5
	FROM facts GROUP BY t, g)
SELECT p.t, g.g, ifnull(c.n, 0) AS n, 1.0 * ifnull(c.n, 0) / nullif(p.n, 0) AS share, p.n AS total,
	ifnull(c.compensated, 0) AS compensated, c.compensation_sum, c.compensation_median,
	ifnull(c.refunded, 0) AS refunded, c.refund_sum, ifnull(c.recovered, 0) AS recovered,
	iif(c.recovered > 0, round(ifnull(c.compensation_sum, 0) + ifnull(c.refund_sum, 0), 6), NULL) AS recovered_sum,
	ifnull(c.rated, 0) AS rated, 1.0 * c.rating / nullif(c.rated, 0) AS satisfaction_mean,
	ifnull(c.rated_1, 0) AS rated_1, ifnull(c.rated_2, 0) AS rated_2,
	ifnull(c.rated_3, 0) AS rated_3, ifnull(c.rated_4, 0) AS rated_4,
	ifnull(c.rated_5, 0) AS rated_5, p.complete
FROM periods p CROSS JOIN groups g
LEFT JOIN counted c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
