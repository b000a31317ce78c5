/* Which columns, options and rows of a table are judged. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cause/labelnames.h"
#include "cmd/evaluate_reader.h"

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

const char *evaluation_codes(struct reader *r, const char *cell)
{
	struct buf codes = {0};
	const char *kept = NULL;

	if (label_codes(r->labels, cell, &codes))
		kept = arena_text(&r->e->arena, buf_text(&codes), codes.len);
	buf_release(&codes);
	return kept;
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

	e->row = mem_alloc((e->csv->n + 1) * sizeof *e->row);
	e->truth = mem_zalloc((e->csv->n + 1) * sizeof *e->truth);
	for (size_t row = 1; row < e->csv->n; row++) {
		const char *codes = evaluation_codes(r, csv_cell(e->csv, row, e->truth_column));

		e->truth[row] = codes;
		if ((codes || r->blank_counts) &&
			count_labels(codes ? codes : "", r->depth) <= most)
			e->row[e->n++] = row;
		else
			e->n_left_out++;
	}
}

/* ---- */

static void make_room(struct evaluation *e)
{
	size_t n = e->n + 1;

	e->said = mem_zalloc(n * sizeof *e->said);
	e->rater = mem_zalloc(n * sizeof *e->rater);
	e->score = mem_alloc(n * sizeof *e->score);
	e->surest = mem_zalloc(n * sizeof *e->surest);
	e->first_actual = mem_zalloc(n * sizeof *e->first_actual);
	e->first_predicted = mem_zalloc(n * sizeof *e->first_predicted);
	e->first_rater = mem_zalloc(n * sizeof *e->first_rater);
	e->first_against = mem_zalloc(n * sizeof *e->first_against);
	for (size_t i = 0; i < n; i++)
		e->score[i] = NAN;
}

static void read_rater(struct reader *r)
{
	struct evaluation *e = r->e;

	for (size_t i = 0; i < e->n && e->rater_column != SIZE_MAX; i++) {
		e->rater[i] = evaluation_codes(r, csv_cell(e->csv, e->row[i], e->rater_column));
		if (!e->rater[i] && r->blank_counts)
			e->rater[i] = "";
	}
}

static enum status read_rows(struct reader *r)
{
	struct evaluation *e = r->e;

	choose_rows(r);
	make_room(e);
	read_rater(r);
	if (r->weight_column != SIZE_MAX && evaluation_weigh(r->run, e, r->weight_column) < 0)
		return cmd_fail(r->run, NULL);
	return evaluation_predict(r);
}

enum status evaluation_read(struct run *run, struct evaluation *e)
{
	struct reader r = {.run = run,
		.e = e,
		.depth = opts_flag(run->opts, "subcauses") ? LABEL_SUBCAUSE : LABEL_CAUSE,
		.is_primary = opts_flag(run->opts, "primary"),
		.blank_counts = opts_flag(run->opts, "count-blank"),
		.prefix = opts_text(run->opts, "probabilities")};
	enum status status = check_options(run);

	if (status != STATUS_DONE)
		return status;
	e->csv = csv_rows_read(run->operands[0], &run->err);
	if (!e->csv)
		return cmd_fail(run, NULL);
	r.labels = cmd_labels(run);
	status = r.labels ? find_columns(&r) : STATUS_FAILED;
	if (status == STATUS_DONE)
		status = read_rows(&r);
	if (status == STATUS_DONE)
		status = evaluation_encode(&r);
	free((void *)r.classes);
	free((void *)r.surest_name);
	return status;
}

void evaluation_release(struct evaluation *e)
{
	void *blocks[] = {e->row, (void *)e->truth, (void *)e->rater, (void *)e->said, e->actual,
		e->predicted, e->first_actual, e->first_predicted, e->first_rater, e->first_against,
		(void *)e->said_against, e->probability, e->score, e->surest, e->weight};

	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		free(blocks[i]);
	labelset_free(e->classes);
	labelset_free(e->others);
	arena_release(&e->arena);
	csv_rows_free(e->csv);
}
