/* What the store was after a run, and taking runs back, on generated histories: complete tables are
 * compared. */
#include "history/past.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "duplicate/duplicate.h"
#include "history/undo.h"
#include "recause/recause.h"
#include "store/exposure.h"
#include "store_kit.h"

enum { N_HISTORIES = 12, N_RUNS = 9, N_IDS = 14 };

struct dice {
	uint64_t state;
};

static unsigned throw(struct dice * dice, unsigned sides)
{
	dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice->state >> 33) % sides;
}

static bool is_lucky(struct dice *dice, unsigned one_in)
{
	return throw(dice, one_in) == 0;
}

static const char *choose(struct dice *dice, const char *const *words)
{
	unsigned n = 0;

	while (words[n])
		n++;
	return words[throw(dice, n)];
}

static const char *const PRODUCTS[] = {"", "fan", "lamp", "kettle", NULL};
static const char *const STATUSES[] = {"", "open", "closed", "withdrawn", NULL};
static const char *const TEXTS[] = {"", "loud", "broken on arrival", "it is late", NULL};
static const char *const CHANNELS[] = {"web", "phone", "shop", NULL};
static const char *const CAUSES[] = {
	"", "product:quality", "product:quality;attitude:rude", "logistics:late", "other", NULL};
static const char *const PEOPLE[] = {"", "rule", "human", "export", NULL};
static const char *const KINDS[] = {"", "complaint", "enquiry", NULL};
static const char *const DEMANDS[] = {"", "refund", "repair", NULL};
static const char *const CUSTOMERS[] = {"", "K1", "K2", "K3", "K4", "K5", NULL};
static const char *const PHONES[] = {"", "13912345671", "13912345672", "138****5678", NULL};
static const char *const DUPLICATES[] = {"", "", "", "s/2", "t/3", "9", "nowhere", NULL};
static const char *const FLAGS[] = {"", "0", "1", NULL};

/* The columns that an export may have beside its ids. */
static const struct {
	const char *name;
	const char *const *words;
} COLUMNS[] = {
	{"product", PRODUCTS},
	{"status", STATUSES},
	{"text", TEXTS},
	{"channel", CHANNELS},
	{"causes", CAUSES},
	{"cause_by", PEOPLE},
	{"kind", KINDS},
	{"demand_class", DEMANDS},
	{"escalation_intent", FLAGS},
	{"customer_id", CUSTOMERS},
	{"phone", PHONES},
	{"duplicate_of", DUPLICATES},
};
enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };

/* Rows without an id are twins now and then; the date belongs to the id, but for one in twenty. */
static void add_row(struct dice *dice, const bool *has, struct buf *out)
{
	unsigned id = throw(dice, N_IDS);
	const char *source = is_lucky(dice, 3) ? "t" : "s";

	if (is_lucky(dice, 5))
		buf_format(out, ",%s,2026-01-0%u", source, throw(dice, 3) + 1);
	else
		buf_format(out, "%u,%s,2026-01-%02u 10:00:00", id, source, id + 1);
	for (int i = 0; i < N_COLUMNS; i++)
		if (has[i])
			buf_format(out, ",%s", choose(dice, COLUMNS[i].words));
	buf_add_char(out, '\n');
}

static char *make_export(struct dice *dice)
{
	struct buf out = {0};
	bool has[N_COLUMNS];
	unsigned n = throw(dice, 10) + 1;
	bool is_plain = is_lucky(dice, 4); /* what it has of known complaints is unchanged */

	buf_add_text(&out, "complaint_id,source,received_at");
	for (int i = 0; i < N_COLUMNS; i++) {
		has[i] = !is_plain && is_lucky(dice, 2);
		if (has[i])
			buf_format(&out, ",%s", COLUMNS[i].name);
	}
	buf_add_char(&out, '\n');
	while (n--)
		add_row(dice, has, &out);
	return buf_take(&out);
}

static void load_one(struct dice *dice, struct store *store)
{
	int64_t exported_at = is_lucky(dice, 2) ? NUMBER_NONE : 1790000000 + throw(dice, 9) * 100;
	char *text = make_export(dice);
	struct outcome outcome = load_dated(store, text, exported_at);

	cr_assert_eq(outcome.status, 0, "%s\n%s", outcome.err.text, text);
	free(text);
}

static void classify(struct dice *dice, struct store *store)
{
	struct err err;
	struct recause_counts counts;
	struct recause *recause = recause_begin(store, &RUN, &err);
	struct buf text = {0};
	int64_t n;
	struct batch *batch;
	char *count = query(store, "SELECT count(*) FROM complaint");

	n = atoi(count);
	free(count);
	buf_add_text(
		&text, "complaint_id,causes,cause_by,demand_class,escalation_intent,behaviour\n");
	for (int64_t i = 0; i < n; i++)
		buf_format(&text, ",%s,rule,%s,%s,%s\n", choose(dice, CAUSES),
			choose(dice, DEMANDS), choose(dice, FLAGS), choose(dice, DEMANDS));
	batch = read_batch(buf_text(&text));
	batch->id = mem_alloc((size_t)(n + 1) * sizeof *batch->id);
	for (int64_t i = 0; i < n; i++)
		batch->id[i] = i + 1;
	cr_assert_eq(recause_add(recause, batch, &err), 0, "%s", err.text);
	cr_assert_eq(recause_finish(recause, &counts, &err), 0, "%s", err.text);
	batch_free(batch);
	buf_release(&text);
}

static void mark_duplicates(struct store *store)
{
	struct err err;
	struct duplicate_counts counts;

	cr_assert_eq(duplicates_apply(store, false, &RUN, &counts, &err), 0, "%s", err.text);
}

static void load_exposure(struct dice *dice, struct store *store)
{
	struct err err;
	struct exposure_counts counts;
	char path[] = "/tmp/kesu-exposure-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	if (is_lucky(dice, 2))
		fprintf(file, "month,orders\n2026-01,%u\n", 31 * (throw(dice, 2) + 1));
	else
		fprintf(file, "date,users\n2026-01-0%u,%u\n", throw(dice, 3) + 1, throw(dice, 9));
	fclose(file);
	cr_assert_eq(exposure_load(store, &RUN, path, NULL, &counts, &err), 0, "%s", err.text);
	unlink(path);
}

/* One run: a few files, or one of the commands that write. */
static void run_once(struct dice *dice, struct store *store, bool is_first)
{
	switch (is_first ? 0 : throw(dice, 6)) {
	case 3:
		classify(dice, store);
		break;
	case 4:
		mark_duplicates(store);
		break;
	case 5:
		load_exposure(dice, store);
		break;
	default:
		for (unsigned n = throw(dice, 3) + 1; n > 0; n--)
			load_one(dice, store);
	}
}

/* --- complete tables --- */

static const char *const TABLES[] = {"SELECT * FROM narrative ORDER BY complaint",
	"SELECT * FROM complaint_cause ORDER BY complaint, rank",
	"SELECT * FROM complaint_past ORDER BY id, run_to",
	"SELECT * FROM narrative_past ORDER BY complaint, run_to",
	"SELECT * FROM mark_past ORDER BY complaint, what, run_to",
	"SELECT * FROM exposure ORDER BY 1, 2, 3, 4",
	"SELECT * FROM exposure_past ORDER BY 1, 2, 3, 4, run_to", "SELECT * FROM load ORDER BY id",
	"SELECT * FROM coverage ORDER BY load, source",
	"SELECT * FROM daily ORDER BY dim, value, cause, day"};
static const char *const EXACT_TABLES[] = {"SELECT * FROM complaint ORDER BY id",
	"SELECT * FROM load_past ORDER BY run_to, first_id", "SELECT * FROM customer ORDER BY id",
	"SELECT * FROM customer_past ORDER BY id, run_to"};
static const char *const READ_TABLES[] = {
	"SELECT id, run, day, received, flags, master, customer, source, product, channel, cause,"
	" subcause, status, kind, cause_by, cause_score, escalation_intent, demand_class, "
	"severity_class, behaviour"
	" FROM complaint ORDER BY id"};

static void dump(struct store *store, const char *const *queries, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		char *rows = query(store, queries[i]);

		buf_format(out, "%s\n%s\n", queries[i], rows);
		free(rows);
	}
}

/* `is_exact`: with what no reader sees. */
static char *dump_store(struct store *store, bool is_exact)
{
	struct buf out = {0};
	char *exported = export_text(store);

	dump(store, TABLES, sizeof TABLES / sizeof *TABLES, &out);
	if (is_exact)
		dump(store, EXACT_TABLES, sizeof EXACT_TABLES / sizeof *EXACT_TABLES, &out);
	dump(store, READ_TABLES, 1, &out);
	buf_add_text(&out, exported);
	free(exported);
	return buf_take(&out);
}

static void assert_same(const char *got, const char *expected, unsigned history, int run)
{
	size_t i = 0, line = 0;

	if (!strcmp(got, expected))
		return;
	for (; got[i] && got[i] == expected[i]; i++)
		line = got[i] == '\n' ? i + 1 : line;
	cr_assert_fail("history %u, run %d:\ngot      %.*s\nexpected %.*s", history, run,
		(int)strcspn(got + line, "\n"), got + line, (int)strcspn(expected + line, "\n"),
		expected + line);
}

struct history {
	char *path;
	char *exact[N_RUNS + 1], *read[N_RUNS + 1]; /* after run 1..N_RUNS */
};

static struct store *open_store(const char *path, enum store_mode mode)
{
	struct err err;
	struct store *store = store_open(path, mode, &err);

	cr_assert(store, "%s", err.text);
	return store;
}

static void make_history(struct history *history, unsigned seed)
{
	struct dice dice = {seed * 977 + 5};

	history->path = make_place();
	for (int run = 1; run <= N_RUNS; run++) {
		struct store *store =
			open_store(history->path, run == 1 ? STORE_CREATE : STORE_WRITE);

		run_once(&dice, store, run == 1);
		assert_sound(store);
		history->exact[run] = dump_store(store, true);
		history->read[run] = dump_store(store, false);
		store_close(store);
	}
}

static void free_history(struct history *history)
{
	for (int run = 1; run <= N_RUNS; run++) {
		free(history->exact[run]);
		free(history->read[run]);
	}
	remove_place(history->path, true);
}

Test(past, as_loaded_is_what_the_store_was)
{
	for (unsigned seed = 0; seed < N_HISTORIES; seed++) {
		struct history history;

		make_history(&history, seed);
		for (int run = 1; run <= N_RUNS; run++) {
			char when[16], *got;
			struct err err;
			struct store *past;

			snprintf(when, sizeof when, "%d", run);
			past = store_open_past(history.path, when, &err);
			cr_assert(past, "%s", err.text);
			got = dump_store(past, false);
			assert_same(got, history.read[run], seed, run);
			free(got);
			store_close(past);
		}
		free_history(&history);
	}
}

Test(past, undo_leaves_what_the_store_was)
{
	for (unsigned seed = 0; seed < N_HISTORIES; seed++) {
		struct history history;

		make_history(&history, seed);
		for (int run = N_RUNS; run > 1; run--) {
			struct store *store = open_store(history.path, STORE_WRITE);
			struct err err;
			char *got;

			cr_assert_eq(
				store_undo(store, run, false, 1800000000, &err), 0, "%s", err.text);
			got = dump_store(store, true);
			assert_same(got, history.exact[run - 1], seed, run - 1);
			assert_sound(store);
			free(got);
			store_close(store);
		}
		free_history(&history);
	}
}
