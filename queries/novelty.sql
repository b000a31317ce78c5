-- kesu-query: 1
-- name: novelty
-- question: Which complaints are new in kind and to be studied at once?
-- question[zh-CN]: 哪些投诉是首次出现、需要立即研究的？
-- question[zh-TW]: 哪些投訴是首次出現、需要立即研究的？
-- reads: facts groups texts ids terms launches history
-- default: --period all --by product,cause
-- param: latest integer 30 1..100000 how many of the last days are looked at
-- param: known integer 30 0..100000 days after which a product is no longer new as a whole
-- param: silence integer 180 1..100000 days of silence after which a group comes back
-- param: all flag - - also pairs whose product is still new
-- param: fail flag - - exit status 4 where there is any
-- column: kind text
-- column: what text
-- column: day date
-- column: complaint_id id
-- column: severity count
-- column: product_days days
-- column: before count
-- column: since count
-- column: silence days
-- column: owner text
-- column: alarm flag
-- rule 8.5: launch: the first complaint about something launched (rules/launches.csv): its product or a word in the
--   text, from its first day on; one is enough
-- rule 8.5: new: the first complaint of a group, when its product has had complaints for 'known' days or more;
--   product: one line for the first of a product that has not, and no line for its other groups
-- rule 8.5: again: the first of a group after 'silence' days or more without; silence says how many
-- rule 8.5: a group of which a part is unknown is no pair of a product and a cause: neither new nor again
-- rule 8.5: severe: severity 4; word: a severity word in the text (kind severity of
--   rules/causes.csv, once classified); one is enough. One that is both is one line, severe, with its word
-- rule 8.5: product_days = since the product's first complaint, before = complaints of the product until then,
--   since = complaints of the group from then on
-- on store
WITH recent AS MATERIALIZED (
	SELECT f.id, f.g, f.product, f.day, f.received, f.severity, f.severity_class, i.complaint_id AS name
	FROM facts f CROSS JOIN ids i ON i.id = f.id WHERE f.day > :as_of - :latest),
-- what there was before the days that are looked at
before AS MATERIALIZED (
	SELECT g, product, count(*) AS n, min(day) AS first_day, max(day) AS last_day FROM facts
	WHERE day <= :as_of - :latest GROUP BY g, product),
groups_before AS (
	SELECT g, sum(n) AS n, max(last_day) AS last_day FROM before GROUP BY g),
products_before AS (
	SELECT product, sum(n) AS n, min(first_day) AS first_day FROM before GROUP BY product),
placed AS MATERIALIZED (
	SELECT r.id, r.g, r.product, r.day, r.received, r.severity, r.severity_class,
		ifnull(b.n, 0) + row_number() OVER in_group AS place,
		r.day - ifnull(lag(r.day) OVER in_group, b.last_day) AS gap,
		ifnull(p.n, 0) + row_number() OVER in_product AS product_place,
		r.day - ifnull(p.first_day, first_value(r.day) OVER in_product) AS product_days,
		count(*) OVER (PARTITION BY r.g) - row_number() OVER in_group + 1 AS since
	FROM recent r LEFT JOIN groups_before b ON b.g = r.g
	LEFT JOIN products_before p ON p.product = r.product
	WINDOW in_group AS (PARTITION BY r.g ORDER BY r.received, r.name, r.id),
		in_product AS (PARTITION BY r.product ORDER BY r.received, r.name, r.id)),
placed_known AS (
	SELECT p.* FROM placed p JOIN groups k ON k.g = p.g WHERE NOT k.unassigned),
-- the first complaint about each keyword of a launch; looking for it ends where it is found
about AS (
	SELECT l.name, l.owner, (SELECT f.id FROM facts f JOIN texts x ON x.id = f.id
		LEFT JOIN terms w ON w.id = f.product
		WHERE f.day >= l.from_day AND (instr(lower(x.text), l.keyword) OR lower(w.text) = l.keyword)
		ORDER BY f.received, f.id LIMIT 1) AS id
	FROM launches l),
launched AS (
	SELECT a.name, a.owner, a.id, row_number() OVER (PARTITION BY a.name ORDER BY f.received, f.id) AS place
	FROM about a JOIN facts f ON f.id = a.id),
found(rank, kind, what, id, owner) AS (
	SELECT 1, 'launch', name, id, owner FROM launched WHERE place = 1
	UNION ALL SELECT iif(r.severity = 4, 2, 3), iif(r.severity = 4, 'severe', 'word'), w.text, r.id, NULL
		FROM recent r LEFT JOIN terms w ON w.id = r.severity_class AND w.id <> 0
		WHERE r.severity = 4 OR r.severity_class <> 0
	UNION ALL SELECT 4, 'new', NULL, id, NULL FROM placed_known
		WHERE place = 1 AND product <> 0 AND (product_days >= :known OR :all)
	UNION ALL SELECT 5, 'product', (SELECT text FROM terms WHERE id = r.product), r.id, NULL FROM placed r
		WHERE product_place = 1 AND product <> 0 AND NOT :all
	UNION ALL SELECT 6, 'again', NULL, id, NULL FROM placed_known WHERE gap >= :silence)
SELECT f.rank, f.kind, f.what, f.owner, p.* FROM found f JOIN placed p ON p.id = f.id
-- result
SELECT s.g, s.kind, s.what, s.day, i.complaint_id, s.severity, s.product_days,
	s.product_place - 1 AS "before", s.since, iif(s.kind = 'again', s.gap, NULL) AS silence, s.owner, 1 AS alarm, s.id AS of_id
FROM stage s JOIN ids i ON i.id = s.id
ORDER BY s.rank, s.day, i.complaint_id, s.id
