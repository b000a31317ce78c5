-- kesu-query: 1
-- name: mine
-- question: How many?
-- reads: cells
-- column: complaints count
-- result
SELECT t, g, n AS complaints FROM cells
