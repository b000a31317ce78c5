-- kesu-query: 1
-- name: escalation
-- question: How many complaints were escalated or opened again?
-- question[zh-CN]: 有多少投诉升级或重新打开？
-- question[zh-TW]: 有多少投訴升級或重新開啟？
-- reads: periods groups facts
-- default: --period all
-- column: n count
-- column: escalated count
-- column: escalated_rate share of=escalated/n
-- column: escalated_low share
-- column: escalated_high share
-- column: closed count
-- column: reopened count
-- column: reopened_rate share of=reopened/closed
-- column: reopened_low share
-- column: reopened_high share
-- column: reopenings count
-- column: complete flag
-- rule 6.5: escalated_rate = escalated / received; by level: --by escalated_to or --by severity
-- rule 6.5: reopened_rate = reopened / closed, of the closed ones those that were opened again before
--   reopenings counts every time, also of those that are open now.
-- rule 6.5: rates are empty where no complaint says anything about it: the export lacks the column
-- rule 6.3: limits: Wilson, 95 %
-- result
WITH known AS (SELECT count(escalated) > 0 AS has_escalated, count(reopened_count) > 0 AS has_reopened
	FROM facts),
counted AS (
	SELECT t, g, sum(w) AS n, sum(iif(escalated, w, 0)) AS escalated,
		sum(iif(closed IS NOT NULL OR is_undated, w, 0)) AS closed,
		sum(iif((closed IS NOT NULL OR is_undated) AND reopened_count > 0, w, 0)) AS reopened,
		sum(w * reopened_count) AS reopenings
	FROM facts
	GROUP BY t, g),
tried AS (
	SELECT c.*, iif(k.has_escalated, c.n, NULL) AS escalated_of,
		iif(k.has_reopened, c.closed, NULL) AS reopened_of
	FROM counted c CROSS JOIN known k)
SELECT p.t, g.g, ifnull(c.n, 0) AS n, ifnull(c.escalated, 0) AS escalated,
	1.0 * c.escalated / nullif(c.escalated_of, 0) AS escalated_rate,
	wilson_low(c.escalated, c.escalated_of, 0.95) AS escalated_low,
	wilson_high(c.escalated, c.escalated_of, 0.95) AS escalated_high,
	ifnull(c.closed, 0) AS closed, ifnull(c.reopened, 0) AS reopened,
	1.0 * c.reopened / nullif(c.reopened_of, 0) AS reopened_rate,
	wilson_low(c.reopened, c.reopened_of, 0.95) AS reopened_low,
	wilson_high(c.reopened, c.reopened_of, 0.95) AS reopened_high,
	ifnull(c.reopenings, 0) AS reopenings, p.complete
FROM periods p CROSS JOIN groups g
LEFT JOIN tried c ON c.t = p.t AND c.g = g.g
ORDER BY p.t, g.g
