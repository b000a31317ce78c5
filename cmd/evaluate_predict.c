/* The predictions that are judged: a column, columns of probabilities, or the rules. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cause/cause.h"
#include "cmd/evaluate_reader.h"

enum status evaluation_share(struct reader *r, size_t row, size_t column, double *value)
{
	const char *cell = csv_cell(r->e->csv, row, column);
	char *end;

	*value = NAN;
	if (!*cell)
		return STATUS_DONE;
	*value = strtod(cell, &end);
	if (*end || !(*value >= 0 && *value <= 1))
		return cmd_fail(r->run, "'%s', line %zu, column %s: '%s' is no number from 0 to 1",
			r->run->operands[0], r->e->csv->rows[row].line,
			r->e->csv->rows[0].cells[column], cell);
	return STATUS_DONE;
}

static enum status take_column(struct reader *r)
{
	struct evaluation *e = r->e;

	for (size_t i = 0; i < e->n; i++) {
		const char *codes =
			evaluation_codes(r, csv_cell(e->csv, e->row[i], r->predicted_column));

		e->said[i] = codes ? codes : "";
		if (r->score_column != SIZE_MAX && evaluation_share(r, e->row[i], r->score_column,
							   &e->score[i]) != STATUS_DONE)
			return STATUS_FAILED;
	}
	return STATUS_DONE;
}

/* "product;attitude", the causes of a result. */
static const char *result_cell(struct evaluation *e, const struct cause_result *result)
{
	struct buf cell = {0};
	const char *kept;

	for (size_t i = 0; i < result->n; i++)
		buf_format(&cell, "%s%s%s%s", i ? ";" : "", result->labels[i].cause,
			*result->labels[i].subcause ? ":" : "", result->labels[i].subcause);
	kept = arena_text(&e->arena, buf_text(&cell), cell.len);
	buf_release(&cell);
	return kept;
}

static void classify_by(
	struct reader *r, const struct classifier *classifier, const char **said, double *score)
{
	struct evaluation *e = r->e;
	struct cause_scratch *scratch = cause_scratch_new(classifier);

	for (size_t i = 0; i < e->n; i++) {
		const char *text = csv_cell(e->csv, e->row[i], e->text_column);
		struct cause_result result;

		cause_classify(classifier, scratch, text, strlen(text), &result, NULL);
		said[i] = result_cell(e, &result);
		if (score)
			score[i] = result.n ? result.labels[0].score : NAN;
	}
	cause_scratch_free(scratch);
}

/* A model is told by its first line; it stands with the rules of --rules. */
static struct classifier *open_against(struct run *run, const char *path)
{
	static const char MODEL[] = "kesu-model ";
	const char *rules = opts_text(run->opts, "rules");
	struct buf bytes = {0};
	bool is_model;
	struct classifier *c;

	if (file_read(path, &bytes, &run->err) < 0)
		return NULL;
	is_model = bytes.len >= strlen(MODEL) && !memcmp(bytes.data, MODEL, strlen(MODEL));
	buf_release(&bytes);
	c = classifier_load(run->share, is_model ? rules : path, &run->err);
	if (c && is_model && classifier_add_model(c, path, &run->err) < 0) {
		classifier_free(c);
		return NULL;
	}
	return c;
}

static enum status classify_against(struct reader *r)
{
	struct classifier *classifier = open_against(r->run, opts_text(r->run->opts, "against"));

	if (!classifier)
		return cmd_fail(r->run, NULL);
	r->e->said_against = mem_zalloc((r->e->n + 1) * sizeof *r->e->said_against);
	classify_by(r, classifier, r->e->said_against, NULL);
	classifier_free(classifier);
	return STATUS_DONE;
}

static enum status classify(struct reader *r)
{
	struct classifier *classifier = cmd_classifier(r->run);

	if (!classifier)
		return STATUS_FAILED;
	classify_by(r, classifier, r->e->said, r->e->score);
	classifier_free(classifier);
	return opts_text(r->run->opts, "against") ? classify_against(r) : STATUS_DONE;
}

/* The classes that have a column of probabilities, most probable first, as a cell. */
struct ranked {
	double probability;
	const char *name;
};

static int most_probable_first(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->probability != y->probability)
		return x->probability < y->probability ? 1 : -1;
	return strcmp(x->name, y->name);
}

static enum status rank_classes(struct reader *r, size_t row, struct ranked *ranked, size_t *n)
{
	*n = 0;
	for (size_t c = 0; c < r->e->csv->rows[0].n; c++) {
		double p;

		if (!r->classes[c])
			continue;
		if (evaluation_share(r, row, c, &p) != STATUS_DONE)
			return STATUS_FAILED;
		if (!isnan(p))
			ranked[(*n)++] = (struct ranked){p, r->classes[c]};
	}
	if (*n)
		qsort(ranked, *n, sizeof *ranked, most_probable_first);
	return STATUS_DONE;
}

/* With --primary the most probable class is predicted, however unsure. Where having no cause is the
 * most probable, nothing is. */
static void say_ranked(struct reader *r, size_t i, const struct ranked *ranked, size_t n)
{
	double threshold = r->is_primary ? 0 : opts_number(r->run->opts, "threshold");
	struct evaluation *e = r->e;
	struct buf cell = {0};

	for (size_t c = 0; c < n && *ranked[0].name && ranked[c].probability >= threshold; c++)
		if (*ranked[c].name)
			buf_format(&cell, "%s%s", c ? ";" : "", ranked[c].name);
	e->said[i] = arena_text(&e->arena, buf_text(&cell), cell.len);
	e->score[i] = n ? ranked[0].probability : NAN;
	r->surest_name[i] = n ? ranked[0].name : NULL;
	buf_release(&cell);
}

static bool find_probabilities(struct reader *r)
{
	const struct csv_rows *csv = r->e->csv;
	size_t width = csv->n ? csv->rows[0].n : 0, length = strlen(r->prefix);
	bool has_any = false;

	r->classes = mem_zalloc((width + 1) * sizeof *r->classes);
	for (size_t c = 0; c < width; c++) {
		const char *name = csv->rows[0].cells[c], *codes;

		if (strncmp(name, r->prefix, length) != 0)
			continue;
		codes = evaluation_codes(r, name + length);
		r->classes[c] = codes ? codes : "";
		has_any = true;
	}
	return has_any;
}

static enum status take_probabilities(struct reader *r)
{
	struct evaluation *e = r->e;
	size_t width = e->csv->n ? e->csv->rows[0].n : 0, n = 0;
	struct ranked *ranked = mem_alloc((width + 1) * sizeof *ranked);
	enum status status = STATUS_DONE;

	r->surest_name = mem_zalloc((e->n + 1) * sizeof *r->surest_name);
	if (!find_probabilities(r))
		status = cmd_fail(r->run,
			"'%s' has no column that begins with '%s' (--probabilities)",
			r->run->operands[0], r->prefix);
	for (size_t i = 0; i < e->n && status == STATUS_DONE; i++) {
		status = rank_classes(r, e->row[i], ranked, &n);
		say_ranked(r, i, ranked, n);
	}
	free(ranked);
	return status;
}

enum status evaluation_predict(struct reader *r)
{
	if (opts_text(r->run->opts, "label"))
		return classify(r);
	return r->prefix ? take_probabilities(r) : take_column(r);
}
