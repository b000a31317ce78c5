-- kesu-query: 1
-- name: repeat-implausible
-- question: Which customers complain more often than one person plausibly does?
-- question[zh-CN]: 哪些客户的投诉次数多得不合常理？
-- question[zh-TW]: 哪些客戶的投訴次數多得不合常理？
-- reads: facts groups customers busy
-- default: --period all
-- param: busiest integer - 1..1000000 more complaints than this in 365 days, instead of 20
-- column: customer id
-- column: most count
-- column: complaints count
-- column: first_day date
-- column: last_day date
-- rule 4.6: most: complaints within 365 days at their most, whatever --where and --from leave out; over 20
--   A shop, a shared telephone, a test account: whoever it is, repeats of theirs tell nothing about work.
-- rule 4.6: complaints, first_day, last_day: of those that are counted
-- result
SELECT f.g, c.customer, b.most, count(*) AS complaints, min(f.day) AS first_day, max(f.day) AS last_day,
	f.customer AS of_customer
FROM facts f JOIN busy b ON b.customer = f.customer JOIN customers c ON c.id = f.customer
WHERE b.most > ifnull(:busiest, 20)
GROUP BY f.g, f.customer
ORDER BY f.g, b.most DESC, c.customer
