-- kesu-query: 1
-- name: closure
-- question: How many complaints came in and were closed, how soon, and how many stayed open?
-- question[zh-CN]: 受理和办结了多少投诉，多快办结，还有多少未结？
-- question[zh-TW]: 受理和結案了多少投訴，多快結案，還有多少未結？
-- reads: periods groups facts history unfinished
-- default: --period month
-- column: outstanding count
-- column: opened count
-- column: unanswered count
-- column: closed count
-- column: within_3_days count
-- column: within_8_weeks count
-- column: after_8_weeks count
-- column: within_3_days_share share of=within_3_days/closed
-- column: within_8_weeks_share share of=within_8_weeks/closed
-- column: compensated count
-- column: compensation_sum money
-- column: refunded count
-- column: refund_sum money
-- column: recovered count
-- column: recovered_sum money
-- column: open count
-- column: complete flag
-- rule 6.4: outstanding = received before the period, not closed before its first day; open = the same
--   at its end, or at the as-of date
-- rule 6.5: closed = closed in the period, whenever received; within_3_days, within_8_weeks (more than 3 and
--   up to 56) and after_8_weeks by the days from receipt; closed ones without a date are in none of these
-- rule 6.5: unanswered = received in the period, with neither a first response nor a closing
-- rule 6.7: compensation and refunds of those closed in the period, whenever received; recovered, recovered_sum:
--   those who got either, and how much of both. Hotlines publish losses recovered on this basis: what the closings
--   of a period brought. That of the complaints received in it is outcomes, and still grows while they are open
-- result
WITH days AS (
	SELECT g, t, closed_day, closed_day - day AS days, is_undated, sum(w) AS n,
		sum(iif(first_response IS NULL, w, 0)) AS unanswered, sum(iif(compensation > 0, w, 0)) AS compensated,
		sum(iif(compensation > 0, w * compensation, NULL)) AS compensation,
		sum(iif(refund_amount > 0, w, 0)) AS refunded,
		sum(iif(refund_amount > 0, w * refund_amount, NULL)) AS refund,
		sum(iif(compensation > 0 OR refund_amount > 0, w, 0)) AS recovered
	FROM facts GROUP BY g, t, closed_day, day, is_undated),
stays AS MATERIALIZED (
	SELECT d.g, d.t AS first, s.t AS closing, ifnull(s.t, (SELECT max(t) FROM periods) + 1) AS end,
		d.is_undated, sum(d.n) AS n, sum(iif(d.closed_day IS NULL, d.unanswered, 0)) AS unanswered,
		sum(iif(d.days <= 3, d.n, 0)) AS within_3_days,
		sum(iif(d.days BETWEEN 4 AND 56, d.n, 0)) AS within_8_weeks,
		sum(iif(d.days > 56, d.n, 0)) AS after_8_weeks, sum(d.compensated) AS compensated,
		sum(d.compensation) AS compensation, sum(d.refunded) AS refunded, sum(d.refund) AS refund,
		sum(d.recovered) AS recovered
	FROM days d LEFT JOIN slot_days s ON s.day = d.closed_day
	GROUP BY d.g, d.t, s.t, d.is_undated),
received AS (
	SELECT first AS t, g, sum(n) AS n, sum(iif(is_undated, 0, unanswered)) AS unanswered
	FROM stays GROUP BY first, g),
closed AS (
	SELECT closing AS t, g, sum(n) AS n, sum(within_3_days) AS within_3_days,
		sum(within_8_weeks) AS within_8_weeks, sum(after_8_weeks) AS after_8_weeks,
		sum(compensated) AS compensated, round(sum(compensation), 6) AS compensation_sum,
		sum(refunded) AS refunded, round(sum(refund), 6) AS refund_sum, sum(recovered) AS recovered
	FROM stays WHERE closing IS NOT NULL AND NOT is_undated GROUP BY closing, g),
standing AS (
	SELECT p.t, s.g, sum(iif(s.first < p.t, s.n, 0)) AS outstanding, sum(iif(s.end > p.t, s.n, 0)) AS open
	FROM stays s CROSS JOIN periods p
	WHERE NOT s.is_undated AND p.t BETWEEN s.first AND s.end
	GROUP BY p.t, s.g)
SELECT p.t, g.g, ifnull(o.outstanding, 0) AS outstanding, ifnull(r.n, 0) AS opened,
	ifnull(r.unanswered, 0) AS unanswered, ifnull(c.n, 0) AS closed,
	ifnull(c.within_3_days, 0) AS within_3_days, ifnull(c.within_8_weeks, 0) AS within_8_weeks,
	ifnull(c.after_8_weeks, 0) AS after_8_weeks, 1.0 * c.within_3_days / nullif(c.n, 0) AS within_3_days_share,
	1.0 * c.within_8_weeks / nullif(c.n, 0) AS within_8_weeks_share,
	ifnull(c.compensated, 0) AS compensated, c.compensation_sum, ifnull(c.refunded, 0) AS refunded, c.refund_sum,
	ifnull(c.recovered, 0) AS recovered,
	iif(c.recovered > 0, round(ifnull(c.compensation_sum, 0) + ifnull(c.refund_sum, 0), 6), NULL) AS recovered_sum,
	ifnull(o.open, 0) AS open, p.complete
FROM periods p CROSS JOIN groups g
LEFT JOIN received r ON r.t = p.t AND r.g = g.g
LEFT JOIN closed c ON c.t = p.t AND c.g = g.g
LEFT JOIN standing o ON o.t = p.t AND o.g = g.g
ORDER BY p.t, g.g
