/* Answers into the store, and what people do not agree on. */
#include <stdlib.h>
#include <string.h>

#include "cause/labelset.h"
#include "cmd/recausing.h"
#include "cmd/review.h"
#include "stats/agreement.h"

struct work {
	struct run *run;
	struct answers answers;
	size_t n_conflicts, n_unknown;
	struct recause_counts counts;
};

/* ---- into the store ---- */

static void add_human(struct batch *batch, const struct answer *answer)
{
	static const struct span HUMAN = {"human", 5};
	size_t row = batch->n++;

	batch->id[row] = answer->row->id;
	batch->text[FIELD_CAUSES][row] =
		(struct span){answer->labels, (uint32_t)strlen(answer->labels)};
	batch->text[FIELD_CAUSE_BY][row] = HUMAN;
}

static int add_answers(struct work *w, struct recause *recause)
{
	const struct answers *a = &w->answers;
	struct batch *batch = batch_new();
	int status = 0;

	batch->id = mem_alloc(BATCH_ROWS * sizeof *batch->id);
	for (size_t from = 0, to; from < a->n && status == 0; from = to) {
		const struct answer *first;

		to = answers_end(a, from);
		first = answers_first(a, from, to);
		if (!first || !first->row->is_here || !answers_agree(a, from, to))
			continue;
		batch_add_column(batch, FIELD_CAUSES);
		batch_add_column(batch, FIELD_CAUSE_BY);
		add_human(batch, first);
		status = recause_add(recause, batch, &w->run->err);
		batch_clear(batch);
	}
	batch_free(batch);
	return status;
}

/* ---- agreement ---- */

static const struct answer *answer_by(
	const struct answers *a, size_t from, size_t to, size_t reviewer)
{
	for (size_t i = from; i < to; i++)
		if (a->items[i].reviewer == reviewer && a->items[i].labels)
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

		to = answers_end(a, from);
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
		if (a->items[i].labels)
			labelset_collect(set, a->items[i].labels, LABEL_CAUSE);
	labelset_close(set);
	for (size_t x = 0; x < a->n_reviewers; x++)
		for (size_t y = x + 1; y < a->n_reviewers; y++)
			say_pair(w, set, x, y);
	labelset_free(set);
}

/* ---- what is told ---- */

/* What --show names; without it what people do not agree on, and where they do, what moved. */
static struct table *make_shown(const struct work *w, const struct recause *recause, bool *is_worth)
{
	const char *what = opts_text(w->run->opts, "show");
	bool is_asked = opts_is_set(w->run->opts, "show");
	struct table *moved;

	*is_worth = is_asked || opts_is_set(w->run->opts, "output");
	if (!strcmp(what, "answers"))
		return answers_table(&w->answers);
	if (!strcmp(what, "conflicts") && (is_asked || w->n_conflicts)) {
		*is_worth |= w->n_conflicts > 0;
		return answers_conflicts(&w->answers);
	}
	moved = recause_moved(recause);
	*is_worth |= table_rows(moved) > 0;
	return moved;
}

static void say_summary(const struct work *w)
{
	const struct answers *a = &w->answers;
	struct buf line = {0};

	buf_format(&line, "%zu rows, %zu without an answer, %zu answers unknown, ", a->n_rows,
		a->n_blank, a->n_bad);
	if (a->n_stray)
		buf_format(&line, "%zu without an id, ", a->n_stray);
	cmd_say(w->run, "%s%zu in conflict, %zu not of this store; %llu complaints changed",
		buf_text(&line), w->n_conflicts, w->n_unknown,
		(unsigned long long)w->counts.n_changed);
	buf_release(&line);
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
	return status;
}

static int apply(struct work *w, struct store *store, struct recause *recause)
{
	struct answers *a = &w->answers;

	if (answers_find(w->run, store, a, &w->n_unknown) < 0)
		return -1;
	answers_sort(a);
	for (size_t from = 0, to; from < a->n; from = to) {
		to = answers_end(a, from);
		w->n_conflicts += !answers_agree(a, from, to);
	}
	if (recause_take_answers(recause, &w->run->err) < 0)
		return -1;
	return add_answers(w, recause);
}

static enum status tell(struct work *w, struct recause *recause)
{
	bool is_worth;
	struct table *table = make_shown(w, recause, &is_worth);
	enum status status = recausing_finish(w->run, recause, is_worth ? table : NULL, &w->counts);

	table_free(table);
	if (status != STATUS_DONE)
		return status;
	say_agreement(w);
	say_summary(w);
	return STATUS_DONE;
}

static enum status apply_to_store(struct work *w, struct store *store)
{
	struct recause *recause = recausing_begin(w->run, store, NULL);

	if (!recause)
		return cmd_fail(w->run, NULL);
	if (apply(w, store, recause) >= 0)
		return tell(w, recause);
	recause_abandon(recause);
	return cmd_fail(w->run, NULL);
}

enum status review_apply(struct run *run)
{
	struct work w = {.run = run};
	struct store *store = NULL;
	enum status status;

	if (read_files(&w) == 0)
		store = store_open(run->db, STORE_WRITE, &run->err);
	status = store ? apply_to_store(&w, store) : cmd_fail(run, NULL);
	store_close(store);
	answers_release(&w.answers);
	return status;
}
