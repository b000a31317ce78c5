#include "chart/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "chart/days.h"
#include "chart/fields.h"
#include "chart/pivot.h"

static const char *const TYPES[] = {
	[CHART_LINE] = "line",
	[CHART_BAR] = "bar",
	[CHART_PARETO] = "pareto",
	[CHART_GROUPED] = "grouped",
	[CHART_STACKED] = "stacked",
	[CHART_RANK] = "rank",
	[CHART_GROWTH] = "growth",
	[CHART_HEATMAP] = "heatmap",
	[CHART_CONTROL] = "control",
	[CHART_MULTIPLES] = "multiples",
	[CHART_SURVIVAL] = "survival",
};
enum { N_TYPES = sizeof TYPES / sizeof *TYPES };

bool chart_type_read(const char *word, enum chart_type *type)
{
	for (size_t i = 0; i < N_TYPES; i++)
		if (!strcmp(TYPES[i], word)) {
			*type = (enum chart_type)i;
			return true;
		}
	return false;
}

void chart_type_list(struct buf *out)
{
	for (size_t i = 0; i < N_TYPES; i++)
		buf_format(out, "%s%s", !i ? "" : i + 1 < N_TYPES ? ", " : " or ", TYPES[i]);
}

const struct series *chart_role(const struct chart *chart, enum role role)
{
	for (size_t s = 0; s < chart->n_series; s++)
		if (chart->series[s].role == role)
			return &chart->series[s];
	return NULL;
}

struct chart *chart_from_table(const struct table *table, enum chart_type type,
	const struct chart_choice *choice, struct err *err)
{
	bool of_rows = type == CHART_RANK || type == CHART_GROWTH || type == CHART_CONTROL;

	if (type == CHART_SURVIVAL)
		return chart_days(table, choice, err);
	return of_rows ? chart_fields(table, type, choice, err)
		       : chart_pivot(table, type, choice, err);
}

bool chart_has_value(const struct chart *chart)
{
	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels; i++)
			if (isfinite(chart->series[s].y[i]))
				return true;
	return false;
}

void chart_free(struct chart *chart)
{
	if (!chart)
		return;
	free(chart->title);
	free(chart->subtitle);
	free(chart->note);
	free(chart->plain_note);
	free(chart->unit);
	for (size_t i = 0; i < chart->n_labels; i++) {
		free(chart->labels[i]);
		if (chart->remarks)
			free(chart->remarks[i]);
	}
	free(chart->remarks);
	free(chart->labels);
	free(chart->partial);
	for (size_t s = 0; s < chart->n_series; s++) {
		free(chart->series[s].name);
		free(chart->series[s].unit);
		free(chart->series[s].y);
	}
	free(chart->series);
	free(chart);
}
