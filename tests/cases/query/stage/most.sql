-- kesu-query: 1
-- name: most
-- question: Which product is complained about most in each month?
-- reads: cells periods groups
-- default: --by product
-- param: at-least integer 2 0..1000 complaints that count as many
-- column: complaints count
-- column: product text
-- column: is_many flag
-- rule 1: the first by name where several have the most
-- on store
SELECT t, g, n, n >= :at_least AS is_many FROM cells WHERE n > 0
-- result
SELECT s.t, s.n AS complaints, min(d1) AS product, is_many
FROM stage s JOIN groups USING (g)
WHERE s.n = (SELECT max(n) FROM stage x WHERE x.t = s.t) GROUP BY s.t
