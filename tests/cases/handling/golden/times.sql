-- kesu-query: 1
-- name: times
-- question: Kaplan-Meier percentiles with their limits
-- reads: groups facts resolutions
-- default: --period all
-- column: n count
-- column: events count
-- column: p25 hours
-- column: p75 hours
-- column: p95 hours
-- column: p50_lo hours
-- column: p50_hi hours
-- column: resolved_by_168h share
-- column: rb_lo share
-- column: rb_hi share
-- result
SELECT g, k ->> 'n' AS n, k ->> 'events' AS events, k ->> 't25' AS p25, k ->> 't75' AS p75, k ->> 't95' AS p95,
	k ->> 't50_low' AS p50_lo, k ->> 't50_high' AS p50_hi,
	s ->> 'p168' AS resolved_by_168h, s ->> 'p168_low' AS rb_lo, s ->> 'p168_high' AS rb_hi
FROM (SELECT f.g, km_times(s.hours, NOT s.is_open, 25, 50, 75, 95) AS k, km(s.hours, NOT s.is_open, 168) AS s
	FROM facts f JOIN resolutions s ON s.id = f.id GROUP BY f.g)
