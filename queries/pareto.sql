-- kesu-query: 1
-- name: pareto
-- question: Which few groups make up most complaints?
-- question[zh-CN]: 哪些少数类别占了大部分投诉？
-- question[zh-TW]: 哪些少數類別占了大部分投訴？
-- reads: cells days comparisons history compared
-- default: --period all --by cause
-- column: rank count
-- column: complaints count
-- column: share share
-- column: cumulative share
-- column: class text
-- column: previous count
-- column: growth growth of=complaints/previous
-- rule 7.1: complaints descending, then label; groups without complaints are left out
-- rule 0.6: share = complaints / the sum of them over the groups, also with --causes whole
-- rule 7.1: class A while the share before the item is under 80 %, B under 95 %, else C
-- rule 3.1: growth = complaints / previous - 1; before --from..--to are as many months, or days
--   Months where it begins with one. An incomplete period is compared with the same dates.
-- rule 3.2: no growth from 0
-- result
WITH previous AS (
	SELECT c.t, d.g, sum(d.n) AS n
	FROM comparisons c JOIN days d ON d.day BETWEEN c.first0 AND c.last0
	WHERE c.kind = 'previous'
	GROUP BY c.t, d.g),
-- the rest of --top comes last
sorted AS (
	SELECT t, g, n, row_number() OVER by_size AS rank, sum(n) OVER by_size AS up_to,
		sum(n) OVER (PARTITION BY t) AS total
	FROM cells
	WHERE n > 0
	WINDOW by_size AS (PARTITION BY t ORDER BY g = 2147483647, n DESC, g))
SELECT s.t, s.rank, s.g, s.n AS complaints,
	1.0 * s.n / s.total AS share,
	1.0 * s.up_to / s.total AS cumulative,
	CASE WHEN (s.up_to - s.n) * 100 < 80 * s.total THEN 'A'
		WHEN (s.up_to - s.n) * 100 < 95 * s.total THEN 'B'
		ELSE 'C' END AS class,
	CASE WHEN c.t IS NOT NULL THEN ifnull(p.n, 0) END AS previous,
	1.0 * (s.n - p.n) / nullif(p.n, 0) AS growth
FROM sorted s
LEFT JOIN comparisons c ON c.t = s.t AND c.kind = 'previous'
LEFT JOIN previous p ON p.t = s.t AND p.g = s.g
ORDER BY s.t, s.rank
