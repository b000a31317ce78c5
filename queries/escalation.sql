-- kesu-query: 1
-- name: escalation
-- question: How many complaints were escalated or opened again?
-- question[zh-CN]: 有多少投诉升级或重新打开？
-- question[zh-TW]: 有多少投訴升級或重新開啟？
-- reads: periods groups facts
-- default: --period all
-- column: n count
-- column: escalated count
-- column: escalated_known count
-- column: escalated_unknown count
-- column: escalated_rate share of=escalated/escalated_known
-- column: escalated_low share
-- column: escalated_high share
-- column: closed count
-- column: reopened count
-- column: reopened_known count
-- column: reopened_unknown count
-- column: reopened_rate share of=reopened/reopened_known
-- column: reopened_low share
-- column: reopened_high share
-- column: reopenings count
-- column: complete flag
-- rule 6.5: escalated_rate = escalated / received; by level: --by escalated_to or --by severity
-- rule 6.5: reopened_rate = reopened / closed, of the closed ones those that were opened again before
--   reopenings counts every time, also of those that are open now.
-- rule 6.5: *_known, *_unknown: a source none of whose complaints counted here says anything has no such
--   column, and of its complaints it is not known. Of a source that says it of some, a blank is no.
-- rule 6.5: of those received, those closed, rates are of the known; empty where there is none
-- rule 6.3: limits: Wilson, 95 %
-- result
WITH parts AS MATERIALIZED (
	SELECT t, g, source, sum(w) AS n, sum(iif(escalated, w, 0)) AS escalated,
		sum(iif(closed IS NOT NULL OR is_undated, w, 0)) AS closed,
		sum(iif((closed IS NOT NULL OR is_undated) AND reopened_count > 0, w, 0)) AS reopened,
		sum(w * reopened_count) AS reopenings,
		count(escalated) AS n_escalated, count(reopened_count) AS n_reopened
	FROM facts
	GROUP BY t, g, source),
sources AS MATERIALIZED (
	SELECT source, sum(n_escalated) > 0 AS tells_escalated, sum(n_reopened) > 0 AS tells_reopened
	FROM parts
	GROUP BY source),
counted AS (
	SELECT t, g, sum(n) AS n, sum(iif(s.tells_escalated, n, 0)) AS escalated_known,
		sum(escalated) AS escalated, sum(closed) AS closed,
		sum(iif(s.tells_reopened, closed, 0)) AS reopened_known, sum(reopened) AS reopened,
		max(s.tells_reopened) AS has_reopenings, sum(reopenings) AS reopenings
	FROM parts JOIN sources s USING(source)
	GROUP BY t, g)
SELECT p.t, g.g, ifnull(c.n, 0) AS n,
	iif(c.n > 0 AND c.escalated_known = 0, NULL, ifnull(c.escalated, 0)) AS escalated,
	ifnull(c.escalated_known, 0) AS escalated_known,
	ifnull(c.n - c.escalated_known, 0) AS escalated_unknown,
	1.0 * c.escalated / nullif(c.escalated_known, 0) AS escalated_rate,
	wilson_low(c.escalated, nullif(c.escalated_known, 0), 0.95) AS escalated_low,
	wilson_high(c.escalated, nullif(c.escalated_known, 0), 0.95) AS escalated_high,
	ifnull(c.closed, 0) AS closed,
	iif(c.closed > 0 AND c.reopened_known = 0, NULL, ifnull(c.reopened, 0)) AS reopened,
	ifnull(c.reopened_known, 0) AS reopened_known,
	ifnull(c.closed - c.reopened_known, 0) AS reopened_unknown,
	1.0 * c.reopened / nullif(c.reopened_known, 0) AS reopened_rate,
	wilson_low(c.reopened, nullif(c.reopened_known, 0), 0.95) AS reopened_low,
	wilson_high(c.reopened, nullif(c.reopened_known, 0), 0.95) AS reopened_high,
	iif(c.n > 0 AND NOT c.has_reopenings, NULL, ifnull(c.reopenings, 0)) AS reopenings, p.complete
FROM periods p CROSS JOIN groups g
LEFT JOIN counted c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
