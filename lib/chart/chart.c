#include "chart/chart.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const TYPES[] = {
	[CHART_LINE] = "line",
	[CHART_BAR] = "bar",
	[CHART_PARETO] = "pareto",
	[CHART_GROUPED] = "grouped",
	[CHART_STACKED] = "stacked",
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

void chart_free(struct chart *chart)
{
	if (!chart)
		return;
	free(chart->title);
	free(chart->subtitle);
	free(chart->note);
	free(chart->unit);
	for (size_t i = 0; i < chart->n_labels; i++)
		free(chart->labels[i]);
	free(chart->labels);
	free(chart->partial);
	for (size_t s = 0; s < chart->n_series; s++) {
		free(chart->series[s].name);
		free(chart->series[s].y);
	}
	free(chart->series);
	free(chart);
}
