#include "chart/layout.h"

#include <math.h>
#include <string.h>

#include "chart/plot.h"
#include "chart/words.h"

static const struct {
	double (*height)(const struct chart *chart);
	void (*layout)(struct plot *plot);
} TYPES[] = {
	[CHART_LINE] = {line_height, line_layout},
	[CHART_BAR] = {bar_height, bar_layout},
	[CHART_PARETO] = {pareto_height, pareto_layout},
	[CHART_GROUPED] = {group_height, grouped_layout},
	[CHART_STACKED] = {group_height, stacked_layout},
	[CHART_RANK] = {rank_height, rank_layout},
	[CHART_GROWTH] = {interval_height, interval_layout},
	[CHART_HEATMAP] = {heatmap_height, heatmap_layout},
	[CHART_CONTROL] = {control_height, control_layout},
	[CHART_MULTIPLES] = {multiples_height, multiples_layout},
	[CHART_SURVIVAL] = {survival_height, survival_layout},
};

static const double DEFAULT_WIDTH = 760, TOP = 16, BOTTOM = 14, NOTE_LINE = 12.5;
static const double LEAST_HEIGHT = 150, LEAST_PLOT = 90, LOW = 240;

enum { MOST_LINES = 3 };

/* Title and subtitle from the top down, the footnote from the bottom up. */
static void add_heading(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	const struct type title = {.size = TITLE_SIZE, .bold = true, .colour = INK};
	const struct type subtitle = {.size = SUBTITLE_SIZE, .colour = MUTED};
	const char *lines[MOST_LINES];
	double width = plot->right - plot->left;
	size_t most = plot->scene->height < LOW ? 1 : 2;
	size_t n = plot_lines(
		plot, chart->title ? chart->title : "", title.size, true, width, lines, most);

	for (size_t i = 0; i < n; i++) {
		plot_text(plot, plot->left, plot->top + 14, ALIGN_LEFT, lines[i], title);
		plot->top += 20;
	}
	n = plot_lines(plot, chart->subtitle ? chart->subtitle : "", subtitle.size, false, width,
		lines, most);
	for (size_t i = 0; i < n; i++) {
		plot_text(plot, plot->left, plot->top + 12, ALIGN_LEFT, lines[i], subtitle);
		plot->top += 16;
	}
	plot->top += 14;
}

/* As many lines as leave room for a plot. */
static void add_note(struct plot *plot, const char *note)
{
	double room = fmax(0, plot->bottom - plot->top - LEAST_PLOT);
	const struct type type = {.size = NOTE_SIZE, .colour = MUTED};
	const char *lines[MOST_LINES];
	size_t n = plot_lines(plot, note, type.size, false, plot->right - plot->left, lines,
		(size_t)fmin(MOST_LINES, room / NOTE_LINE));

	for (size_t i = n; i-- > 0;) {
		plot_text(plot, plot->left, plot->bottom - 3, ALIGN_LEFT, lines[i], type);
		plot->bottom -= NOTE_LINE;
	}
	plot->bottom -= n ? 8 : 0;
}

void chart_layout(const struct chart *chart, const struct frame *frame, struct scene *scene)
{
	struct plot plot = {
		.chart = chart, .lang = frame->lang, .measure = frame->measure, .scene = scene};

	scene->width = frame->width > 0 ? frame->width : DEFAULT_WIDTH;
	scene->height = frame->height > 0        ? frame->height
			: chart_has_value(chart) ? TYPES[chart->type].height(chart)
						 : LEAST_HEIGHT;
	scene->height = fmax(scene->height, LEAST_HEIGHT);
	plot.left = frame->margin;
	plot.right = scene->width - frame->margin;
	plot.top = TOP;
	plot.bottom = scene->height - BOTTOM;
	add_heading(&plot);
	add_note(&plot, chart->note ? chart->note : "");
	if (chart_has_value(chart))
		TYPES[chart->type].layout(&plot);
	else
		plot_text(&plot, (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2,
			ALIGN_CENTRE, chart_word(frame->lang, WORD_NO_DATA),
			(struct type){.size = SUBTITLE_SIZE, .colour = MUTED});
}
