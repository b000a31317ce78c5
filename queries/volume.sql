-- kesu-query: 1
-- name: volume
-- question: How many complaints were received?
-- question[zh-CN]: 收到多少投诉？
-- question[zh-TW]: 收到多少投訴？
-- reads: cells periods
-- default: --period month
-- column: first_day date
-- column: last_day date
-- column: complaints count
-- column: contacts count
-- column: share share
-- column: complete flag
-- column: workdays count
-- column: per_workday rate of=complaints/workdays
-- rule 0.6: share of the complaints of the period; with --causes whole shares sum to more than 1
-- rule 1.1: complaints received in a period and group; periods without any are shown as 0, and those that
--           no source covers as empty
-- rule 1.3: complete = all days of the period are past and covered by every source; one that is quiet for
--           no more than one workday at the end (or beginning) of its data still covers it
-- rule 1.4: per_workday = complaints / workdays up to the as-of date; empty outside the calendar
-- result
SELECT c.t, p.first_day, p.last_day, c.g, c.n AS complaints, c.contacts,
	1.0 * c.n / nullif(p.n, 0) AS share,
	p.complete, p.workdays, 1.0 * c.n / nullif(p.workdays, 0) AS per_workday
FROM cells c JOIN periods p ON p.t = c.t
ORDER BY c.t, c.g
