/* Values over time within their limits; what stands outside of them is told beside its point. */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "chart/plot.h"
#include "chart/words.h"

static const double DOT = 2.6, ALARM_DOT = 4.4;

struct control {
	struct plot *plot;
	const struct series *value, *centre, *low, *high, *alarm;
	struct scale scale;
	double x0, step;
	struct placer placer;
};

double control_height(const struct chart *chart)
{
	(void)chart;
	return 370;
}

static double x_at(const struct control *c, size_t i)
{
	return c->x0 + (double)i * c->step;
}

static double y_at(const struct control *c, const struct series *series, size_t i)
{
	return scale_at(&c->scale, series->y[i]);
}

static bool has(const struct series *series, size_t i)
{
	return series && isfinite(series->y[i]);
}

static bool is_outside(const struct control *c, size_t i)
{
	if (!has(c->value, i))
		return false;
	return (has(c->high, i) && c->value->y[i] > c->high->y[i]) ||
	       (has(c->low, i) && c->value->y[i] < c->low->y[i]);
}

/* Of an episode only the first is an alarm (METRICS 8.4); without such flags, whatever is outside.
 */
static bool is_alarm(const struct control *c, size_t i)
{
	if (!c->alarm)
		return is_outside(c, i);
	return has(c->value, i) && c->alarm->y[i] > 0;
}

/* Limits hold for a whole period: steps from half a step before to half a step behind. */
static double edge(const struct control *c, double i)
{
	return fmin(fmax(c->x0 + i * c->step, c->plot->left), c->plot->right);
}

static bool same_limits(const struct control *c, size_t i, size_t k)
{
	return has(c->high, k) && c->high->y[k] == c->high->y[i] &&
	       has(c->low, k) == has(c->low, i) &&
	       (!has(c->low, i) || c->low->y[k] == c->low->y[i]);
}

/* Between the limits, or 0 and the upper one; one piece as long as they stay. */
static void draw_band(const struct control *c)
{
	size_t n = c->plot->chart->n_labels;

	for (size_t i = 0, end; i < n; i = end) {
		double left = edge(c, (double)i - 0.5), right, top, bottom;

		end = i + 1;
		if (!has(c->high, i))
			continue;
		while (end < n && same_limits(c, i, end))
			end++;
		right = edge(c, (double)end - 0.5);
		top = y_at(c, c->high, i);
		bottom = has(c->low, i) ? y_at(c, c->low, i) : scale_at(&c->scale, 0);
		scene_rect(c->plot->scene, left, fmin(top, bottom), right - left,
			fabs(bottom - top), BAND);
	}
}

/* A run of one height, or a stair where the limits move. */
static void draw_limit(const struct control *c, const struct series *series, bool dashed)
{
	size_t n = c->plot->chart->n_labels, k = 0;
	struct point *points = mem_alloc((2 * n + 1) * sizeof *points);

	for (size_t i = 0; i <= n; i++) {
		if (i < n && has(series, i)) {
			double y = y_at(c, series, i);

			if (!k || points[k - 1].y != y) {
				points[k++] = (struct point){edge(c, (double)i - 0.5), y};
				points[k++] = (struct point){edge(c, (double)i + 0.5), y};
			} else {
				points[k - 1].x = edge(c, (double)i + 0.5);
			}
		} else if (k) {
			scene_polyline(c->plot->scene, points, k, 1, MUTED)->dashed = dashed;
			k = 0;
		}
	}
	free(points);
}

static void block_line(struct control *c, double x1, double y1, double x2, double y2)
{
	for (int k = 0; k <= 12; k++) {
		double x = x1 + (x2 - x1) * k / 12, y = y1 + (y2 - y1) * k / 12;

		placer_block(&c->placer, x - 2, y - 2, x + 2, y + 2);
	}
}

static void draw_run(struct control *c, const struct point *points, size_t n)
{
	if (n > 1)
		scene_polyline(c->plot->scene, points, n, 2, MAIN);
	for (size_t i = 1; i < n; i++)
		block_line(c, points[i - 1].x, points[i - 1].y, points[i].x, points[i].y);
}

static void draw_line(struct control *c)
{
	size_t n = c->plot->chart->n_labels, k = 0;
	struct point *points = mem_alloc((n + 1) * sizeof *points);

	for (size_t i = 0; i <= n; i++) {
		if (i < n && has(c->value, i)) {
			points[k++] = (struct point){x_at(c, i), y_at(c, c->value, i)};
		} else {
			draw_run(c, points, k);
			k = 0;
		}
	}
	free(points);
}

static void draw_dots(struct control *c)
{
	const struct chart *chart = c->plot->chart;

	for (size_t i = 0; i < chart->n_labels; i++) {
		bool alarm = is_alarm(c, i) || is_outside(c, i),
		     hollow = chart->partial && chart->partial[i];
		int colour = alarm ? ALERT : MAIN;
		double radius = alarm ? ALARM_DOT : i + 1 == chart->n_labels ? 3.6 : DOT, x, y;
		struct shape *dot;

		if (!has(c->value, i) || (!alarm && !hollow && c->step < 7))
			continue;
		x = x_at(c, i);
		y = y_at(c, c->value, i);
		dot = scene_circle(c->plot->scene, x, y, radius, hollow ? WHITE : colour);
		dot->stroke = hollow ? colour : WHITE;
		dot->line_width = hollow ? 1.6 : 1.2;
		placer_block(
			&c->placer, x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1);
	}
}

/* "2025 年 8 月：347，台风致配送中断". */
static const char *alarm_text(const struct control *c, size_t i)
{
	const struct plot *plot = c->plot;
	const struct chart *chart = plot->chart;
	enum period period;
	int32_t number;
	struct err err;
	struct buf text = {0};
	const char *kept;

	if (period_parse(chart->labels[i], &period, &number, &err) == 0)
		period_name(plot->lang, period, number, &text);
	else
		buf_add_text(&text, chart->labels[i]);
	buf_format(&text, "%s%s", chart_word(plot->lang, WORD_COLON),
		plot_value(plot, c->value->y[i]));
	if (chart->remarks && chart->remarks[i])
		buf_format(&text, "%s%s", chart_word(plot->lang, WORD_COMMA), chart->remarks[i]);
	kept = arena_text(&plot->scene->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

/* Where the text of an alarm may stand, seen from its point; the first that is free is taken. */
static const struct {
	double x, y;
	enum align align;
} PLACES[] = {{9, 3.5, ALIGN_LEFT}, {-9, 3.5, ALIGN_RIGHT}, {0, -9, ALIGN_CENTRE},
	{0, 17, ALIGN_CENTRE}, {6, -9, ALIGN_LEFT}, {-6, -9, ALIGN_RIGHT}, {6, 17, ALIGN_LEFT},
	{-6, 17, ALIGN_RIGHT}};

/* What has no room in full is tried without its remark. */
static bool place_alarm(struct control *c, size_t i, const char *text)
{
	const struct type type = {.size = LABEL_SIZE, .bold = true, .colour = ALERT};
	double width = plot_width(c->plot, text, type.size, true);

	for (size_t k = 0; k < sizeof PLACES / sizeof *PLACES; k++) {
		double x = x_at(c, i) + PLACES[k].x, y = y_at(c, c->value, i) + PLACES[k].y;

		if (!placer_take(&c->placer, x, y, PLACES[k].align, width, type.size))
			continue;
		plot_text(c->plot, x, y, PLACES[k].align, text, type);
		return true;
	}
	return false;
}

/* A text across a limit is hard to read. */
static void block_limit(struct control *c, const struct series *limit)
{
	for (size_t i = 0; i < c->plot->chart->n_labels; i++) {
		double y = has(limit, i) ? y_at(c, limit, i) : NAN;

		if (isfinite(y))
			placer_block(&c->placer, edge(c, (double)i - 0.5), y - 1,
				edge(c, (double)i + 0.5), y + 1);
	}
}

/* Off the limits where there is such a place, in full or without its remark; else on them. */
static void tell_alarm(struct control *c, size_t i)
{
	const char *texts[] = {alarm_text(c, i), plot_value(c->plot, c->value->y[i])};
	size_t n = c->placer.n;
	bool is_placed = false;

	block_limit(c, c->low);
	block_limit(c, c->high);
	for (size_t k = 0; k < 2 && !is_placed; k++)
		is_placed = place_alarm(c, i, texts[k]);
	if (is_placed) /* the box of the text alone stays */
		c->placer.boxes[n] = c->placer.boxes[c->placer.n - 1];
	c->placer.n = n + is_placed;
	for (size_t k = 0; k < 2 && !is_placed; k++)
		is_placed = place_alarm(c, i, texts[k]);
}

/* The newest first: that is the one to act upon. */
static void tell_alarms(struct control *c)
{
	c->placer.left = c->plot->left;
	c->placer.right = c->plot->right;
	c->placer.top = c->plot->top - 12;
	c->placer.bottom = c->plot->bottom;
	for (size_t i = c->plot->chart->n_labels; i-- > 0;)
		if (is_alarm(c, i))
			tell_alarm(c, i);
}

static size_t collect_ends(const struct control *c, struct end *ends)
{
	const struct series *lines[] = {c->centre, c->high, c->low};
	size_t n = 0, labels = c->plot->chart->n_labels, most = plot_most_ends(c->plot);

	for (size_t k = 0; k < sizeof lines / sizeof *lines && n < most; k++) {
		size_t i = labels;

		while (i > 0 && !has(lines[k], i - 1))
			i--;
		if (i)
			ends[n++] = (struct end){.y = lines[k]->y[i - 1],
				.name = lines[k]->name,
				.value = plot_series_value(c->plot, lines[k], lines[k]->y[i - 1]),
				.colour = k ? MUTED : INK,
				.mark = NO_COLOUR};
	}
	return n;
}

static void draw_ends(const struct control *c, struct end *ends, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ends[i].x = c->plot->right;
		ends[i].y = scale_at(&c->scale, ends[i].y);
	}
	plot_draw_ends(c->plot, ends, n);
}

void control_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct control c = {.plot = plot,
		.value = chart_role(chart, ROLE_VALUE),
		.centre = chart_role(chart, ROLE_CENTRE),
		.low = chart_role(chart, ROLE_LOW),
		.high = chart_role(chart, ROLE_HIGH),
		.alarm = chart_role(chart, ROLE_ALARM)};
	struct end ends[3];
	size_t n;

	plot->bottom -= TIME_AXIS_HEIGHT;
	n = collect_ends(&c, ends);
	plot->right -= plot_measure_ends(plot, ends, n) + 14;
	c.scale = scale_of(chart, plot->bottom - plot->top);
	c.scale.from = plot->bottom;
	c.scale.to = plot->top;
	plot_reserve_axis(plot, &c.scale);
	plot_place_points(plot, &c.x0, &c.step);
	draw_band(&c);
	plot_draw_axis(plot, &c.scale);
	plot_time_axis(plot, c.x0, c.step);
	draw_limit(&c, c.low, true);
	draw_limit(&c, c.high, true);
	draw_limit(&c, c.centre, false);
	draw_line(&c);
	draw_dots(&c);
	tell_alarms(&c);
	draw_ends(&c, ends, n);
	placer_release(&c.placer);
}
