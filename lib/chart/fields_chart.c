/* A chart of fields out of its rows. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "chart/columns.h"
#include "chart/fields_inner.h"
#include "chart/told.h"
#include "chart/words.h"

/* The lines of a control chart that have no better name. */
static const struct {
	const char *column;
	enum word word;
} LINES[] = {{"centre", WORD_CENTRE}, {"mean", WORD_CENTRE}, {"upper", WORD_UPPER},
	{"lower", WORD_LOWER}};

static const char *heading(const struct fields *f, const char *column)
{
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
		if (!strcmp(LINES[i].column, column))
			return chart_word(f->choice->lang, LINES[i].word);
	return labels_text(f->choice->labels, "column", column);
}

static struct series *add_series(struct chart *chart, const struct fields *f, enum role role)
{
	struct series *series = &chart->series[chart->n_series++];
	size_t column = f->columns[role];

	series->role = role;
	series->y = mem_alloc((f->n + 1) * sizeof *series->y);
	for (size_t i = 0; i < f->n; i++)
		series->y[i] =
			column == SIZE_MAX ? 0 : table_real(f->table, f->lines[i].row, column);
	if (column == SIZE_MAX) {
		series->name = mem_text("");
		return series;
	}
	series->name = mem_text(heading(f, table_column(f->table, column)->name));
	series->unit = mem_text(table_column(f->table, column)->unit);
	if (role == ROLE_CHANGE && !series->unit)
		series->unit = mem_text("growth");
	return series;
}

static double number_at(const struct fields *f, size_t i, const char *name, double absent)
{
	size_t column = table_find(f->table, name);
	double value = column == SIZE_MAX ? NAN : table_real(f->table, f->lines[i].row, column);

	return isnan(value) ? absent : value;
}

static bool is_yearly(const struct fields *f)
{
	size_t change = f->columns[ROLE_CHANGE];

	return change != SIZE_MAX && !strcmp(table_column(f->table, change)->name, "yoy");
}

/* METRICS 3.2, 3.7: a change on a small base, or one that may be chance, is no finding. */
static bool is_finding(const struct fields *f, size_t i, double change, int good)
{
	enum { SMALL_BASE = 10 };

	return change * good < 0 && fabs(change) >= 0.01 && !f->lines[i].is_rest &&
	       number_at(f, i, is_yearly(f) ? "year_ago" : "previous", SMALL_BASE) >= SMALL_BASE &&
	       number_at(f, i, is_yearly(f) ? "yoy_significant" : "significant", 1) > 0;
}

/* The one that got worst is the one that stands out. */
static void mark_worst(struct chart *chart, const struct fields *f)
{
	const double *change = chart_role(chart, ROLE_CHANGE)->y;
	struct series *alarm = add_series(chart, f, ROLE_ALARM);
	size_t worst = SIZE_MAX;

	for (size_t i = 0; i < f->n; i++)
		if (is_finding(f, i, change[i], chart->good) &&
			(worst == SIZE_MAX || fabs(change[i]) > fabs(change[worst])))
			worst = i;
	if (worst != SIZE_MAX)
		alarm->y[worst] = 1;
}

/* In place of a change that is not defined its reason; at an alarm what happened. */
static void add_remarks(struct chart *chart, const struct fields *f)
{
	bool is_rank = f->type == CHART_RANK;
	const char *name = !is_rank ? "remark" : is_yearly(f) ? "yoy_status" : "status";
	size_t column = table_find(f->table, name);

	if (column == SIZE_MAX || !column_is_text(f->table, column) || f->type == CHART_GROWTH)
		return;
	chart->remarks = mem_zalloc((f->n + 1) * sizeof *chart->remarks);
	for (size_t i = 0; i < f->n; i++) {
		const struct cell *cell = table_cell(f->table, f->lines[i].row, column);

		if (cell->type == CELL_TEXT && *cell->text)
			chart->remarks[i] = mem_text(labels_text(f->choice->labels,
				is_rank ? "growth_status" : "remark", cell->text));
	}
}

static void add_partial(struct chart *chart, const struct fields *f)
{
	bool any = false;

	chart->partial = mem_zalloc(f->n + 1);
	for (size_t i = 0; i < f->n && f->is_time; i++)
		any |= chart->partial[i] = number_at(f, i, "complete", 1) == 0;
	if (!any) {
		free(chart->partial);
		chart->partial = NULL;
	}
}

static void tell(struct chart *chart, const struct fields *f)
{
	struct told told = {.table = f->table,
		.choice = f->choice,
		.value = f->columns[ROLE_VALUE],
		.by = f->is_time ? SIZE_MAX : f->x,
		.and_by = SIZE_MAX,
		.from = f->from,
		.to = f->to,
		.left_out = f->left_out,
		.not_comparable = f->not_comparable};

	for (size_t i = 0; i < table_columns(f->table) && f->x == SIZE_MAX; i++) {
		if (!fields_is_group(f, i))
			continue;
		if (told.by != SIZE_MAX) {
			told.and_by = i;
			break;
		}
		told.by = i;
	}
	chart_tell(chart, &told);
}

static struct chart *make_chart(const struct fields *f)
{
	struct chart *chart = mem_zalloc(sizeof *chart);

	chart->type = f->type;
	chart->good = f->choice->good > 0 ? 1 : -1;
	chart->n_labels = f->n;
	chart->labels = mem_alloc((f->n + 1) * sizeof *chart->labels);
	for (size_t i = 0; i < f->n; i++)
		chart->labels[i] = mem_text(f->lines[i].label);
	chart->rest_label = f->n > 1 && f->lines[f->n - 1].is_rest;
	chart->series = mem_zalloc(N_ROLES * sizeof *chart->series);
	for (size_t role = 0; role < N_ROLES; role++)
		if (f->columns[role] != SIZE_MAX)
			add_series(chart, f, (enum role)role);
	if (chart->n_series)
		chart->unit = mem_text(chart->series[0].unit);
	if (chart_role(chart, ROLE_CHANGE))
		mark_worst(chart, f);
	add_remarks(chart, f);
	add_partial(chart, f);
	tell(chart, f);
	return chart;
}

struct chart *chart_fields(const struct table *table, enum chart_type type,
	const struct chart_choice *choice, struct err *err)
{
	struct fields fields = {
		.table = table, .choice = choice, .type = type, .from = "", .to = ""};
	struct chart *chart = NULL;

	if (fields_choose(&fields, err) < 0)
		return NULL;
	if (fields_collect(&fields, err) == 0)
		chart = make_chart(&fields);
	for (size_t i = 0; i < fields.n; i++)
		free(fields.lines[i].label);
	free(fields.lines);
	return chart;
}
