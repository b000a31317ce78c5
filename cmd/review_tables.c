/* Answers of several people, complaint by complaint, and what is shown of them. */
#include <stdlib.h>
#include <string.h>

#include "cmd/review.h"

/* ---- by complaint ---- */

/* Of another store there may be another complaint of the same number. */
static int by_complaint(const struct review_row *a, const struct review_row *b)
{
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return strcmp(a->complaint_id, b->complaint_id);
}

static int by_complaint_and_reviewer(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;
	int order = by_complaint(x->row, y->row);

	if (order)
		return order;
	if (x->reviewer != y->reviewer)
		return x->reviewer < y->reviewer ? -1 : 1;
	return x->row->line < y->row->line ? -1 : x->row->line > y->row->line;
}

void answers_sort(struct answers *answers)
{
	if (answers->n)
		qsort(answers->items, answers->n, sizeof *answers->items,
			by_complaint_and_reviewer);
}

size_t answers_end(const struct answers *a, size_t from)
{
	size_t to = from;

	while (to < a->n && !by_complaint(a->items[to].row, a->items[from].row))
		to++;
	return to;
}

const struct answer *answers_first(const struct answers *a, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (a->items[i].labels)
			return &a->items[i];
	return NULL;
}

bool answers_agree(const struct answers *a, size_t from, size_t to)
{
	const struct answer *first = answers_first(a, from, to);

	for (size_t i = from; i < to; i++)
		if (a->items[i].labels && strcmp(a->items[i].labels, first->labels) != 0)
			return false;
	return true;
}

/* ---- tables ---- */

static void add_columns(struct table *table, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		table_add_column(
			table, names[i], i ? CELL_TEXT : CELL_INTEGER, i < 2 ? "id" : "text");
}

struct table *answers_conflicts(const struct answers *a)
{
	static const char *const COLUMNS[] = {"id", "complaint_id", "text", "reviewer", "answer"};
	struct table *table = table_new("conflicts");

	add_columns(table, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	for (size_t from = 0, to; from < a->n; from = to) {
		to = answers_end(a, from);
		for (size_t i = from; i < to && !answers_agree(a, from, to); i++) {
			const struct answer *answer = &a->items[i];
			const char *cells[] = {answer->row->complaint_id, answer->row->text,
				a->reviewers[answer->reviewer], answer->said};
			size_t row;

			if (!answer->labels)
				continue;
			row = table_add_row(table);
			table_set_integer(table, row, 0, answer->row->id);
			for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
				table_set_text(table, row, c + 1, cells[c]);
		}
	}
	return table;
}

static void add_answer_columns(struct table *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *name = i ? mem_format("answer_%zu", i + 1) : mem_text("answer");

		table_add_column(table, name, CELL_TEXT, "text");
		free(name);
	}
}

struct table *answers_table(const struct answers *a)
{
	static const char *const COLUMNS[] = {
		"id", "complaint_id", "sample", "weight", "score", "machine", "text"};
	enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };
	struct table *table = table_new("answers");

	add_columns(table, COLUMNS, N_COLUMNS);
	add_answer_columns(table, a->n_reviewers);
	for (size_t from = 0, to; from < a->n; from = to) {
		size_t at = table_add_row(table);

		to = answers_end(a, from);
		table_set_integer(table, at, 0, a->items[from].row->id);
		for (size_t i = to; i-- > from;) { /* what the first file says stands */
			const struct review_row *row = a->items[i].row;
			const char *cells[] = {row->complaint_id, row->sample, row->weight,
				row->score, row->machine, row->text};

			for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
				if (*cells[c])
					table_set_text(table, at, c + 1, cells[c]);
			if (a->items[i].said)
				table_set_text(table, at, N_COLUMNS + a->items[i].reviewer,
					a->items[i].said);
		}
	}
	return table;
}
