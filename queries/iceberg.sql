-- kesu-query: 1
-- name: iceberg
-- question: How many customers may be unhappy without complaining?
-- question[zh-CN]: 未投诉的不满客户可能有多少（假设推算）？
-- question[zh-TW]: 未投訴的不滿客戶可能有多少（假設推算）？
-- reads: facts periods groups
-- default: --period year
-- param: formal number 0.04 0.001..1 share of unhappy customers who complain (manuals: 4 %)
-- param: formal-low number 0.02 0.001..1 the least that it may be
-- param: formal-high number 0.08 0.001..1 the most that it may be
-- param: grumble number 0.26 0..1 share who tell staff but make no complaint (manuals: 26 %)
-- param: silent number 0.70 0..1 share who say nothing (manuals: 70 %)
-- param: told number 12 0..1000 how many people each tells (manuals: 12, 26 or 250)
-- column: customers count
-- column: unhappy rate
-- column: unhappy_low rate
-- column: unhappy_high rate
-- column: grumbling rate
-- column: silent rate
-- column: told rate
-- column: basis text
-- column: complete flag
-- rule 9: customers = customers who complained; all others are assumptions about people who were not counted
-- rule 9: unhappy = customers / formal; low and high by formal-high and formal-low
-- rule 9: grumbling = unhappy x grumble, silent = unhappy x silent, told = unhappy x told
-- rule 9: never add them to measured figures
-- result
WITH counted AS (
	SELECT t, g, count(DISTINCT customer) AS customers FROM facts WHERE customer <> 0 GROUP BY t, g),
known AS (
	SELECT p.t, g.g, ifnull(c.customers, 0) AS n, p.complete
	FROM periods p CROSS JOIN groups g LEFT JOIN counted c ON c.t = p.t AND c.g = g.g)
SELECT t, g, n AS customers, n / :formal AS unhappy, n / :formal_high AS unhappy_low,
	n / :formal_low AS unhappy_high, n / :formal * :grumble AS grumbling, n / :formal * :silent AS silent,
	n / :formal * :told AS told, 'assumption' AS basis, complete
FROM known ORDER BY t, g
-- notes
SELECT CASE :lang
	WHEN 'zh-CN' THEN printf('假设推算：不满客户中 %g%% 投诉、%g%% 抱怨、%g%% 沉默，每人告诉 %g 人；除投诉客户数外均非统计结果',
		100 * :formal, 100 * :grumble, 100 * :silent, :told)
	WHEN 'zh-TW' THEN printf('假設推算：不滿客戶中 %g%% 投訴、%g%% 抱怨、%g%% 沉默，每人告訴 %g 人；除投訴客戶數外均非統計結果',
		100 * :formal, 100 * :grumble, 100 * :silent, :told)
	ELSE printf('assumption: %g %% of unhappy customers complain, %g %% grumble, %g %% are silent, each tells %g; only the customers who complained were counted',
		100 * :formal, 100 * :grumble, 100 * :silent, :told) END
