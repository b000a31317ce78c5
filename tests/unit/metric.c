#include "metric/metric.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "load/load.h"
#include "metric/query.h"
#include "metric/scope.h"
#include "metric/timeline.h"
#include "tests/unit/golden.h"

#define RUN(store, ...) golden_run(store, COUNTED_FASTEST, (const char *const[]){__VA_ARGS__, NULL})

#define WHERE(...) ((const char *const[]){__VA_ARGS__, NULL})
static const char *const ALL[] = {NULL};

/* --- golden: volume --- */

static void compare_volume(struct store *store, const char *period, const char *file, size_t n)
{
	static const struct golden_column COLUMNS[] = {
		{"period", "period", true},
		{"first_day", "first_day", true},
		{"last_day", "last_day", true},
		{"n", "complaints", false},
		{"complete", "complete", false},
		{"workdays_observed", "workdays", false},
		{"n_per_workday", "per_workday", false},
		{NULL, NULL, false},
	};
	struct table *table = RUN(store, "volume", "--unit", "contacts", "--period", period);

	cr_assert_eq(table_rows(table), n, "%s: %zu rows", period, table_rows(table));
	golden_compare(table, file, ALL, COLUMNS, n);
	table_free(table);
}

Test(metric, golden_volume_by_period)
{
	struct store *store = golden_store();

	compare_volume(store, "day", "tests/golden/volume_day.csv", 900);
	compare_volume(store, "week", "tests/golden/volume_isoweek.csv", 129);
	compare_volume(store, "month", "tests/golden/volume_month.csv", 30);
	compare_volume(store, "quarter", "tests/golden/volume_quarter.csv", 10);
	compare_volume(store, "year", "tests/golden/volume_year.csv", 3);
	store_close(store);
}

static double sum(const struct table *table, const char *name)
{
	size_t column = table_find(table, name);
	double total = 0;

	for (size_t row = 0; row < table_rows(table); row++)
		total += table_real(table, row, column);
	return total;
}

Test(metric, golden_volume_by_group)
{
	static const struct {
		const char *by, *file;
		size_t n;
	} FILES[] = {
		{"product", "tests/golden/volume_month_by_product.csv", 111},
		{"department", "tests/golden/volume_month_by_department.csv", 120},
		{"channel", "tests/golden/volume_month_by_channel.csv", 176},
		{"cause", "tests/golden/volume_month_by_cause.csv", 183},
		{"region", "tests/golden/volume_month_by_region.csv", 120},
		{"handler", "tests/golden/volume_month_by_handler.csv", 325},
	};
	struct store *store = golden_store();

	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		const struct golden_column columns[] = {{"month", "period", true},
			{"value", FILES[i].by, true}, {"n", "complaints", false},
			{NULL, NULL, false}};
		struct table *table =
			RUN(store, "volume", "--unit", "contacts", "--by", FILES[i].by);

		golden_compare(table, FILES[i].file, ALL, columns, FILES[i].n);
		cr_assert_eq(sum(table, "complaints"), 1882, "%s", FILES[i].by);
		table_free(table);
	}
	store_close(store);
}

Test(metric, golden_several_causes)
{
	static const char FILE_NAME[] = "tests/golden/volume_month_by_cause_multi.csv";
	static const struct golden_column WHOLE[] = {{"month", "period", true},
		{"cause", "cause", true}, {"n_multi", "complaints", false}, {NULL, NULL, false}};
	static const struct golden_column PARTS[] = {{"month", "period", true},
		{"cause", "cause", true}, {"n_frac", "complaints", false}, {NULL, NULL, false}};
	struct store *store = golden_store();
	struct table *table =
		RUN(store, "volume", "--unit", "contacts", "--by", "cause", "--causes", "whole");

	golden_compare(table, FILE_NAME, ALL, WHOLE, 183);
	table_free(table);
	table = RUN(
		store, "volume", "--unit", "contacts", "--by", "cause", "--causes", "fractional");
	golden_compare(table, FILE_NAME, ALL, PARTS, 183);
	cr_assert_float_eq(sum(table, "complaints"), 1882, 1e-6);
	table_free(table);
	store_close(store);
}

/* --- golden: growth --- */

Test(metric, golden_growth_of_complete_months)
{
	static const struct golden_column COLUMNS[] = {{"product", "product", true},
		{"month", "period", true}, {"n", "complaints", false}, {"mom", "growth", false},
		{"mom_status", "status", false}, {"yoy", "yoy", false},
		{"yoy_status", "yoy_status", false}, {NULL, NULL, false}};
	struct store *store = golden_store();
	struct table *table =
		RUN(store, "growth", "--unit", "contacts", "--by", "product", "--total");

	golden_compare(
		table, "tests/golden/growth_month.csv", WHERE("complete", "1"), COLUMNS, 145);
	table_free(table);
	store_close(store);
}

Test(metric, golden_growth_of_an_incomplete_month_on_the_same_days)
{
	static const struct golden_column COLUMNS[] = {{"product", "product", true},
		{"cur_1_18", "complaints", false}, {"prev_month_1_18", "previous", false},
		{"prev_year_1_18", "year_ago", false}, {"mom_same_days", "growth", false},
		{"yoy_same_days", "yoy", false}, {"mom_per_workday", "growth_per_workday", false},
		{NULL, NULL, false}};
	struct store *store = golden_store();
	struct table *table = RUN(store, "growth", "--unit", "contacts", "--by", "product",
		"--total", "--from", "2026-06");

	golden_compare(table, "tests/golden/growth_partial_2026-06.csv", ALL, COLUMNS, 5);
	for (size_t row = 0; row < table_rows(table); row++)
		if (table_cell(table, row, table_find(table, "headline"))->type == CELL_TEXT)
			cr_assert_str_eq(
				table_cell(table, row, table_find(table, "headline"))->text,
				"growth_per_workday");
	table_free(table);
	store_close(store);
}

Test(metric, golden_contributions_sum_to_the_growth_of_all)
{
	static const char *const BYS[] = {"product", "channel", "cause"};
	static const size_t ROWS[] = {5, 6, 7};
	struct store *store = golden_store();

	for (size_t i = 0; i < sizeof BYS / sizeof *BYS; i++) {
		const struct golden_column columns[] = {{"current", "period", true},
			{"value", BYS[i], true}, {"n1", "complaints", false},
			{"n0", "previous", false}, {"contribution_pp", "contribution_pp", false},
			{"growth", "growth", false}, {NULL, NULL, false}};
		struct table *table = RUN(store, "growth", "--unit", "contacts", "--by", BYS[i],
			"--from", "2026-05", "--to", "2026-05");

		golden_compare(table, "tests/golden/growth_contribution.csv",
			WHERE("dim", BYS[i], "base", "2026-04"), columns, ROWS[i]);
		cr_assert_float_eq(sum(table, "contribution_pp"), 100 * (81.0 / 86 - 1), 1e-9);
		table_free(table);
	}
	store_close(store);
}

Test(metric, golden_exact_tests_with_orders_as_exposure)
{
	static const struct {
		const char *base, *p, *q;
		size_t n;
	} COMPARISONS[] = {{"2026-04", "p", "q", 24}, {"2026-03", "p", "q", 25},
		{"2025-10", "p", "q", 23}, {"2025-05", "yoy_p", "yoy_q", 16},
		{"2025-04", "yoy_p", "yoy_q", 18}};
	struct store *store = golden_store();
	struct table *table = RUN(store, "growth", "--unit", "contacts", "--by", "product,cause",
		"--where", "product!=(unassigned)");

	for (size_t i = 0; i < sizeof COMPARISONS / sizeof *COMPARISONS; i++) {
		const struct golden_column columns[] = {{"current", "period", true},
			{"product", "product", true}, {"cause", "cause", true},
			{"n1", "complaints", false}, {"p_central", COMPARISONS[i].p, false},
			{"q_bh", COMPARISONS[i].q, false}, {NULL, NULL, false}};

		golden_compare(table, "tests/golden/rate_tests.csv",
			WHERE("base", COMPARISONS[i].base, "testable", "1"), columns,
			COMPARISONS[i].n);
	}
	table_free(table);
	store_close(store);
}

static size_t find_row(const struct table *table, const char *period, const char *group)
{
	for (size_t row = 0; row < table_rows(table); row++)
		if (!strcmp(table_cell(table, row, 0)->text, period) &&
			(!group || !strcmp(table_cell(table, row, 1)->text, group)))
			return row;
	cr_assert_fail("no row %s", period);
	return 0;
}

static enum cell_type type_of(const struct table *table, size_t row, const char *name)
{
	return table_cell(table, row, table_find(table, name))->type;
}

Test(metric, a_group_without_exposure_is_not_tested_where_others_have_one)
{
	struct store *store = golden_store();
	struct table *table = RUN(store, "growth", "--unit", "contacts", "--by", "product");
	size_t row = find_row(table, "2026-05", "PD");

	/* PD was not sold in May 2025: no orders, nothing to divide by. */
	cr_assert_eq(type_of(table, row, "yoy_p"), CELL_EMPTY);
	cr_assert_eq(type_of(table, row, "yoy"), CELL_EMPTY);
	cr_assert_eq(type_of(table, row, "p"), CELL_REAL);
	table_free(table);
	store_close(store);
}

/* --- the cube and the facts --- */

static void compare_tables(const struct table *a, const struct table *b, const char *what)
{
	struct buf x = {0}, y = {0};

	cr_assert_eq(table_rows(a), table_rows(b), "%s", what);
	cr_assert_eq(table_columns(a), table_columns(b), "%s", what);
	for (size_t row = 0; row < table_rows(a); row++)
		for (size_t column = 0; column < table_columns(a); column++) {
			buf_clear(&x);
			buf_clear(&y);
			table_cell_text(a, row, column, &x);
			table_cell_text(b, row, column, &y);
			cr_assert_str_eq(buf_text(&x), buf_text(&y), "%s row %zu column %zu", what,
				row, column);
		}
	buf_release(&x);
	buf_release(&y);
}

Test(metric, the_cube_and_the_facts_count_the_same)
{
	static const char *const CASES[][8] = {
		{"volume"},
		{"volume", "--by", "cause"},
		{"volume", "--by", "product", "--period", "week"},
		{"volume", "--by", "channel,cause", "--period", "quarter"},
		{"volume", "--by", "cause,region", "--unit", "contacts"},
		{"volume", "--by", "department", "--period", "day"},
		{"volume", "--by", "cause", "--where", "product=PA", "--where", "product=PB"},
		{"volume", "--where", "product!=PA", "--where", "cause=C01", "--where",
			"cause=C02"},
		{"volume", "--by", "product", "--where", "cause~0", "--period", "year"},
		{"volume", "--by", "cause", "--from", "2025-03-10", "--to", "2026-02-11"},
		{"volume", "--by", "product", "--as-of", "2025-08-20", "--period", "all"},
		{"volume", "--by", "region", "--top", "2", "--total"},
		{"growth", "--by", "cause", "--period", "week"},
		{"growth", "--by", "channel", "--as-of", "2026-03-15", "--total"},
	};
	struct store *store = golden_store();

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct table *cube = golden_run(store, COUNTED_FASTEST, CASES[i]);
		struct table *facts = golden_run(store, COUNTED_FROM_COLUMNS, CASES[i]);

		compare_tables(cube, facts, CASES[i][2] ? CASES[i][2] : CASES[i][0]);
		table_free(cube);
		table_free(facts);
	}
	store_close(store);
}

/* --- options --- */

static double cell(const struct table *table, size_t row, const char *name)
{
	return table_real(table, row, table_find(table, name));
}

Test(metric, top_keeps_the_largest_and_sums_the_rest)
{
	struct store *store = golden_store();
	struct table *table = RUN(store, "volume", "--by", "cause", "--top", "2", "--total",
		"--from", "2026-05", "--to", "2026-05", "--unit", "contacts");

	cr_assert_eq(table_rows(table), 4);
	cr_assert_eq(cell(table, 0, "complaints") + cell(table, 1, "complaints") +
			     cell(table, 2, "complaints"),
		81);
	cr_assert_eq(cell(table, 3, "complaints"), 81);
	cr_assert_str_eq(table_cell(table, 2, table_find(table, "cause"))->text, "(other)");
	cr_assert_str_eq(table_cell(table, 3, table_find(table, "cause"))->text, "(total)");
	table_free(table);
	store_close(store);
}

Test(metric, a_total_counts_a_complaint_of_two_causes_once)
{
	struct store *store = golden_store();
	struct table *table = RUN(store, "volume", "--by", "cause", "--causes", "whole", "--total",
		"--period", "all", "--unit", "contacts");
	size_t last = table_rows(table) - 1;
	double causes = 0;

	for (size_t row = 0; row < last; row++)
		causes += cell(table, row, "complaints");
	cr_assert_eq(cell(table, last, "complaints"), 1882);
	cr_assert_gt(causes, 1882);
	table_free(table);
	store_close(store);
}

Test(metric, ids_are_the_complaints_behind_a_row)
{
	struct store *store = golden_store();
	struct table *table = RUN(store, "volume", "--by", "product", "--ids", "--from", "2026-06");
	size_t ids = table_find(table, "ids");

	for (size_t row = 0; row < table_rows(table); row++) {
		const char *text = table_cell(table, row, ids)->text;
		size_t n = *text ? 1 : 0;

		for (const char *p = text; *p; p++)
			n += *p == ' ';
		cr_assert_eq((double)n, cell(table, row, "complaints"), "%s", text);
	}
	table_free(table);
	store_close(store);
}

Test(metric, later_events_have_not_happened_yet)
{
	struct store *store = golden_store();
	struct table *then = RUN(store, "summary", "--as-of", "2026-04-30", "--unit", "contacts");
	struct table *now = RUN(store, "summary", "--unit", "contacts");
	size_t last = table_rows(then) - 1;

	/* backlog_snapshots.csv: open at the end of April, and of 18 June */
	cr_assert_eq(cell(then, last, "open"), 28);
	cr_assert_eq(cell(now, find_row(now, "2026-04", NULL), "open"), 28);
	cr_assert_eq(cell(now, table_rows(now) - 1, "open"), 22);
	cr_assert_lt(cell(then, last, "due"), cell(now, find_row(now, "2026-04", NULL), "due"));
	table_free(then);
	table_free(now);
	store_close(store);
}

static int check(const char *const *arguments, struct err *err)
{
	const char *const folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct query *query = query_find(share, arguments[0], err);
	const struct opt *const tables[] = {METRIC_OPTIONS, query_options(query), NULL};
	struct opts *opts;
	int argc = 0, status = -1;

	while (arguments[argc])
		argc++;
	opts = opts_parse(tables, argc, (char **)arguments, err);
	if (opts)
		status = query_check(query, opts, err);
	opts_free(opts);
	query_free(query);
	share_free(share);
	return status;
}

Test(metric, wrong_options_are_refused_by_name)
{
	static const struct {
		const char *option, *value, *message;
	} CASES[] = {
		{"--by", "colour",
			"--by: 'colour' is no dimension: product, cause, channel, ... or "
			"extra.HEADER"},
		{"--by", "cause,cause", "--by: 'cause' is there twice"},
		{"--by", "week,month", "--by month: the period is 'week' already"},
		{"--from", "yesterday",
			"--from: 'yesterday' is no period: 2026, 2026-Q3, 2026-10, 2026-W43 or "
			"2026-10-31"},
		{"--where", "cause",
			"--where takes DIM=VALUE, DIM!=VALUE or DIM~PART, not 'cause'"},
		{"--where", "colour=red",
			"--where: 'colour' is no dimension: product, cause, channel, ... or "
			"extra.HEADER"},
		{"--top", "0", "--top takes a whole number from 1 to 1000000, not '0'"},
		{"--unit", "rows", "--unit takes one of incidents|contacts, not 'rows'"},
		{"--base", "x", "--base takes a whole number from 1 to 1000000, not 'x'"},
	};
	struct err err;

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		const char *const arguments[] = {"growth", CASES[i].option, CASES[i].value, NULL};

		cr_assert_eq(check(arguments, &err), -1, "%s", CASES[i].value);
		cr_assert_str_eq(err.text, CASES[i].message);
	}
	cr_assert_eq(check((const char *const[]){"growth", "--by", "week,cause", "--period", "week",
				   "--from", "2026-W01", "--to", "2026-03-31", NULL},
			     &err),
		0, "%s", err.text);
}

/* --- query files --- */

#define HEADER "-- kesu-query: 1\n-- name: own\n-- question: Why?\n-- column: a count\n"

Test(metric, a_query_file_says_what_is_wrong_with_it_and_where)
{
	static const struct {
		const char *text, *message;
	} CASES[] = {
		{"", "own.sql:0: a query file begins with '-- kesu-query: 1'"},
		{"SELECT 1", "own.sql:1: a query file begins with '-- kesu-query: 1'"},
		{"-- kesu-query: 2\n",
			"own.sql:1: '2' is no version of query files that is known here (1)"},
		{HEADER "-- colour: red\n", "own.sql:5: 'colour' is no header of a query file"},
		{HEADER "-- reads: cells rows\n",
			"own.sql:5: 'rows' is no relation: groups "
			"periods cells days facts all_facts "
			"exposures texts calendar comparisons responses "
			"resolutions follow_ups ids terms launches "
			"customers chains busy history every_kind unfinished compared "
			"apart"},
		{HEADER "-- reads: cells?\n", "own.sql:5: 'cells?': only exposures can be missing"},
		{HEADER "-- column: b furlongs\n", "own.sql:5: 'furlongs' is no unit: count share "
						   "growth points rate hours days "
						   "score flag money date text id"},
		{HEADER "-- column: a count\n", "own.sql:5: column 'a' is there twice"},
		{HEADER "-- param: x decimal 1 - a number\n",
			"own.sql:5: 'decimal' is no type: integer number choice text flag"},
		{HEADER "-- param: x integer 1 5..2 a number\n",
			"own.sql:5: '5..2' is no range: 1..100"},
		{HEADER "-- param: x integer 9 1..5 a number\n",
			"own.sql:5: the default is refused: --x takes a whole number from 1 to 5, "
			"not "
			"'9'"},
		{HEADER "-- param: by text - - a word\n",
			"own.sql:5: 'by' cannot be the name of a param"},
		{HEADER "-- default: --colour red\n",
			"own.sql:5: '--colour' is no common option that can have a default"},
		{HEADER "SELECT 1\n", "own.sql:5: SQL before '-- result'"},
		{HEADER, "own.sql:4: the query has no '-- result'"},
		{"-- kesu-query: 1\n-- name: own\n-- result\nSELECT 1\n",
			"own.sql:4: the query has no question"},
	};
	struct err err;

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		cr_assert_null(query_parse("own.sql", CASES[i].text, strlen(CASES[i].text), &err));
		cr_assert_str_eq(err.text, CASES[i].message);
	}
}

Test(metric, a_query_file_is_read)
{
	static const char TEXT[] =
		HEADER "-- question[zh-CN]: 为什么？\r\n"
		       "-- column: b share of=a/c\n"
		       "-- default: --period week --by cause\n"
		       "-- param: at-least integer 3 1..9 what is enough\n"
		       "-- param: deep flag - - look twice\n"
		       "-- rule 1.1: first\n--           and on\n--\n\n"
		       "-- on store\nSELECT 1\n-- result\n-- a comment\nSELECT 2\n";
	struct err err;
	struct query *query = query_parse("own.sql", TEXT, strlen(TEXT), &err);
	const char *number;

	cr_assert(query, "%s", err.text);
	cr_assert_str_eq(query_question(query, "zh-TW"), "为什么？");
	cr_assert_str_eq(query_question(query, "en"), "Why?");
	cr_assert_eq(query_columns(query), 2);
	cr_assert_str_eq(query_column(query, 1)->of, "a/c");
	cr_assert_str_eq(query_default(query, "by"), "cause");
	cr_assert_str_eq(query_options(query)[0].name, "at-least");
	cr_assert_eq(query_options(query)[1].kind, OPT_FLAG);
	cr_assert_null(query_options(query)[2].name);
	cr_assert_str_eq(query_rule(query, 0, &number), "first\nand on");
	cr_assert_str_eq(number, "1.1");
	cr_assert_str_eq(query->on_store, "SELECT 1\n");
	cr_assert_str_eq(query->result, "-- a comment\nSELECT 2\n");
	query_free(query);
}

/* --- edges --- */

static struct store *small_store(const char *const *days, size_t n)
{
	struct err err;
	struct store *store = store_open(NULL, STORE_PRIVATE, &err);
	struct run_info run = {.command = "ingest", .started_at = 1793000000};
	struct load_info info = {.file = "a.csv",
		.source = "a",
		.exported_day = NO_DAY,
		.covers_first = NO_DAY,
		.covers_last = NO_DAY,
		.exported_at = NUMBER_NONE,
		.n_read = n};
	struct load_counts counts;
	struct batch *batch = batch_new();
	struct load *load = load_begin(store, &run, &err);
	static const char IDS[] = "abcdefghij";

	batch_add_column(batch, FIELD_COMPLAINT_ID);
	batch_add_column(batch, FIELD_RECEIVED_AT);
	for (size_t i = 0; i < n; i++) {
		int32_t day = 0;

		cr_assert(date_read(days[i], strlen(days[i]), &day));
		batch->text[FIELD_COMPLAINT_ID][i] = (struct span){IDS + i, 1};
		batch->number[FIELD_RECEIVED_AT][i] =
			instant_pack((int64_t)day * DAY_SECONDS, false);
	}
	batch->n = n;
	cr_assert_eq(load_add(load, batch, &err), 0, "%s", err.text);
	cr_assert_eq(load_finish(load, &info, &counts, &err), 0, "%s", err.text);
	batch_free(batch);
	return store;
}

static const char *const EVERY[] = {"volume", "growth", "kinds", "summary", "pareto", "ratio",
	"repeat", "repeat-forward", "repeat-curve", "compare", "closure"};

/* Numbers are defined or empty, whatever the store. */
static void check_defined(struct store *store, const char *as_of)
{
	for (size_t i = 0; i < sizeof EVERY / sizeof *EVERY; i++) {
		struct table *table =
			as_of ? RUN(store, EVERY[i], "--by", "cause", "--total", "--as-of", as_of)
			      : RUN(store, EVERY[i], "--by", "product");
		struct buf text = {0};

		for (size_t row = 0; row < table_rows(table); row++)
			for (size_t column = 0; column < table_columns(table); column++)
				table_cell_text(table, row, column, &text);
		cr_assert_null(strstr(buf_text(&text), "nan"), "%s", EVERY[i]);
		cr_assert_null(strstr(buf_text(&text), "inf"), "%s", EVERY[i]);
		buf_release(&text);
		table_free(table);
	}
}

Test(metric, every_number_is_defined_or_empty)
{
	static const char *const DAYS[] = {
		"2026-10-31", "2026-10-31", "2026-10-31", "1970-01-01", "2099-12-31"};

	for (size_t n = 1; n <= 5; n++) {
		struct store *store = small_store(DAYS, n);

		check_defined(store, NULL);
		check_defined(store, "2026-11-02");
		check_defined(store, "1969-12-31");
		store_close(store);
	}
}

Test(metric, an_empty_store_has_no_rows)
{
	struct err err;
	struct store *store = store_open(NULL, STORE_PRIVATE, &err);

	for (size_t i = 0; i < sizeof EVERY / sizeof *EVERY; i++) {
		struct table *table = RUN(store, EVERY[i], "--by", "cause", "--total");

		cr_assert_eq(table_rows(table), 0, "%s", EVERY[i]);
		cr_assert_gt(table_columns(table), 5);
		table_free(table);
	}
	store_close(store);
}

Test(metric, one_complaint_has_no_history)
{
	struct store *store = small_store((const char *const[]){"2026-10-31"}, 1);
	struct table *table = RUN(store, "growth", "--by", "product");

	cr_assert_eq(table_rows(table), 1);
	cr_assert_eq(cell(table, 0, "complaints"), 1);
	cr_assert_str_eq(table_cell(table, 0, table_find(table, "status"))->text, "no_history");
	cr_assert_eq(type_of(table, 0, "growth"), CELL_EMPTY);
	table_free(table);
	store_close(store);
}

Test(metric, dates_of_1970_and_2099)
{
	static const char *const DAYS[] = {"1970-01-01", "2026-10-20", "2026-10-20", "2099-12-31"};
	struct store *store = small_store(DAYS, 4);
	struct table *table = RUN(store, "volume", "--period", "year");

	/* 2099 is after the load's own date: it does not move the as-of day, and is said. */
	cr_assert_eq(table_rows(table), 57);
	cr_assert_eq(cell(table, 0, "complaints"), 1);
	cr_assert_eq(cell(table, 56, "complaints"), 2);
	cr_assert_eq(type_of(table, 0, "per_workday"), CELL_EMPTY);
	cr_assert_str_eq(table_note(table, table_notes(table) - 1),
		"complaints after 2026-10-20, left out: 1");
	table_free(table);
	table = RUN(store, "volume", "--as-of", "2099-12-31", "--period", "year");
	cr_assert_eq(table_rows(table), 130);
	cr_assert_eq(cell(table, 129, "complaints"), 1);
	table_free(table);
	store_close(store);
}

/* --- periods --- */

Test(metric, golden_edges_of_periods)
{
	struct err err;
	struct csv_rows *csv = csv_rows_read("tests/golden/tz_edges.csv", &err);
	static const enum period PERIODS[] = {
		PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR};
	static const char *const COLUMNS[] = {"isoweek", "month", "quarter", "year"};

	cr_assert(csv, "%s", err.text);
	for (size_t i = 1; i < csv->n; i++) {
		int32_t day = 0;

		cr_assert(date_read(csv_cell(csv, i, csv_column(csv, "local")), 10, &day));
		cr_assert_eq(
			date_weekday(day), atoi(csv_cell(csv, i, csv_column(csv, "iso_weekday"))));
		for (size_t p = 0; p < sizeof PERIODS / sizeof *PERIODS; p++) {
			char label[PERIOD_TEXT];

			period_write(label, PERIODS[p], period_number(PERIODS[p], day));
			cr_assert_str_eq(label, csv_cell(csv, i, csv_column(csv, COLUMNS[p])));
		}
	}
	csv_rows_free(csv);
}

/* A source that has nothing on a weekend at the month's end covers the month; one that ends two
 * workdays before does not. */
Test(metric, a_quiet_end_is_no_gap)
{
	const char *const folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct err err;
	struct calendar *calendar = calendar_load(share, &err);
	struct source source = {"a", date_day(2026, 8, 3), date_day(2026, 10, 30)};
	int32_t as_of = date_day(2026, 11, 30);

	cr_assert(calendar, "%s", err.text);
	cr_assert_eq(source_covers_to(&source, calendar, as_of), date_day(2026, 11, 2));
	cr_assert_eq(source_covers_to(&source, calendar, date_day(2026, 10, 31)),
		date_day(2026, 10, 31));
	cr_assert_eq(source_covers_from(&source, calendar), date_day(2026, 7, 31));
	source.last = date_day(2026, 10, 28);
	cr_assert_eq(source_covers_to(&source, calendar, as_of), date_day(2026, 10, 29));
	source.last = date_day(2026, 9, 29); /* then a week of holidays */
	cr_assert_eq(source_covers_to(&source, calendar, as_of), date_day(2026, 10, 7));
	source.last = date_day(2030, 5, 3); /* a Friday that the calendar does not know */
	cr_assert_eq(
		source_covers_to(&source, calendar, date_day(2030, 6, 1)), date_day(2030, 5, 6));
	calendar_free(calendar);
	share_free(share);
}

/* As "FIRST1..LAST1 with FIRST0..LAST0", or "nothing". */
static void compare_as_of(enum period period, const char *as_of, enum partner partner, char *out)
{
	struct source source = {"a", date_day(2019, 1, 1), 0};
	struct extent extent = {.sources = &source, .n = 1, .first = source.first};
	const char *const nowhere[] = {NULL};
	struct share *share = share_new(NULL, nowhere);
	struct err err;
	struct calendar *calendar = calendar_load(share, &err);
	struct timeline timeline;
	struct comparison c;

	cr_assert(date_read(as_of, strlen(as_of), &extent.as_of));
	source.last = extent.as_of;
	cr_assert_eq(
		timeline_build(&timeline, period, &extent, calendar, NO_DAY, NO_DAY, false, &err),
		0);
	strcpy(out, "nothing");
	if (timeline_compare(&timeline, calendar, &timeline.slots[timeline.n - 1], partner, &c)) {
		date_write(out, c.first1);
		strcat(out, "..");
		date_write(out + strlen(out), c.last1);
		strcat(out, " with ");
		date_write(out + strlen(out), c.first0);
		strcat(out, "..");
		date_write(out + strlen(out), c.last0);
	}
	timeline_release(&timeline);
	calendar_free(calendar);
	share_free(share);
}

Test(metric, partners_of_periods)
{
	static const struct {
		enum period period;
		enum partner partner;
		const char *as_of, *expected;
	} CASES[] = {
		{PERIOD_MONTH, PARTNER_PREVIOUS, "2026-06-18",
			"2026-06-01..2026-06-18 with 2026-05-01..2026-05-18"},
		{PERIOD_MONTH, PARTNER_YEAR, "2026-06-18",
			"2026-06-01..2026-06-18 with 2025-06-01..2025-06-18"},
		{PERIOD_MONTH, PARTNER_PREVIOUS, "2026-02-28",
			"2026-02-01..2026-02-28 with 2026-01-01..2026-01-31"},
		{PERIOD_MONTH, PARTNER_PREVIOUS, "2026-03-30",
			"2026-03-01..2026-03-30 with 2026-02-01..2026-02-28"},
		{PERIOD_MONTH, PARTNER_YEAR, "2024-02-28",
			"2024-02-01..2024-02-28 with 2023-02-01..2023-02-28"},
		{PERIOD_DAY, PARTNER_YEAR, "2024-02-29",
			"2024-02-29..2024-02-29 with 2023-02-28..2023-02-28"},
		{PERIOD_WEEK, PARTNER_PREVIOUS, "2026-06-17",
			"2026-06-15..2026-06-17 with 2026-06-08..2026-06-10"},
		{PERIOD_WEEK, PARTNER_YEAR, "2026-06-17",
			"2026-06-15..2026-06-17 with 2025-06-16..2025-06-18"},
		{PERIOD_WEEK, PARTNER_YEAR, "2021-01-03", "nothing"}, /* 2020-W53 */
		{PERIOD_QUARTER, PARTNER_PREVIOUS, "2026-05-20",
			"2026-04-01..2026-05-20 with 2026-01-01..2026-02-20"},
		{PERIOD_YEAR, PARTNER_YEAR, "2024-02-29",
			"2024-01-01..2024-02-29 with 2023-01-01..2023-02-28"},
		{PERIOD_MONTH, PARTNER_PREVIOUS, "2019-01-20", "nothing"},
		{PERIOD_ALL, PARTNER_PREVIOUS, "2026-06-18", "nothing"},
	};
	char text[64];

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		compare_as_of(CASES[i].period, CASES[i].as_of, CASES[i].partner, text);
		cr_assert_str_eq(text, CASES[i].expected, "%s: %s", CASES[i].as_of, text);
	}
}
