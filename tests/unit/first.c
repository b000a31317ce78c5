/* A first load into a file passes SQLite by, one into a private store does not: both hold the same,
 * whatever rows of the file meet each other. */
#include "load/first.h"

#include <stdlib.h>

#include "base/buf.h"
#include "store_kit.h"

static unsigned next(unsigned *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16;
}

static const char *pick(unsigned *state, const char *const *words, size_t n)
{
	return words[next(state) % n];
}

/* Few ids and few telephones, so that rows meet and customers are joined, or are too many for it.
 */
static void add_row(struct buf *out, unsigned *state, unsigned n_ids)
{
	static const char *const TEXTS[] = {
		"", "noisy", "风扇噪音大，第二次报修", "broken on arrival"};
	static const char *const PRODUCTS[] = {"", "fan", "lamp"};
	static const char *const CAUSES[] = {"", "product:quality", "product;attitude:rude"};
	unsigned id = next(state) % n_ids;

	if (id % 9)
		buf_format(out, "C%u", id);
	buf_format(out, ",s,2026-01-%02u,%s,", id % 28 + 1, pick(state, PRODUCTS, 3));
	buf_format(out, "%s,", pick(state, TEXTS, 4));
	if (next(state) % 3)
		buf_format(out, "U%u", next(state) % 40);
	buf_add_char(out, ',');
	if (next(state) % 3)
		buf_format(out, "138%08u", 11223344 + next(state) % 30 * 7001);
	buf_format(out, ",%s,", pick(state, CAUSES, 3));
	if (next(state) % 10 == 0)
		buf_format(out, "C%u", next(state) % n_ids);
	buf_add_char(out, ',');
	if (next(state) % 4 == 0)
		buf_format(out, "%u", next(state) % 4 + 1);
	buf_add_char(out, '\n');
}

static char *make_rows(unsigned *state, unsigned n_rows, unsigned n_ids)
{
	struct buf out = {0};

	buf_add_text(&out, "complaint_id,source,received_at,product,text,customer_id,phone,causes,"
			   "duplicate_of,severity\n");
	while (n_rows--)
		add_row(&out, state, n_ids);
	return buf_take(&out);
}

static struct store *open_new(const char *path)
{
	struct err err;
	struct store *store = store_open(path, STORE_CREATE, &err);

	cr_assert(store, "%s", err.text);
	return store;
}

/* One file of several batches, the same rows `times` times. */
static struct load_counts load_batches(struct store *store, unsigned seed, unsigned n_batches,
	unsigned n_rows, unsigned n_ids, unsigned times)
{
	struct err err;
	struct load_info info = {.file = "test.csv",
		.source = "s",
		.covers_first = NO_DAY,
		.covers_last = NO_DAY,
		.exported_day = NO_DAY,
		.exported_at = NUMBER_NONE};
	struct load *load = load_begin(store, &RUN, &err);
	struct load_counts counts;

	for (unsigned i = 0; i < n_batches * times; i++) {
		unsigned state = seed + i % n_batches;
		char *text = make_rows(&state, n_rows, n_ids);
		struct batch *batch = read_batch(text);

		info.n_read += batch->n;
		cr_assert_eq(load_add(load, batch, &err), 0, "%s", err.text);
		batch_free(batch);
		free(text);
	}
	cr_assert_eq(load_finish(load, &info, &counts, &err), 0, "%s", err.text);
	return counts;
}

static void assert_same_answer(struct store *a, struct store *b, const char *text)
{
	char *got = query(a, text), *expected = query(b, text);

	cr_assert_str_eq(got, expected, "%s", text);
	free(got);
	free(expected);
}

static void assert_same_store(struct store *a, struct store *b)
{
	static const char *const QUESTIONS[] = {"SELECT * FROM narrative ORDER BY complaint",
		"SELECT id, kind, key, same_as, n_ids, length(links), run FROM customer ORDER BY "
		"id",
		"SELECT id, run, load, day, flags, master, customer, severity FROM complaint ORDER "
		"BY id",
		"SELECT complaint, rank, c.text, s.text, score, k.run, evidence FROM "
		"complaint_cause k"
		" JOIN term c ON c.id = cause JOIN term s ON s.id = subcause ORDER BY 1, 2",
		"SELECT count(*) FROM complaint_past", "SELECT count(*) FROM mark_past",
		"SELECT name, type, dflt_value, pk FROM pragma_table_info('narrative') ORDER BY "
		"cid"};
	char *ours = export_text(a), *theirs = export_text(b);

	cr_assert_str_eq(ours, theirs);
	free(ours);
	free(theirs);
	for (size_t i = 0; i < sizeof QUESTIONS / sizeof *QUESTIONS; i++)
		assert_same_answer(a, b, QUESTIONS[i]);
	assert_sound(a);
	assert_sound(b);
	assert_query(a, "PRAGMA integrity_check", "ok");
}

static void compare(
	unsigned seed, unsigned n_batches, unsigned n_rows, unsigned n_ids, unsigned times)
{
	char *path = make_place();
	struct store *file = open_new(path), *private = open_private();
	struct load_counts a = load_batches(file, seed, n_batches, n_rows, n_ids, times);
	struct load_counts b = load_batches(private, seed, n_batches, n_rows, n_ids, times);

	cr_assert_eq(a.n_added, b.n_added);
	cr_assert_eq(a.n_updated, b.n_updated);
	cr_assert_eq(a.n_unchanged, b.n_unchanged);
	assert_same_store(file, private);
	load_batches(file, seed + 7, 2, n_rows, n_ids, 1); /* later loads go on with it */
	load_batches(private, seed + 7, 2, n_rows, n_ids, 1);
	assert_same_store(file, private);
	store_close(file);
	store_close(private);
	remove_place(path, true);
}

Test(first, holds_what_a_private_store_holds)
{
	for (unsigned seed = 1; seed <= 12; seed++)
		compare(seed * 1000, 1 + seed % 3, seed * 40, 30 + seed * seed * 20, 1);
}

Test(first, without_a_meeting_and_with_many)
{
	compare(1, 3, 1000, 1000000, 1);
	compare(2, 2, 500, 60, 3);
}

/* More rows wait than may. */
Test(first, rows_that_wait_are_not_kept_without_end)
{
	compare(3, 1, BATCH_ROWS, 900, 45);
}

Test(first, terms_are_blank_by_default)
{
	struct store *store = open_private();
	struct buf expected = {0};
	char *got =
		query(store, "SELECT coalesce(dflt_value, '-') FROM pragma_table_info('complaint')"
			     " ORDER BY cid");

	for (enum fact fact = 0; fact < N_FACTS; fact++)
		buf_format(&expected, "%s%s", fact ? " " : "", fact_is_term(fact) ? "0" : "-");
	cr_assert_str_eq(got, buf_text(&expected));
	buf_release(&expected);
	free(got);
	store_close(store);
}
