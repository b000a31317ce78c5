-- kesu-query: 1
-- name: backlog-list
-- question: Which complaints are open?
-- question[zh-CN]: 哪些投诉尚未办结？
-- question[zh-TW]: 哪些投訴尚未結案？
-- reads: groups facts resolutions ids history
-- default: --period all
-- column: complaint_id id
-- column: received date
-- column: age days
-- column: severity count
-- column: late flag
-- rule 6.4: received up to the last day (--to or the as-of date) and not closed by its end, oldest first
--   Complaints from before --from are there too. Contacts about one incident are one row, with the id
--   of the first.
-- rule 6.3: late: past the limit of rules/service-levels.csv on the as-of date; empty without a limit
-- result
SELECT f.g, i.complaint_id, f.day AS received, :to - f.day AS age, f.severity,
	s.state = 'missed' AS late, f.id AS of_id
FROM facts f
JOIN ids i ON i.id = f.id
JOIN resolutions s ON s.id = f.id
WHERE NOT f.is_undated AND (f.closed IS NULL OR f.closed / 86400 > :to) AND f.w > 0
ORDER BY f.day, f.id
