/* A small line chart for each series, all on one scale unless asked otherwise. */
#include <math.h>
#include <stdlib.h>

#include "chart/plot.h"
#include "chart/words.h"

static const double WIDE = 160, GAP = 22, HEAD = 20, FOOT = 14, LEAST_PANEL = 26, NARROWEST = 60;
static const double HIGH = 124, LEAST_CHANGE = 0.01;

struct panel {
	struct plot *plot;
	const struct series *series;
	struct scale scale;
	double left, right, top, bottom; /* of the area of the line */
};

static size_t columns_of(size_t n, double width)
{
	size_t most = (size_t)fmin(4, fmax(1, floor((width + GAP) / (WIDE + GAP))));

	return n < most ? n : most == 4 && n % 4 && n % 3 == 0 ? 3 : most;
}

double multiples_height(const struct chart *chart)
{
	size_t columns = columns_of(chart->n_series, 720);
	size_t rows = (chart->n_series + columns - 1) / (columns ? columns : 1);

	return 110 + (double)rows * HIGH;
}

static size_t last_of(const struct panel *p)
{
	size_t i = p->plot->chart->n_labels;

	while (i > 0 && !isfinite(p->series->y[i - 1]))
		i--;
	return i ? i - 1 : SIZE_MAX;
}

/* Of the whole periods. */
static double mean_of(const struct panel *p)
{
	const struct chart *chart = p->plot->chart;
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < chart->n_labels; i++) {
		if (!isfinite(p->series->y[i]) || (chart->partial && chart->partial[i]))
			continue;
		sum += p->series->y[i];
		n++;
	}
	return n ? sum / (double)n : NAN;
}

/* Worse than its mean is orange; the dot stands on the wrong side of the grey line. */
static int colour_of(const struct panel *p, size_t last, double mean)
{
	const struct chart *chart = p->plot->chart;
	bool hollow = chart->partial && chart->partial[last];
	double off = p->series->y[last] - mean;

	if (hollow || !isfinite(mean) || fabs(off) <= LEAST_CHANGE * fabs(mean))
		return MAIN;
	return off * chart->good < 0 ? ALERT : MAIN;
}

static double x_at(const struct panel *p, size_t i)
{
	size_t n = p->plot->chart->n_labels;

	return n < 2 ? (p->left + p->right) / 2
		     : p->left + (p->right - p->left) * (double)i / (double)(n - 1);
}

static struct point point_at(const struct panel *p, size_t i)
{
	return (struct point){x_at(p, i), scale_at(&p->scale, p->series->y[i])};
}

/* The line and the tinted area between it and 0. */
static void draw_run(const struct panel *p, size_t from, size_t n, int colour)
{
	struct scene *scene = p->plot->scene;
	struct point *points = mem_alloc((n + 2) * sizeof *points);
	double zero = scale_at(&p->scale, 0);

	for (size_t i = 0; i < n; i++)
		points[i] = point_at(p, from + i);
	if (n > 1) {
		points[n] = (struct point){points[n - 1].x, zero};
		points[n + 1] = (struct point){points[0].x, zero};
		scene_polygon(scene, points, n + 2, plot_mix(WHITE, colour, 0.1));
		scene_polyline(scene, points, n, 1.6, colour);
	} else {
		scene_circle(scene, points[0].x, points[0].y, 2, colour);
	}
	free(points);
}

static void draw_line(const struct panel *p, int colour)
{
	size_t labels = p->plot->chart->n_labels;

	for (size_t i = 0; i < labels;) {
		size_t n = 0;

		while (i + n < labels && isfinite(p->series->y[i + n]))
			n++;
		if (n)
			draw_run(p, i, n, colour);
		i += n ? n : 1;
	}
}

static void draw_grid(const struct panel *p)
{
	struct scene *scene = p->plot->scene;
	int n = (int)((p->scale.high - p->scale.low) / p->scale.step + 0.5);

	for (int i = 0; i <= n; i++) {
		double y = scale_at(&p->scale, p->scale.low + i * p->scale.step);

		scene_line(scene, p->left, y, p->right, y, 0.7, GRID);
	}
	scene_line(scene, p->left, scale_at(&p->scale, 0), p->right, scale_at(&p->scale, 0), 1,
		ZERO_AXIS);
}

static void draw_head(const struct panel *p, const char *value, int colour)
{
	struct plot *plot = p->plot;
	const struct type name = {.size = SUBTITLE_SIZE, .bold = true, .colour = INK};
	const struct type number = {.size = SUBTITLE_SIZE, .bold = true, .colour = colour};
	double width = p->right - p->left, baseline = p->top - 8;

	value = plot_cut(plot, value, number.size, true, width);
	plot_text(plot, p->right, baseline, ALIGN_RIGHT, value, number);
	width -= plot_width(plot, value, number.size, true) + 6;
	if (width > 0)
		plot_text(plot, p->left, baseline, ALIGN_LEFT,
			plot_cut(plot, p->series->name, name.size, true, width), name);
}

static void draw_panel(const struct panel *p)
{
	const struct chart *chart = p->plot->chart;
	size_t last = last_of(p);
	double mean = mean_of(p);
	bool hollow = last != SIZE_MAX && chart->partial && chart->partial[last];
	int colour = last == SIZE_MAX ? MUTED : colour_of(p, last, mean);
	struct shape *dot;
	struct point end;

	draw_grid(p);
	draw_line(p, colour);
	draw_head(p, last == SIZE_MAX ? "–" : plot_value(p->plot, p->series->y[last]), colour);
	if (isfinite(mean))
		scene_line(p->plot->scene, p->left, scale_at(&p->scale, mean), p->right,
			scale_at(&p->scale, mean), 0.9, MUTED);
	if (last == SIZE_MAX)
		return;
	end = point_at(p, last);
	dot = scene_circle(p->plot->scene, end.x, end.y, 3, hollow ? WHITE : colour);
	dot->stroke = hollow ? colour : WHITE;
	dot->line_width = hollow ? 1.6 : 1.2;
}

/* With its year where there is room: panels often run over more than one. */
static const char *end_text(const struct plot *plot, size_t i, double width)
{
	enum period period;
	int32_t number;
	struct buf text = {0};
	const char *kept;
	struct err err;

	if (!labels_are_periods(plot->chart, &period) ||
		period_parse(plot->chart->labels[i], &period, &number, &err) < 0)
		return plot_cut(plot, plot->chart->labels[i], NOTE_SIZE, false, width);
	period_name(plot->lang, period, number, &text);
	if (plot_width(plot, buf_text(&text), NOTE_SIZE, false) > width) {
		buf_clear(&text);
		period_tick(plot->lang, period, number, &text);
	}
	kept = arena_text(&plot->scene->arena, buf_text(&text), text.len);
	buf_release(&text);
	return plot_cut(plot, kept, NOTE_SIZE, false, width);
}

/* The first and the last period, under the lowest panel of a column. */
static void draw_ends(const struct panel *p)
{
	struct plot *plot = p->plot;
	const struct type type = {.size = NOTE_SIZE, .colour = MUTED};
	size_t n = plot->chart->n_labels;
	double half = (p->right - p->left) / 2 - 4, baseline = p->bottom + 11;

	plot_text(plot, p->left, baseline, ALIGN_LEFT, end_text(plot, 0, half), type);
	if (n > 1)
		plot_text(plot, p->right, baseline, ALIGN_RIGHT, end_text(plot, n - 1, half), type);
}

static struct scale scale_for(const struct chart *chart, size_t s, double height)
{
	struct chart one = *chart;

	if (!chart->scales_are_free)
		return scale_of(chart, height);
	one.series = &chart->series[s];
	one.n_series = 1;
	return scale_of(&one, height);
}

/* As many columns as make all panels high enough, if they stay wide enough. */
static size_t choose_columns(const struct plot *plot, size_t n)
{
	double width = plot->right - plot->left, height = plot->bottom - plot->top;
	size_t rows = (size_t)fmax(1, floor(height / (HEAD + FOOT + LEAST_PANEL)));
	size_t columns = columns_of(n, width), most = (size_t)fmax(1, floor(width / NARROWEST));
	size_t needed = (n + rows - 1) / rows;

	columns = needed > columns ? needed : columns;
	return columns < most ? columns : most;
}

void multiples_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	size_t n = chart->n_series, columns = choose_columns(plot, n);
	double height = plot->bottom - plot->top;
	size_t most = (size_t)fmax(1, floor(height / (HEAD + FOOT + LEAST_PANEL)));
	size_t rows = (n + columns - 1) / columns;
	double width, each;

	rows = rows < most ? rows : most;
	n = n < rows * columns ? n : rows * columns;
	width = (plot->right - plot->left + GAP) / (double)columns;
	each = height / (double)rows;
	for (size_t s = 0; s < n; s++) {
		size_t row = s / columns, column = s % columns;
		double left = plot->left + (double)column * width;
		double top = plot->top + (double)row * each;
		struct panel panel = {.plot = plot,
			.series = &chart->series[s],
			.left = left,
			.right = left + width - GAP - 3,
			.top = top + HEAD,
			.bottom = top + each - FOOT};

		panel.scale = scale_for(chart, s, (panel.bottom - panel.top) / 2);
		panel.scale.from = panel.bottom;
		panel.scale.to = panel.top;
		draw_panel(&panel);
		if (s + columns >= n)
			draw_ends(&panel);
	}
}
