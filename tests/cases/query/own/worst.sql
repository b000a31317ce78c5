-- kesu-query: 1
-- name: worst
-- question: Which groups have many severe complaints?
-- question[zh-CN]: 哪些类别的严重投诉多？
-- reads: facts groups texts calendar all_facts
-- default: --by product
-- param: at-least integer 3 1..4 severity from which a complaint is severe
-- param: longest flag - - show the longest text
-- column: severe count
-- column: complaints count
-- column: share share of=severe/complaints
-- column: newest date
-- column: workday flag
-- column: longest text
-- rule 6.5: severe / received
-- result
SELECT g, sum(severity >= :at_least) AS severe, count(*) AS complaints, avg(severity >= :at_least) AS share,
	max(f.day) AS newest, c.is_workday AS workday,
	CASE WHEN :longest THEN (SELECT text FROM texts x JOIN facts y USING (id)
		WHERE y.g = f.g ORDER BY length(text) DESC LIMIT 1) END AS longest
FROM facts f LEFT JOIN calendar c ON c.day = f.day GROUP BY g ORDER BY severe DESC, g
