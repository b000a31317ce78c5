/* From a table's cells to sets of classes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/evaluate_reader.h"

/* More are no classes but another column, given by mistake. */
enum { MOST_CLASSES = 1000 };

/* ---- columns ---- */

static enum status find_column(struct reader *r, const char *option, size_t *column)
{
	const char *name = opts_text(r->run->opts, option);

	*column = SIZE_MAX;
	if (!name)
		return STATUS_DONE;
	*column = csv_column(r->e->csv, name);
	if (*column == SIZE_MAX)
		return cmd_fail(r->run, "'%s' has no column '%s' (--%s)", r->run->operands[0], name,
			option);
	return STATUS_DONE;
}

static enum status find_columns(struct reader *r)
{
	struct evaluation *e = r->e;
	bool classifies = opts_text(r->run->opts, "label") != NULL;
	const struct {
		const char *option;
		size_t *column;
		bool is_wanted;
	} columns[] = {
		{classifies ? "label" : "truth", &e->truth_column, true},
		{"predicted", &r->predicted_column, !classifies && !r->prefix},
		{"score", &r->score_column, !classifies && !r->prefix},
		{"rater", &e->rater_column, true},
		{"weight", &r->weight_column, true},
		{"by", &e->by_column, true},
		{"text", &e->text_column, classifies || opts_is_set(r->run->opts, "text")},
	};

	r->predicted_column = r->score_column = SIZE_MAX;
	e->text_column = csv_column(e->csv, "text");
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (columns[i].is_wanted &&
			find_column(r, columns[i].option, columns[i].column) != STATUS_DONE)
			return STATUS_FAILED;
	return STATUS_DONE;
}

static bool is_of_pair(const char *view)
{
	return !strcmp(view, "difference") || !strcmp(view, "changed");
}

/* Options that would be passed over in silence. */
static enum status check_options(struct run *run)
{
	static const struct {
		const char *option, *with;
		bool is_together;
	} rules[] = {
		{"rules", "label", true},
		{"model", "label", true},
		{"against", "label", true},
		{"by", "show", false},
		{"by", "against", false},
		{"weight", "by", false},
		{"weight", "against", false},
		{"threshold", "probabilities", true},
		{"truth", "label", false},
		{"predicted", "label", false},
		{"score", "label", false},
		{"probabilities", "label", false},
		{"predicted", "probabilities", false},
		{"score", "probabilities", false},
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (opts_is_set(run->opts, rules[i].option) &&
			opts_is_set(run->opts, rules[i].with) != rules[i].is_together)
			return cmd_misuse(run, "--%s is %s --%s", rules[i].option,
				rules[i].is_together ? "of no use without" : "not for use with",
				rules[i].with);
	if (!opts_is_set(run->opts, "against") && is_of_pair(opts_text(run->opts, "show")))
		return cmd_misuse(run, "--show %s is of no use without --against",
			opts_text(run->opts, "show"));
	if (opts_is_set(run->opts, "weight") &&
		!strcmp(opts_text(run->opts, "show"), "calibration"))
		return cmd_misuse(run, "--weight is not for use with --show calibration");
	return STATUS_DONE;
}

/* ---- which rows ---- */

/* The labels of a cell in which people may also have said that there is no cause. */
static const char *labels_of(const char *cell)
{
	static const char *const NO_CAUSE[] = {"none", "unclassified"};

	for (size_t i = 0; i < sizeof NO_CAUSE / sizeof *NO_CAUSE; i++)
		if (!strcmp(cell, NO_CAUSE[i]))
			return "";
	return cell;
}

static size_t count_labels(const char *cell, enum label_depth depth)
{
	struct span label;
	size_t n = 0;

	while (label_next(&cell, depth, &label))
		n++;
	return n;
}

static void choose_rows(struct reader *r)
{
	struct evaluation *e = r->e;
	size_t most = opts_flag(r->run->opts, "one-cause") ? 1 : SIZE_MAX;
	size_t least = opts_flag(r->run->opts, "count-blank") ? 0 : 1;

	e->row = mem_alloc((e->csv->n + 1) * sizeof *e->row);
	for (size_t row = 1; row < e->csv->n; row++) {
		size_t n = count_labels(csv_cell(e->csv, row, e->truth_column), r->depth);

		if (n >= least && n <= most)
			e->row[e->n++] = row;
		else
			e->n_left_out++;
	}
}

/* ---- classes ---- */

static void collect_header(struct reader *r)
{
	const struct csv_row *header = &r->e->csv->rows[0];
	size_t length = strlen(r->prefix);

	for (size_t c = 0; c < header->n; c++)
		if (!strncmp(header->cells[c], r->prefix, length))
			labelset_collect(r->e->classes, header->cells[c] + length, LABEL_SUBCAUSE);
}

static enum status collect_classes(struct reader *r)
{
	const char *list = opts_text(r->run->opts, "classes");
	struct evaluation *e = r->e;

	e->classes = labelset_new();
	if (list)
		labelset_collect_listed(e->classes, list);
	else if (r->prefix && e->csv->n)
		collect_header(r);
	for (size_t i = 0; i < e->n && !list; i++) {
		labelset_collect(e->classes,
			labels_of(csv_cell(e->csv, e->row[i], e->truth_column)), r->depth);
		labelset_collect(e->classes, labels_of(e->said[i]), r->depth);
		if (e->said_against)
			labelset_collect(e->classes, labels_of(e->said_against[i]), r->depth);
	}
	labelset_close(e->classes);
	e->n_classes = labelset_count(e->classes);
	if (e->n_classes > MOST_CLASSES)
		return cmd_fail(r->run, "'%s' has %zu different labels, more than %d",
			r->run->operands[0], e->n_classes, (int)MOST_CLASSES);
	return STATUS_DONE;
}

static size_t class_number(const struct evaluation *e, const char *name, size_t n)
{
	size_t number = labelset_find(e->classes, name, n);

	return number == SIZE_MAX ? e->n_classes + 1 : number;
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

static enum status encode_probabilities(struct reader *r)
{
	struct evaluation *e = r->e;
	struct buf name = {0};
	enum status status = STATUS_DONE;

	e->probability = mem_alloc((e->n * e->n_classes + 1) * sizeof *e->probability);
	for (size_t c = 0; c < e->n_classes && status == STATUS_DONE; c++) {
		size_t column;

		buf_clear(&name);
		buf_format(&name, "%s%s", r->prefix, labelset_name(e->classes, c));
		column = csv_column(e->csv, buf_text(&name));
		for (size_t i = 0; i < e->n && status == STATUS_DONE; i++)
			status = evaluation_share(
				r, e->row[i], column, &e->probability[i * e->n_classes + c]);
	}
	buf_release(&name);
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

		e->first_actual[i] = encode(
			r, labels_of(csv_cell(e->csv, e->row[i], e->truth_column)), e->actual + at);
		e->first_predicted[i] = encode(r, labels_of(e->said[i]), e->predicted + at);
		e->first_rater[i] =
			encode(r, labels_of(csv_cell(e->csv, e->row[i], e->rater_column)), ignored);
		if (e->said_against)
			e->first_against[i] = encode(r, labels_of(e->said_against[i]), ignored);
		e->surest[i] = e->first_predicted[i];
		if (r->surest_name && r->surest_name[i])
			e->surest[i] =
				class_number(e, r->surest_name[i], strlen(r->surest_name[i]));
	}
	free(ignored);
	return r->prefix ? encode_probabilities(r) : STATUS_DONE;
}

/* ---- */

static void make_room(struct evaluation *e)
{
	size_t n = e->n + 1;

	e->said = mem_zalloc(n * sizeof *e->said);
	e->score = mem_alloc(n * sizeof *e->score);
	e->surest = mem_zalloc(n * sizeof *e->surest);
	e->first_actual = mem_zalloc(n * sizeof *e->first_actual);
	e->first_predicted = mem_zalloc(n * sizeof *e->first_predicted);
	e->first_rater = mem_zalloc(n * sizeof *e->first_rater);
	e->first_against = mem_zalloc(n * sizeof *e->first_against);
	for (size_t i = 0; i < n; i++)
		e->score[i] = NAN;
}

enum status evaluation_read(struct run *run, struct evaluation *e)
{
	struct reader r = {.run = run,
		.e = e,
		.depth = opts_flag(run->opts, "subcauses") ? LABEL_SUBCAUSE : LABEL_CAUSE,
		.is_primary = opts_flag(run->opts, "primary"),
		.prefix = opts_text(run->opts, "probabilities")};
	enum status status = check_options(run);

	if (status != STATUS_DONE)
		return status;
	e->csv = csv_rows_read(run->operands[0], &run->err);
	if (!e->csv)
		return cmd_fail(run, NULL);
	status = find_columns(&r);
	if (status == STATUS_DONE) {
		choose_rows(&r);
		make_room(e);
		if (r.weight_column != SIZE_MAX && evaluation_weigh(run, e, r.weight_column) < 0)
			status = cmd_fail(run, NULL);
	}
	if (status == STATUS_DONE)
		status = evaluation_predict(&r);
	if (status == STATUS_DONE)
		status = collect_classes(&r);
	if (status == STATUS_DONE)
		status = encode_rows(&r);
	free(r.surest_name);
	return status;
}

void evaluation_release(struct evaluation *e)
{
	void *blocks[] = {e->row, (void *)e->said, e->actual, e->predicted, e->first_actual,
		e->first_predicted, e->first_rater, e->first_against, (void *)e->said_against,
		e->probability, e->score, e->surest, e->weight};

	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		free(blocks[i]);
	labelset_free(e->classes);
	arena_release(&e->arena);
	csv_rows_free(e->csv);
}

const char *evaluation_class(const struct evaluation *e, size_t number)
{
	if (number < e->n_classes)
		return labelset_name(e->classes, number);
	return number == e->n_classes ? "(none)" : "(other)";
}
