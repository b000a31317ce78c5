-- The store's schema (version 3). Facts are narrow integers; wide text lies apart, so that a scan
-- of facts never touches it.
--
-- Days count from 1970-01-01. Instants are local civil seconds from its midnight; whether the time
-- of day is known is a bit of complaint.flags. Money is fen. Text values are ids of `term`;
-- 0 = unassigned. Numbers and instants that are not known are NULL.

-- ('format', 'kesu store'), ('schema', '3')
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- One command that wrote.
CREATE TABLE run(
	id INTEGER PRIMARY KEY,
	command TEXT,
	started_at INTEGER,
	options TEXT,
	rules_hash TEXT,
	model_hash TEXT,
	undone_at INTEGER         -- when it was taken back; then only this row is left of it
);

-- One input file of a run. last_day is the newest received day that is not after the file's own
-- date (exported_at, else run.started_at); so max(last_day) is the default as-of date.
CREATE TABLE load(
	id INTEGER PRIMARY KEY,
	run INTEGER,
	file TEXT,
	sheet TEXT,
	sha256 TEXT,
	encoding TEXT,
	source TEXT,
	mapping TEXT,
	exported_at INTEGER,
	first_day INTEGER,
	last_day INTEGER,
	n_read INTEGER,
	n_added INTEGER,
	n_updated INTEGER,
	n_unchanged INTEGER,
	n_older INTEGER,
	n_rejected INTEGER,
	n_nondata INTEGER,
	encoding_confidence REAL  -- NULL: the encoding was told, or there is none
);

-- Which days a load covers, per source of its rows (a file may hold several): --covers, else the
-- days of the data.
CREATE TABLE coverage(
	load INTEGER,
	source INTEGER,  -- term
	first_day INTEGER,
	last_day INTEGER,
	PRIMARY KEY(load, source)
) WITHOUT ROWID;

-- Rows that became no record, by reason.
CREATE TABLE reject(load INTEGER, code TEXT, n INTEGER, PRIMARY KEY(load, code)) WITHOUT ROWID;

-- The one dictionary of short texts; dim is the field's name ('product', 'cause', ...).
CREATE TABLE term(id INTEGER PRIMARY KEY, dim TEXT, text TEXT);
INSERT INTO term VALUES(0, '', '');

-- Which record is which complaint: a 64-bit hash of source and complaint_id, or of the stable
-- fields and the occurrence number, and the complaint in that place; verified against the text,
-- next place on collision. Places are many to a row: n sorted keys of 8 bytes, then their n ids of
-- 4 bytes, little-endian.
CREATE TABLE identity(number INTEGER PRIMARY KEY, places BLOB);

-- Typed identifiers of customers; the id is a hash of the rest, as in `identity`. Those that were
-- seen on one row are one set, and same_as is its root (the id itself for the root). An identifier
-- that was seen with more than three customer_ids is shared: it joins none, and is no complaint's
-- customer.
CREATE TABLE customer(
	id INTEGER PRIMARY KEY,
	kind TEXT,       -- customer_id phone email name order
	key TEXT,        -- 'source/id' where the identifier is scoped by its source
	same_as INTEGER,
	n_ids INTEGER,   -- customer_ids it was seen with; 4 = more than 3
	links BLOB,      -- those, then others it was seen with on rows without one: ids of 8 bytes,
	                 -- little-endian; NULL for none, and when it is shared
	run INTEGER      -- that brought it
);
-- Former rows, up to, not including, run_to.
CREATE TABLE customer_past AS SELECT *, 0 AS run_to FROM customer WHERE 0;
CREATE UNIQUE INDEX customer_past_id ON customer_past(id, run_to);

-- The current state of every complaint. Terms are 0 by default: a row may end before its last columns,
-- which then are blank.
CREATE TABLE complaint(
	id INTEGER PRIMARY KEY,   -- in order of arrival
	load INTEGER,             -- newest that had this version
	run INTEGER,              -- that wrote this version
	day INTEGER,              -- of received
	received INTEGER,
	-- flags: 1 is a complaint (kind blank or 'complaint'; others are no part of rates or the cube),
	-- time of day known: 2 received, 4 first_response, 8 closed, 16 follow_up, 32 updated, 64 due,
	-- 128 dispatched, 256 promised; 512 closed or withdrawn without closed_at; 1024 duplicate_of
	-- names no complaint that is here; filled by rules where blank: 2048 demand_class,
	-- 4096 escalation_intent, 16384 severity_class, 32768 behaviour; 8192 duplicate_of was found,
	-- no export has given it
	flags INTEGER,
	master INTEGER,           -- earliest complaint of the same incident; id where it is the one
	customer INTEGER,         -- root of customer; 0 = anonymous
	source INTEGER DEFAULT 0,
	product INTEGER DEFAULT 0,
	channel INTEGER DEFAULT 0,
	region INTEGER DEFAULT 0,
	department INTEGER DEFAULT 0,
	cause INTEGER DEFAULT 0,  -- the primary one
	subcause INTEGER DEFAULT 0,
	severity INTEGER,         -- 1..4
	status INTEGER DEFAULT 0, -- open closed withdrawn
	first_response INTEGER,
	closed INTEGER,
	follow_up INTEGER,
	updated INTEGER,
	merchant INTEGER DEFAULT 0,
	handler INTEGER DEFAULT 0,
	category INTEGER DEFAULT 0,
	stage INTEGER DEFAULT 0,  -- pre in after
	kind INTEGER DEFAULT 0,   -- complaint report enquiry request suggestion praise
	valid INTEGER DEFAULT 0,  -- upheld partly not open
	cause_by INTEGER DEFAULT 0, -- human export model rule
	cause_score INTEGER,      -- ten-thousandths
	escalated INTEGER,        -- 0 1
	escalated_to INTEGER DEFAULT 0,
	escalation_intent INTEGER, -- 0 1
	outcome INTEGER DEFAULT 0,
	responsible INTEGER DEFAULT 0,
	root_cause INTEGER DEFAULT 0,
	demand_class INTEGER DEFAULT 0,
	severity_class INTEGER DEFAULT 0, -- classes of severity words: injury fire ...
	behaviour INTEGER DEFAULT 0,
	amount INTEGER,
	refund_amount INTEGER,
	compensation INTEGER,
	compensation_type INTEGER DEFAULT 0,
	payer INTEGER DEFAULT 0,
	advance_paid INTEGER,     -- 0 1
	due INTEGER,
	dispatched INTEGER,
	promised INTEGER,
	transfer_count INTEGER,
	chase_count INTEGER,
	reopened_count INTEGER,
	pending_reason INTEGER DEFAULT 0,
	follow_up_result INTEGER DEFAULT 0,
	follow_up_attempts INTEGER,
	satisfaction INTEGER,
	batch INTEGER DEFAULT 0,
	carrier INTEGER DEFAULT 0,
	customer_level INTEGER DEFAULT 0,
	people INTEGER,
	reported_cause INTEGER DEFAULT 0
);
CREATE INDEX complaint_duplicate ON complaint(master) WHERE master <> id;
CREATE INDEX complaint_dangling ON complaint(id) WHERE flags & 1024;

-- The same column by column, so that a metric reads many complaints fast; see store/columns.h. Each
-- row has one column (by its place in `complaint`, from 0) of the complaints whose ids are alike but
-- for their last 14 bits: place = (id >> 14) * 64 + column; cells are packed as store/pack.c has it,
-- by id. Changed by the transaction that changes such a complaint. A private store has none.
CREATE TABLE complaint_columns(place INTEGER PRIMARY KEY, cells BLOB);

-- What people wrote, and the identifiers as exported; blank is NULL.
CREATE TABLE narrative(
	complaint INTEGER PRIMARY KEY,
	complaint_id TEXT,
	customer_id TEXT,
	phone TEXT,
	email TEXT,
	customer_name TEXT,
	order_id TEXT,
	duplicate_of TEXT,
	text TEXT,
	demand TEXT,
	extra TEXT,               -- JSON: columns that map to no field
	twin INTEGER              -- occurrence number of a record without complaint_id, else NULL
);

-- Former versions, valid from their `run` up to, not including, run_to.
CREATE TABLE complaint_past AS SELECT *, 0 AS run_to FROM complaint WHERE 0;
CREATE INDEX complaint_past_id ON complaint_past(id);
CREATE TABLE narrative_past AS SELECT *, 0 AS run_to FROM narrative WHERE 0;
CREATE INDEX narrative_past_complaint ON narrative_past(complaint);

-- All causes of a classified complaint, primary first; rank 0 repeats complaint.cause.
CREATE TABLE complaint_cause(
	complaint INTEGER,
	rank INTEGER,
	cause INTEGER,            -- term
	subcause INTEGER,         -- term
	score INTEGER,            -- ten-thousandths
	run INTEGER,              -- since which this set stands
	evidence TEXT,            -- of rank 0
	PRIMARY KEY(complaint, rank)
) WITHOUT ROWID;

-- What changes of a complaint without a version of its own, as it was before: valid from run_from up
-- to, not including, run_to. what = 'causes' ({"by": term, "causes": [[cause, subcause, score], ...],
-- "evidence": ...}), 'master', 'customer', 'duplicate_of', the columns that rules fill in, and 'flags'
-- (its bits 1024, 2048, 4096, 8192, 16384, 32768). That a complaint had no causes leaves no mark:
-- complaint_cause.run says since when it has them. Where a version ended with the same run, and
-- began before, that version tells the rest.
CREATE TABLE mark_past(
	complaint INTEGER,
	what TEXT,
	value,
	run_from INTEGER,
	run_to INTEGER,
	PRIMARY KEY(complaint, what, run_to)
) WITHOUT ROWID;

-- complaint.load of the complaints first_id..last_id up to, not including, run_to: what is unchanged
-- in a newer export makes no version, but that export counts as its newest.
CREATE TABLE load_past(first_id INTEGER, last_id INTEGER, load INTEGER, run_to INTEGER);

-- Denominators: `value` of `measure` from first_day to last_day (one day, or a month) for the group
-- that the columns named in dims say ('' is all, 'product', 'product,region'); terms, 0 = blank.
CREATE TABLE exposure(
	measure TEXT,             -- orders users units premium ...
	dims TEXT,
	first_day INTEGER,
	last_day INTEGER,
	product INTEGER,
	category INTEGER,
	merchant INTEGER,
	region INTEGER,
	value REAL,
	run INTEGER,
	PRIMARY KEY(measure, dims, first_day, last_day, product, category, merchant, region)
) WITHOUT ROWID;
CREATE TABLE exposure_past AS SELECT *, 0 AS run_to FROM exposure WHERE 0;

-- The cube: rows that are complaints, by one dimension, primary cause and day. dim 0 is the total
-- (value 0), 1 product, 2 channel, 3 region, 4 department; dim 9 counts the rows that are no
-- complaints, by kind. contacts: rows; incidents: rows that are their own master. Written only by
-- store_change(); cells of nothing are not kept.
CREATE TABLE daily(
	dim INTEGER,
	value INTEGER,            -- term
	cause INTEGER,            -- term
	day INTEGER,
	contacts INTEGER,
	incidents INTEGER,
	PRIMARY KEY(dim, value, cause, day)
) WITHOUT ROWID;

-- Every complaint as its record, with the canonical names; blank is NULL.
CREATE VIEW complaints AS SELECT
	c.id AS id,
	n.complaint_id AS complaint_id,
	(SELECT text FROM term WHERE id = c.source AND id <> 0) AS source,
	CASE WHEN c.flags & 2 THEN datetime(c.received, 'unixepoch') ELSE date(c.received, 'unixepoch') END AS received_at,
	CASE WHEN c.flags & 4 THEN datetime(c.first_response, 'unixepoch') ELSE date(c.first_response, 'unixepoch') END AS first_response_at,
	CASE WHEN c.flags & 8 THEN datetime(c.closed, 'unixepoch') ELSE date(c.closed, 'unixepoch') END AS closed_at,
	CASE WHEN c.flags & 16 THEN datetime(c.follow_up, 'unixepoch') ELSE date(c.follow_up, 'unixepoch') END AS follow_up_at,
	CASE WHEN c.flags & 32 THEN datetime(c.updated, 'unixepoch') ELSE date(c.updated, 'unixepoch') END AS updated_at,
	n.customer_id AS customer_id,
	n.phone AS phone,
	n.email AS email,
	n.customer_name AS customer_name,
	n.order_id AS order_id,
	(SELECT text FROM term WHERE id = c.channel AND id <> 0) AS channel,
	(SELECT text FROM term WHERE id = c.region AND id <> 0) AS region,
	(SELECT text FROM term WHERE id = c.merchant AND id <> 0) AS merchant,
	(SELECT text FROM term WHERE id = c.department AND id <> 0) AS department,
	(SELECT text FROM term WHERE id = c.handler AND id <> 0) AS handler,
	(SELECT text FROM term WHERE id = c.product AND id <> 0) AS product,
	(SELECT text FROM term WHERE id = c.category AND id <> 0) AS category,
	(SELECT text FROM term WHERE id = c.stage AND id <> 0) AS stage,
	c.severity AS severity,
	(SELECT text FROM term WHERE id = c.status AND id <> 0) AS status,
	n.text AS text,
	n.demand AS demand,
	(SELECT text FROM term WHERE id = c.kind AND id <> 0) AS kind,
	(SELECT text FROM term WHERE id = c.valid AND id <> 0) AS valid,
	c.escalated AS escalated,
	(SELECT text FROM term WHERE id = c.escalated_to AND id <> 0) AS escalated_to,
	c.escalation_intent AS escalation_intent,
	(SELECT text FROM term WHERE id = c.outcome AND id <> 0) AS outcome,
	(SELECT text FROM term WHERE id = c.responsible AND id <> 0) AS responsible,
	(SELECT text FROM term WHERE id = c.root_cause AND id <> 0) AS root_cause,
	(SELECT text FROM term WHERE id = c.demand_class AND id <> 0) AS demand_class,
	(SELECT text FROM term WHERE id = c.severity_class AND id <> 0) AS severity_class,
	(SELECT text FROM term WHERE id = c.behaviour AND id <> 0) AS behaviour,
	c.amount / 100.0 AS amount,
	c.refund_amount / 100.0 AS refund_amount,
	c.compensation / 100.0 AS compensation,
	(SELECT text FROM term WHERE id = c.compensation_type AND id <> 0) AS compensation_type,
	(SELECT text FROM term WHERE id = c.payer AND id <> 0) AS payer,
	c.advance_paid AS advance_paid,
	CASE WHEN c.flags & 64 THEN datetime(c.due, 'unixepoch') ELSE date(c.due, 'unixepoch') END AS due_at,
	CASE WHEN c.flags & 128 THEN datetime(c.dispatched, 'unixepoch') ELSE date(c.dispatched, 'unixepoch') END AS dispatched_at,
	CASE WHEN c.flags & 256 THEN datetime(c.promised, 'unixepoch') ELSE date(c.promised, 'unixepoch') END AS promised_at,
	c.transfer_count AS transfer_count,
	c.chase_count AS chase_count,
	c.reopened_count AS reopened_count,
	(SELECT text FROM term WHERE id = c.pending_reason AND id <> 0) AS pending_reason,
	(SELECT text FROM term WHERE id = c.follow_up_result AND id <> 0) AS follow_up_result,
	c.follow_up_attempts AS follow_up_attempts,
	c.satisfaction AS satisfaction,
	(SELECT text FROM term WHERE id = c.batch AND id <> 0) AS batch,
	(SELECT text FROM term WHERE id = c.carrier AND id <> 0) AS carrier,
	(SELECT text FROM term WHERE id = c.customer_level AND id <> 0) AS customer_level,
	c.people AS people,
	n.duplicate_of AS duplicate_of,
	(SELECT text FROM term WHERE id = c.reported_cause AND id <> 0) AS reported_cause,
	(SELECT group_concat(label, ';') FROM (SELECT t.text || CASE WHEN s.id <> 0 THEN ':' || s.text ELSE '' END
		AS label FROM complaint_cause k JOIN term t ON t.id = k.cause JOIN term s ON s.id = k.subcause
		WHERE k.complaint = c.id ORDER BY k.rank)) AS causes,
	(SELECT text FROM term WHERE id = c.cause AND id <> 0) AS cause,
	(SELECT text FROM term WHERE id = c.subcause AND id <> 0) AS subcause,
	c.cause_score / 10000.0 AS cause_score,
	(SELECT evidence FROM complaint_cause WHERE complaint = c.id AND rank = 0) AS cause_evidence,
	(SELECT text FROM term WHERE id = c.cause_by AND id <> 0) AS cause_by,
	n.extra AS extra
FROM complaint c JOIN narrative n ON n.complaint = c.id;
