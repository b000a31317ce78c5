/* The complaints to look at, as a table or as a workbook with drop-downs. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "book/book.h"
#include "cmd/review.h"
#include "recause/review.h"
#include "record/canonical.h"

enum given {
	ID,
	SAMPLE,
	WEIGHT,
	COMPLAINT_ID,
	RECEIVED_AT,
	PRODUCT,
	TEXT,
	MACHINE,
	SCORE,
	EVIDENCE,
	N_GIVEN
};

static const struct {
	const char *name;
	enum cell_type type;
	const char *unit;
	enum field field; /* or N_FIELDS */
} GIVEN[N_GIVEN] = {
	[ID] = {"id", CELL_INTEGER, "id", N_FIELDS},
	[SAMPLE] = {"sample", CELL_TEXT, "text", N_FIELDS},
	[WEIGHT] = {"weight", CELL_REAL, NULL, N_FIELDS},
	[COMPLAINT_ID] = {"complaint_id", CELL_TEXT, "id", FIELD_COMPLAINT_ID},
	[RECEIVED_AT] = {"received_at", CELL_TEXT, "date", FIELD_RECEIVED_AT},
	[PRODUCT] = {"product", CELL_TEXT, "text", FIELD_PRODUCT},
	[TEXT] = {"text", CELL_TEXT, "text", FIELD_TEXT},
	[MACHINE] = {"machine", CELL_TEXT, "text", FIELD_CAUSES},
	[SCORE] = {"score", CELL_REAL, "score", FIELD_CAUSE_SCORE},
	[EVIDENCE] = {"evidence", CELL_TEXT, "text", FIELD_CAUSE_EVIDENCE},
};

/* What people fill in; a further person's columns end in _2, _3, ... */
static const char *const ASKED[] = {"answer", "also", "comment"};
enum { N_ASKED = sizeof ASKED / sizeof *ASKED, COMMENT = 2 };

struct work {
	struct run *run;
	struct table *table;
	struct review_pick *picks;
	size_t n_picks;
};

static void add_columns(struct work *w)
{
	int64_t n_reviewers = opts_integer(w->run->opts, "reviewers");

	for (size_t i = 0; i < N_GIVEN; i++)
		table_add_column(w->table, GIVEN[i].name, GIVEN[i].type, GIVEN[i].unit);
	for (int64_t reviewer = 1; reviewer <= n_reviewers; reviewer++)
		for (size_t i = 0; i < N_ASKED; i++) {
			struct buf name = {0};

			buf_add_text(&name, ASKED[i]);
			if (reviewer > 1)
				buf_format(&name, "_%lld", (long long)reviewer);
			table_add_column(w->table, buf_text(&name), CELL_TEXT, "text");
			buf_release(&name);
		}
}

static void set_field(
	struct table *table, size_t row, size_t column, const struct batch *batch, size_t from)
{
	enum field field = GIVEN[column].field;
	struct buf text = {0};

	if (field_is_text(field)) {
		struct span span = batch_text(batch, field, from);

		if (span.n)
			table_set_text_n(table, row, column, span.text, span.n);
	} else if (batch_number(batch, field, from) == NUMBER_NONE) {
		return;
	} else if (GIVEN[column].type == CELL_REAL) {
		table_set_real(
			table, row, column, (double)batch_number(batch, field, from) / 10000);
	} else {
		canonical_write_number(&text, field, batch_number(batch, field, from));
		table_set_text_n(table, row, column, buf_text(&text), text.len);
	}
	buf_release(&text);
}

static void add_rows(struct work *w, const struct batch *batch)
{
	for (size_t i = 0; i < batch->n; i++) {
		size_t row = table_add_row(w->table);
		const struct review_pick *pick = &w->picks[row];

		table_set_integer(w->table, row, ID, pick->id);
		table_set_text(w->table, row, SAMPLE, REVIEW_SAMPLES[pick->sample]);
		table_set_real(w->table, row, WEIGHT, pick->weight);
		for (size_t column = 0; column < N_GIVEN; column++)
			if (GIVEN[column].field != N_FIELDS)
				set_field(w->table, row, column, batch, i);
	}
}

static int read_picks(struct work *w, struct store *store)
{
	bool wanted[N_FIELDS] = {false};
	int64_t *ids = mem_alloc((w->n_picks + 1) * sizeof *ids);
	struct batch *batch = batch_new();
	struct scan *scan;
	int status = -1;

	for (size_t i = 0; i < N_GIVEN; i++)
		if (GIVEN[i].field != N_FIELDS)
			wanted[GIVEN[i].field] = true;
	for (size_t i = 0; i < w->n_picks; i++)
		ids[i] = w->picks[i].id;
	scan = scan_open_rows(store, wanted, ids, w->n_picks, &w->run->err);
	while (scan && (status = scan_next(scan, batch, &w->run->err)) > 0)
		add_rows(w, batch);
	scan_close(scan);
	batch_free(batch);
	free(ids);
	return status;
}

/* ---- the workbook ---- */

/* "product:quality 质量差": the code is what is read back. */
static struct table *make_choices(struct run *run, const struct classifier *classifier)
{
	static const char *const WORDS[] = {"none", "unclassified"};
	struct table *table = table_new("choices"), *sorted;
	const struct labels *labels = cmd_labels(run);
	struct buf text = {0};

	table_add_column(table, "answer", CELL_TEXT, "text");
	for (size_t i = 0; i < classifier_labels(classifier); i++) {
		const char *cause, *subcause;

		classifier_label(classifier, i, &cause, &subcause);
		buf_clear(&text);
		buf_format(&text, "%s%s%s %s", cause, *subcause ? ":" : "", subcause,
			*subcause ? labels_text(labels, "subcause", subcause)
				  : labels_text(labels, "cause", cause));
		table_set_text(table, table_add_row(table), 0, buf_text(&text));
	}
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
		buf_clear(&text);
		buf_format(&text, "%s %s", WORDS[i], labels_text(labels, "answer", WORDS[i]));
		table_set_text(table, table_add_row(table), 0, buf_text(&text));
	}
	buf_release(&text);
	sorted = table_sorted(table, 0, false);
	table_free(table);
	return sorted;
}

static bool is_asked_label(const char *name)
{
	return !strncmp(name, ASKED[0], strlen(ASKED[0])) ||
	       !strncmp(name, ASKED[1], strlen(ASKED[1]));
}

static void fill_book(
	struct run *run, struct book *book, const struct table *table, const struct table *choices)
{
	const struct labels *labels = cmd_labels(run);
	size_t n = table_columns(table);
	struct book_column *columns = mem_zalloc(n * sizeof *columns);
	const char *sheet = book_name_sheet(book, labels_text(labels, "word", "review"));
	const char *list = book_name_sheet(book, labels_text(labels, "word", "choices"));

	for (size_t i = 0; i < n; i++) {
		columns[i].name = table_column(table, i)->name;
		if (!is_asked_label(columns[i].name))
			continue;
		columns[i].choices = list;
		columns[i].n_choices = table_rows(choices);
	}
	book_start_sheet(book, sheet);
	book_add_table(
		book, &(struct book_block){.table = table, .columns = columns, .n_columns = n});
	book_start_sheet(book, list);
	book_add_table(book, &(struct book_block){.table = choices});
	free(columns);
}

static int save_book(
	struct run *run, const struct table *table, const struct table *choices, const char *path)
{
	struct book_info info = {
		.lang = run->lang, .day = instant_day(cmd_now()), .labels = cmd_labels(run)};
	struct book *book = book_new(&info, &run->err);
	struct outfile *out = book ? outfile_open(path, &run->err) : NULL;
	int status = -1;

	if (out) {
		fill_book(run, book, table, choices);
		if (book_save(book, out, &run->err) < 0)
			outfile_abandon(out);
		else
			status = outfile_commit(out, &run->err);
	}
	book_free(book);
	return status;
}

static enum status put_book(struct run *run, const struct table *table, const char *path)
{
	struct classifier *classifier =
		classifier_load(run->share, opts_text(run->opts, "rules"), &run->err);
	struct table *choices;
	int status;

	if (!classifier)
		return cmd_fail(run, NULL);
	choices = make_choices(run, classifier);
	status = save_book(run, table, choices, path);
	table_free(choices);
	classifier_free(classifier);
	return status < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

/* ---- */

static bool is_workbook(const char *path)
{
	size_t n = path ? strlen(path) : 0;

	return n > 5 && !strcasecmp(path + n - 5, ".xlsx");
}

static enum status put(struct work *w)
{
	struct run *run = w->run;
	const char *path = opts_text(run->opts, "output");
	size_t n[N_REVIEW_SAMPLES] = {0};
	enum status status =
		is_workbook(path) ? put_book(run, w->table, path) : cmd_put_table(run, w->table);

	for (size_t i = 0; i < w->n_picks; i++)
		n[w->picks[i].sample]++;
	if (status == STATUS_DONE)
		cmd_say(run,
			"%zu complaints to look at: %zu uncertain, %zu unclassified, %zu at random",
			w->n_picks, n[REVIEW_UNCERTAIN], n[REVIEW_UNCLASSIFIED], n[REVIEW_RANDOM]);
	return status;
}

static int choose(struct work *w, struct store *store)
{
	const struct review_plan plan = {.n = (size_t)opts_integer(w->run->opts, "rows"),
		.random_share = opts_number(w->run->opts, "random"),
		.seed = (uint64_t)opts_integer(w->run->opts, "seed")};

	if (review_choose(store, &plan, &w->picks, &w->n_picks, &w->run->err) < 0)
		return -1;
	add_columns(w);
	return read_picks(w, store);
}

enum status review_make(struct run *run)
{
	struct work w = {.run = run};
	enum status status;
	struct store *store;
	bool is_book = is_workbook(opts_text(run->opts, "output"));

	if (is_book && opts_is_set(run->opts, "format"))
		return cmd_misuse(run, "-f is not for use with a workbook");
	if (!is_book && opts_is_set(run->opts, "rules"))
		return cmd_misuse(run, "--rules gives a workbook (-o FILE.xlsx) its choices");
	store = cmd_open_data(run, &status);
	if (!store)
		return status;
	w.table = table_new("review");
	status = choose(&w, store) < 0 ? cmd_fail(run, NULL) : put(&w);
	table_free(w.table);
	free(w.picks);
	store_close(store);
	return status;
}
