#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "table/read.h"
#include "table/table.h"
#include "table/write.h"

static struct table *sample(void)
{
	struct table *t = table_new("pareto");

	table_add_column(t, "cause", CELL_TEXT, NULL);
	table_add_column(t, "complaints", CELL_INTEGER, "count");
	table_add_column(t, "share", CELL_REAL, "share");
	table_add_column(t, "growth", CELL_REAL, "growth");
	for (int i = 0; i < 3; i++) {
		table_add_row(t);
		table_set_integer(t, (size_t)i, 1, i ? 1 : 1284);
		table_set_real(t, (size_t)i, 2, 1.0 / 3);
	}
	table_set_text(t, 0, 0, "物流, \"慢\"");
	table_set_text(t, 1, 0, "=1+1");
	table_set_text(t, 2, 0, "a|b\tc");
	table_set_real(t, 0, 3, -0.031);
	table_set_real(t, 1, 3, NAN);
	table_add_note(t, "2026-10 is %s", "incomplete");
	return t;
}

static void written(enum table_format format, struct write_style style, const char *want)
{
	struct table *t = sample();
	struct buf out = {0};

	table_write(t, format, &style, &out);
	cr_expect_str_eq(buf_text(&out), want);
	buf_release(&out);
	table_free(t);
}

Test(table, cells_keep_what_was_put)
{
	struct table *t = sample();

	cr_assert_eq(table_rows(t), 3);
	cr_assert_eq(table_find(t, "share"), 2);
	cr_assert_eq(table_find(t, "none"), SIZE_MAX);
	cr_assert_eq(table_real(t, 0, 1), 1284);
	cr_assert(isnan(table_real(t, 1, 3)), "not a number is stored as empty");
	cr_assert_eq(table_cell(t, 1, 3)->type, CELL_EMPTY);
	cr_assert(isnan(table_real(t, 0, 0)));
	table_free(t);
}

Test(table, columns_may_follow_rows)
{
	struct table *t = table_new("x");
	struct table *slice;

	table_add_row(t);
	table_add_column(t, "a", CELL_EMPTY, NULL);
	table_set_integer(t, 0, 0, 7);
	table_add_row(t);
	table_add_column(t, "b", CELL_EMPTY, "rate");
	table_set_integer(t, 1, 1, 1);
	table_set_real(t, 0, 1, 2.5);
	cr_assert_eq(table_real(t, 0, 0), 7);
	cr_assert_eq(table_column(t, 1)->type, CELL_REAL);
	slice = table_slice(t, 1, 9);
	cr_assert_eq(table_rows(slice), 1);
	cr_assert_eq(table_real(slice, 0, 1), 1);
	cr_assert_str_eq(table_column(slice, 1)->unit, "rate");
	table_free(slice);
	table_free(t);
}

Test(write, csv)
{
	written(FORMAT_CSV, (struct write_style){0},
		"cause,complaints,share,growth\n"
		"\"物流, \"\"慢\"\"\",1284,0.3333333333333333,-0.031\n"
		"=1+1,1,0.3333333333333333,\n"
		"a|b\tc,1,0.3333333333333333,\n");
}

Test(write, excel_neutralises_formulas)
{
	written(FORMAT_EXCEL, (struct write_style){0},
		"\xef\xbb\xbf"
		"cause,complaints,share,growth\r\n"
		"\"物流, \"\"慢\"\"\",1284,0.3333333333333333,-0.031\r\n"
		"'=1+1,1,0.3333333333333333,\r\n"
		"a|b\tc,1,0.3333333333333333,\r\n");
}

Test(write, tsv)
{
	written(FORMAT_TSV, (struct write_style){0},
		"cause\tcomplaints\tshare\tgrowth\n"
		"物流, \"慢\"\t1284\t0.3333333333333333\t-0.031\n"
		"=1+1\t1\t0.3333333333333333\t\n"
		"a|b\\tc\t1\t0.3333333333333333\t\n");
}

Test(write, json)
{
	written(FORMAT_JSON, (struct write_style){0},
		"[\n"
		"{\"cause\": \"物流, \\\"慢\\\"\", \"complaints\": 1284, "
		"\"share\": 0.3333333333333333, \"growth\": -0.031},\n"
		"{\"cause\": \"=1+1\", \"complaints\": 1, "
		"\"share\": 0.3333333333333333, \"growth\": null},\n"
		"{\"cause\": \"a|b\\tc\", \"complaints\": 1, "
		"\"share\": 0.3333333333333333, \"growth\": null}\n"
		"]\n");
}

Test(write, markdown_is_rounded_and_escaped)
{
	written(FORMAT_MARKDOWN, (struct write_style){0},
		"| cause | complaints | share | growth |\n"
		"|---|---:|---:|---:|\n"
		"| 物流, \"慢\" | 1,284 | 33.4% | −3.1% |\n"
		"| =1+1 | 1 | 33.3% |  |\n"
		"| a\\|b c | 1 | 33.3% |  |\n"
		"\n"
		"2026-10 is incomplete\n");
}

Test(write, terminal_aligns_wide_characters)
{
	written(FORMAT_TABLE, (struct write_style){.ascii = true},
		"cause       complaints  share  growth\n"
		"----------  ----------  -----  ------\n"
		"物流, \"慢\"       1,284  33.4%   −3.1%\n"
		"=1+1                 1  33.3%\n"
		"a|b c                1  33.3%\n"
		"* 2026-10 is incomplete\n");
}

Test(write, terminal_cuts_text_to_the_width)
{
	written(FORMAT_TABLE, (struct write_style){.width = 35},
		"cause     complaints  share  growth\n"
		"────────  ──────────  ─────  ──────\n"
		"物流, \"…       1,284  33.4%   −3.1%\n"
		"=1+1               1  33.3%\n"
		"a|b c              1  33.3%\n"
		"※ 2026-10 is incomplete\n");
}

Test(write, terminal_never_cuts_a_date)
{
	struct table *t = table_new("");
	struct buf out = {0};

	table_add_column(t, "first_day", CELL_TEXT, "date");
	table_add_column(t, "cause", CELL_TEXT, "text");
	table_set_text(t, table_add_row(t), 0, "2026-10-01");
	table_set_text(t, 0, 1, "somewhat longer");
	table_write(t, FORMAT_TABLE, &(struct write_style){.width = 10, .ascii = true}, &out);
	cr_assert_str_eq(buf_text(&out), "first_day   cause\n"
					 "----------  --------\n"
					 "2026-10-01  somew...\n");
	buf_release(&out);
	table_free(t);
}

static void shares(size_t n, const int *counts, const char *want)
{
	struct table *t = table_new("pareto");
	struct buf out = {0};
	int total = 0;

	table_add_column(t, "share", CELL_REAL, "share");
	for (size_t i = 0; i < n; i++)
		total += counts[i];
	for (size_t i = 0; i < n; i++)
		table_set_real(t, table_add_row(t), 0, (double)counts[i] / total);
	table_write(t, FORMAT_TABLE, &(struct write_style){.ascii = true}, &out);
	cr_expect_str_eq(buf_text(&out), want);
	buf_release(&out);
	table_free(t);
}

Test(write, shares_sum_to_a_hundred_beside_their_total)
{
	struct table *t = table_new("volume");
	struct buf out = {0};

	table_add_column(t, "cause", CELL_TEXT, "text");
	table_add_column(t, "share", CELL_REAL, "share");
	for (size_t i = 0; i < 4; i++) {
		table_set_text(t, table_add_row(t), 0, i < 3 ? "part" : "(total)");
		table_set_real(t, i, 1, i < 3 ? 1 / 3.0 : 1);
	}
	table_write(t, FORMAT_MARKDOWN, &(struct write_style){0}, &out);
	cr_expect_str_eq(buf_text(&out),
		"| cause | share |\n|---|---:|\n| part | 33.4% |\n| part | 33.3% |\n"
		"| part | 33.3% |\n| (total) | 100.0% |\n");
	buf_release(&out);
	table_free(t);
}

/* METRICS 0.4 and its published figures. */
Test(write, shares_sum_to_a_hundred)
{
	shares(5, (int[]){7, 2, 2, 2, 2}, "share\n-----\n46.7%\n13.4%\n13.3%\n13.3%\n13.3%\n");
	shares(3, (int[]){4081, 5940, 6034}, "share\n-----\n25.4%\n37.0%\n37.6%\n");
	shares(1, (int[]){3}, " share\n------\n100.0%\n");
}

Test(write, tables_without_rows_or_columns)
{
	static const enum table_format FORMATS[] = {
		FORMAT_CSV, FORMAT_EXCEL, FORMAT_TSV, FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_TABLE};
	struct table *none = table_new("x"), *empty = table_new("x");
	struct buf out = {0};

	table_add_column(empty, "a", CELL_TEXT, NULL);
	for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
		table_write(none, FORMATS[i], &(struct write_style){0}, &out);
		table_write(empty, FORMATS[i], &(struct write_style){0}, &out);
	}
	buf_clear(&out);
	table_add_row(empty);
	table_write(empty, FORMAT_CSV, &(struct write_style){0}, &out);
	cr_expect_str_eq(buf_text(&out), "a\n\"\"\n", "an empty line would be no row");
	buf_release(&out);
	table_free(none);
	table_free(empty);
}

static void shown(const char *unit, double value, const char *want)
{
	struct column column = {.unit = (char *)unit, .type = CELL_REAL};
	struct cell cell = {.type = CELL_REAL, .real = value};
	struct buf out = {0};

	format_cell(&column, &cell, &out);
	cr_expect_str_eq(buf_text(&out), want, "%s: %s", unit ? unit : "none", buf_text(&out));
	buf_release(&out);
}

Test(write, numbers_by_unit)
{
	shown("count", 1284, "1,284");
	shown("count", 2.5, "2.5");
	shown("share", 0.357, "35.7%");
	shown("growth", 0.124, "+12.4%");
	shown("growth", -0.031, "−3.1%");
	shown("points", -1.25, "−1.3");
	shown("rate", 4.237, "4.24");
	shown("rate", 0.0004237, "0.00042");
	shown("rate", 0, "0.00");
	shown("score", 0.58, "0.58");
	shown("score", 0.0042, "0.0042");
	shown("score", 0.00004, "<0.0001");
	shown("score", 0, "0.00");
	shown("hours", 4.25, "4.3");
	shown("money", 1234.5, "1,234.50");
	shown(NULL, 0.25, "0.25");
	shown(NULL, 2026, "2026");
}

static struct table *read_text(const char *text, struct err *err)
{
	char path[] = "/tmp/kesu-table-XXXXXX";
	int fd = mkstemp(path);
	struct table *table;

	close(fd);
	cr_assert_eq(file_write(path, text, strlen(text), err), 0);
	table = table_read(path, err);
	unlink(path);
	return table;
}

Test(read, columns_of_numbers_and_ids)
{
	struct err err;
	struct table *t = read_text("id,long,n,x,mixed,none,growth\n"
				    "007,1234567890123456,1,0.5,1,,0.1\n"
				    "008,2,-2,1e-07,a,,\n",
		&err);
	static const enum cell_type WANT[] = {
		CELL_TEXT, CELL_TEXT, CELL_INTEGER, CELL_REAL, CELL_TEXT, CELL_EMPTY, CELL_REAL};

	cr_assert_not_null(t, "%s", err.text);
	for (size_t i = 0; i < 7; i++)
		cr_expect_eq(table_column(t, i)->type, WANT[i], "column %zu", i);
	cr_assert_eq(table_real(t, 1, 2), -2);
	cr_assert_eq(table_real(t, 1, 3), 1e-7);
	cr_assert_str_eq(table_cell(t, 0, 0)->text, "007");
	cr_assert_eq(table_cell(t, 1, 6)->type, CELL_EMPTY);
	cr_assert_str_eq(table_column(t, 6)->unit, "growth");
	table_free(t);
}

Test(read, refuses_uneven_rows)
{
	struct err err;

	cr_assert_null(read_text("a,b\n1\n", &err));
	cr_assert_not_null(strstr(err.text, "line 2 has 1 fields, its header 2"), "%s", err.text);
	cr_assert_null(read_text("", &err));
}

Test(table, sorted_leaves_the_rest_and_the_row_of_all_last)
{
	struct table *table = table_new("t");
	struct table *sorted;
	const char *names[] = {"a", "b", "(total)", "(other)"};

	table_add_column(table, "name", CELL_TEXT, NULL);
	table_add_column(table, "n", CELL_INTEGER, "count");
	for (int i = 0; i < 4; i++) {
		size_t row = table_add_row(table);

		table_set_text_n(table, row, 0, names[i], strlen(names[i]));
		table_set_integer(table, row, 1, i + 1);
	}
	sorted = table_sorted(table, 1, true);
	cr_assert_str_eq(table_cell(sorted, 0, 0)->text, "b");
	cr_assert_str_eq(table_cell(sorted, 2, 0)->text, "(other)");
	cr_assert(table_is_total(sorted, 3));
	table_free(sorted);
	table_free(table);
}

Test(table, sorted_puts_empty_cells_last)
{
	struct table *table = table_new("t");
	struct table *sorted;
	const int values[] = {2, 0, 3, 2};

	table_add_column(table, "name", CELL_TEXT, NULL);
	table_add_column(table, "n", CELL_INTEGER, "count");
	for (size_t i = 0; i < 4; i++) {
		size_t row = table_add_row(table);

		table_set_text_n(table, row, 0, "abcd" + i, 1);
		if (values[i])
			table_set_integer(table, row, 1, values[i]);
	}
	sorted = table_sorted(table, 1, true);
	for (size_t i = 0; i < 4; i++)
		cr_assert_eq(*table_cell(sorted, i, 0)->text, "cadb"[i]);
	table_free(sorted);
	sorted = table_sorted(table, 1, false);
	for (size_t i = 0; i < 4; i++)
		cr_assert_eq(*table_cell(sorted, i, 0)->text, "adcb"[i]);
	table_free(sorted);
	table_free(table);
}
