/* From the labels of rows to numbers and sets of classes. */
#include <stdlib.h>
#include <string.h>

#include "cause/labelnames.h"
#include "cmd/evaluate_reader.h"

/* More are no classes but another column, given by mistake. */
enum { MOST_CLASSES = 1000 };

/* ---- classes ---- */

/* A blank is read as no cause by --count-blank, and else not judged. */
static const char *truth_of(const struct evaluation *e, size_t i)
{
	const char *codes = e->truth[e->row[i]];

	return codes ? codes : "";
}

static void collect_header(struct reader *r)
{
	for (size_t c = 0; c < r->e->csv->rows[0].n; c++)
		if (r->classes[c] && *r->classes[c])
			labelset_collect(r->e->classes, r->classes[c], LABEL_SUBCAUSE);
}

/* All that is called the label of a judged row, but by the second person. */
static void collect_labels(struct reader *r, struct labelset *set)
{
	const struct evaluation *e = r->e;

	for (size_t i = 0; i < e->n; i++) {
		labelset_collect(set, truth_of(e, i), r->depth);
		labelset_collect(set, e->said[i], r->depth);
		if (e->said_against)
			labelset_collect(set, e->said_against[i], r->depth);
	}
}

/* Labels that are no class. */
static void collect_others(struct reader *r)
{
	struct evaluation *e = r->e;
	struct labelset *all = labelset_new();

	collect_labels(r, all);
	for (size_t i = 0; i < e->n; i++)
		if (e->rater[i])
			labelset_collect(all, e->rater[i], r->depth);
	labelset_close(all);
	e->others = labelset_new();
	for (size_t i = 0; i < labelset_count(all); i++) {
		const char *name = labelset_name(all, i);

		if (labelset_find(e->classes, name, strlen(name)) == SIZE_MAX)
			labelset_add(e->others, name, strlen(name));
	}
	labelset_close(e->others);
	labelset_free(all);
}

static enum status collect_classes(struct reader *r)
{
	const char *list = opts_text(r->run->opts, "classes");
	struct evaluation *e = r->e;
	size_t n;

	e->classes = labelset_new();
	if (list)
		label_codes_listed(r->labels, list, e->classes);
	else if (r->prefix && e->csv->n)
		collect_header(r);
	if (!list)
		collect_labels(r, e->classes);
	labelset_close(e->classes);
	e->n_classes = labelset_count(e->classes);
	collect_others(r);
	n = e->n_classes + labelset_count(e->others);
	if (n > MOST_CLASSES)
		return cmd_fail(r->run, "'%s' has %zu different labels, more than %d",
			r->run->operands[0], n, (int)MOST_CLASSES);
	return STATUS_DONE;
}

/* ---- numbers ---- */

static size_t class_number(const struct evaluation *e, const char *name, size_t n)
{
	size_t number = labelset_find(e->classes, name, n);

	if (number != SIZE_MAX)
		return number;
	return e->n_classes + 1 + labelset_find(e->others, name, n);
}

/* Marks the cell's classes in `set` and returns the first one's number. */
static size_t encode(const struct reader *r, const char *cell, bool *set)
{
	const struct evaluation *e = r->e;
	size_t first = e->n_classes;
	struct span label;

	while (label_next(&cell, r->depth, &label)) {
		size_t number = class_number(e, label.text, label.n);

		if (number < e->n_classes)
			set[number] = true;
		if (first == e->n_classes)
			first = number;
		if (r->is_primary)
			break;
	}
	return first;
}

/* The column of a class's probabilities; SIZE_MAX: it has none. */
static size_t class_column(const struct reader *r, size_t class)
{
	const char *name = labelset_name(r->e->classes, class);

	for (size_t c = 0; c < r->e->csv->rows[0].n; c++)
		if (r->classes[c] && !strcmp(r->classes[c], name))
			return c;
	return SIZE_MAX;
}

static enum status encode_probabilities(struct reader *r)
{
	struct evaluation *e = r->e;
	enum status status = STATUS_DONE;

	e->probability = mem_alloc((e->n * e->n_classes + 1) * sizeof *e->probability);
	for (size_t c = 0; c < e->n_classes && status == STATUS_DONE; c++) {
		size_t column = class_column(r, c);

		for (size_t i = 0; i < e->n && status == STATUS_DONE; i++)
			status = evaluation_share(
				r, e->row[i], column, &e->probability[i * e->n_classes + c]);
	}
	return status;
}

static enum status encode_rows(struct reader *r)
{
	struct evaluation *e = r->e;
	size_t n_cells = e->n * e->n_classes + 1;
	bool *ignored = mem_zalloc(e->n_classes + 1);

	e->actual = mem_zalloc(n_cells);
	e->predicted = mem_zalloc(n_cells);
	for (size_t i = 0; i < e->n; i++) {
		size_t at = i * e->n_classes;

		e->first_actual[i] = encode(r, truth_of(e, i), e->actual + at);
		e->first_predicted[i] = encode(r, e->said[i], e->predicted + at);
		e->first_rater[i] = e->rater[i] ? encode(r, e->rater[i], ignored) : NOT_JUDGED;
		if (e->said_against)
			e->first_against[i] = encode(r, e->said_against[i], ignored);
		e->surest[i] = e->first_predicted[i];
		if (r->surest_name && r->surest_name[i])
			e->surest[i] = labelset_find(
				e->classes, r->surest_name[i], strlen(r->surest_name[i]));
	}
	free(ignored);
	return r->prefix ? encode_probabilities(r) : STATUS_DONE;
}

enum status evaluation_encode(struct reader *r)
{
	enum status status = collect_classes(r);

	if (status == STATUS_DONE)
		status = encode_rows(r);
	return status;
}

const char *evaluation_class(const struct evaluation *e, size_t number)
{
	if (number < e->n_classes)
		return labelset_name(e->classes, number);
	return number == e->n_classes ? "(none)" : "(other)";
}

size_t evaluation_numbers(const struct evaluation *e)
{
	return e->n_classes + 1 + labelset_count(e->others);
}

size_t evaluation_paired_truth(const struct evaluation *e, size_t i)
{
	size_t other = e->n_classes + 1;

	return e->first_actual[i] < other ? e->first_actual[i] : other;
}

size_t evaluation_paired_said(const struct evaluation *e, const size_t *said, size_t i)
{
	size_t none = e->n_classes, other = none + 1;

	if (said[i] < other)
		return said[i];
	return e->first_actual[i] >= other && e->first_actual[i] != said[i] ? none : other;
}
