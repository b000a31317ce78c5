/* Causes in order of size, and how much of the whole they add up to. Both axes share one height:
 * the left one ends at the total, the right one at 100 %, so the line starts on the first bar. */
#include <math.h>

#include "base/buf.h"
#include "chart/plot.h"
#include "chart/words.h"
#include "table/number.h"

static const double VITAL = 0.8, WIDEST_BAR = 90;

struct pareto {
	struct plot *plot;
	size_t n;
	double *sums; /* of the values up to and with each */
	double total;
	struct scale scale;
	double x0, step, bar;
	bool is_short; /* values too long to stand side by side are written short */
	struct placer placer;
};

double pareto_height(const struct chart *chart)
{
	(void)chart;
	return 436;
}

static double value_at(const struct pareto *p, size_t i)
{
	double y = p->plot->chart->series[0].y[i];

	return isfinite(y) && y > 0 ? y : 0;
}

static double x_at(const struct pareto *p, size_t i)
{
	return p->x0 + (double)i * p->step;
}

static void percent_text(double share, int decimals, struct buf *out)
{
	number_fixed(share * 100, decimals, false, false, out);
	buf_add_char(out, '%');
}

static void draw_percent(struct pareto *p, struct placer *placer, int percent)
{
	struct plot *plot = p->plot;
	bool is_vital = percent == 80;
	struct type type = {
		.size = LABEL_SIZE, .bold = is_vital, .colour = is_vital ? ALERT : MUTED};
	double y = scale_at(&p->scale, p->total * percent / 100);
	double x = plot->right + 7, baseline = y + 0.36 * type.size;
	struct buf text = {0};

	percent_text(percent / 100.0, 0, &text);
	if (placer_take(placer, x, baseline, ALIGN_LEFT,
		    plot_width(plot, buf_text(&text), type.size, type.bold), type.size))
		plot_text(plot, x, baseline, ALIGN_LEFT, buf_text(&text), type);
	if (is_vital)
		scene_line(plot->scene, plot->left, y, plot->right, y, 1, ALERT)->dashed = true;
	buf_release(&text);
}

/* Where there is no room for all, 80 % comes first. */
static void draw_right_axis(struct pareto *p)
{
	static const int PERCENTS[] = {80, 100, 0, 40, 20, 60};
	struct placer placer = {.right = p->plot->scene->width, .bottom = p->plot->scene->height};

	for (size_t i = 0; i < sizeof PERCENTS / sizeof *PERCENTS; i++)
		draw_percent(p, &placer, PERCENTS[i]);
	placer_release(&placer);
}

/* Up to and with the one that reaches 80 %; the rest that was summed up is never one of them. */
static bool is_vital_few(const struct pareto *p, size_t i)
{
	bool is_rest = p->plot->chart->rest_label && i + 1 == p->n;

	return p->sums[i] - value_at(p, i) < VITAL * p->total && !is_rest;
}

static void draw_bars(struct pareto *p)
{
	double zero = scale_at(&p->scale, 0);

	for (size_t i = 0; i < p->n; i++) {
		double y = scale_at(&p->scale, value_at(p, i));
		struct shape *bar = scene_rect(p->plot->scene, x_at(p, i) - p->bar / 2, y, p->bar,
			zero - y, is_vital_few(p, i) ? MAIN : REST);

		bar->radius = fmin(2, p->bar / 4);
		bar->corners = CORNERS_TOP;
	}
}

static void draw_names(struct pareto *p)
{
	const struct type name = {.size = LABEL_SIZE, .colour = INK};
	const struct type share = {.size = NOTE_SIZE, .colour = MUTED};
	const struct plot *plot = p->plot;
	double width = p->step - 6, below = plot->bottom + 28;
	struct buf text = {0};

	for (size_t i = 0; i < p->n; i++) {
		const char *lines[2];
		size_t n =
			plot_lines(plot, plot->chart->labels[i], name.size, false, width, lines, 2);

		for (size_t k = 0; k < n; k++)
			plot_text(plot, x_at(p, i), plot->bottom + 15 + 12 * (double)k,
				ALIGN_CENTRE, lines[k], name);
		below = n > 1 ? plot->bottom + 41 : below;
	}
	for (size_t i = 0; i < p->n; i++) {
		buf_clear(&text);
		percent_text(value_at(p, i) / p->total, 1, &text);
		if (plot_width(plot, buf_text(&text), share.size, false) <= width)
			plot_text(plot, x_at(p, i), below, ALIGN_CENTRE, buf_text(&text), share);
	}
	buf_release(&text);
}

/* The line is an obstacle for labels: small boxes along it. */
static void block_line(struct pareto *p, const struct point *points)
{
	for (size_t i = 0; i < p->n; i++) {
		placer_block(&p->placer, points[i].x - 4, points[i].y - 4, points[i].x + 4,
			points[i].y + 4);
		for (int k = 1; i + 1 < p->n && k < 16; k++) {
			double x = points[i].x + (points[i + 1].x - points[i].x) * k / 16;
			double y = points[i].y + (points[i + 1].y - points[i].y) * k / 16;

			placer_block(&p->placer, x - 2, y - 2, x + 2, y + 2);
		}
	}
}

static void draw_line(struct pareto *p)
{
	struct point *points = arena_alloc(&p->plot->scene->arena, p->n * sizeof *points);

	for (size_t i = 0; i < p->n; i++)
		points[i] = (struct point){x_at(p, i), scale_at(&p->scale, p->sums[i])};
	block_line(p, points);
	scene_polyline(p->plot->scene, points, p->n, 2, SECOND);
	for (size_t i = 0; i < p->n && p->step >= 10; i++) {
		struct shape *mark =
			scene_circle(p->plot->scene, points[i].x, points[i].y, 3, WHITE);

		mark->stroke = SECOND;
		mark->line_width = 1.5;
	}
}

static double widest_value(const struct pareto *p)
{
	double widest = 0;

	for (size_t i = 0; i < p->n; i++) {
		const char *text = plot_value(p->plot, value_at(p, i));

		widest = fmax(widest, plot_width(p->plot, text, LABEL_SIZE, true));
	}
	return widest;
}

static void add_value(const struct pareto *p, size_t i, struct buf *out)
{
	if (p->is_short && value_at(p, i) >= 10000)
		chart_short_number(p->plot->lang, value_at(p, i), out);
	else
		plot_value_text(p->plot->chart, value_at(p, i), out);
}

/* Above the bar, else in white inside of it (a short one smaller, as bars are narrow then), else
 * not at all. */
static void draw_value(struct pareto *p, size_t i)
{
	struct type type = {.size = LABEL_SIZE, .bold = true, .colour = INK};
	struct plot *plot = p->plot;
	double top = scale_at(&p->scale, value_at(p, i)), inside = top + 20, width;
	struct buf text = {0};

	add_value(p, i, &text);
	width = plot_width(plot, buf_text(&text), type.size, true);
	if (placer_take(&p->placer, x_at(p, i), top - 5, ALIGN_CENTRE, width, type.size)) {
		plot_text(plot, x_at(p, i), top - 5, ALIGN_CENTRE, buf_text(&text), type);
		buf_release(&text);
		return;
	}
	type.size = p->is_short ? NOTE_SIZE : LABEL_SIZE;
	width = plot_width(plot, buf_text(&text), type.size, true);
	if (inside + 4 < plot->bottom && width + 4 < p->bar &&
		placer_take(&p->placer, x_at(p, i), inside, ALIGN_CENTRE, width, type.size)) {
		type.colour = is_vital_few(p, i) ? WHITE : INK;
		plot_text(plot, x_at(p, i), inside, ALIGN_CENTRE, buf_text(&text), type);
	}
	buf_release(&text);
}

/* Where a sum's label may stand, seen from its point; the first that is free is taken. */
static const struct {
	double x, y;
	enum align align;
} PLACES[] = {{0, -9, ALIGN_CENTRE}, {4, -9, ALIGN_RIGHT}, {10, 12, ALIGN_LEFT}};

static void draw_sum(struct pareto *p, size_t i)
{
	const struct type type = {.size = LABEL_SIZE, .bold = true, .colour = SECOND_TEXT};
	struct buf text = {0};
	double width;

	percent_text(p->sums[i] / p->total, 0, &text);
	width = plot_width(p->plot, buf_text(&text), type.size, true);
	for (size_t k = 0; k < sizeof PLACES / sizeof *PLACES; k++) {
		double x = x_at(p, i) + PLACES[k].x;
		double y = scale_at(&p->scale, p->sums[i]) + PLACES[k].y;

		if (!placer_take(&p->placer, x, y, PLACES[k].align, width, type.size))
			continue;
		plot_text(p->plot, x, y, PLACES[k].align, buf_text(&text), type);
		break;
	}
	buf_release(&text);
}

static void draw_labels(struct pareto *p)
{
	double vital = scale_at(&p->scale, VITAL * p->total);

	p->placer.left = p->plot->left;
	p->placer.right = p->plot->right;
	p->placer.top = p->plot->top - 14;
	p->placer.bottom = p->plot->bottom;
	placer_block(&p->placer, p->plot->left, vital - 1, p->plot->right, vital + 1);
	p->is_short = widest_value(p) + 4 > p->step;
	for (size_t i = 0; i < p->n; i++)
		draw_value(p, i);
	/* Past 95 % the line is flat and its labels say nothing. */
	for (size_t i = 1; i < p->n && p->sums[i] < 0.95 * p->total; i++)
		draw_sum(p, i);
}

/* The ticks of a nice scale, cut at the total itself. */
static void draw_axes(struct pareto *p)
{
	struct plot *plot = p->plot;
	int most = (int)fmin(4, fmax(1, (plot->bottom - plot->top) / 30));
	struct scale ticks = scale_nice(0, p->total, most, p->total == trunc(p->total));

	plot->right -= plot_width(plot, "100%", LABEL_SIZE, false) + 8;
	p->scale = (struct scale){.high = p->total, .from = plot->bottom, .to = plot->top};
	if (ticks.step > p->total)
		ticks.step = p->total;
	ticks.high = floor(p->total / ticks.step) * ticks.step;
	ticks.from = plot->bottom;
	ticks.to = scale_at(&p->scale, ticks.high);
	plot_value_axis(plot, &ticks);
	draw_right_axis(p);
}

void pareto_layout(struct plot *plot)
{
	struct pareto p = {.plot = plot, .n = plot->chart->n_labels};

	p.sums = arena_alloc(&plot->scene->arena, p.n * sizeof *p.sums);
	for (size_t i = 0; i < p.n; i++)
		p.sums[i] = p.total += value_at(&p, i);
	if (p.total <= 0)
		p.total = 1;
	plot->bottom -= 46;
	draw_axes(&p);
	p.step = (plot->right - plot->left) / (double)p.n;
	p.x0 = plot->left + p.step / 2;
	p.bar = fmin(p.step * 0.62, WIDEST_BAR);
	draw_bars(&p);
	draw_line(&p);
	draw_names(&p);
	draw_labels(&p);
	placer_release(&p.placer);
}
