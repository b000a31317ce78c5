-- kesu-query: 1
-- name: detail
-- question: Which complaints are counted?
-- question[zh-CN]: 统计了哪些投诉？
-- question[zh-TW]: 統計了哪些投訴？
-- reads: facts groups texts ids customers
-- default: --period all --by product,cause
-- column: complaint_id id
-- column: received date
-- column: first_response date
-- column: closed date
-- column: severity count
-- column: customer id
-- column: text text
-- rule 2.1: one row for each complaint of the groups, in the order of receipt; contacts about one incident are one
--   row, with the id and text of the first
-- result
SELECT f.g, i.complaint_id, f.day AS received, f.first_response / 86400 AS first_response,
	f.closed / 86400 AS closed, f.severity, c.customer, x.text, f.id AS of_id
FROM facts f
JOIN ids i ON i.id = f.id
JOIN texts x ON x.id = f.id
LEFT JOIN customers c ON c.id = f.customer
WHERE f.w > 0
ORDER BY f.received, f.id
