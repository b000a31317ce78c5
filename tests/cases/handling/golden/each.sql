-- kesu-query: 1
-- name: each
-- question: The handling of every complaint
-- reads: facts responses resolutions follow_ups ids
-- default: --period all
-- column: complaint_id id
-- column: first_response_hours hours
-- column: first_response_work_seconds count
-- column: resolution_hours hours
-- column: resolution_workdays count
-- column: state text
-- column: followup_workdays count
-- column: followup3wd text
-- result
SELECT i.complaint_id, iif(r.is_open, NULL, r.hours) AS first_response_hours,
	iif(r.is_open, NULL, round(r.work_hours * 3600)) AS first_response_work_seconds,
	iif(s.is_open, NULL, s.hours) AS resolution_hours,
	iif(s.is_open, NULL, s.workdays) AS resolution_workdays, s.state,
	iif(u.is_open, NULL, u.workdays) AS followup_workdays,
	ifnull(u.state, 'not_due') AS followup3wd
FROM facts f JOIN ids i ON i.id = f.id
JOIN responses r ON r.id = f.id JOIN resolutions s ON s.id = f.id JOIN follow_ups u ON u.id = f.id
