/* Answers into the store, and what people do not agree on. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cause/labelset.h"
#include "cmd/review.h"
#include "recause/recause.h"
#include "stats/agreement.h"

struct work {
	struct run *run;
	struct answers answers;
	size_t n_conflicts, n_unknown;
	struct recause_counts counts;
	struct table *moved; /* from, to, count, growth on both bases */
};

/* The answers about one complaint: items[from] .. items[to - 1]. */
static size_t end_of(const struct answers *a, size_t from)
{
	size_t to = from;

	while (to < a->n && a->items[to].id == a->items[from].id)
		to++;
	return to;
}

static bool agree(const struct answers *a, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (strcmp(a->items[i].labels, a->items[from].labels) != 0)
			return false;
	return true;
}

/* ---- into the store ---- */

static void add_human(struct batch *batch, const struct answer *answer)
{
	static const struct span HUMAN = {"human", 5};
	size_t row = batch->n++;

	batch->id[row] = answer->id;
	batch->text[FIELD_CAUSES][row] =
		(struct span){answer->labels, (uint32_t)strlen(answer->labels)};
	batch->text[FIELD_CAUSE_BY][row] = HUMAN;
}

/* Another store may have another complaint of that number. */
static int is_here(
	struct work *w, struct store *store, const struct answer *answer, struct batch *scratch)
{
	bool wanted[N_FIELDS] = {[FIELD_COMPLAINT_ID] = true};
	struct scan *scan = scan_open_rows(store, wanted, &answer->id, 1, &w->run->err);
	int status = scan ? scan_next(scan, scratch, &w->run->err) : -1;
	struct span id;

	scan_close(scan);
	if (status <= 0)
		return status;
	id = batch_text(scratch, FIELD_COMPLAINT_ID, 0);
	return text_is(id.n ? id.text : "", id.n, answer->complaint_id);
}

static int add_answers(struct work *w, struct store *store, struct recause *recause)
{
	const struct answers *a = &w->answers;
	struct batch *batch = batch_new(), *scratch = batch_new();
	int status = 0;

	batch->id = mem_alloc(BATCH_ROWS * sizeof *batch->id);
	for (size_t from = 0, to; from < a->n && status >= 0; from = to) {
		to = end_of(a, from);
		if (!agree(a, from, to))
			continue;
		status = is_here(w, store, &a->items[from], scratch);
		w->n_unknown += status == 0;
		if (status > 0) {
			batch_add_column(batch, FIELD_CAUSES);
			batch_add_column(batch, FIELD_CAUSE_BY);
			add_human(batch, &a->items[from]);
			status = recause_add(recause, batch, &w->run->err);
			batch_clear(batch);
		}
	}
	batch_free(batch);
	batch_free(scratch);
	return status < 0 ? -1 : 0;
}

static int apply(struct work *w, struct store *store)
{
	char *line = cmd_line(w->run);
	const struct run_info info = {
		.command = "review", .options = line, .started_at = cmd_now()};
	struct recause *recause = recause_begin(store, &info, &w->run->err);

	free(line);
	if (!recause)
		return -1;
	if (recause_take_answers(recause, &w->run->err) < 0 || add_answers(w, store, recause) < 0) {
		recause_abandon(recause);
		return -1;
	}
	w->moved = recause_moved(recause);
	return recause_finish(recause, &w->counts, &w->run->err);
}

/* ---- agreement ---- */

static const struct answer *answer_by(
	const struct answers *a, size_t from, size_t to, size_t reviewer)
{
	for (size_t i = from; i < to; i++)
		if (a->items[i].reviewer == reviewer)
			return &a->items[i];
	return NULL;
}

/* 0 without a cause, else 1 + the cause's number. */
static size_t primary(const struct labelset *set, const char *labels)
{
	struct span label;

	return label_next(&labels, LABEL_CAUSE, &label)
		       ? labelset_find(set, label.text, label.n) + 1
		       : 0;
}

static void say_pair(const struct work *w, const struct labelset *set, size_t x, size_t y)
{
	const struct answers *a = &w->answers;
	size_t k = labelset_count(set) + 1, n = 0, n_same = 0;
	double *matrix = mem_zalloc(k * k * sizeof *matrix), kappa;

	for (size_t from = 0, to; from < a->n; from = to) {
		const struct answer *first, *second;

		to = end_of(a, from);
		first = answer_by(a, from, to, x);
		second = answer_by(a, from, to, y);
		if (!first || !second)
			continue;
		n++;
		n_same += !strcmp(first->labels, second->labels);
		matrix[primary(set, first->labels) * k + primary(set, second->labels)]++;
	}
	kappa = confusion_kappa(matrix, k);
	free(matrix);
	if (!n)
		return;
	if (kappa == kappa)
		cmd_say(w->run,
			"%s and %s: %zu complaints, %zu answered alike, kappa of the first cause "
			"%.4f",
			a->reviewers[x], a->reviewers[y], n, n_same, kappa);
	else
		cmd_say(w->run, "%s and %s: %zu complaints, %zu answered alike, kappa undefined",
			a->reviewers[x], a->reviewers[y], n, n_same);
}

static void say_agreement(const struct work *w)
{
	const struct answers *a = &w->answers;
	struct labelset *set = labelset_new();

	for (size_t i = 0; i < a->n; i++)
		labelset_collect(set, a->items[i].labels, LABEL_CAUSE);
	labelset_close(set);
	for (size_t x = 0; x < a->n_reviewers; x++)
		for (size_t y = x + 1; y < a->n_reviewers; y++)
			say_pair(w, set, x, y);
	labelset_free(set);
}

/* ---- tables ---- */

static struct table *conflicts(const struct work *w)
{
	static const char *const COLUMNS[] = {"id", "complaint_id", "text", "reviewer", "answer"};
	const struct answers *a = &w->answers;
	struct table *table = table_new("conflicts");

	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
		table_add_column(
			table, COLUMNS[i], i ? CELL_TEXT : CELL_INTEGER, i < 2 ? "id" : "text");
	for (size_t from = 0, to; from < a->n; from = to) {
		to = end_of(a, from);
		for (size_t i = from; i < to && !agree(a, from, to); i++) {
			const struct answer *answer = &a->items[i];
			const char *cells[] = {answer->complaint_id, answer->text,
				a->reviewers[answer->reviewer],
				*answer->labels ? answer->labels : "none"};
			size_t row = table_add_row(table);

			table_set_integer(table, row, 0, answer->id);
			for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
				table_set_text(table, row, c + 1, cells[c]);
		}
	}
	return table;
}

/* What evaluate and train read: a row per complaint, a column per person. */
static struct table *all_answers(const struct work *w)
{
	static const char *const COLUMNS[] = {
		"id", "complaint_id", "sample", "weight", "score", "machine", "text"};
	enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };
	const struct answers *a = &w->answers;
	struct table *table = table_new("answers");

	for (size_t i = 0; i < N_COLUMNS; i++)
		table_add_column(
			table, COLUMNS[i], i ? CELL_TEXT : CELL_INTEGER, i < 2 ? "id" : "text");
	for (size_t i = 0; i < a->n_reviewers; i++) {
		struct buf name = {0};

		buf_add_text(&name, "answer");
		if (i)
			buf_format(&name, "_%zu", i + 1);
		table_add_column(table, buf_text(&name), CELL_TEXT, "text");
		buf_release(&name);
	}
	for (size_t from = 0, to; from < a->n; from = to) {
		const struct answer *first = &a->items[from];
		const char *cells[] = {first->complaint_id, first->sample, first->weight,
			first->score, first->machine, first->text};
		size_t row = table_add_row(table);

		to = end_of(a, from);
		table_set_integer(table, row, 0, first->id);
		for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
			table_set_text(table, row, c + 1, cells[c]);
		for (size_t i = from; i < to; i++)
			table_set_text(table, row, N_COLUMNS + a->items[i].reviewer,
				*a->items[i].labels ? a->items[i].labels : "none");
	}
	return table;
}

/* What --show names; without it what people do not agree on, and where they do, what moved. */
static struct table *take_shown(struct work *w, bool *is_worth)
{
	const char *what = opts_text(w->run->opts, "show");
	bool is_asked = opts_is_set(w->run->opts, "show");
	struct table *moved;

	*is_worth = is_asked || opts_is_set(w->run->opts, "output");
	if (!strcmp(what, "answers"))
		return all_answers(w);
	if (!strcmp(what, "conflicts") && (is_asked || w->n_conflicts)) {
		*is_worth |= w->n_conflicts > 0;
		return conflicts(w);
	}
	moved = w->moved;
	w->moved = NULL;
	*is_worth |= table_rows(moved) > 0;
	return moved;
}

static enum status show(struct work *w)
{
	bool is_worth;
	struct table *table = take_shown(w, &is_worth);
	enum status status = is_worth ? cmd_put_table(w->run, table) : STATUS_DONE;

	table_free(table);
	return status;
}

/* ---- */

static int read_files(struct work *w)
{
	struct classifier *classifier =
		classifier_load(w->run->share, opts_text(w->run->opts, "rules"), &w->run->err);
	int status = classifier && cmd_labels(w->run) ? 0 : -1;

	for (size_t i = 0; i < w->run->n_operands && status == 0; i++)
		status = answers_read(w->run, classifier, w->run->operands[i], &w->answers);
	classifier_free(classifier);
	answers_sort(&w->answers);
	return status;
}

static int apply_to_store(struct work *w)
{
	struct store *store = store_open(w->run->db, STORE_WRITE, &w->run->err);
	int status = store ? apply(w, store) : -1;

	store_close(store);
	return status;
}

enum status review_apply(struct run *run)
{
	struct work w = {.run = run};
	const struct answers *a = &w.answers;
	enum status status;

	if (read_files(&w) < 0 || apply_to_store(&w) < 0) {
		table_free(w.moved);
		answers_release(&w.answers);
		return cmd_fail(run, NULL);
	}
	for (size_t from = 0, to; from < a->n; from = to) {
		to = end_of(a, from);
		w.n_conflicts += !agree(a, from, to);
	}
	say_agreement(&w);
	status = show(&w);
	cmd_say(run,
		"%zu rows, %zu without an answer, %zu answers unknown, %zu in conflict, %zu not of "
		"this store; %llu complaints changed",
		a->n_rows, a->n_blank, a->n_bad, w.n_conflicts, w.n_unknown,
		(unsigned long long)w.counts.n_changed);
	table_free(w.moved);
	answers_release(&w.answers);
	return status;
}
