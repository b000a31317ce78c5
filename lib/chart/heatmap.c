/* Two dimensions as coloured cells, sums beside and below them. */
#include <math.h>

#include "chart/plot.h"
#include "chart/words.h"

static const double ROW = 34, WIDEST_NAME = 0.24, GAP = 2, LEGEND = 26, HEAD_LINE = 12;

enum { MOST_HEAD_LINES = 2, RAMP_STEPS = 24 };

struct heatmap {
	struct plot *plot;
	double left, top, width, height; /* of the first cell, its gaps included */
	double names, totals;            /* widths; 0: no totals */
	double size;                     /* of the text; 0: no room */
	double most;                     /* largest value either side of 0 */
};

double heatmap_height(const struct chart *chart)
{
	return 160 + (double)(chart->n_labels + chart->adds_up) * ROW;
}

/* Where counts have no row, there were none. */
static double value_at(const struct heatmap *h, size_t label, size_t s)
{
	const struct chart *chart = h->plot->chart;
	double y = chart->series[s].y[label];

	return isnan(y) && chart->adds_up ? 0 : y;
}

/* NAN when nothing is there. */
static double sum_of(const struct heatmap *h, bool of_label, size_t number)
{
	const struct chart *chart = h->plot->chart;
	size_t n = of_label ? chart->n_series : chart->n_labels;
	double sum = NAN;

	for (size_t i = 0; i < n; i++) {
		double y = of_label ? value_at(h, number, i) : value_at(h, i, number);

		if (isfinite(y))
			sum = isfinite(sum) ? sum + y : y;
	}
	return sum;
}

/* By the root of the value: else one large cell makes all others white. Below 0 in orange. */
static int cell_colour(const struct heatmap *h, double value)
{
	double share = h->most > 0 ? sqrt(fabs(value) / h->most) : 0;

	return value < 0 ? plot_mix(WHITE, ALERT, share) : plot_ramp(share);
}

static const char *cell_text(const struct heatmap *h, double value)
{
	if (!isfinite(value))
		return "";
	return value == 0 ? "–" : plot_value(h->plot, value);
}

static void draw_cell(const struct heatmap *h, size_t label, size_t s)
{
	struct plot *plot = h->plot;
	double value = value_at(h, label, s), x = h->left + (double)s * h->width;
	double y = h->top + (double)label * h->height, gap = fmin(GAP, h->height / 8);
	bool is_dark = isfinite(value) && fabs(value) > h->most / 4;
	int colour = isfinite(value) ? cell_colour(h, value) : WHITE;
	const struct type type = {.size = h->size,
		.bold = is_dark,
		.colour = value == 0 ? MUTED : plot_colour_on(colour)};
	const char *text = cell_text(h, value);

	scene_rect(plot->scene, x, y, fmax(0, h->width - gap), fmax(0, h->height - gap), colour);
	if (type.size > 0 && plot_width(plot, text, type.size, type.bold) + 4 <= h->width)
		plot_text(plot, x + (h->width - gap) / 2,
			y + (h->height - gap) / 2 + 0.36 * type.size, ALIGN_CENTRE, text, type);
}

static void draw_row(const struct heatmap *h, size_t label)
{
	struct plot *plot = h->plot;
	const struct chart *chart = plot->chart;
	double baseline = h->top + ((double)label + 0.5) * h->height - 1 + 0.36 * h->size;
	struct type type = {.size = h->size, .colour = INK};

	for (size_t s = 0; s < chart->n_series; s++)
		draw_cell(h, label, s);
	if (!(h->size > 0))
		return;
	plot_text(plot, h->left - 10, baseline, ALIGN_RIGHT,
		plot_cut(plot, chart->labels[label], type.size, false, h->names), type);
	type.bold = true;
	if (h->totals > 0)
		plot_text(plot, plot->right, baseline, ALIGN_RIGHT,
			cell_text(h, sum_of(h, true, label)), type);
}

static void draw_heads(const struct heatmap *h)
{
	struct plot *plot = h->plot;
	const struct type type = {.size = LABEL_SIZE, .bold = true, .colour = INK};
	const struct type total = {.size = LABEL_SIZE, .bold = true, .colour = MUTED};

	for (size_t s = 0; s < plot->chart->n_series; s++) {
		const char *lines[MOST_HEAD_LINES];
		size_t n = plot_lines(plot, plot->chart->series[s].name, type.size, true,
			h->width - 6, lines, MOST_HEAD_LINES);

		for (size_t k = 0; k < n; k++)
			plot_text(plot, h->left + ((double)s + 0.5) * h->width - 1,
				h->top - 8 - HEAD_LINE * (double)(n - 1 - k), ALIGN_CENTRE,
				lines[k], type);
	}
	if (h->totals > 0)
		plot_text(plot, plot->right, h->top - 8, ALIGN_RIGHT,
			chart_word(plot->lang, WORD_TOTAL), total);
}

static void draw_totals(const struct heatmap *h)
{
	struct plot *plot = h->plot;
	const struct chart *chart = plot->chart;
	const struct type head = {.size = h->size, .bold = true, .colour = MUTED};
	const struct type type = {.size = h->size, .bold = true, .colour = INK};
	double middle = h->top + ((double)chart->n_labels + 0.5) * h->height;
	double baseline = middle + 0.36 * h->size, sum = 0;

	if (h->totals <= 0 || h->size <= 0)
		return;
	plot_text(plot, h->left - 10, baseline, ALIGN_RIGHT,
		plot_cut(plot, chart_word(plot->lang, WORD_TOTAL), head.size, true, h->names),
		head);
	for (size_t s = 0; s < chart->n_series; s++) {
		double column = sum_of(h, false, s);
		const char *text = cell_text(h, column);

		sum += isfinite(column) ? column : 0;
		if (plot_width(plot, text, type.size, true) + 4 <= h->width)
			plot_text(plot, h->left + ((double)s + 0.5) * h->width - 1, baseline,
				ALIGN_CENTRE, text, type);
	}
	plot_text(plot, plot->right, baseline, ALIGN_RIGHT, cell_text(h, sum), type);
}

static void draw_legend(const struct heatmap *h)
{
	static const double STEP = 5;
	struct plot *plot = h->plot;
	const struct type type = {.size = NOTE_SIZE, .colour = MUTED};
	const char *most = plot_value(plot, h->most);
	double width = plot_width(plot, most, type.size, false), y = plot->bottom - 12;
	double x = plot->right - width - 6 - STEP * RAMP_STEPS;

	if (h->most <= 0 || x < plot->left + 12)
		return;
	for (int i = 0; i < RAMP_STEPS; i++)
		scene_rect(plot->scene, x + i * STEP, y, i + 1 < RAMP_STEPS ? STEP + 0.5 : STEP, 8,
			plot_ramp((i + 0.5) / RAMP_STEPS));
	plot_text(plot, x - 6, y + 7.2, ALIGN_RIGHT, "0", type);
	plot_text(plot, plot->right, y + 7.2, ALIGN_RIGHT, most, type);
}

static void measure(struct heatmap *h)
{
	const struct plot *plot = h->plot;
	const struct chart *chart = plot->chart;
	double sum = 0, width;

	for (size_t i = 0; i < chart->n_labels; i++) {
		double row = sum_of(h, true, i);

		h->names = fmax(h->names, plot_width(plot, chart->labels[i], LABEL_SIZE, false));
		for (size_t s = 0; s < chart->n_series; s++)
			if (isfinite(value_at(h, i, s)))
				h->most = fmax(h->most, fabs(value_at(h, i, s)));
		if (!chart->adds_up || !isfinite(row))
			continue;
		sum += row;
		width = plot_width(plot, plot_value(plot, row), LABEL_SIZE, true);
		h->totals = fmax(h->totals, width);
	}
	h->names = fmax(
		h->names, plot_width(plot, chart_word(plot->lang, WORD_TOTAL), LABEL_SIZE, true));
	h->names = fmin(h->names, WIDEST_NAME * plot->scene->width);
	if (!chart->adds_up)
		return;
	h->totals = fmax(h->totals, plot_width(plot, plot_value(plot, sum), LABEL_SIZE, true));
	h->totals = fmax(
		h->totals, plot_width(plot, chart_word(plot->lang, WORD_TOTAL), LABEL_SIZE, true));
}

static size_t head_lines(const struct heatmap *h)
{
	const struct chart *chart = h->plot->chart;

	for (size_t s = 0; s < chart->n_series; s++)
		if (plot_width(h->plot, chart->series[s].name, LABEL_SIZE, true) > h->width - 6)
			return MOST_HEAD_LINES;
	return 1;
}

void heatmap_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct heatmap h = {.plot = plot};
	double rows = (double)chart->n_labels + chart->adds_up;

	measure(&h);
	h.left = plot->left + h.names + 10;
	h.width = plot->right - h.left - (h.totals > 0 ? h.totals + 12 : 0);
	h.width = fmax(0, h.width / (double)chart->n_series);
	h.top = plot->top + 6 + HEAD_LINE * (double)head_lines(&h);
	h.height = fmin((plot->bottom - LEGEND - h.top) / rows, ROW + 6);
	h.size = h.height < 8 ? 0 : fmin(LABEL_SIZE, (h.height - 2) / 1.2);
	draw_heads(&h);
	for (size_t i = 0; i < chart->n_labels; i++)
		draw_row(&h, i);
	draw_totals(&h);
	draw_legend(&h);
}
