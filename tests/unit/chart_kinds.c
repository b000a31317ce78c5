#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/layout.h"
#include "chart/plot.h"
#include "chart/words.h"

/* Half a square for Latin, a whole one for Chinese: no fonts needed. */
static double half_squares(void *context, const char *text, double size, bool bold)
{
	(void)context;
	return (double)text_width(text, strlen(text)) * size / 2 * (bold ? 1.1 : 1);
}

static void lay_out(const struct chart *chart, struct scene *scene)
{
	struct frame frame = {.lang = "en", .margin = 20, .measure = {half_squares, NULL}};

	chart_layout(chart, &frame, scene);
}

/* The n-th shape of a type and fill, or NULL. */
static const struct shape *find(const struct scene *scene, enum shape_type type, int fill, size_t n)
{
	for (size_t i = 0; i < scene->n_shapes; i++)
		if (scene->shapes[i].type == type && scene->shapes[i].fill == fill && n-- == 0)
			return &scene->shapes[i];
	return NULL;
}

static bool says(const struct scene *scene, const char *text)
{
	for (size_t i = 0; i < scene->n_shapes; i++)
		if (scene->shapes[i].type == SHAPE_TEXT && !strcmp(scene->shapes[i].text, text))
			return true;
	return false;
}

static char *NAMES[] = {"a", "b", "c"};
static char *MONTHS[] = {"2026-08", "2026-09", "2026-10"};

Test(chart_kinds, pieces_of_a_stack_stand_on_each_other)
{
	double one[] = {3, 4, 5}, two[] = {6, 2, 1};
	struct series series[] = {{.name = (char *)"x", .y = one}, {.name = (char *)"y", .y = two}};
	struct chart chart = {.type = CHART_STACKED,
		.n_labels = 3,
		.labels = MONTHS,
		.n_series = 2,
		.series = series};
	struct scene scene = {0};
	const struct shape *low, *high;

	lay_out(&chart, &scene);
	low = find(&scene, SHAPE_RECT, MAIN, 0);
	high = find(&scene, SHAPE_RECT, SECOND, 0);
	cr_assert(low && high);
	cr_assert_float_eq(high->y + high->height, low->y, 1e-9);
	cr_assert_float_eq(high->height, 2 * low->height, 1e-9);
	cr_assert(says(&scene, "9"), "the sum stands above");
	scene_release(&scene);
}

/* Sums of twelve digits are wider than the room between the bars. */
Test(chart_kinds, long_sums_of_upright_stacks_are_short)
{
	enum { N = 12 };
	char *labels[N];
	double one[N], two[N];
	struct series series[] = {{.name = (char *)"x", .y = one}, {.name = (char *)"y", .y = two}};
	struct chart chart = {.type = CHART_STACKED,
		.n_labels = N,
		.labels = labels,
		.n_series = 2,
		.series = series};
	struct scene scene = {0};

	for (int i = 0; i < N; i++) {
		labels[i] = mem_format("2026-%02d", i + 1);
		one[i] = 123456789012.0 * (i % 2 + 1);
		two[i] = 1000;
	}
	lay_out(&chart, &scene);
	cr_assert(says(&scene, "123bn") && says(&scene, "247bn"));
	cr_assert(!says(&scene, "123,456,790,012"));
	scene_release(&scene);
	for (int i = 0; i < N; i++)
		free(labels[i]);
}

Test(chart_kinds, arrows_point_where_it_went_and_the_worst_stands_out)
{
	double value[] = {9, 5, 2}, change[] = {-0.5, 0.25, 0.005}, alarm[] = {0, 1, 0};
	struct series series[] = {{.name = (char *)"n", .y = value},
		{.name = (char *)"g", .unit = (char *)"growth", .role = ROLE_CHANGE, .y = change},
		{.name = (char *)"", .role = ROLE_ALARM, .y = alarm}};
	struct chart chart = {.type = CHART_RANK,
		.good = -1,
		.n_labels = 3,
		.labels = NAMES,
		.n_series = 3,
		.series = series};
	struct scene scene = {0};
	const struct shape *down, *up;

	lay_out(&chart, &scene);
	down = find(&scene, SHAPE_POLYGON, GOOD, 0);
	up = find(&scene, SHAPE_POLYGON, ALERT, 0);
	cr_assert(down && up);
	cr_assert(down->points[2].y > down->points[0].y && up->points[2].y < up->points[0].y);
	cr_assert_null(find(&scene, SHAPE_POLYGON, ALERT, 1), "no arrow under 1 %%");
	cr_assert_not_null(find(&scene, SHAPE_RECT, ALERT, 0));
	cr_assert_null(find(&scene, SHAPE_RECT, ALERT, 1), "one stands out");
	cr_assert(says(&scene, "+25.0%") && says(&scene, "+0.5%"));
	scene_release(&scene);
}

Test(chart_kinds, halving_is_as_far_as_doubling)
{
	double value[] = {1, 0, -0.5}, low[] = {0.5, -0.1, -0.6}, high[] = {2, 0.1, 40};
	double alarm[] = {1, 0, 0};
	struct series series[] = {{.name = (char *)"g", .y = value},
		{.name = (char *)"l", .role = ROLE_LOW, .y = low},
		{.name = (char *)"h", .role = ROLE_HIGH, .y = high},
		{.name = (char *)"", .role = ROLE_ALARM, .y = alarm}};
	struct chart chart = {.type = CHART_GROWTH,
		.good = -1,
		.unit = (char *)"growth",
		.n_labels = 3,
		.labels = NAMES,
		.n_series = 4,
		.series = series};
	struct scene scene = {0};
	const struct shape *doubled, *same, *halved;

	lay_out(&chart, &scene);
	doubled = find(&scene, SHAPE_CIRCLE, ALERT, 0);
	same = find(&scene, SHAPE_CIRCLE, WHITE, 0);
	halved = find(&scene, SHAPE_CIRCLE, WHITE, 1);
	cr_assert(doubled && same && halved);
	cr_assert_float_eq(doubled->x - same->x, same->x - halved->x, 1e-9);
	cr_assert_not_null(find(&scene, SHAPE_POLYGON, MUTED, 0), "a long whisker has an arrow");
	scene_release(&scene);
}

Test(chart_kinds, the_largest_cell_is_the_darkest_and_sums_foot)
{
	double one[] = {874, 0, 12}, two[] = {21, 588, NAN};
	struct series series[] = {{.name = (char *)"x", .y = one}, {.name = (char *)"y", .y = two}};
	struct chart chart = {.type = CHART_HEATMAP,
		.adds_up = true,
		.n_labels = 3,
		.labels = NAMES,
		.n_series = 2,
		.series = series};
	struct scene scene = {0};

	lay_out(&chart, &scene);
	cr_assert_not_null(find(&scene, SHAPE_RECT, DEEP, 0));
	cr_assert_not_null(find(&scene, SHAPE_RECT, plot_ramp(sqrt(588.0 / 874)), 0));
	cr_assert(says(&scene, "895") && says(&scene, "886") && says(&scene, "1,495"));
	cr_assert(says(&scene, "–"));
	cr_assert_eq(plot_colour_on(DEEP), WHITE);
	cr_assert_eq(plot_colour_on(plot_ramp(0)), INK);
	scene_release(&scene);
}

Test(chart_kinds, what_is_outside_is_orange_and_alarms_are_told)
{
	double value[] = {20, 90, 95}, centre[] = {30, 30, 30}, high[] = {60, 60, 60};
	double alarm[] = {0, 1, 0};
	char *remarks[] = {NULL, (char *)"typhoon", NULL};
	struct series series[] = {{.name = (char *)"n", .y = value},
		{.name = (char *)"expected", .role = ROLE_CENTRE, .y = centre},
		{.name = (char *)"limit", .role = ROLE_HIGH, .y = high},
		{.name = (char *)"", .role = ROLE_ALARM, .y = alarm}};
	struct chart chart = {.type = CHART_CONTROL,
		.n_labels = 3,
		.labels = MONTHS,
		.remarks = remarks,
		.n_series = 4,
		.series = series};
	struct scene scene = {0};
	const struct shape *band;

	lay_out(&chart, &scene);
	cr_assert_not_null(find(&scene, SHAPE_CIRCLE, ALERT, 1));
	cr_assert_null(find(&scene, SHAPE_CIRCLE, ALERT, 2));
	cr_assert(says(&scene, "September 2026: 90, typhoon"));
	band = find(&scene, SHAPE_RECT, BAND, 0);
	cr_assert(band && !find(&scene, SHAPE_RECT, BAND, 1), "one band where limits stay");
	scene_release(&scene);
}

/* Where the line of panel n ends. */
static double end_of(const struct scene *scene, int colour, size_t n)
{
	const struct shape *dot = find(scene, SHAPE_CIRCLE, colour, n);

	cr_assert_not_null(dot);
	return dot->y;
}

Test(chart_kinds, small_multiples_share_a_scale_unless_it_is_free)
{
	double one[] = {100, 100, 100}, two[] = {10, 10, 10};
	struct series series[] = {{.name = (char *)"x", .y = one}, {.name = (char *)"y", .y = two}};
	struct chart chart = {.type = CHART_MULTIPLES,
		.good = -1,
		.n_labels = 3,
		.labels = MONTHS,
		.n_series = 2,
		.series = series};
	struct scene shared = {0}, own = {0};

	lay_out(&chart, &shared);
	chart.scales_are_free = true;
	lay_out(&chart, &own);
	cr_assert_gt(end_of(&shared, MAIN, 1), end_of(&shared, MAIN, 0) + 20);
	cr_assert_float_eq(end_of(&own, MAIN, 1), end_of(&own, MAIN, 0), 1e-9);
	scene_release(&shared);
	scene_release(&own);
}

Test(chart_kinds, a_survival_curve_is_stairs_over_true_days)
{
	static char *DAYS[] = {"0", "1", "2", "3", "4", "5", "6", "8", "10", "20"};
	double share[] = {0, .01, .02, .03, .04, .05, .06, .08, .1, .2};
	struct series series = {.name = (char *)"s", .y = share};
	struct chart chart = {.type = CHART_SURVIVAL,
		.n_labels = 10,
		.labels = DAYS,
		.n_series = 1,
		.series = &series};
	struct scene scene = {0};
	const struct shape *line = NULL;

	lay_out(&chart, &scene);
	for (size_t i = 0; i < scene.n_shapes; i++)
		if (scene.shapes[i].type == SHAPE_POLYLINE && scene.shapes[i].stroke == MAIN)
			line = &scene.shapes[i];
	cr_assert(line && line->n_points == 19);
	cr_assert_float_eq(line->points[1].y, line->points[0].y, 1e-9);
	cr_assert_float_eq(line->points[2].x, line->points[1].x, 1e-9);
	/* From 10 to 20 days it is ten times as far as from 0 to 1. */
	cr_assert_float_eq(line->points[18].x - line->points[16].x,
		10 * (line->points[1].x - line->points[0].x), 1e-6);
	scene_release(&scene);
}

Test(chart_kinds, big_numbers_in_few_signs)
{
	static const struct {
		const char *lang;
		double value;
		const char *text;
	} rows[] = {
		{"zh-CN", 987654321, "9.88 亿"},
		{"zh-TW", 98765432, "9,877 萬"},
		{"zh-CN", 12345, "1.23 万"},
		{"zh-CN", 9999, "9,999"},
		{"en", 5e9, "5.00bn"},
		{"en", 98765432, "98.8M"},
		{"en", 12345, "12.3k"},
		{"en", -876543210, "−877M"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf text = {0};

		chart_short_number(rows[i].lang, rows[i].value, &text);
		cr_expect_str_eq(buf_text(&text), rows[i].text);
		buf_release(&text);
	}
}

/* From 1e15 on digits are noise, and a label of sixteen of them runs out of the picture. */
Test(chart_kinds, immense_numbers_are_short)
{
	const struct chart chart = {.type = CHART_BAR};
	static const struct {
		double value;
		const char *text;
	} rows[] = {
		{3e15, "3e+15"},
		{-1.2345e16, "−1.23e+16"},
		{123456789012, "123,456,789,012"},
		{-5, "−5"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf text = {0};

		plot_value_text(&chart, rows[i].value, &text);
		cr_expect_str_eq(buf_text(&text), rows[i].text);
		buf_release(&text);
	}
}
