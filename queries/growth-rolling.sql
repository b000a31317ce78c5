-- kesu-query: 1
-- name: growth-rolling
-- question: How do complaints develop over longer spans?
-- question[zh-CN]: 从更长时间看，投诉如何变化？
-- question[zh-TW]: 從更長時間看，投訴如何變化？
-- reads: cells periods days history
-- default: --period month
-- param: base integer 10 1..1000000 a smaller base is marked small_base
-- column: complaints count
-- column: last_3 count
-- column: previous_3 count
-- column: rolling growth of=last_3/previous_3
-- column: rolling_status text
-- column: cmgr growth
-- column: ytd count
-- column: ytd_previous count
-- column: ytd_growth growth of=ytd/ytd_previous
-- column: ytd_status text
-- column: complete flag
-- rule 3.1: rolling = the last 3 periods / the 3 before them - 1; all six complete
-- rule 3.1: cmgr: compound growth per period over 12 of them, (n_t / n_(t-12))^(1/12) - 1
-- rule 3.1: ytd: from 1 January to the period's last day, or the as-of date; ytd_previous: the same dates of the
--           year before (29 February: 28 February); empty where that is before the data
-- rule 3.2: status as in `kesu growth`: ok, small_base, new, none, no_history
-- result
WITH spans AS (
	SELECT c.t, c.g, c.n, p.complete, p.seen_last AS last1,
		sum(c.n) OVER three AS last_3, min(p.complete) OVER six AND count(*) OVER six = 6 AS has_six,
		sum(c.n) OVER six - sum(c.n) OVER three AS previous_3,
		lag(c.n, 12) OVER in_time AS year_ago, lag(p.complete, 12) OVER in_time AND p.complete AS has_year
	FROM cells c JOIN periods p ON p.t = c.t
	WINDOW in_time AS (PARTITION BY c.g ORDER BY c.t),
		three AS (PARTITION BY c.g ORDER BY c.t ROWS 2 PRECEDING),
		six AS (PARTITION BY c.g ORDER BY c.t ROWS 5 PRECEDING)),
dates AS (
	SELECT t, seen_last AS last1, date(seen_last * 86400, 'unixepoch') AS last_date FROM periods WHERE shown),
years AS (
	SELECT t, last1, CAST(strftime('%s', substr(last_date, 1, 4) || '-01-01') AS INTEGER) / 86400 AS first1,
		printf('%04d', substr(last_date, 1, 4) - 1) AS year0,
		iif(substr(last_date, 6) = '02-29', '02-28', substr(last_date, 6)) AS date0
	FROM dates),
ranges AS (
	SELECT t, first1, last1, CAST(strftime('%s', year0 || '-01-01') AS INTEGER) / 86400 AS first0,
		CAST(strftime('%s', year0 || '-' || date0) AS INTEGER) / 86400 AS last0
	FROM years),
sums AS (
	SELECT r.t, d.g, sum(iif(d.day >= r.first1, d.n, 0)) AS ytd, sum(iif(d.day <= r.last0, d.n, 0)) AS before
	FROM ranges r JOIN days d ON d.day BETWEEN r.first0 AND r.last1
	WHERE d.day <= r.last0 OR d.day >= r.first1
	GROUP BY r.t, d.g),
joined AS (
	SELECT s.*, r.first0 >= (SELECT min(seen_first) FROM periods) AS has_year0,
		r.first1 >= (SELECT min(seen_first) FROM periods) AS has_year1,
		ifnull(x.ytd, 0) AS ytd, ifnull(x.before, 0) AS before
	FROM spans s JOIN ranges r ON r.t = s.t LEFT JOIN sums x ON x.t = s.t AND x.g = s.g)
SELECT t, g, n AS complaints, iif(has_six, last_3, NULL) AS last_3, iif(has_six, previous_3, NULL) AS previous_3,
	iif(has_six, 1.0 * last_3 / nullif(previous_3, 0) - 1, NULL) AS rolling,
	CASE WHEN NOT has_six THEN 'no_history' WHEN previous_3 = 0 AND last_3 = 0 THEN 'none'
		WHEN previous_3 = 0 THEN 'new' WHEN previous_3 < :base THEN 'small_base' ELSE 'ok' END AS rolling_status,
	iif(has_year AND n > 0, pow(1.0 * n / nullif(year_ago, 0), 1.0 / 12) - 1, NULL) AS cmgr,
	iif(has_year1, ytd, NULL) AS ytd, iif(has_year0, before, NULL) AS ytd_previous,
	iif(has_year0, 1.0 * ytd / nullif(before, 0) - 1, NULL) AS ytd_growth,
	CASE WHEN NOT has_year0 THEN 'no_history' WHEN before = 0 AND ytd = 0 THEN 'none'
		WHEN before = 0 THEN 'new' WHEN before < :base THEN 'small_base' ELSE 'ok' END AS ytd_status,
	complete
FROM joined ORDER BY t, g
