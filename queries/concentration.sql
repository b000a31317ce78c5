-- kesu-query: 1
-- name: concentration
-- question: How concentrated are complaints on few groups?
-- question[zh-CN]: 投诉在少数类别上的集中程度如何？
-- question[zh-TW]: 投訴在少數類別上的集中程度如何？
-- reads: cells groups
-- default: --period all --by cause
-- column: complaints count
-- column: groups count
-- column: hhi score
-- column: hhi_normalised score
-- column: effective_number score
-- column: gini score
-- rule 7.2: all are over the K = groups that have complaints
-- rule 7.2: hhi: the sum of squared shares; hhi_normalised: 0 for equal groups, 1 for one that has all
-- rule 7.2: effective_number = 1 / hhi: as many equal groups would be as concentrated
-- rule 7.2: gini: 0 for equal groups
-- result
SELECT t, sum(n) AS complaints, count(*) AS groups,
	hhi(n) AS hhi, hhi_normalised(n) AS hhi_normalised,
	effective_number(n) AS effective_number, gini(n) AS gini
FROM cells
WHERE n > 0
GROUP BY t
ORDER BY t
