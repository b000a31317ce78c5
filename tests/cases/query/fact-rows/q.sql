-- kesu-query: 1
-- name: few
-- question: What came on one day?
-- reads: facts groups
-- default: --period all
-- column: rows count
-- column: facts count
-- result
SELECT g.g, (SELECT sum(w) FROM fact_rows r WHERE r.g = g.g AND r.day = 20700) AS rows,
	(SELECT sum(w) FROM facts f WHERE f.g = g.g AND f.day = 20700) AS facts
FROM groups g ORDER BY g.g
