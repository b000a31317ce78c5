/* Properties of exports and queries: as-of D is a store that was loaded from exports of D; neither
 * the order of rows nor their division into files matters. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/share.h"
#include "golden.h"
#include "store_kit.h"
#include "table/write.h"

enum { N_COMPLAINTS = 300, N_SEEDS = 6 };

struct dice {
	uint64_t state;
};

static unsigned throw(struct dice * dice, unsigned sides)
{
	dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice->state >> 33) % sides;
}

static const char HEADER[] = "complaint_id,source,received_at,first_response_at,closed_at,"
			     "follow_up_at,status,product,channel,cause,severity,customer_id,phone,"
			     "email,"
			     "escalated,compensation,satisfaction,duplicate_of,kind,text\n";

/* Instants in seconds since 2026-01-01; -1: never. */
struct made {
	char *words, *identity;
	int64_t received, response, closed, follow_up;
};

static const int32_t FIRST_DAY = 20454; /* 2026-01-01 */

/* Every moment is another one, so that no two complaints are equally early. So many
 * customers share as many telephones; more than three make these nobody's. A duplicate names an
 * earlier complaint. (What only a later complaint joins, customers or duplicates, is joined for an
 * earlier as-of date too.) */
static struct made make_complaint(
	struct dice *dice, const struct made *all, unsigned number, unsigned n_phones)
{
	static const char *const PRODUCTS[] = {"", "fan", "lamp", "kettle"};
	static const char *const CHANNELS[] = {"web", "phone", "shop"};
	static const char *const CAUSES[] = {"", "product", "price", "logistics"};
	static const char *const KINDS[] = {"", "", "complaint", "complaint", "enquiry", "praise"};
	struct made made = {
		.received = (int64_t) throw(dice, 170) * DAY_SECONDS + 1000 + number,
		.response = -1,
		.closed = -1,
		.follow_up = -1,
	};
	unsigned customer = throw(dice, 60);
	unsigned other = throw(dice, number > 1 ? number - 1 : 1) + 1;
	char duplicate[16] = "", id[16] = "", phone[16] = "", email[16] = "";

	if (n_phones == 1 || throw(dice, 4))
		snprintf(id, sizeof id, "K%u", customer);
	if (throw(dice, 4))
		snprintf(phone, sizeof phone, "139123%05u",
			(customer / n_phones * n_phones + throw(dice, n_phones)) * 7919 % 100000);
	if (n_phones > 1 && !throw(dice, 4))
		snprintf(email, sizeof email, "k%u@b.cn", throw(dice, 40));
	if (number > 1 && all[other - 1].received < made.received && !throw(dice, 5))
		snprintf(duplicate, sizeof duplicate, "%u", other);
	if (throw(dice, 5))
		made.response = made.received + throw(dice, 3 * DAY_SECONDS);
	if (throw(dice, 4))
		made.closed = made.received + throw(dice, 40 * DAY_SECONDS);
	if (made.closed >= 0 && !throw(dice, 5))
		made.follow_up = made.closed + throw(dice, 9 * DAY_SECONDS);
	made.identity = mem_format("%u,s", number);
	made.words = mem_format("%s,%s,%s,%u,%s,%s,%s,%u,%u.5,%u,%s,%s,text %u",
		PRODUCTS[throw(dice, 4)], CHANNELS[throw(dice, 3)], CAUSES[throw(dice, 4)],
		throw(dice, 4) + 1, id, phone, email, throw(dice, 2), throw(dice, 90),
		throw(dice, 5) + 1, duplicate, KINDS[throw(dice, 6)], number);
	return made;
}

static struct made *make_all(unsigned seed, unsigned n_phones)
{
	struct dice dice = {seed * 31 + 7};
	struct made *all = mem_alloc(N_COMPLAINTS * sizeof *all);

	for (unsigned i = 0; i < N_COMPLAINTS; i++)
		all[i] = make_complaint(&dice, all, i + 1, n_phones);
	return all;
}

static void free_all(struct made *all)
{
	for (unsigned i = 0; i < N_COMPLAINTS; i++) {
		free(all[i].words);
		free(all[i].identity);
	}
	free(all);
}

/* A comma and the moment, if it is not after `end`. */
static void add_moment(struct buf *out, int64_t seconds, int64_t end)
{
	char text[DATE_TEXT];

	buf_add_char(out, ',');
	if (seconds >= 0 && seconds < end)
		buf_add_text(
			out, instant_write(text, (int64_t)FIRST_DAY * DAY_SECONDS + seconds, true));
}

/* What an export at that moment has. */
static void add_row(struct buf *out, const struct made *made, int64_t end)
{
	bool is_closed = made->closed >= 0 && made->closed < end;

	if (made->received >= end)
		return;
	buf_add_text(out, made->identity);
	add_moment(out, made->received, end);
	add_moment(out, made->response, end);
	add_moment(out, made->closed, end);
	add_moment(out, made->follow_up, end);
	buf_format(out, ",%s,%s\n", is_closed ? "closed" : "open", made->words);
}

/* Exports hold at most BATCH_ROWS rows. */
static void load_rows(struct store *store, const struct made *all, const unsigned *order,
	unsigned n, int64_t end, int32_t covers_last)
{
	struct buf text = {0};
	struct outcome outcome;

	buf_add_text(&text, HEADER);
	for (unsigned i = 0; i < n; i++)
		add_row(&text, &all[order ? order[i] : i], end);
	outcome = load_covering(store, buf_text(&text), FIRST_DAY, covers_last);
	cr_assert_eq(outcome.status, 0, "%s", outcome.err.text);
	buf_release(&text);
}

/* --- as-of --- */

static void add_answer(
	struct buf *out, struct store *store, const char *name, const char *by, const char *as_of)
{
	struct table *table = golden_run(store, COUNTED_FASTEST,
		(const char *const[]){name, "--by", by, "--as-of", as_of, NULL});

	buf_format(out, "%s %s\n", name, by);
	table_write(table, FORMAT_CSV, &(struct write_style){0}, out);
	for (size_t i = 0; i < table_notes(table); i++)
		buf_format(out, "%s\n", table_note(table, i));
	table_free(table);
}

/* Of all queries that need no exposure. */
static char *answer_all(struct store *store, const char *as_of)
{
	static const char *const NAMES[] = {"volume", "growth", "kinds", "summary", "pareto",
		"compare", "closure", "concentration", "repeat", "repeat-forward", "repeat-curve",
		"repeat-implausible", "handling", "backlog", "backlog-list", "followup",
		"escalation", "outcomes", "alert", "alert-month", "alert-day", "novelty", "watch",
		"iceberg", "detail"};
	struct buf out = {0};

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		add_answer(&out, store, NAMES[i], "channel", as_of);
		add_answer(&out, store, NAMES[i], "product", as_of);
	}
	add_answer(&out, store, "signal", "product,cause", as_of);
	return buf_take(&out);
}

static void assert_equal(const char *got, const char *expected, const char *what)
{
	size_t i = 0, line = 0;

	if (!strcmp(got, expected))
		return;
	for (; got[i] && got[i] == expected[i]; i++)
		line = got[i] == '\n' ? i + 1 : line;
	cr_assert_fail("%s:\ngot      %.*s\nexpected %.*s", what, (int)strcspn(got + line, "\n"),
		got + line, (int)strcspn(expected + line, "\n"), expected + line);
}

Test(invariance, as_of_is_a_store_of_exports_of_then)
{
	static const int32_t DAYS[] = {40, 89, 90};
	char as_of[DATE_TEXT];

	for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
		struct made *all = make_all((unsigned)i, 1);
		struct store *whole = open_private(), *cut = open_private();
		char *got, *expected;

		load_rows(whole, all, NULL, N_COMPLAINTS, INT64_MAX, FIRST_DAY + 200);
		load_rows(cut, all, NULL, N_COMPLAINTS, (int64_t)(DAYS[i] + 1) * DAY_SECONDS,
			FIRST_DAY + DAYS[i]);
		date_write(as_of, FIRST_DAY + DAYS[i]);
		got = answer_all(whole, as_of);
		expected = answer_all(cut, as_of);
		assert_equal(got, expected, as_of);
		free(got);
		free(expected);
		free_all(all);
		store_close(whole);
		store_close(cut);
	}
}

/* --- the cube, columns and rows --- */

static char *answer_from(struct store *store, enum counted_from from, const char *const *arguments)
{
	struct table *table = golden_run(store, from, arguments);
	struct buf out = {0};

	for (size_t i = 0; arguments[i]; i++)
		buf_format(&out, "%s ", arguments[i]);
	buf_add_char(&out, '\n');
	table_write(table, FORMAT_CSV, &(struct write_style){0}, &out);
	for (size_t i = 0; i < table_notes(table); i++)
		buf_format(&out, "%s\n", table_note(table, i));
	table_free(table);
	return buf_take(&out);
}

static void compare_answer(struct store *store, const char *const *arguments)
{
	char *best = answer_from(store, COUNTED_FASTEST, arguments);
	char *columns = answer_from(store, COUNTED_FROM_COLUMNS, arguments);
	char *rows = answer_from(store, COUNTED_FROM_ROWS, arguments);

	assert_equal(best, columns, arguments[0]);
	assert_equal(columns, rows, arguments[0]);
	free(best);
	free(columns);
	free(rows);
}

/* Every query that reads cells, days, facts or chains, in every `step`th scope: the first query
 * from scope `first` on, the next one from the one behind it. */
static void compare_all(struct store *store, size_t first, size_t step)
{
	static const char *const NAMES[] = {"volume", "ratio", "growth", "growth-rolling",
		"growth-mix", "pareto", "concentration", "repeat", "summary", "alert", "alert-day",
		"alert-month", "handling", "backlog", "closure", "followup", "escalation",
		"outcomes", "novelty", "watch", "iceberg", "repeat-curve", "exemplars", "kinds"};
	static const char *const SCOPES[][9] = {
		{"--by", "cause"},
		{"--by", "kind", "--where", "kind!=enquiry"},
		{"--by", "product", "--total"},
		{"--by", "channel,cause", "--top", "3"},
		{"--by", "severity,escalated", "--where", "severity!=2"},
		{"--by", "product", "--unit", "contacts", "--as-of", "2026-04-07"},
		{"--where", "cause=product", "--where", "product!=fan"},
		{"--by", "cause", "--from", "2026-02-03", "--to", "2026-05-20"},
	};

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		for (size_t k = (first + i) % step; k < sizeof SCOPES / sizeof *SCOPES; k += step) {
			const char *arguments[10] = {NAMES[i]};

			memcpy(arguments + 1, SCOPES[k], sizeof SCOPES[k]);
			if (!strcmp(NAMES[i], "concentration") && k != 0)
				continue; /* one row for all groups: no --total, no --top */
			compare_answer(store, arguments);
		}
	compare_answer(store, (const char *const[]){"signal", NULL});
}

static struct store *open_new(const char *path)
{
	struct err err;
	struct store *store = store_open(path, STORE_CREATE, &err);

	cr_assert(store, "%s", err.text);
	return store;
}

Test(invariance, the_cube_columns_and_rows_answer_the_same)
{
	struct store *golden = golden_store();

	compare_all(golden, 0, 3);
	store_close(golden);
}

Test(invariance, the_cube_columns_and_rows_of_any_complaints_answer_the_same)
{
	for (unsigned is_file = 0; is_file < 2; is_file++) {
		struct made *all = make_all(is_file, 2);
		char *path = make_place();
		struct store *store = is_file ? open_new(path) : open_private();

		load_rows(store, all, NULL, N_COMPLAINTS, INT64_MAX, FIRST_DAY + 200);
		compare_all(store, 2 * is_file, 4);
		free_all(all);
		store_close(store);
		remove_place(path, is_file);
	}
}

/* --- order and files --- */

static void shuffle(struct dice *dice, unsigned *order)
{
	for (unsigned i = 0; i < N_COMPLAINTS; i++)
		order[i] = i;
	for (unsigned i = N_COMPLAINTS; i > 1; i--) {
		unsigned other = throw(dice, i), swap = order[i - 1];

		order[i - 1] = order[other];
		order[other] = swap;
	}
}

/* Everything but the numbers that follow from the order of arrival. */
static char *describe(struct store *store)
{
	static const char *const QUERIES[] = {
		"SELECT complaint_id, source, received_at, first_response_at, closed_at,"
		" follow_up_at, status, product, channel, cause, severity, escalated,"
		" compensation, satisfaction, duplicate_of, text FROM complaints"
		" ORDER BY complaint_id",
		"SELECT n.complaint_id, m.complaint_id, c.customer, c.flags FROM complaint c"
		" JOIN narrative n ON n.complaint = c.id JOIN narrative m ON m.complaint = c.master"
		" ORDER BY 1",
		"SELECT d.dim, v.text, c.text, day, contacts, incidents FROM daily d"
		" JOIN term v ON v.id = d.value JOIN term c ON c.id = d.cause ORDER BY 1, 2, 3, 4",
		"SELECT id, kind, key, same_as, n_ids FROM customer ORDER BY id"};
	struct buf out = {0};

	for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
		char *rows = query(store, QUERIES[i]);

		buf_format(&out, "%s\n", rows);
		free(rows);
	}
	return buf_take(&out);
}

static void assert_shared(struct store *store, bool is_sure)
{
	if (is_sure)
		assert_query(store, "SELECT count(*) > 3 FROM customer WHERE n_ids > 3", "1");
}

Test(invariance, neither_order_nor_files_matter)
{
	for (unsigned seed = 0; seed < N_SEEDS; seed++) {
		struct dice dice = {seed + 99};
		struct made *all = make_all(seed + 10, seed % 2 ? 6 : 3);
		struct store *one = open_private(), *many = open_private();
		unsigned order[N_COMPLAINTS], step;
		char *got, *expected;

		load_rows(one, all, NULL, N_COMPLAINTS, INT64_MAX, FIRST_DAY + 200);
		shuffle(&dice, order);
		for (unsigned from = 0; from < N_COMPLAINTS; from += step) {
			step = throw(&dice, 60) + 1;
			if (step > N_COMPLAINTS - from)
				step = N_COMPLAINTS - from;
			load_rows(many, all, order + from, step, INT64_MAX, FIRST_DAY + 200);
		}
		got = describe(many);
		expected = describe(one);
		assert_equal(got, expected, "rows in another order, in several files");
		assert_shared(one, seed % 2);
		free(got);
		free(expected);
		assert_sound(many);
		got = export_text(many);
		store_close(many);
		many = open_private();
		cr_assert_eq(load_text(many, got).status, 0);
		expected = export_text(many);
		assert_equal(expected, got, "export, ingest, export");
		free(got);
		free(expected);
		free_all(all);
		store_close(one);
		store_close(many);
	}
}
