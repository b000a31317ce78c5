#include "history/check.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "customer/customer.h"
#include "history/check_terms.h"
#include "store/columns_check.h"
#include "store/identity.h"
#include "store/internal.h"

/* `wrong` gives one row per wrong thing, its first column naming it. */
static const struct {
	const char *what, *count, *wrong;
} QUERIES[] = {
	{"the database is whole", "SELECT count(*) FROM sqlite_master",
		"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"},
	{"complaints have their text", "SELECT count(*) FROM complaint",
		"SELECT 'complaint ' || id FROM complaint WHERE id NOT IN (SELECT complaint FROM "
		"narrative)"
		" UNION ALL SELECT 'text ' || complaint FROM narrative"
		" WHERE complaint NOT IN (SELECT id FROM complaint)"},
	{"days follow from instants", "SELECT count(*) FROM complaint",
		"SELECT 'complaint ' || id FROM complaint"
		" WHERE day * 86400 > received OR day * 86400 + 86400 <= received OR day IS NULL"},
	{"masters are the earliest of their set", "SELECT count(DISTINCT master) FROM complaint",
		"SELECT 'complaint ' || c.id FROM complaint c LEFT JOIN complaint m ON m.id = "
		"c.master"
		" WHERE m.id IS NULL OR m.master <> m.id OR m.received > c.received"},
	{"customers are roots", "SELECT count(*) FROM customer",
		"SELECT 'complaint ' || c.id FROM complaint c LEFT JOIN customer k ON k.id = "
		"c.customer"
		" WHERE c.customer <> 0 AND (k.id IS NULL OR k.same_as <> k.id)"
		" UNION ALL SELECT 'customer ' || k.id FROM customer k"
		" LEFT JOIN customer r ON r.id = k.same_as WHERE r.id IS NULL OR r.same_as <> "
		"r.id"},
	{"causes agree", "SELECT count(*) FROM complaint_cause",
		"SELECT 'complaint ' || c.id FROM complaint c"
		" LEFT JOIN complaint_cause k ON k.complaint = c.id AND k.rank = 0"
		" WHERE (coalesce(k.cause, 0), coalesce(k.subcause, 0)) <> (c.cause, c.subcause)"
		" OR k.score IS NOT c.cause_score"
		" UNION ALL SELECT 'causes ' || complaint FROM complaint_cause"
		" WHERE complaint NOT IN (SELECT id FROM complaint)"},
	{"complaints have their load and run", "SELECT count(*) FROM load",
		"SELECT 'complaint ' || id FROM complaint WHERE load NOT IN (SELECT id FROM load)"
		" OR run NOT IN (SELECT id FROM run)"
		" UNION ALL SELECT 'load ' || id FROM load WHERE run NOT IN (SELECT id FROM run)"},
	{"rows read are accounted for", "SELECT coalesce(sum(n_read), 0) FROM load",
		"SELECT 'load ' || id FROM load WHERE n_read <>"
		" n_added + n_updated + n_unchanged + n_older + n_rejected + n_nondata"},
};

static int check_query(struct store *store, const char *count, const char *wrong,
	struct check_result *result, struct err *err)
{
	struct stmt *stmt;
	int status;

	if (ask_integer(store->sql, count, &result->n_checked, err) < 0)
		return -1;
	stmt = stmt_prepare(store->sql, wrong, err);
	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0)
		if (result->n_wrong++ == 0)
			snprintf(result->first, sizeof result->first, "%s",
				stmt_text(stmt, 0, NULL));
	stmt_free(stmt);
	return status;
}

/* Both ways, so that a cell too many is found like one that is missing. */
static int check_cube(struct store *store, struct check_result *result, struct err *err)
{
	struct buf wrong = {0};
	int status;

	buf_format(&wrong,
		"WITH recomputed AS (%s), stored AS (SELECT dim, value, cause, day, contacts, "
		"incidents"
		" FROM daily) SELECT format('dim %%d value %%d cause %%d day %%d', dim, value, "
		"cause,"
		" day) FROM (SELECT * FROM (SELECT * FROM recomputed EXCEPT SELECT * FROM stored)"
		" UNION ALL SELECT * FROM (SELECT * FROM stored EXCEPT SELECT * FROM recomputed))",
		CUBE_RECOMPUTED);
	result->what = "the cube follows from the facts";
	status = check_query(store, "SELECT count(*) FROM daily", buf_text(&wrong), result, err);
	buf_release(&wrong);
	return status;
}

static void note_wrong(struct check_result *result, int64_t id)
{
	if (result->n_wrong++ == 0)
		snprintf(result->first, sizeof result->first, "complaint %lld", (long long)id);
}

/* Looks a complaint up by the key that its own fields make. One in the key's own place need not be
 * read again: its fields are those that the key was made of. That another one cannot be read is
 * what was to be found out. */
static int check_identity(struct store *store, struct identities *identities,
	const struct complaint *complaint, struct reader *reader, struct check_result *result,
	struct err *err)
{
	struct key key;
	struct complaint found;
	struct err told;
	int64_t ident, id, own = complaint->fact[FACT_ID];
	int status;

	key_of_complaint(&key, complaint, store->dictionary);
	result->n_checked++;
	if (identities_place(identities, &key, &id, err) < 0)
		return -1;
	if (id == own)
		return 0;
	status = identities_find(identities, reader, &key, &id, &ident, &found, &told);
	if (status <= 0 || id != own)
		note_wrong(result, own);
	return 0;
}

struct walk {
	struct identities identities;
	struct reader other;
	struct stmt *keys;
};

/* Only what keys are made of is read. */
static const char KEYS[] =
	"SELECT c.id, c.source, c.received, c.flags, c.product, n.complaint_id, n.customer_id, "
	"n.phone, n.email, n.customer_name, n.order_id, "
	"CASE WHEN n.complaint_id IS NULL THEN n.text END, n.twin "
	"FROM complaint c JOIN narrative n ON n.complaint = c.id ORDER BY c.id";

static void read_parts(struct stmt *keys, struct complaint *complaint)
{
	static const enum fact FACT_COLUMNS[] = {
		FACT_ID, FACT_SOURCE, FACT_RECEIVED, FACT_FLAGS, FACT_PRODUCT};
	static const enum narrative NARRATIVE_COLUMNS[] = {NARRATIVE_COMPLAINT_ID,
		NARRATIVE_CUSTOMER_ID, NARRATIVE_PHONE, NARRATIVE_EMAIL, NARRATIVE_CUSTOMER_NAME,
		NARRATIVE_ORDER_ID, NARRATIVE_TEXT};
	int column = 0;

	for (size_t i = 0; i < sizeof FACT_COLUMNS / sizeof *FACT_COLUMNS; i++)
		complaint->fact[FACT_COLUMNS[i]] = stmt_integer(keys, column++);
	for (size_t i = 0; i < sizeof NARRATIVE_COLUMNS / sizeof *NARRATIVE_COLUMNS; i++)
		complaint->narrative[NARRATIVE_COLUMNS[i]] = read_span(keys, column++);
	complaint->twin = read_number(keys, column);
}

static int walk_identities(
	struct store *store, struct walk *walk, struct check_result *result, struct err *err)
{
	struct complaint complaint;
	int status;

	while ((status = stmt_step(walk->keys, err)) > 0) {
		read_parts(walk->keys, &complaint);
		if (check_identity(
			    store, &walk->identities, &complaint, &walk->other, result, err) < 0)
			return -1;
	}
	return status;
}

static int check_identities(struct store *store, struct check_result *result, struct err *err)
{
	struct walk walk = {0};
	size_t n_places;
	int status = -1;

	result->what = "complaints are found by their identity";
	walk.keys = stmt_prepare(store->sql, KEYS, err);
	if (walk.keys && reader_init(&walk.other, store->sql, err) == 0 &&
		identities_init(&walk.identities, store->sql, err) == 0)
		status = walk_identities(store, &walk, result, err);
	stmt_free(walk.keys);
	reader_release(&walk.other);
	n_places = identities_count_stored(&walk.identities);
	identities_release(&walk.identities);
	if (status < 0)
		return -1;
	if (n_places != (size_t)result->n_checked && result->n_wrong == 0) {
		result->n_wrong = 1;
		snprintf(result->first, sizeof result->first, "%zu identities", n_places);
	}
	return 0;
}

static int check_customers(struct store *store, struct check_result *result, struct err *err)
{
	result->what = "sets of customers follow from their links";
	return customers_check(store->sql, result, err);
}

static int check_columns(struct store *store, struct check_result *result, struct err *err)
{
	int64_t first = 0;
	int status = columns_check(store->sql, &result->n_checked, &result->n_wrong, &first, err);

	result->what = "columns follow from the facts";
	if (result->n_wrong)
		snprintf(result->first, sizeof result->first, "place %lld", (long long)first);
	return status;
}

size_t store_check(struct store *store, struct check_result results[MAX_CHECKS], struct err *err)
{
	static int (*const OTHERS[])(struct store *, struct check_result *, struct err *) = {
		check_terms, check_customers, check_identities, check_cube, check_columns};
	size_t n = 0;

	memset(results, 0, MAX_CHECKS * sizeof *results);
	for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++, n++) {
		results[n].what = QUERIES[i].what;
		if (check_query(store, QUERIES[i].count, QUERIES[i].wrong, &results[n], err) < 0)
			return 0;
	}
	if (!store_dictionary(store, err))
		return 0;
	for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++, n++)
		if (OTHERS[i](store, &results[n], err) < 0)
			return 0;
	return n;
}
