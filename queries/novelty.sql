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
-- column: owner text
-- column: alarm flag
-- rule 8.5: launch: the first complaint about something launched (rules/launches.csv): its product or a word in the
--   text, from its first day on; one is enough
-- rule 8.5: new: the first complaint of a group, when its product has had complaints for 'known' days or more;
--   product: one line for the first of a product that has not, and no line for its other groups
-- rule 8.5: again: the first of a group after 'silence' days or more without
-- rule 8.5: severe: severity 4; word: a severity word in the text (kind severity of
--   rules/causes.csv, once classified); one is enough
-- rule 8.5: product_days = since the product's first complaint, before = complaints of the product until then,
--   since = complaints of the group from then on
-- on store
WITH placed AS (
	SELECT id, g, product, day, received, severity, severity_class,
		row_number() OVER in_group AS place, day - lag(day) OVER in_group AS gap,
		row_number() OVER in_product AS product_place,
		day - first_value(day) OVER in_product AS product_days,
		count(*) OVER (PARTITION BY g) - row_number() OVER in_group + 1 AS since
	FROM facts
	WINDOW in_group AS (PARTITION BY g ORDER BY received, id),
		in_product AS (PARTITION BY product ORDER BY received, id)),
recent AS (SELECT * FROM placed WHERE day > :as_of - :latest),
about AS (
	SELECT r.*, l.name, l.kind AS launch_kind, l.from_day, l.owner,
		row_number() OVER (PARTITION BY l.name ORDER BY f.received, f.id) AS launch_place
	FROM launches l
	JOIN facts f ON f.day >= l.from_day
	JOIN texts x ON x.id = f.id
	LEFT JOIN terms w ON w.id = f.product
	LEFT JOIN recent r ON r.id = f.id
	WHERE instr(lower(x.text), l.keyword) OR lower(w.text) = l.keyword),
found(rank, kind, what, id, owner) AS (
	SELECT 1, 'launch', name, id, owner FROM about WHERE launch_place = 1 AND id IS NOT NULL
	UNION ALL SELECT 2, 'severe', NULL, id, NULL FROM recent WHERE severity = 4
	UNION ALL SELECT 3, 'word', w.text, r.id, NULL
		FROM recent r JOIN terms w ON w.id = r.severity_class WHERE r.severity_class <> 0
	UNION ALL SELECT 4, 'new', NULL, id, NULL FROM recent
		WHERE place = 1 AND product <> 0 AND (product_days >= :known OR :all)
	UNION ALL SELECT 5, 'product', (SELECT text FROM terms WHERE id = r.product), r.id, NULL FROM recent r
		WHERE product_place = 1 AND product <> 0 AND NOT :all
	UNION ALL SELECT 6, 'again', gap || ' d', id, NULL FROM recent WHERE gap >= :silence)
SELECT f.rank, f.kind, f.what, f.owner, p.* FROM found f JOIN placed p ON p.id = f.id
-- result
SELECT s.g, s.kind, s.what, s.day, i.complaint_id, s.severity, s.product_days, s.product_place - 1 AS "before",
	s.since, s.owner, 1 AS alarm, s.id AS of_id
FROM stage s JOIN ids i ON i.id = s.id
ORDER BY s.rank, s.day, s.id
