#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/layout.h"
#include "chart/plot.h"

/* Half a square for Latin, a whole one for Chinese: no fonts needed. */
static double half_squares(void *context, const char *text, double size, bool bold)
{
	(void)context;
	return (double)text_width(text, strlen(text)) * size / 2 * (bold ? 1.1 : 1);
}

struct shape_of_data {
	enum chart_type type;
	size_t n_labels, n_series;
	double scale, offset; /* of the values */
	bool long_names, periods;
	double width, height;
	const char *unit;
};

/* What the series of a type are for, one after the other; the rest are values. */
static const enum role ROLES[][5] = {
	[CHART_RANK] = {ROLE_VALUE, ROLE_CHANGE, ROLE_ALARM},
	[CHART_GROWTH] = {ROLE_VALUE, ROLE_LOW, ROLE_HIGH, ROLE_ALARM},
	[CHART_CONTROL] = {ROLE_VALUE, ROLE_CENTRE, ROLE_LOW, ROLE_HIGH, ROLE_ALARM},
	[CHART_SURVIVAL] = {ROLE_VALUE, ROLE_LOW, ROLE_HIGH},
};
static const size_t N_ROLES_OF = sizeof ROLES / sizeof *ROLES;

static enum role role_of(const struct shape_of_data *d, size_t s)
{
	if (d->type >= N_ROLES_OF || (d->type == CHART_SURVIVAL && d->n_series != 3))
		return ROLE_VALUE;
	return s < 5 ? ROLES[d->type][s] : ROLE_VALUE;
}

static double value_of(const struct shape_of_data *d, enum role role, size_t s, size_t i)
{
	double value = d->offset + d->scale * (double)((i * 13 + s * 5) % 17);

	if (role == ROLE_ALARM)
		return (double)(i % 3 == 0);
	if (role == ROLE_CHANGE)
		return (double)((i * 13) % 17) / 9 - 0.8;
	if (role == ROLE_LOW || role == ROLE_HIGH) {
		double one = d->offset + d->scale * (double)((i * 13) % 17),
		       half = fabs(d->scale) * 3;

		return role == ROLE_LOW ? one - half : one + half * 5;
	}
	return (i * 7 + s) % 11 == 3 ? NAN : value;
}

static struct chart *make_chart(const struct shape_of_data *d)
{
	struct chart *chart = mem_zalloc(sizeof *chart);

	chart->type = d->type;
	chart->title =
		mem_text(d->long_names ? "前三类原因占全部投诉的百分之七十八，其中物流延误最多，"
					 "质量问题其次，退款缓慢第三，其余各类合计不到四分之一"
				       : "Title");
	chart->subtitle = mem_text("2026 年 10 月·按投诉原因");
	chart->note = mem_text("深色为累计达到 80% 之前的关键少数。");
	chart->unit = mem_text(d->unit);
	chart->good = -1;
	chart->adds_up = d->n_labels % 2 == 0;
	chart->n_labels = d->n_labels;
	chart->remarks = mem_zalloc((d->n_labels + 1) * sizeof *chart->remarks);
	chart->labels = mem_alloc((d->n_labels + 1) * sizeof *chart->labels);
	chart->partial = mem_zalloc(d->n_labels + 1);
	for (size_t i = 0; i < d->n_labels; i++) {
		if (i % 2)
			chart->remarks[i] = mem_text(d->long_names ? "台风致配送中断九天" : "new");
		chart->labels[i] =
			d->type == CHART_SURVIVAL ? mem_format("%zu", i * 3)
			: d->periods
				? mem_format("%zu-%02zu", 2020 + i / 12, i % 12 + 1)
				: mem_format(d->long_names ? "一个很长很长的投诉原因名称 number %zu"
							   : "n%zu",
					  i);
		chart->partial[i] = i + 1 == d->n_labels;
	}
	chart->n_series = d->n_series;
	chart->series = mem_zalloc((d->n_series + 1) * sizeof *chart->series);
	for (size_t s = 0; s < d->n_series; s++) {
		chart->series[s].name =
			mem_format(d->long_names ? "系列名称也很长很长很长 %zu" : "s%zu", s);
		chart->series[s].y = mem_alloc((d->n_labels + 1) * sizeof(double));
		chart->series[s].role = role_of(d, s);
		for (size_t i = 0; i < d->n_labels; i++)
			chart->series[s].y[i] = value_of(d, chart->series[s].role, s, i);
	}
	return chart;
}

static void box_of(const struct shape *s, double box[4])
{
	double size = s->type_of_text.size;
	double left = s->x - (s->align == ALIGN_RIGHT           ? s->width
				     : s->align == ALIGN_CENTRE ? s->width / 2
								: 0);

	/* Digits and Chinese characters as they are seen; the line gap may overlap. */
	box[0] = left;
	box[1] = s->y - 0.75 * size;
	box[2] = left + s->width;
	box[3] = s->y + 0.1 * size;
}

static bool overlap(const double a[4], const double b[4])
{
	return a[0] < b[2] - 0.01 && b[0] < a[2] - 0.01 && a[1] < b[3] - 0.01 && b[1] < a[3] - 0.01;
}

static void check_texts(const struct scene *scene, const char *what)
{
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *one = &scene->shapes[i];
		double a[4], b[4];

		if (one->type != SHAPE_TEXT || !*one->text)
			continue;
		box_of(one, a);
		cr_assert(a[0] >= -0.01 && a[1] >= 0 && a[2] <= scene->width + 0.01 &&
				  a[3] <= scene->height,
			"%s: '%s' is outside: %g %g %g %g of %g x %g", what, one->text, a[0], a[1],
			a[2], a[3], scene->width, scene->height);
		for (size_t k = i + 1; k < scene->n_shapes; k++) {
			if (scene->shapes[k].type != SHAPE_TEXT || !*scene->shapes[k].text)
				continue;
			box_of(&scene->shapes[k], b);
			cr_assert(!overlap(a, b), "%s: '%s' touches '%s' at %g %g", what, one->text,
				scene->shapes[k].text, one->x, one->y);
		}
	}
}

/* A text lies on a bar only where it is the bar's own, within it. */
static void check_bars(const struct scene *scene, const char *what)
{
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *text = &scene->shapes[i];
		double a[4];

		if (text->type != SHAPE_TEXT || !*text->text)
			continue;
		box_of(text, a);
		for (size_t k = 0; k < scene->n_shapes; k++) {
			const struct shape *s = &scene->shapes[k];
			double b[4] = {s->x, s->y, s->x + s->width, s->y + s->height};

			cr_assert(s->type != SHAPE_RECT || !overlap(a, b) ||
					  (a[0] >= b[0] && a[2] <= b[2]),
				"%s: '%s' lies over a bar at %g %g", what, text->text, s->x, s->y);
		}
	}
}

static void check_inside(const struct scene *scene, double x, double y, const char *what)
{
	cr_assert(isfinite(x) && isfinite(y) && x >= -0.01 && y >= -0.01 &&
			  x <= scene->width + 0.01 && y <= scene->height + 0.01,
		"%s: a point at %g %g of %g x %g", what, x, y, scene->width, scene->height);
}

static void check_shapes(const struct scene *scene, const char *what)
{
	for (size_t i = 0; i < scene->n_shapes; i++) {
		const struct shape *s = &scene->shapes[i];

		check_inside(scene, s->x, s->y, what);
		if (s->type == SHAPE_RECT) {
			cr_assert(s->width >= 0 && s->height >= 0, "%s: a negative bar", what);
			check_inside(scene, s->x + s->width, s->y + s->height, what);
		}
		for (size_t k = 0; k < s->n_points; k++)
			check_inside(scene, s->points[k].x, s->points[k].y, what);
	}
}

/* Every line of the form for terminals fits, and none of its numbers is none. */
static void check_text(const struct chart *chart, bool is_ascii, const char *what)
{
	enum { WIDTH = 80 };
	struct buf out = {0};

	chart_text(chart, WIDTH, is_ascii, "zh-CN", &out);
	cr_assert(text_valid(buf_text(&out), out.len) == out.len, "%s: not UTF-8", what);
	for (const char *line = buf_text(&out); *line;) {
		size_t n = strcspn(line, "\n"), width = text_width(line, n);

		cr_assert(width <= WIDTH, "%s: %zu columns: %.*s", what, width, (int)n, line);
		cr_assert(n == 0 || line[n - 1] != ' ', "%s: a blank at the end", what);
		line += n + (line[n] == '\n');
	}
	cr_assert(!strstr(buf_text(&out), "nan") && !strstr(buf_text(&out), "inf"));
	cr_assert(!is_ascii || !strstr(buf_text(&out), "\xE2\x96"), "%s: blocks in ASCII", what);
	buf_release(&out);
}

static void check_layout(const struct shape_of_data *d)
{
	struct chart *chart = make_chart(d);
	struct scene scene = {0};
	struct frame frame = {.width = d->width,
		.height = d->height,
		.margin = d->long_names ? 0 : 20,
		.lang = "zh-CN",
		.measure = {half_squares, NULL}};
	char *what = mem_format("type %d, %zu labels, %zu series, %g x, %g +, %s%s, %g x %g",
		d->type, d->n_labels, d->n_series, d->scale, d->offset,
		d->long_names ? "long" : "short", d->periods ? " periods" : "", d->width,
		d->height);

	chart_layout(chart, &frame, &scene);
	check_shapes(&scene, what);
	check_texts(&scene, what);
	if (d->type == CHART_BAR || d->type == CHART_GROUPED || d->type == CHART_STACKED)
		check_bars(&scene, what);
	if (d->width <= 0) {
		check_text(chart, false, what);
		check_text(chart, true, what);
	}
	scene_release(&scene);
	chart_free(chart);
	free(what);
}

static void check_sizes(struct shape_of_data d)
{
	static const double SIZES[][2] = {{0, 0}, {760, 436}, {480, 260}, {240, 160}, {1600, 900}};

	for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
		d.width = SIZES[i][0];
		d.height = SIZES[i][1];
		check_layout(&d);
	}
}

static void check_values(struct shape_of_data d)
{
	static const double VALUES[][2] = {{1, 0}, {0, 0}, {100, 0}, {100, -800}, {-3, 0},
		{0.013, 0}, {1e6, 0}, {1e10, 123456789012}, {1e20, 0}, {1e-9, 0}};

	for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
		d.scale = VALUES[i][0];
		d.offset = VALUES[i][1];
		check_sizes(d);
	}
}

static void check_type(enum chart_type type, size_t most_series)
{
	static const size_t COUNTS[] = {0, 1, 2, 12, 80};

	static const char *const UNITS[] = {NULL, "growth", "share", "count"};

	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
		for (size_t n_series = 1; n_series <= most_series; n_series += most_series - 1)
			for (int k = 0; k < 4; k++)
				check_values((struct shape_of_data){.type = type,
					.n_labels = COUNTS[i],
					.n_series = n_series,
					.unit = UNITS[(i + (size_t)k) % 4],
					.long_names = k & 1,
					.periods = k & 2});
}

Test(chart_layout, nothing_of_a_line_touches_or_leaves)
{
	check_type(CHART_LINE, 12);
}

Test(chart_layout, nothing_of_a_bar_touches_or_leaves)
{
	check_type(CHART_BAR, 3);
}

Test(chart_layout, nothing_of_grouped_bars_touches_or_leaves)
{
	check_type(CHART_GROUPED, 6);
}

Test(chart_layout, nothing_of_stacked_bars_touches_or_leaves)
{
	check_type(CHART_STACKED, 6);
}

Test(chart_layout, nothing_of_a_rank_touches_or_leaves)
{
	check_type(CHART_RANK, 3);
}

Test(chart_layout, nothing_of_intervals_touches_or_leaves)
{
	check_type(CHART_GROWTH, 4);
}

Test(chart_layout, nothing_of_a_heatmap_touches_or_leaves)
{
	check_type(CHART_HEATMAP, 12);
}

Test(chart_layout, nothing_of_a_control_chart_touches_or_leaves)
{
	check_type(CHART_CONTROL, 5);
}

Test(chart_layout, nothing_of_small_multiples_touches_or_leaves)
{
	check_type(CHART_MULTIPLES, 12);
}

Test(chart_layout, nothing_of_a_survival_curve_touches_or_leaves)
{
	check_type(CHART_SURVIVAL, 3);
	check_type(CHART_SURVIVAL, 6);
}

Test(chart_layout, nothing_of_a_pareto_touches_or_leaves)
{
	static const size_t COUNTS[] = {0, 1, 2, 12, 80};

	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
		for (int k = 0; k < 2; k++)
			check_values((struct shape_of_data){.type = CHART_PARETO,
				.n_labels = COUNTS[i],
				.n_series = 1,
				.long_names = k});
}
