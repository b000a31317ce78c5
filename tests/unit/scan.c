#include "input/regular.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
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
		size_t count =
			scan_cells(copy, record.length, delimiter, &record, &cells, &capacity);

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

/* NULL when libcsv finds it irregular. */
static char *split_by_libcsv(const char *text, size_t n, char delimiter)
{
	struct oracle oracle = {0};
	struct csv_parser parser;
	bool is_regular;

	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_space_func(&parser, no_blank);
	is_regular = csv_parse(&parser, text, n, on_field, on_row, &oracle) == n &&
		     csv_fini(&parser, on_field, on_row, &oracle) == 0;
	csv_free(&parser);
	if (is_regular)
		return buf_take(&oracle.out);
	buf_release(&oracle.out);
	return NULL;
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

Test(scan, blanks_behind_a_closing_quote)
{
	expect_split("\"a,b\" ,c\n\"d\n\" \t\n1,\"2\"  ", 0, "[a,b][c]\n[d\n]\n[1][2]\n");
	expect_split("\"12\" , wide\",b\n", 2, "[12\" , wide][b]\n");
	expect_split(" \"a\" ,b\n", 0, "[ \"a\" ][b]\n");
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
static void add_cell(struct buf *out, unsigned *state, char delimiter)
{
	static const char *const PIECES[] = {
		"a", "投诉", ",", "\"\"", "\n", "\r\n", " ", "'", ";", "\t", "|", "12", "\r"};
	const char special[] = {delimiter, '"', '\r', '\n', '\0'};
	unsigned n = next_random(state) % 5;
	bool quoted = next_random(state) % 2;

	if (quoted)
		buf_add_char(out, '"');
	for (unsigned i = 0; i < n; i++) {
		const char *piece = PIECES[next_random(state) % (sizeof PIECES / sizeof *PIECES)];

		if (quoted || !strpbrk(piece, special))
			buf_add_text(out, piece);
	}
	if (quoted)
		buf_add_char(out, '"');
}

static void add_rows(struct buf *out, unsigned *state, char delimiter, const char *end)
{
	for (unsigned row = next_random(state) % 6; row; row--) {
		for (unsigned cell = next_random(state) % 4; cell; cell--) {
			add_cell(out, state, delimiter);
			buf_add_char(out, delimiter);
		}
		buf_add_text(out, "end");
		buf_add_text(out, end);
	}
}

/* Takes a byte out, puts one of those that matter in, or changes one into such. */
static void mutate(struct buf *text, unsigned *state, char delimiter)
{
	const char bytes[] = {delimiter, '"', '"', '\n', '\r', ' ', 'x'};
	char byte = bytes[next_random(state) % sizeof bytes];
	size_t at = next_random(state) % (text->len + 1);

	if (at == text->len || next_random(state) % 3 == 0) {
		buf_add_char(text, byte);
		memmove(text->data + at + 1, text->data + at, text->len - 1 - at);
		text->data[at] = byte;
	} else if (next_random(state) % 2) {
		text->data[at] = byte;
	} else {
		memmove(text->data + at, text->data + at + 1, text->len - at);
		text->len--;
	}
}

static bool is_what_libcsv_reads(const struct buf *text, char delimiter)
{
	char *expected = split_by_libcsv(buf_text(text), text->len, delimiter);
	char *got = split(buf_text(text), text->len, delimiter, 0);
	bool is_regular = expected != NULL;

	if (is_regular)
		cr_assert_str_eq(got, expected, "%s", buf_text(text));
	free(got);
	free(expected);
	return is_regular;
}

/* What is read does not depend on where the text at hand ends, and no byte is left out. */
static void expect_same_in_pieces(const struct buf *text, struct scan scan, unsigned *state)
{
	const char *p = buf_text(text);
	struct scan_record record, sooner;

	for (size_t left = text->len; left; left -= record.n, p += record.n) {
		size_t n = next_random(state) % (left + 1);

		cr_assert(scan_record(&scan, p, left, true, &record));
		cr_assert(record.n > 0 && record.n <= left && record.length <= record.n);
		if (n && scan_record(&scan, p, n, false, &sooner))
			cr_assert_eq(memcmp(&record, &sooner, sizeof record), 0, "%s", p);
	}
}

/* The cells of a record, by one way or the other. */
static char *show_cells(const struct regular *regular, const char *p, char delimiter,
	const struct scan_record *record)
{
	char *copy = mem_text_n(p, record->length);
	struct span *cells = NULL;
	size_t capacity = 0;
	struct buf out = {0};
	size_t n = regular ? regular_cells(regular, copy, &cells, &capacity)
			   : scan_cells(copy, record->length, delimiter, record, &cells, &capacity);

	for (size_t i = 0; i < n; i++)
		buf_format(&out, "[%.*s]", (int)cells[i].n, cells[i].text);
	free(cells);
	free(copy);
	return buf_take(&out);
}

/* What is found in one pass is what scan_record() and scan_cells() find. Returns how many were. */
static size_t count_found(const struct buf *text, struct scan scan)
{
	const char *p = buf_text(text);
	struct regular regular = {.delimiter = scan.delimiter};
	struct scan_record record, found;
	size_t n = 0;

	for (size_t left = text->len; left; left -= record.n, p += record.n) {
		char *expected, *got;

		cr_assert(scan_record(&scan, p, left, true, &record));
		if (!regular_record(&regular, p, left, &found))
			continue;
		cr_assert_eq(memcmp(&record, &found, sizeof record), 0, "%s", p);
		expected = show_cells(NULL, p, scan.delimiter, &record);
		got = show_cells(&regular, p, scan.delimiter, &record);
		cr_assert_str_eq(got, expected, "%s", p);
		free(expected);
		free(got);
		n++;
	}
	regular_release(&regular);
	return n;
}

Test(scan, regular_text_is_what_libcsv_reads)
{
	static const char *const ENDS[] = {"\n", "\r\n", "\r"};
	static const char DELIMITERS[] = {',', '\t', ';', '|'};
	unsigned state = 7;
	size_t n_regular = 0, n_irregular = 0, n_found = 0;

	for (int k = 0; k < 20000; k++) {
		char delimiter = DELIMITERS[next_random(&state) % 4];
		struct scan scan = {delimiter, next_random(&state) % 5};
		struct buf text = {0};

		add_rows(&text, &state, delimiter, ENDS[k % 3]);
		cr_assert(is_what_libcsv_reads(&text, delimiter));
		for (unsigned i = next_random(&state) % 4; i; i--) {
			mutate(&text, &state, delimiter);
			n_regular += is_what_libcsv_reads(&text, delimiter);
			n_irregular++;
		}
		expect_same_in_pieces(&text, scan, &state);
		n_found += count_found(&text, scan);
		buf_release(&text);
	}
	n_irregular -= n_regular;
	cr_expect(n_regular > 10000 && n_irregular > 3000, "%zu, %zu", n_regular, n_irregular);
	cr_expect(n_found > 10000, "%zu", n_found);
}

Test(scan, no_delimiter_is_in_the_text)
{
	struct buf text = {0};

	buf_add_text(&text, "a,b\n\"c\"\n\"d\" \n");
	cr_expect_eq(count_found(&text, (struct scan){'\0', 1}), 2);
	buf_release(&text);
}

Test(scan, long_rows_and_many_cells)
{
	enum { MOST = 57000 }; /* so that the first row has 64 KB */

	for (size_t n = 1; n < 200000; n = n * 3 / 2 + 1) {
		struct buf text = {0};

		buf_add_text(&text, "\"");
		for (size_t i = 0; i < n; i++)
			buf_add_text(&text, i % 7 ? "x" : "\"\"");
		buf_add_text(&text, "\",end\n");
		for (size_t i = 0; i < n; i++)
			buf_add_text(&text, i % 5 ? "," : "\"a\",");
		buf_add_text(&text, "\n1,2\n");
		cr_expect_eq(count_found(&text, (struct scan){',', 2}),
			1u + (n < MOST) + (n + 1 < SCAN_CELLS), "%zu", n);
		buf_release(&text);
	}
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
		cr_expect_eq(scan_delimiter(CASES[i].text, strlen(CASES[i].text), true),
			CASES[i].delimiter, "%s", CASES[i].text);
}

Test(scan, a_narrative_longer_than_the_sample_tells_no_delimiter)
{
	static const char TEXT[] = "id,text\n1,\"first; then; this; that; a; b; c; d; e; f";

	cr_expect_eq(scan_delimiter(TEXT, sizeof TEXT - 1, false), ',');
	cr_expect_eq(scan_delimiter(TEXT, sizeof TEXT - 1, true), ';');
}
