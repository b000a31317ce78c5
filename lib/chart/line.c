/* Lines over time, each named at its right end. */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "chart/plot.h"

/* The first lines are told apart by colour, the rest by their labels. */
static const struct {
	int line, text;
} COLOURS[] = {{MAIN, MAIN}, {SECOND, SECOND_TEXT}, {DEEP, DEEP}, {0x4A85B9, 0x4A85B9}};
enum { N_COLOURS = sizeof COLOURS / sizeof *COLOURS };

static const double LABEL_GAP = 13, NAME_GAP = 6, WIDEST_LABEL = 0.26;

double line_height(const struct chart *chart)
{
	double names = (double)chart->n_series * LABEL_GAP + 130;

	return fmax(370, names);
}

static struct scale value_scale(const struct chart *chart, double height)
{
	double low = 0, high = 0;
	bool whole = true;

	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels; i++) {
			double y = chart->series[s].y[i];

			if (!isfinite(y))
				continue;
			low = fmin(low, y);
			high = fmax(high, y);
			whole = whole && y == trunc(y);
		}
	return scale_nice(low, high, (int)fmin(5, fmax(1, height / 40)), whole);
}

static size_t last_point(const struct chart *chart, size_t s)
{
	size_t i = chart->n_labels;

	while (i > 0 && !isfinite(chart->series[s].y[i - 1]))
		i--;
	return i ? i - 1 : SIZE_MAX;
}

struct end_label {
	size_t series;
	double x, wanted, y; /* the line's end; where the text's middle comes */
	const char *name, *value;
	double name_width, width; /* of both */
};

static bool is_rest(const struct chart *chart, size_t s)
{
	return chart->has_other && s + 1 == chart->n_series;
}

static int line_colour(const struct chart *chart, size_t s)
{
	return s < N_COLOURS && !is_rest(chart, s) ? COLOURS[s].line : REST;
}

static int label_colour(const struct chart *chart, size_t s)
{
	return s < N_COLOURS && !is_rest(chart, s) ? COLOURS[s].text : MUTED;
}

/* "name" and "1,284", cut to what may stand at the right; a lone line needs no name. */
static void fill_label(const struct plot *plot, struct end_label *label, size_t last)
{
	const struct chart *chart = plot->chart;
	const struct series *series = &chart->series[label->series];
	double widest = WIDEST_LABEL * plot->scene->width, value_width;
	struct buf value = {0};

	plot_value_text(chart, series->y[last], &value);
	label->value = arena_text(&plot->scene->arena, buf_text(&value), value.len);
	buf_release(&value);
	value_width = plot_width(plot, label->value, LABEL_SIZE, false);
	if (chart->n_series > 1)
		label->name = plot_cut(
			plot, series->name, LABEL_SIZE, true, widest - value_width - NAME_GAP);
	else
		label->name = "";
	label->name_width = plot_width(plot, label->name, LABEL_SIZE, true);
	label->name_width += *label->name ? NAME_GAP : 0;
	label->width = label->name_width + value_width;
}

static int by_height(const void *a, const void *b)
{
	const struct end_label *one = a, *two = b;

	if (one->wanted != two->wanted)
		return one->wanted < two->wanted ? -1 : 1;
	return one->series < two->series ? -1 : one->series > two->series;
}

/* The labels that have room, the first series first; *width is that of the widest. */
static size_t collect_labels(const struct plot *plot, struct end_label *labels, double *width)
{
	size_t n = 0, most = (size_t)fmax(1, (plot->bottom - plot->top) / LABEL_GAP);

	*width = 0;
	for (size_t s = 0; s < plot->chart->n_series && n < most; s++) {
		size_t last = last_point(plot->chart, s);
		struct end_label *label = &labels[n];

		if (last == SIZE_MAX)
			continue;
		label->series = s;
		fill_label(plot, label, last);
		*width = fmax(*width, label->width);
		n++;
	}
	return n;
}

static void place_labels(const struct plot *plot, const struct scale *scale, double x0, double step,
	struct end_label *labels, size_t n)
{
	double *at = mem_alloc((n ? n : 1) * sizeof *at);

	for (size_t i = 0; i < n; i++) {
		size_t last = last_point(plot->chart, labels[i].series);

		labels[i].x = x0 + (double)last * step;
		labels[i].wanted = scale_at(scale, plot->chart->series[labels[i].series].y[last]);
	}
	qsort(labels, n, sizeof *labels, by_height);
	for (size_t i = 0; i < n; i++)
		at[i] = labels[i].wanted;
	spread(at, n, LABEL_GAP, plot->top, plot->bottom - 2);
	for (size_t i = 0; i < n; i++)
		labels[i].y = at[i];
	free(at);
}

static void draw_labels(const struct plot *plot, const struct end_label *labels, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct end_label *label = &labels[i];
		struct type type = {.size = LABEL_SIZE,
			.bold = true,
			.colour = label_colour(plot->chart, label->series)};
		double x = plot->right + 12, baseline = label->y + 0.36 * type.size;

		if (fabs(label->y - label->wanted) > 3 || label->x < plot->right - 20)
			scene_line(plot->scene, label->x + 5, label->wanted, x - 2, label->y, 0.5,
				ZERO_AXIS);
		plot_text(plot, x, baseline, ALIGN_LEFT, label->name, type);
		type.bold = false;
		plot_text(plot, x + label->name_width, baseline, ALIGN_LEFT, label->value, type);
	}
}

/* A run of points without a gap; one alone is a dot. */
static size_t draw_run(const struct plot *plot, const struct scale *scale, size_t s, size_t from,
	double x0, double step)
{
	const struct chart *chart = plot->chart;
	struct point *points = mem_alloc((chart->n_labels - from) * sizeof *points);
	size_t n = 0;

	while (from + n < chart->n_labels && isfinite(chart->series[s].y[from + n])) {
		points[n] = (struct point){x0 + (double)(from + n) * step,
			scale_at(scale, chart->series[s].y[from + n])};
		n++;
	}
	if (n > 1)
		scene_polyline(plot->scene, points, n, s == 0 ? 2 : 1.6, line_colour(chart, s));
	else
		scene_circle(plot->scene, points[0].x, points[0].y, 2.2, line_colour(chart, s));
	free(points);
	return from + n;
}

static void draw_line(
	const struct plot *plot, const struct scale *scale, size_t s, double x0, double step)
{
	const struct chart *chart = plot->chart;
	size_t i = 0;

	while (i < chart->n_labels)
		i = isfinite(chart->series[s].y[i]) ? draw_run(plot, scale, s, i, x0, step) : i + 1;
}

/* A lone line shows its points; every line shows its end, and incomplete periods hollow. */
static void draw_marks(
	const struct plot *plot, const struct scale *scale, size_t s, double x0, double step)
{
	const struct chart *chart = plot->chart;
	size_t last = last_point(chart, s);
	bool every = chart->n_series == 1 && step >= 8;

	for (size_t i = 0; i < chart->n_labels; i++) {
		double y = chart->series[s].y[i];
		bool hollow = chart->partial && chart->partial[i];
		struct shape *mark;

		if (!isfinite(y) || !(every || hollow || i == last))
			continue;
		mark = scene_circle(plot->scene, x0 + (double)i * step, scale_at(scale, y),
			i == last ? 3.6 : 2.6, hollow ? WHITE : line_colour(chart, s));
		mark->stroke = hollow ? line_colour(chart, s) : WHITE;
		mark->line_width = hollow ? 1.6 : 1.2;
	}
}

void line_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct end_label *labels = mem_zalloc(chart->n_series * sizeof *labels);
	struct scale scale;
	double widest, step, x0;
	size_t n;

	plot->bottom -= TIME_AXIS_HEIGHT;
	n = collect_labels(plot, labels, &widest);
	plot->right -= widest + 14;
	scale = value_scale(chart, plot->bottom - plot->top);
	scale.from = plot->bottom;
	scale.to = plot->top;
	plot_value_axis(plot, &scale);
	step = (plot->right - plot->left) / (double)chart->n_labels;
	x0 = plot->left + step / 2;
	if (chart->n_labels > 1) {
		double inset = fmin(step / 2, 13);

		step = (plot->right - plot->left - 2 * inset) / (double)(chart->n_labels - 1);
		x0 = plot->left + inset;
	}
	plot_time_axis(plot, x0, step);
	for (size_t s = chart->n_series; s-- > 0;)
		draw_line(plot, &scale, s, x0, step);
	for (size_t s = chart->n_series; s-- > 0;)
		draw_marks(plot, &scale, s, x0, step);
	place_labels(plot, &scale, x0, step, labels, n);
	draw_labels(plot, labels, n);
	free(labels);
}
