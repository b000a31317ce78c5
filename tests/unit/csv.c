#include "base/csv.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(csv, rows_know_their_lines)
{
	struct err err;
	const char *text = "\xef\xbb\xbf"
			   "cause,pattern\n\n\"a\nb\", c \nd\n";
	struct csv_rows *csv = csv_rows_parse(text, strlen(text), &err);

	cr_assert_not_null(csv);
	cr_assert_eq(csv->n, 3);
	cr_assert_eq(csv_column(csv, "pattern"), 1);
	cr_assert_eq(csv_column(csv, "note"), SIZE_MAX);
	cr_assert_str_eq(csv_cell(csv, 1, 0), "a\nb");
	cr_assert_str_eq(csv_cell(csv, 1, 1), " c ");
	cr_assert_eq(csv->rows[1].line, 3);
	cr_assert_eq(csv->rows[2].line, 5);
	cr_assert_str_eq(csv_cell(csv, 2, 1), "");
	cr_assert_str_eq(csv_cell(csv, 2, SIZE_MAX), "");
	csv_rows_free(csv);
}

Test(csv, a_nul_is_refused_by_line)
{
	static const char TEXT[] = "a,b\n1,\"2\n\0\"\n";
	struct err err;

	cr_assert_null(csv_rows_parse(TEXT, sizeof TEXT - 1, &err));
	cr_assert_str_eq(err.text, "line 3: a NUL character");
}

Test(csv, irregular_quotes_are_refused_by_line)
{
	struct err err;

	cr_assert_null(csv_rows_parse("a,b\n1,\"x\"y\n", 11, &err));
	cr_assert_str_eq(err.text, "line 2: irregular quotes");
	cr_assert_null(csv_rows_parse("a\n\"x", 4, &err));
}

Test(csv, empty_text_has_no_rows)
{
	struct err err;
	struct csv_rows *csv = csv_rows_parse("", 0, &err);

	cr_assert_eq(csv->n, 0);
	cr_assert_eq(csv_column(csv, "a"), SIZE_MAX);
	csv_rows_free(csv);
}

Test(csv, fields_are_quoted_only_where_needed)
{
	static const struct {
		const char *text, *written;
	} CASES[] = {
		{"", ""},
		{"plain text", "plain text"},
		{"a,b", "\"a,b\""},
		{"say \"hi\"", "\"say \"\"hi\"\"\""},
		{"two\nlines", "\"two\nlines\""},
		{" lead", "\" lead\""},
		{"，全角", "，全角"},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct buf out = {0};

		csv_write_field(&out, CASES[i].text, strlen(CASES[i].text), ',');
		cr_expect_str_eq(buf_text(&out), CASES[i].written);
		buf_release(&out);
	}
}
