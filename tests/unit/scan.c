#include "input/scan.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

/* All records of a text, cells as "[a][b]", records ended by LF. */
static char *split(const char *text, size_t n, char delimiter, size_t n_expected)
{
	struct scan scan = {delimiter, n_expected};
	struct span *cells = NULL;
	size_t capacity = 0;
	struct buf out = {0};
	struct scan_record record;

	while (n && scan_record(&scan, text, n, true, &record)) {
		char *copy = mem_text_n(text, record.length);
		size_t count = scan_cells(
			copy, record.length, delimiter, record.has_quotes, &cells, &capacity);

		if (record.length || record.n == 0) {
			for (size_t i = 0; i < count; i++) {
				buf_add_char(&out, '[');
				buf_add(&out, cells[i].text, cells[i].n);
				buf_add_char(&out, ']');
			}
			buf_add_char(&out, '\n');
		}
		free(copy);
		text += record.n;
		n -= record.n;
	}
	free(cells);
	return buf_take(&out);
}

struct oracle {
	struct buf out;
	bool any;
};

static void on_field(void *text, size_t n, void *context)
{
	struct oracle *oracle = context;

	buf_add_char(&oracle->out, '[');
	buf_add(&oracle->out, text, n);
	buf_add_char(&oracle->out, ']');
	oracle->any = true;
}

static void on_row(int c, void *context)
{
	struct oracle *oracle = context;

	(void)c;
	if (oracle->any)
		buf_add_char(&oracle->out, '\n');
	oracle->any = false;
}

static int no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static char *split_by_libcsv(const char *text, size_t n)
{
	struct oracle oracle = {0};
	struct csv_parser parser;

	csv_init(&parser, 0);
	csv_set_space_func(&parser, no_blank);
	csv_parse(&parser, text, n, on_field, on_row, &oracle);
	csv_fini(&parser, on_field, on_row, &oracle);
	csv_free(&parser);
	return buf_take(&oracle.out);
}

static void expect_split(const char *text, size_t n_expected, const char *expected)
{
	char *got = split(text, strlen(text), ',', n_expected);

	cr_expect_str_eq(got, expected, "%s gives\n%s", text, got);
	free(got);
}

Test(scan, regular_text)
{
	expect_split("a,b\n1,2\n", 0, "[a][b]\n[1][2]\n");
	expect_split("a,b\r\n1,2", 0, "[a][b]\n[1][2]\n");
	expect_split("a,b\r1,2\r", 0, "[a][b]\n[1][2]\n");
	expect_split("\"a,\"\"b\"\"\",\"\"\n", 0, "[a,\"b\"][]\n");
	expect_split("\"two\r\nlines\",x\n", 0, "[two\r\nlines][x]\n");
	expect_split(",\n", 0, "[][]\n");
}

Test(scan, irregular_quotes_stay_within_their_record)
{
	expect_split("5\" tv,b\n1,2\n", 2, "[5\" tv][b]\n[1][2]\n");
	expect_split("\"he said \"hi\" ok\",b\n1,2\n", 2, "[he said \"hi\" ok][b]\n[1][2]\n");
	expect_split("\"abc\"def,x\n1,2\n", 2, "[\"abc\"def][x]\n[1][2]\n");
	expect_split("1,\"abc\n2,x\n3,\"y\"\n", 2, "[1][\"abc]\n[2][x]\n[3][y]\n");
	expect_split("1,\"abc,2\n3,x,4\n", 3, "[1][\"abc][2]\n[3][x][4]\n");
	expect_split("1,\"say \"hi\" now\nto all\",2\n3,4,5\n", 3,
		"[1][say \"hi\" now\nto all][2]\n[3][4][5]\n");
	expect_split("1,\"a\n2,b\n3,c\n", 2, "[1][\"a]\n[2][b]\n[3][c]\n");
}

Test(scan, an_unclosed_quote_swallows_nothing)
{
	struct buf text = {0};
	char *got;
	size_t rows = 0;

	buf_add_text(&text, "id,\"broken\n");
	for (int i = 0; i < 300000; i++)
		buf_add_text(&text, "1,ab\n");
	got = split(text.data, text.len, ',', 2);
	for (const char *p = got; (p = strchr(p, '\n')); p++)
		rows++;
	cr_assert_eq(rows, 300001);
	free(got);
	buf_release(&text);
}

Test(scan, asks_for_more_when_the_end_is_not_there)
{
	struct scan scan = {',', 2};
	struct scan_record record;

	cr_assert_not(scan_record(&scan, "a,b", 3, false, &record));
	cr_assert_not(scan_record(&scan, "a,b\r", 4, false, &record));
	cr_assert_not(scan_record(&scan, "a,\"b\n", 5, false, &record));
	cr_assert_not(scan_record(&scan, "a,\"b\"\r", 6, false, &record));
	cr_assert(scan_record(&scan, "a,\"b\"\r\n", 7, false, &record));
	cr_assert_eq(record.length, 5);
	cr_assert_eq(record.n, 7);
	cr_assert(scan_record(&scan, "a,\"b\n\nc\"\nd", 10, false, &record));
	cr_assert_eq(record.n_lines, 3);
}

static unsigned next_random(unsigned *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16;
}

/* A cell of regular CSV: quoted where it must be, and sometimes where it need not. */
static void add_cell(struct buf *out, unsigned *state)
{
	static const char *const PIECES[] = {
		"a", "投诉", ",", "\"\"", "\n", "\r\n", " ", "'", ";", "\t", "12"};
	unsigned n = next_random(state) % 5;
	bool quoted = next_random(state) % 2;

	if (quoted)
		buf_add_char(out, '"');
	for (unsigned i = 0; i < n; i++) {
		const char *piece = PIECES[next_random(state) % (sizeof PIECES / sizeof *PIECES)];

		if (quoted || !strpbrk(piece, ",\"\r\n"))
			buf_add_text(out, piece);
	}
	if (quoted)
		buf_add_char(out, '"');
}

Test(scan, regular_text_is_what_libcsv_reads)
{
	static const char *const ENDS[] = {"\n", "\r\n", "\r"};
	unsigned state = 7;

	for (int k = 0; k < 3000; k++) {
		struct buf text = {0};
		char *got, *expected;

		for (unsigned row = next_random(&state) % 6; row; row--) {
			for (unsigned cell = next_random(&state) % 4; cell; cell--) {
				add_cell(&text, &state);
				buf_add_char(&text, ',');
			}
			buf_add_text(&text, "end");
			buf_add_text(&text, ENDS[k % 3]);
		}
		got = split(buf_text(&text), text.len, ',', 0);
		expected = split_by_libcsv(buf_text(&text), text.len);
		cr_assert_str_eq(got, expected, "%s", buf_text(&text));
		free(got);
		free(expected);
		buf_release(&text);
	}
}

Test(scan, csv_spectrum_as_libcsv_reads_it)
{
	glob_t files;

	if (glob("../shared/data/csv/spectrum/csvs/*.csv", 0, NULL, &files) != 0)
		cr_skip("the shared data is not here");
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct buf text = {0};
		struct err err;
		char *got, *expected;

		cr_assert_eq(file_read(files.gl_pathv[i], &text, &err), 0);
		got = split(buf_text(&text), text.len, ',', 0);
		expected = split_by_libcsv(buf_text(&text), text.len);
		cr_expect_str_eq(got, expected, "%s", files.gl_pathv[i]);
		free(got);
		free(expected);
		buf_release(&text);
	}
	globfree(&files);
}

Test(scan, delimiters)
{
	static const struct {
		const char *text;
		char delimiter;
	} CASES[] = {
		{"a,b,c\n1,2,3\n", ','},
		{"a\tb\n1,5\t2\n3,5\t4\n", '\t'},
		{"a;b;c\n1,5;2;3\n", ';'},
		{"a|b|c\n1|2|3\n", '|'},
		{"\"x;y\",b\n\"1;2\",3\n", ','},
		{"only\none\n", ','},
		{"标题\n\na;b\n1;2\n", ';'},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		cr_expect_eq(scan_delimiter(CASES[i].text, strlen(CASES[i].text)),
			CASES[i].delimiter, "%s", CASES[i].text);
}
