#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/chart.h"
#include "chart/layout.h"
#include "chart/plot.h"
#include "table/table.h"

/* Half a square for Latin, a whole one for Chinese: no fonts needed. */
static double half_squares(void *context, const char *text, double size, bool bold)
{
	(void)context;
	return (double)text_width(text, strlen(text)) * size / 2 * (bold ? 1.1 : 1);
}

Test(chart, a_pareto_line_starts_on_the_first_bar_and_ends_at_the_top)
{
	double y[] = {1284, 967, 541, 318, 204, 131, 87, 62};
	char *labels[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	struct series series = {.name = "", .y = y};
	struct chart chart = {.type = CHART_PARETO,
		.n_labels = 8,
		.labels = labels,
		.n_series = 1,
		.series = &series};
	struct frame frame = {.lang = "en", .measure = {half_squares, NULL}};
	struct scene scene = {0};
	const struct shape *bar = NULL, *line = NULL;
	size_t dark = 0;

	chart_layout(&chart, &frame, &scene);
	for (size_t i = 0; i < scene.n_shapes; i++) {
		const struct shape *s = &scene.shapes[i];

		if (s->type == SHAPE_RECT && !bar)
			bar = s;
		dark += s->type == SHAPE_RECT && s->fill == MAIN;
		if (s->type == SHAPE_POLYLINE && s->stroke == SECOND)
			line = s;
	}
	cr_assert(bar && line);
	cr_assert_float_eq(line->points[0].y, bar->y, 1e-9);
	cr_assert_float_eq(line->points[0].x, bar->x + bar->width / 2, 1e-9);
	/* 1284 of 3594 is 35.7 % of the height. */
	cr_assert_float_eq(
		bar->height / (bar->y + bar->height - line->points[7].y), 1284.0 / 3594, 1e-9);
	cr_assert_eq(dark, 4); /* the fourth passes 80 % */
	scene_release(&scene);
}

Test(chart, spreading_moves_as_little_as_it_can)
{
	double at[] = {10, 11, 12, 50};
	double low[] = {1, 2};

	spread(at, 4, 10, 0, 100);
	cr_assert_float_eq(at[0], 1, 1e-9);
	cr_assert_float_eq(at[1], 11, 1e-9);
	cr_assert_float_eq(at[2], 21, 1e-9);
	cr_assert_float_eq(at[3], 50, 1e-9);
	spread(low, 2, 10, 0, 100);
	cr_assert_float_eq(low[0], 0, 1e-9);
	cr_assert_float_eq(low[1], 10, 1e-9);
}

Test(chart, scales_hold_zero_and_both_ends)
{
	struct scale s = scale_nice(3, 153, 5, true);

	cr_assert_eq(s.low, 0);
	cr_assert_eq(s.high, 200);
	cr_assert_eq(s.step, 50);
	s = scale_nice(-7, 2, 5, true);
	cr_assert(s.low <= -7 && s.high >= 2);
	s = scale_nice(0, 0, 5, true);
	cr_assert(s.high > s.low);
}

static struct table *long_table(void)
{
	static const struct {
		const char *period, *cause;
		int n, complete;
	} ROWS[] = {{"2026-09", "质量", 5, 1}, {"2026-09", "物流", 9, 1}, {"2026-09", "退款", 1, 1},
		{"2026-10", "质量", 6, 0}, {"2026-10", "退款", 2, 0}};
	struct table *table = table_new("volume");

	table_add_column(table, "period", CELL_TEXT, NULL);
	table_add_column(table, "first_day", CELL_TEXT, NULL); /* names nothing */
	table_add_column(table, "cause", CELL_TEXT, NULL);
	table_add_column(table, "complete", CELL_INTEGER, "flag");
	table_add_column(table, "complaints", CELL_INTEGER, "count");
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		size_t row = table_add_row(table);

		table_set_text(table, row, 0, ROWS[i].period);
		table_set_text(table, row, 1, "2026-10-01");
		table_set_text(table, row, 2, ROWS[i].cause);
		table_set_integer(table, row, 3, ROWS[i].complete);
		table_set_integer(table, row, 4, ROWS[i].n);
	}
	return table;
}

Test(chart, a_long_table_becomes_lines)
{
	struct table *table = long_table();
	struct chart_choice choice = {.lang = "zh-CN"};
	struct err err;
	struct chart *chart = chart_from_table(table, CHART_LINE, &choice, &err);

	cr_assert_not_null(chart);
	cr_assert_eq(chart->n_labels, 2);
	cr_assert_eq(chart->n_series, 3);
	cr_assert_str_eq(chart->series[0].name, "质量");
	cr_assert_eq(chart->series[0].y[1], 6);
	cr_assert_str_eq(chart->series[1].name, "物流");
	cr_assert(isnan(chart->series[1].y[1]));
	cr_assert(!chart->partial[0] && chart->partial[1]);
	cr_assert_str_eq(chart->subtitle, "2026 年 9 月—2026 年 10 月");
	chart_free(chart);
	table_free(table);
}

Test(chart, top_sums_the_rest)
{
	struct table *table = long_table();
	struct chart_choice choice = {.lang = "zh-CN", .top = 1};
	struct err err;
	struct chart *chart = chart_from_table(table, CHART_LINE, &choice, &err);

	cr_assert_eq(chart->n_series, 2);
	cr_assert(chart->rest_series);
	cr_assert_str_eq(chart->series[1].name, "其他");
	cr_assert_eq(chart->series[1].y[0], 10);
	cr_assert_eq(chart->series[1].y[1], 2);
	chart_free(chart);
	chart = chart_from_table(table, CHART_PARETO, &choice, &err);
	cr_assert_eq(chart->n_labels, 2);
	cr_assert_str_eq(chart->labels[0], "质量");
	cr_assert_eq(chart->series[0].y[0], 11);
	cr_assert_eq(chart->series[0].y[1], 12);
	chart_free(chart);
	table_free(table);
}

Test(chart, wrong_columns_are_named)
{
	struct table *table = long_table();
	struct chart_choice choice = {.lang = "en", .x = "nosuch"};
	struct err err;

	cr_assert_null(chart_from_table(table, CHART_LINE, &choice, &err));
	cr_assert_str_eq(err.text, "the table has no column 'nosuch'");
	choice = (struct chart_choice){.lang = "en", .value = "cause"};
	cr_assert_null(chart_from_table(table, CHART_LINE, &choice, &err));
	cr_assert_str_eq(err.text, "column 'cause' holds no numbers");
	table_free(table);
}

Test(chart, ratios_are_never_added)
{
	struct table *table = table_new("ratio");
	struct chart_choice choice = {.lang = "en"};
	struct err err;

	table_add_column(table, "product", CELL_TEXT, NULL);
	table_add_column(table, "share", CELL_REAL, "share");
	for (int i = 0; i < 2; i++) {
		size_t row = table_add_row(table);

		table_set_text(table, row, 0, "fridge");
		table_set_real(table, row, 1, 0.5);
	}
	cr_assert_null(chart_from_table(table, CHART_BAR, &choice, &err));
	cr_assert_str_eq(err.text, "row 2 is the second one for 'fridge', and 'share' does not add "
				   "up; choose columns with --x and --series");
	table_free(table);
}

static void check_picture(const struct chart *chart, enum picture picture, const char *magic)
{
	struct buf one = {0}, two = {0};
	struct err err;

	cr_assert_eq(
		chart_picture(chart, picture, 0, 0, 1, "zh-CN", &one, &err), 0, "%s", err.text);
	cr_assert_eq(chart_picture(chart, picture, 0, 0, 1, "zh-CN", &two, &err), 0);
	cr_assert(one.len > 1000 && !memcmp(one.data, magic, strlen(magic)));
	cr_assert(one.len == two.len && !memcmp(one.data, two.data, one.len), "bytes differ");
	buf_release(&one);
	buf_release(&two);
}

Test(chart, the_same_chart_gives_the_same_bytes)
{
	struct table *table = long_table();
	struct chart_choice choice = {.lang = "zh-CN"};
	struct err err;
	struct chart *chart = chart_from_table(table, CHART_LINE, &choice, &err);

	check_picture(chart, PICTURE_SVG, "<?xml");
	check_picture(chart, PICTURE_PNG, "\x89PNG");
	check_picture(chart, PICTURE_PDF, "%PDF-1.5");
	chart_free(chart);
	table_free(table);
}

Test(chart, a_missing_glyph_is_named)
{
	struct table *table = long_table();
	struct chart_choice choice = {.lang = "zh-CN", .title = "投诉 🧊"};
	struct err err;
	struct chart *chart = chart_from_table(table, CHART_LINE, &choice, &err);
	struct buf out = {0};

	cr_assert_eq(chart_picture(chart, PICTURE_SVG, 0, 0, 1, "zh-CN", &out, &err), -1);
	cr_assert_str_eq(err.text, "no font has the characters 🧊 (U+1F9CA)");
	cr_assert_eq(out.len, 0);
	chart_free(chart);
	table_free(table);
}
