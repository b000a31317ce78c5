-- kesu-query: 1
-- name: exemplars
-- question: Which texts are typical of a group, and which are like no other?
-- question[zh-CN]: 哪些投诉最有代表性，哪些与众不同？
-- question[zh-TW]: 哪些投訴最有代表性，哪些與眾不同？
-- reads: facts texts ids groups
-- default: --period all --by cause
-- param: typical integer 3 0..1000 how many typical texts of each group
-- param: unlike integer 3 0..1000 how many of the newest that are like no other
-- param: similarity number 0.5 0..1 another text more alike than this makes one no longer unlike
-- column: kind text
-- column: rank count
-- column: complaint_id id
-- column: day date
-- column: similarity score
-- column: text text
-- rule 10.2: typical: nearest to the mean of the group's texts (cosine of the one, two and three characters that
--   follow each other, as the classifier sees them), leaving out what is like one that was taken (over 0.7)
--   Of a group of over 10,000 texts it is that of 10,000, those of which a hash is least: the same ones each time.
-- rule 10.2: unlike: the newest of which no other text of the group has a similarity over --similarity; of the
--   newest 3,000; not one that is told as typical already
-- result
WITH written AS (
	SELECT f.g, f.id, x.text FROM facts f JOIN texts x ON x.id = f.id
	WHERE x.text IS NOT NULL ORDER BY f.g, f.received, f.id),
picked AS (
	SELECT g, exemplars(id, text, :typical, :unlike, :similarity) AS picks FROM written GROUP BY g)
SELECT p.g, e.value ->> 'kind' AS kind, e.value ->> 'rank' AS rank, i.complaint_id, d.day,
	e.value ->> 'similarity' AS similarity, x.text, e.value ->> 'id' AS of_id
FROM picked p, json_each(p.picks) e
JOIN texts x ON x.id = e.value ->> 'id'
JOIN ids i ON i.id = e.value ->> 'id'
JOIN facts d ON d.id = e.value ->> 'id' AND d.g = p.g
WHERE e.value ->> 'kind' = 'typical' OR NOT EXISTS (
	SELECT 1 FROM json_each(p.picks) t
	WHERE t.value ->> 'kind' = 'typical' AND t.value ->> 'id' = e.value ->> 'id')
ORDER BY p.g, kind, rank
