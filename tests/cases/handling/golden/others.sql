-- kesu-query: 1
-- name: others
-- question: Percentiles that no metric shows
-- reads: groups facts responses resolutions
-- default: --period all
-- column: r50 hours
-- column: r75 hours
-- column: r90 hours
-- column: r95 hours
-- column: r75_7 hours
-- column: r_mean hours
-- column: s50 hours
-- column: s75 hours
-- column: s90 hours
-- column: s95 hours
-- column: s75_7 hours
-- column: s_mean hours
-- result
SELECT g, r ->> 'p50' AS r50, r ->> 'p75' AS r75, r ->> 'p90' AS r90, r ->> 'p95' AS r95, r75_7, r_mean,
	s ->> 'p50' AS s50, s ->> 'p75' AS s75, s ->> 'p90' AS s90, s ->> 'p95' AS s95, s75_7, s_mean
FROM (SELECT f.g, percentiles('exclusive', iif(r.is_open, NULL, r.hours), 50, 75, 90, 95) AS r,
		percentile(iif(r.is_open, NULL, r.hours), 0.75) AS r75_7,
		avg(iif(r.is_open, NULL, r.hours)) AS r_mean,
		percentiles('exclusive', iif(s.is_open, NULL, s.hours), 50, 75, 90, 95) AS s,
		percentile(iif(s.is_open, NULL, s.hours), 0.75) AS s75_7,
		avg(iif(s.is_open, NULL, s.hours)) AS s_mean
	FROM facts f JOIN responses r ON r.id = f.id JOIN resolutions s ON s.id = f.id GROUP BY f.g)
