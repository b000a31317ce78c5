#include "store_kit.h"

#include <criterion/criterion.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/mem.h"
#include "customer/identifier.h"
#include "history/check.h"
#include "recause/recause.h"
#include "record/canonical.h"
#include "store/dimension.h"
#include "store/fact.h"
#include "store/identity.h"

static const char THREE[] =
	"complaint_id,source,received_at,product,channel,phone,text,status,closed_at,amount\n"
	"A1,hotline,2026-10-01 08:30:00,fan,phone,13912345678,风扇坏了,open,,12.5\n"
	"A2,hotline,2026-10-02,fan,web,,慢,closed,,\n"
	"A3,hotline,2026-10-03 10:00:00,,web,13912345678,,closed,2026-10-04 10:00:00,\n";

Test(store, a_file_read_again_adds_nothing)
{
	struct store *store = open_private();

	assert_counts(load_text(store, THREE), 3, 0, 0, 0);
	assert_counts(load_text(store, THREE), 0, 0, 3, 0);
	assert_query(store, "SELECT count(*) FROM complaint_past", "0");
	assert_query(store,
		"SELECT complaint_id, received_at, product, amount, status FROM complaints",
		"A1|2026-10-01 08:30:00|fan|12.5|open A2|2026-10-02|fan||closed"
		" A3|2026-10-03 10:00:00|||closed");
	assert_query(store, "SELECT flags FROM complaint", "3 513 11");
	assert_query(store,
		"SELECT customer <> 0, customer = (SELECT customer FROM complaint"
		" WHERE id = 1) FROM complaint",
		"1|1 0|0 1|1");
	assert_query(store, "SELECT n_read, n_added, n_unchanged, first_day, last_day FROM load",
		"3|3|0|20727|20729 3|0|3|20727|20729");
	assert_query(store, "SELECT count(*) FROM run", "1");
	assert_sound(store);
	store_close(store);
}

Test(store, the_last_row_of_a_file_for_a_complaint_wins)
{
	static const char TWICE[] =
		"complaint_id,source,received_at,status,causes,phone\n"
		"A1,hotline,2026-10-01,open,price,13912345678\n"
		"A1,hotline,2026-10-01,closed,product:quality;price,13912345679\n";
	struct store *store = open_private();

	assert_counts(load_text(store, TWICE), 1, 1, 0, 0);
	assert_counts(load_text(store, TWICE), 0, 0, 2, 0);
	assert_query(store, "SELECT count(*) FROM complaint_past", "0");
	assert_query(store, "SELECT count(*) FROM mark_past WHERE run_to > 1", "0");
	assert_query(store, "SELECT run FROM complaint_cause", "1 1");
	assert_query(
		store, "SELECT status, causes FROM complaints", "closed|product:quality;price");
	assert_sound(store);
	/* The store is of one run: what was kept for the time of a load is gone. */
	assert_counts(load_text(store, "complaint_id,source,received_at,status\n"
				       "A1,hotline,2026-10-01,open\n"
				       "A1,hotline,2026-10-01,withdrawn\n"),
		0, 1, 1, 0);
	assert_query(store, "SELECT count(*) FROM complaint_past", "0");
	assert_sound(store);
	store_close(store);
}

Test(store, absent_keeps_and_blank_overwrites)
{
	struct store *store = open_private();

	load_text(store, THREE);
	assert_counts(
		load_text(store, "complaint_id,source,product\nA1,hotline,\nA2,hotline,fan\n"), 0,
		1, 1, 0);
	assert_query(store, "SELECT complaint_id, product, status FROM complaints",
		"A1||open A2|fan|closed A3||closed");
	assert_counts(
		load_text(store, "complaint_id,source,received_at,text\nA1,web,2026-01-05,x\n"), 1,
		0, 0, 0); /* another source's A1 */
	assert_sound(store);
	store_close(store);
}

Test(store, former_versions_are_kept)
{
	struct err err;
	char *path = make_place();
	struct store *store;

	for (int i = 0; i < 3; i++) {
		static const char *const TEXTS[] = {THREE,
			"complaint_id,source,status,text\nA1,hotline,closed,new\n",
			"complaint_id,source,status\nA1,hotline,withdrawn\n"};

		store = store_open(path, i ? STORE_WRITE : STORE_CREATE, &err);
		cr_assert(store, "%s", err.text);
		cr_assert_eq(load_text(store, TEXTS[i]).status, 0);
		store_close(store);
	}
	store = store_open(path, STORE_READ, &err);
	assert_query(store,
		"SELECT p.id, t.text, run, run_to FROM complaint_past p JOIN term t ON t.id = "
		"status",
		"1|open|1|2 1|closed|2|3");
	assert_query(store, "SELECT text, run_to FROM narrative_past", "风扇坏了|2 new|3");
	assert_query(store, "SELECT run, load FROM complaint WHERE id = 1", "3|3");
	assert_sound(store);
	store_close(store);
	remove_place(path, true);
}

Test(store, a_load_that_fails_leaves_nothing)
{
	struct err err;
	char *path = make_place();
	struct store *store = store_open(path, STORE_CREATE, &err), *other;
	struct load *load = load_begin(store, &RUN, &err);

	other = store_open(path, STORE_CREATE, &err);
	cr_assert_null(other);
	cr_assert(strstr(err.text, "is in use by another process"), "%s", err.text);
	load_abandon(load);
	cr_assert_eq(access(path, F_OK), -1);
	store_close(store);
	remove_place(path, false);
}

Test(store, one_that_could_not_appear_at_its_path_is_begun_anew)
{
	struct err err;
	char *path = make_place();
	struct store *store = store_open(path, STORE_CREATE, &err);

	cr_assert_eq(mkdir(path, 0777), 0);
	cr_assert_eq(load_text(store, THREE).status, -1);
	cr_assert_eq(rmdir(path), 0);
	assert_counts(load_text(store, THREE), 3, 0, 0, 0);
	store_close(store);
	store = store_open(path, STORE_READ, &err);
	cr_assert(store, "%s", err.text);
	assert_query(store, "SELECT source, product FROM complaints",
		"hotline|fan hotline|fan hotline|");
	assert_query(store, "SELECT count(*) FROM run", "1");
	assert_sound(store);
	store_close(store);
	remove_place(path, true);
}

Test(store, one_writes_and_others_read_whole_loads)
{
	struct err err;
	char *path = make_place();
	struct store *store = store_open(path, STORE_CREATE, &err), *reader, *writer;
	struct load *load;
	struct batch *batch;

	assert_counts(load_text(store, THREE), 3, 0, 0, 0);
	assert_counts(load_text(store, THREE), 0, 0, 3, 0);
	load = load_begin(store, &RUN, &err);
	batch = read_batch("complaint_id,source,received_at\nB1,s,2026-01-01\n");
	cr_assert_eq(load_add(load, batch, &err), 0);
	batch_free(batch);
	reader = store_open(path, STORE_READ, &err);
	assert_query(reader, "SELECT count(*) FROM complaint", "3");
	store_close(reader);
	writer = store_open(path, STORE_WRITE, &err);
	cr_assert(writer, "%s", err.text);
	cr_assert_null(load_begin(writer, &RUN, &err));
	cr_assert_str_eq(err.text, "'c.db' is in use by another process");
	store_close(writer);
	load_abandon(load);
	assert_query(store, "SELECT count(*) FROM complaint", "3");
	assert_counts(load_text(store, THREE), 0, 0, 3, 0);
	assert_query(store, "SELECT count(*) FROM run", "1");
	assert_sound(store);
	store_close(store);
	remove_place(path, true);
}

static void assert_refused(const char *schema, const char *expected)
{
	struct err err;
	char *path = make_place();
	struct store *store = store_open(path, STORE_CREATE, &err);
	char *change = mem_format("UPDATE meta SET value = '%s' WHERE key = 'schema'", schema);
	char *text = mem_format("'%s' %s", path, expected);

	load_text(store, THREE);
	cr_assert_eq(sql_run(store_sql(store), &err, change), 0);
	store_close(store);
	cr_assert_null(store_open(path, STORE_READ, &err));
	cr_assert_str_eq(err.text, text);
	cr_assert_null(store_open(path, STORE_CREATE, &err));
	free(change);
	free(text);
	remove_place(path, true);
}

Test(store, one_of_another_schema_is_refused)
{
	assert_refused("99", "was made by a newer kesu: its schema is 99, this one's 3");
	assert_refused("1", "was made by an older kesu: its schema is 1, this one's 3; load its "
			    "exports into a new store");
}

Test(store, older_records_change_nothing)
{
	struct store *store = open_private();

	load_text(store, "complaint_id,source,received_at,updated_at,status\n"
			 "B1,s,2026-01-01,2026-02-01,closed\n");
	assert_counts(load_text(store, "complaint_id,source,received_at,updated_at,status\n"
				       "B1,s,2026-01-01,2026-01-20,open\n"),
		0, 0, 0, 1);
	store_close(store);
	store = open_private();
	load_dated(
		store, "complaint_id,source,received_at,status\nB1,s,2026-01-01,closed\n", 2000000);
	assert_counts(
		load_dated(store, "complaint_id,source,received_at,status\nB1,s,2026-01-01,open\n",
			1000000),
		0, 0, 0, 1);
	/* Unchanged in a newer export: that export's date counts from now on. */
	assert_counts(load_dated(store,
			      "complaint_id,source,received_at,status\nB1,s,2026-01-01,closed\n",
			      4000000),
		0, 0, 1, 0);
	assert_counts(
		load_dated(store, "complaint_id,source,received_at,status\nB1,s,2026-01-01,open\n",
			3000000),
		0, 0, 0, 1);
	assert_counts(
		load_dated(store, "complaint_id,source,received_at,status\nB1,s,2026-01-01,open\n",
			5000000),
		0, 1, 0, 0);
	assert_sound(store);
	store_close(store);
}

Test(store, without_ids_true_twins_stay_two)
{
	static const char TWINS[] = "source,received_at,product,text,status\n"
				    "s,2026-01-01,fan,loud,open\n"
				    "s,2026-01-01,fan,loud,open\n"
				    "s,2026-01-01,fan,other,open\n";
	struct store *store = open_private();

	assert_counts(load_text(store, TWINS), 3, 0, 0, 0);
	assert_counts(load_text(store, TWINS), 0, 0, 3, 0);
	assert_counts(load_text(store, "source,received_at,product,text,status\n"
				       "s,2026-01-01,fan,loud,closed\n"
				       "s,2026-01-01,fan,loud,open\n"
				       "s,2026-01-01,fan,loud,open\n"),
		1, 1, 1, 0);
	assert_query(store, "SELECT twin FROM narrative", "0 1 0 2");
	assert_sound(store);
	store_close(store);
}

/* A row of `identity` with one place. */
static char *place_statement(int64_t key, uint32_t id)
{
	uint64_t bytes = htobe64(htole64((uint64_t)key));

	return mem_format("INSERT INTO identity(places) VALUES(x'%016llx%08x')",
		(unsigned long long)bytes, htobe32(htole32(id)));
}

static int64_t find_place(struct store *store, int64_t key)
{
	struct places places;
	struct err err;
	int64_t id;

	cr_assert_eq(places_load(&places, store_sql(store), &err), 0);
	id = places_find(&places, key);
	places_release(&places);
	return id;
}

Test(store, a_taken_place_gives_the_next_one)
{
	struct store *store = open_private();
	struct key key = {.source = {"s", 1}, .complaint_id = {"NEW", 3}};
	char *taken = place_statement(key_hash(&key), 1);
	struct err err;

	load_text(store, "complaint_id,source,received_at\nOLD,s,2026-01-01\n");
	cr_assert_eq(sql_run(store_sql(store), &err, taken), 0);
	free(taken);
	for (int i = 0; i < 2; i++)
		assert_counts(
			load_text(store, "complaint_id,source,received_at\nNEW,s,2026-01-01\n"),
			i == 0, 0, i == 1, 0);
	cr_assert_eq(find_place(store, key_hash(&key)), 1);
	cr_assert_eq(find_place(store, key_hash(&key) + 1), 2);
	store_close(store);
}

/* A file of `n` known ids of which the first `differing` have another date: whether it is taken. */
static bool is_taken(unsigned n, unsigned differing)
{
	struct store *store = open_private();
	struct buf first = {0}, second = {0};
	bool taken;

	buf_add_text(&first, "complaint_id,source,received_at\n");
	buf_add_text(&second, "complaint_id,source,received_at\n");
	for (unsigned i = 0; i < n; i++) {
		buf_format(&first, "%u,s,2026-10-01\n", i);
		buf_format(&second, "%u,s,2026-%s-01\n", i, i < differing ? "03" : "10");
	}
	cr_assert_eq(load_text(store, buf_text(&first)).status, 0);
	taken = load_text(store, buf_text(&second)).status == 0;
	buf_release(&first);
	buf_release(&second);
	store_close(store);
	return taken;
}

Test(store, a_few_corrected_dates_are_no_other_system)
{
	cr_assert(is_taken(1, 1));
	cr_assert(is_taken(2, 1));
	cr_assert(!is_taken(2, 2));
	cr_assert(!is_taken(3, 2));
	cr_assert(is_taken(10, 4));
	cr_assert(!is_taken(10, 5));
	cr_assert(is_taken(100, 5)); /* not more than 5 % */
	cr_assert(!is_taken(100, 6));
}

Test(store, another_systems_ids_are_refused)
{
	struct store *store = open_private();
	struct outcome outcome;

	load_text(store, THREE);
	outcome = load_text(store, "complaint_id,source,received_at\n"
				   "A1,hotline,2025-03-01\nA2,hotline,2025-03-02\n");
	cr_assert_eq(outcome.status, -1);
	cr_assert_str_eq(outcome.err.text,
		"'test.csv': 2 of 2 known complaint ids have another received_at: "
		"the ids are another system's (name it by --source)");
	store_close(store);
}

Test(store, rows_that_are_not_accounted_for_fail)
{
	struct err err;
	struct store *store = open_private();
	struct load *load = load_begin(store, &RUN, &err);
	struct load_counts counts;
	struct load_info info = {.n_read = 5,
		.n_rejected = 3,
		.covers_first = NO_DAY,
		.covers_last = NO_DAY,
		.exported_at = NUMBER_NONE};

	cr_assert_eq(load_finish(load, &info, &counts, &err), -1);
	cr_assert_str_eq(err.text, "5 rows were read, but 3 are accounted for");
	store_close(store);
}

Test(store, masters_are_the_earliest_and_may_arrive_late)
{
	struct store *store = open_private();

	load_text(store,
		"complaint_id,source,received_at,duplicate_of\n"
		"C2,web,2026-01-02,hotline/H1\nC3,web,2026-01-03,C2\nC4,web,2026-01-04,\n");
	assert_query(
		store, "SELECT id, master, flags & 1024 FROM complaint", "1|1|1024 2|1|0 3|3|0");
	assert_query(store, "SELECT sum(contacts), sum(incidents) FROM daily WHERE dim = 0", "3|2");
	assert_sound(store);
	load_text(store, "complaint_id,source,received_at\nH1,hotline,2026-01-01\n");
	assert_query(
		store, "SELECT id, master, flags & 1024 FROM complaint", "1|4|0 2|4|0 3|3|0 4|4|0");
	assert_query(store, "SELECT sum(contacts), sum(incidents) FROM daily WHERE dim = 0", "4|2");
	assert_sound(store);
	/* The link is withdrawn: the set falls apart. */
	load_text(store, "complaint_id,source,duplicate_of\nC2,web,\n");
	assert_query(store, "SELECT id, master FROM complaint", "1|1 2|1 3|3 4|4");
	assert_sound(store);
	/* A circle and a link to itself. */
	load_text(store, "complaint_id,source,duplicate_of\nC2,web,C3\nC4,web,C4\n");
	assert_query(store, "SELECT id, master FROM complaint", "1|1 2|1 3|3 4|4");
	assert_sound(store);
	store_close(store);
}

static size_t count_identifiers(const char *customer_id, const char *phone, const char *email,
	const char *name, const char *order)
{
	struct span narrative[N_NARRATIVES] = {0};
	struct identifier out[N_IDENTIFIERS];
	struct buf buf = {0};
	size_t n;

	narrative[NARRATIVE_CUSTOMER_ID] =
		(struct span){customer_id, (uint32_t)strlen(customer_id)};
	narrative[NARRATIVE_PHONE] = (struct span){phone, (uint32_t)strlen(phone)};
	narrative[NARRATIVE_EMAIL] = (struct span){email, (uint32_t)strlen(email)};
	narrative[NARRATIVE_CUSTOMER_NAME] = (struct span){name, (uint32_t)strlen(name)};
	narrative[NARRATIVE_ORDER_ID] = (struct span){order, (uint32_t)strlen(order)};
	n = identifiers_read(narrative, (struct span){"s", 1}, &buf, out);
	buf_release(&buf);
	return n;
}

Test(store, masked_placeholder_and_damaged_values_are_no_keys)
{
	cr_assert_eq(count_identifiers("K1", "13912345678", "a@b.cn", "王小明", "O1"), 3);
	cr_assert_eq(count_identifiers("", "", "", "王小明", "O1"), 1);
	cr_assert_eq(count_identifiers("", "", "", "", "O1"), 1);
	cr_assert_eq(count_identifiers("0000", "138****5678", "无", "王先生", "N/A"), 0);
	cr_assert_eq(count_identifiers("匿名", "1.39E+10", "a@b", "匿名用户", "-"), 0);
	cr_assert_eq(count_identifiers("1.2E+17", "13800138000", "@x.cn", "*小明", "unknown"), 0);
	cr_assert_eq(count_identifiers("\xEF\xBF\xBD", "12345678", "n/a", "", ""), 0);
}

Test(store, causes_obey_precedence)
{
	struct store *store = open_private();
	struct err err;
	struct recause_counts counts;
	struct recause *recause;
	struct batch *batch;

	load_text(store,
		"complaint_id,source,received_at,causes,cause_score,cause_evidence,cause_by\n"
		"1,s,2026-01-01,product:quality;attitude:rude,0.9,坏了,rule\n"
		"2,s,2026-01-01,product:safety,,,human\n"
		"3,s,2026-01-01,,,,\n");
	assert_query(store,
		"SELECT causes, cause, subcause, cause_score, cause_evidence, cause_by"
		" FROM complaints",
		"product:quality;attitude:rude|product|quality|0.9|坏了|rule"
		" product:safety|product|safety|||human |||||");
	/* Neither a blank nor a rule takes the place of a person's word. */
	assert_counts(load_text(store, "complaint_id,source,causes,cause_by\n1,s,,\n"
				       "2,s,logistics:late,rule\n3,s,logistics,\n"),
		0, 1, 2, 0);
	assert_query(store, "SELECT causes || '/' || cause_by FROM complaints",
		"product:quality;attitude:rude/rule product:safety/human logistics/export");
	assert_sound(store);
	recause = recause_begin(store, &RUN, &err);
	batch = read_batch("complaint_id,causes,cause_by,demand_class,escalation_intent\n"
			   "1,logistics:late,rule,refund,1\n2,other,rule,,\n3,other,rule,,0\n");
	batch->id = mem_alloc(3 * sizeof *batch->id);
	for (int i = 0; i < 3; i++)
		batch->id[i] = i + 1;
	cr_assert_eq(recause_add(recause, batch, &err), 0, "%s", err.text);
	cr_assert_eq(recause_finish(recause, &counts, &err), 0);
	batch_free(batch);
	cr_assert_eq(counts.n_classified, 1);
	cr_assert_eq(counts.n_kept, 2);
	cr_assert_eq(counts.n_changed, 1);
	assert_query(store, "SELECT causes, demand_class, escalation_intent FROM complaints",
		"logistics:late|refund|1 product:safety|| logistics||0");
	/* What the rules filled in outlives the next blank of the export. */
	assert_counts(load_text(store, "complaint_id,source,demand_class\n1,s,\n"), 0, 0, 1, 0);
	assert_counts(
		load_text(store, "complaint_id,source,demand_class\n1,s,repair\n"), 0, 1, 0, 0);
	assert_sound(store);
	store_close(store);
}

Test(store, other_kinds_are_no_complaints)
{
	struct store *store = open_private();

	load_text(store, "complaint_id,source,received_at,kind\n1,s,2026-01-01,enquiry\n"
			 "2,s,2026-01-01,complaint\n3,s,2026-01-01,\n4,s,2026-01-01,enquiry\n");
	assert_query(store, "SELECT contacts FROM daily WHERE dim = 0", "2");
	assert_query(store,
		"SELECT t.text, contacts FROM daily JOIN term t ON t.id = value"
		" WHERE daily.dim = 9",
		"enquiry|2");
	load_text(store, "complaint_id,source,kind\n4,s,complaint\n");
	assert_query(store, "SELECT contacts FROM daily WHERE dim IN (0, 9) ORDER BY dim", "3 1");
	assert_sound(store);
	store_close(store);
}

Test(store, export_ingest_export_is_byte_equal)
{
	struct store *first = open_private(), *second = open_private();
	char *once, *twice;

	load_text(first, THREE);
	load_text(first,
		"source,received_at,text,demand,extra,severity,escalated,cause,duplicate_of\n"
		"web,2026-01-01,\" a \"\"quoted\"\"\n text \",refund ,\"{\"\"x\"\":1}\",4,1,other,"
		"hotline/A1\n"
		"web,2026-01-01,twin,,,,,,\nweb,2026-01-01,twin,,,,0,,\n");
	once = export_text(first);
	cr_assert_eq(load_text(second, once).status, 0);
	twice = export_text(second);
	cr_assert_str_eq(once, twice);
	assert_sound(second);
	free(once);
	free(twice);
	store_close(first);
	store_close(second);
}

Test(store, a_complaint_is_found_by_its_id)
{
	struct store *store = open_private();
	struct err err;
	struct batch *batch = batch_new();
	static const struct {
		const char *id;
		size_t n;
	} CASES[] = {{"1", 2}, {"s/1", 1}, {"t/1", 1}, {"u/1", 0}, {"2/3", 1}, {"", 0}};

	load_text(store, "complaint_id,source,received_at\n1,s,2026-01-01\n1,t,2026-01-01\n"
			 "2/3,t,2026-01-01\n");
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct scan *scan = scan_open_id(store, CASES[i].id, &err);

		cr_assert_eq(scan_next(scan, batch, &err), CASES[i].n > 0);
		cr_assert_eq(batch->n, CASES[i].n, "%s", CASES[i].id);
		scan_close(scan);
	}
	batch_free(batch);
	store_close(store);
}

Test(store, coverage_is_kept_per_source_and_not_moved_by_the_future)
{
	struct store *store = open_private();

	load_text(store, "complaint_id,source,received_at\n1,s,2026-01-01\n2,s,2026-03-01\n"
			 "3,s,2099-01-01\n4,t,2026-02-01\n");
	assert_query(store,
		"SELECT t.text, date(first_day * 86400, 'unixepoch'),"
		" date(last_day * 86400, 'unixepoch') FROM coverage"
		" JOIN term t ON t.id = source",
		"s|2026-01-01|2026-03-01 t|2026-02-01|2026-02-01");
	store_close(store);
}

Test(store, a_row_of_a_new_complaint_needs_a_date)
{
	struct store *store = open_private();
	struct outcome outcome = load_text(store, "complaint_id,source\nX,s\n");

	cr_assert_eq(outcome.status, -1);
	cr_assert_str_eq(outcome.err.text, "complaint 'X' is new and has no received_at");
	assert_counts(load_text(store, THREE), 3, 0, 0, 0); /* the store goes on */
	store_close(store);
}

Test(store, every_dimension_is_a_column)
{
	struct store *store = open_private();

	for (size_t i = 0; i < N_DIMENSIONS; i++) {
		const struct dimension *d = &DIMENSIONS[i];
		char *text = mem_format("SELECT %s FROM complaint LIMIT 0", d->column);

		assert_query(store, text, "");
		free(text);
		cr_assert_eq(field_is_text(field_find(d->name, strlen(d->name))),
			d->value == VALUE_TERM, "%s", d->name);
	}
	cr_assert_null(dimension_find("nothing", 7));
	store_close(store);
}
