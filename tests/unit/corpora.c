/* The test files of other readers of CSV, in ../shared/data/csv, against what those say is right.
 * Where kesu reads otherwise on purpose, the case is named here and the manual says why
 * (kesu-ingest, DEVIATIONS); a case that no longer deviates fails too. */
#include "tests/unit/corpora.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <csv.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "tests/unit/zipped.h"

#define CORPUS "../shared/data/csv/"

static void need(const char *path)
{
	if (access(path, R_OK) != 0)
		cr_skip_test("'%s' is not here", path);
}

static void cut(struct buf *out, size_t n)
{
	out->len = n;
	out->data[n] = '\0';
}

/* Both sides without rows that have no text at all. */
static void drop_blank_rows(struct buf *rows)
{
	char *to = rows->data;
	char *line = rows->data;
	bool is_blank = true;

	for (char *p = line; p && *p; p++) {
		is_blank &= *p == '[' || *p == ']' || isspace((unsigned char)*p);
		if (*p != '\n' || p[-1] != ']')
			continue;
		if (!is_blank) {
			memmove(to, line, (size_t)(p + 1 - line));
			to += p + 1 - line;
		}
		line = p + 1;
		is_blank = true;
	}
	if (rows->data)
		cut(rows, (size_t)(to - rows->data));
}

static void drop_first_row(struct buf *rows)
{
	char *end = strstr(buf_text(rows), "]\n");
	size_t n = end ? (size_t)(end + 2 - rows->data) : 0;

	memmove(rows->data, rows->data + n, rows->len + 1 - n);
	rows->len -= n;
}

/* --- literals of JavaScript --- */

static int hex(const char *digits)
{
	char text[5] = {0};

	memcpy(text, digits, 4);
	return (int)strtol(text, NULL, 16);
}

/* The text of the literal at *p, which moves behind it. */
static void take_literal(const char **p, struct buf *out)
{
	static const char FROM[] = "nrtb", TO[] = "\n\r\t\b";
	char quote = *(*p)++;

	for (; **p && **p != quote; ++*p) {
		const char *known;
		char code[4];

		if (**p != '\\') {
			buf_add_char(out, **p);
		} else if (*++*p == 'u') {
			buf_add(out, code, text_encode((uint32_t)hex(*p + 1), code));
			*p += 4;
		} else {
			known = strchr(FROM, **p);
			buf_add_char(out, known ? TO[known - FROM] : **p);
		}
	}
	++*p;
}

/* Literals and the two names that the tests use, joined by plus signs. False for anything else. */
static bool take_sum(const char *p, struct buf *out)
{
	for (;; p += strspn(p, " +")) {
		if (*p == '\'' || *p == '"')
			take_literal(&p, out);
		else if (!strncmp(p, "RECORD_SEP", 10))
			buf_add_char(out, 30), p += 10;
		else if (!strncmp(p, "UNIT_SEP", 8))
			buf_add_char(out, 31), p += 8;
		else
			return false;
		p += strspn(p, " ");
		if (*p != '+')
			return true;
	}
}

/* Ends the row that begins at `start`; one of a single blank cell is a blank line, which kesu gives
 * no row. */
static void end_row(struct buf *out, size_t start)
{
	buf_add_char(out, '\n');
	if (!strcmp(out->data + start, "[]\n"))
		cut(out, start);
}

/* A cell; a key of an object is none. */
static void take_cell(const char **p, struct buf *out)
{
	size_t start = out->len;

	buf_add_char(out, '[');
	take_literal(p, out);
	buf_add_char(out, ']');
	if ((*p)[strspn(*p, " ")] == ':')
		cut(out, start);
}

/* A list of rows, each a list or an object, whose keys are left out and whose own lists lie flat.
 * False where a value is no text. */
static bool take_rows(const char *p, struct buf *out)
{
	size_t start = 0;
	int depth = 0;

	while (*p) {
		if (*p == '\'' || *p == '"') {
			take_cell(&p, out);
		} else if (isalnum((unsigned char)*p) || *p == '_' || *p == '-') {
			p += strcspn(p, ":,]} ");
			if (p[strspn(p, " ")] != ':')
				return false;
		} else if (*p == '[' || *p == '{') {
			start = ++depth == 2 ? out->len : start;
			p++;
		} else if (*p == ']' || *p == '}') {
			if (depth == 2)
				end_row(out, start);
			if (--depth == 0)
				return true;
			p++;
		} else {
			p++;
		}
	}
	return false;
}

/* --- PapaParse --- */

struct papa {
	char *name, *config;
	struct buf input, data;
	bool has_objects; /* the header is no row of the data */
	bool is_usable;
};

/* What kesu has no option for. */
static const char *const FOREIGN[] = {"comments", "quoteChar", "escapeChar", "dynamicTyping",
	"transform", "preview", "skipFirstNLines", "download", "function"};

static const char *const PAPA_DEVIATIONS[] = {
	/* a quote that is never closed */
	"Quoted field has no closing quote",
	"Quoted field has invalid trailing quote after delimiter",
	"Quoted field has invalid trailing quote before delimiter",
	"Quoted field has invalid trailing quote after new line",
	/* line ends of different kinds */
	"Mixed slash n and slash r should choose first as precident",
	/* delimiters of several characters */
	"Multi-character delimiter",
	"Multi-character delimiter (length 2) with quoted field",
	/* headers that stand twice */
	"Simple duplicated header names",
	"Duplicated header names existing column",
	"Duplicate header names with __proto__ field",
};

/* The value of a key of the case, up to `end`. */
static const char *value_of(const char *from, const char *end, const char *key)
{
	const char *p = memmem(from, (size_t)(end - from), key, strlen(key));

	return p ? p + strlen(key) + strspn(p + strlen(key), " \t\n") : NULL;
}

static void read_papa(struct papa *papa, const char *from, const char *end)
{
	const char *name = value_of(from, end, "description:");
	const char *input = value_of(from, end, "\n\t\tinput:");
	const char *config = value_of(from, end, "\n\t\tconfig:");
	const char *data = value_of(from, end, "\n\t\t\tdata:");
	struct buf text = {0};

	*papa = (struct papa){0};
	take_sum(name, &text);
	papa->name = buf_take(&text);
	papa->config = config ? mem_text_n(config, strcspn(config, "\n") + 1) : mem_text("");
	papa->has_objects =
		data[strspn(data, "[ \t\n")] == '{' ||
		(*data == '[' && data[1] == ']' && strstr(papa->config, "header: true"));
	papa->is_usable = take_sum(input, &papa->input) && take_rows(data, &papa->data);
	for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
		papa->is_usable &= !strstr(papa->config, FOREIGN[i]);
	if (config && !strchr(papa->config, '}')) /* written over several lines: functions */
		papa->is_usable &= !memmem(config, (size_t)(end - config), "transform", 9);
}

static void release_papa(struct papa *papa)
{
	free(papa->name);
	free(papa->config);
	buf_release(&papa->input);
	buf_release(&papa->data);
}

static void put_bytes(struct buf *out, const struct buf *bytes, const char *delimiter)
{
	int fd = bytes_file(bytes->data, bytes->len);
	char path[40];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (bytes->len)
		put_file(out, path, delimiter);
	close(fd);
}

static bool is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* True when it was read as expected. */
static bool run_papa(struct papa *papa)
{
	const char *wanted = strstr(papa->config, "delimiter:");
	struct buf delimiter = {0}, out = {0};
	bool is_equal;

	if (wanted)
		take_sum(wanted + strlen("delimiter: "), &delimiter);
	if (!strcmp(buf_text(&delimiter), "\n")) /* "should silently default" */
		buf_clear(&delimiter);
	put_bytes(&out, &papa->input, delimiter.len ? delimiter.data : NULL);
	if (papa->has_objects)
		drop_first_row(&out);
	if (strstr(papa->config, "greedy")) {
		drop_blank_rows(&out);
		drop_blank_rows(&papa->data);
	}
	is_equal = !strcmp(buf_text(&out), buf_text(&papa->data));
	if (is_equal == is_among(papa->name, PAPA_DEVIATIONS,
				sizeof PAPA_DEVIATIONS / sizeof *PAPA_DEVIATIONS))
		cr_expect(false, "%s\n%s\nis read as\n%s\nand expected as\n%s", papa->name,
			buf_text(&papa->input), buf_text(&out), buf_text(&papa->data));
	buf_release(&delimiter);
	buf_release(&out);
	return is_equal;
}

static void run_papas(const char *from, const char *end, size_t *n, size_t *n_equal)
{
	struct papa papa;

	while ((from = memmem(from, (size_t)(end - from), "\n\t{\n", 4))) {
		const char *stop = memmem(from, (size_t)(end - from), "\n\t},\n", 5);

		read_papa(&papa, from, stop);
		*n += papa.is_usable;
		*n_equal += papa.is_usable && run_papa(&papa);
		release_papa(&papa);
		from = stop;
	}
}

Test(corpora, papaparse)
{
	static const char PATH[] = CORPUS "papaparse/tests/test-cases.js";
	struct buf text = {0};
	struct err err;
	const char *from;
	size_t n = 0, n_equal = 0;

	need(PATH);
	cr_assert_eq(file_read(PATH, &text, &err), 0);
	from = strstr(text.data, "var CORE_PARSER_TESTS");
	run_papas(from, strstr(from, "\n];"), &n, &n_equal);
	from = strstr(text.data, "var PARSE_TESTS");
	run_papas(from, strstr(from, "\n];"), &n, &n_equal);
	cr_expect(n > 100 && n_equal > 90, "%zu cases, %zu equal", n, n_equal);
	buf_release(&text);
}

/* --- csv-spectrum --- */

/* Where the file is not what the JSON beside it tells of (another telephone number; CR lost on the
 * way here), and where a single letter does not tell its encoding. */
static const char *const SPECTRUM_DEVIATIONS[] = {"location_coordinates", "newlines_crlf", "utf8"};

/* The objects of a file of JSON: a row of the first one's keys, then one of each one's values. */
static void put_objects(struct buf *out, const char *p)
{
	struct buf keys = {0}, values = {0};
	bool is_key = true, is_first = true;

	for (; *p; p++) {
		struct buf *to = is_key ? &keys : &values;

		if (*p == '"') {
			buf_add_char(to, '[');
			take_literal(&p, to);
			buf_add_char(to, ']');
			is_key = !is_key;
			p--;
		} else if (*p == '}') {
			if (is_first)
				buf_format(out, "%s\n", buf_text(&keys));
			buf_format(out, "%s\n", buf_text(&values));
			buf_clear(&keys);
			buf_clear(&values);
			is_first = false;
		}
	}
	buf_release(&keys);
	buf_release(&values);
}

static void expect_spectrum(const char *path)
{
	char name[64], json[256];
	struct buf text = {0}, expected = {0}, out = {0};
	struct err err;
	bool is_equal;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(strrchr(path, '/') + 1, "."),
		strrchr(path, '/') + 1);
	snprintf(json, sizeof json, CORPUS "spectrum/json/%s.json", name);
	cr_assert_eq(file_read(json, &text, &err), 0, "%s", err.text);
	put_objects(&expected, text.data);
	put_file(&out, path, NULL);
	is_equal = !strcmp(buf_text(&out), buf_text(&expected));
	cr_expect(is_equal != is_among(name, SPECTRUM_DEVIATIONS, 3), "%s\n%s\nexpected:\n%s", name,
		buf_text(&out), buf_text(&expected));
	buf_release(&text);
	buf_release(&expected);
	buf_release(&out);
}

Test(corpora, csv_spectrum)
{
	glob_t files;

	need(CORPUS "spectrum/csvs/simple.csv");
	cr_assert_eq(glob(CORPUS "spectrum/csvs/*.csv", 0, NULL, &files), 0);
	cr_expect_eq(files.gl_pathc, 12);
	for (size_t i = 0; i < files.gl_pathc; i++)
		expect_spectrum(files.gl_pathv[i]);
	globfree(&files);
}

/* --- csvkit and univocity --- */

static void expect_file(const char *path, const char *expected)
{
	struct buf out = {0};

	put_file(&out, path, NULL);
	cr_expect_str_eq(buf_text(&out), expected, "%s\n%s", path, buf_text(&out));
	buf_release(&out);
}

static const struct {
	const char *file, *rows;
} CSVKIT[] = {
	{"dummy.csv", "[a][b][c]\n[1][2][3]\n"},
	{"dummy.csv.gz", "[a][b][c]\n[1][2][3]\n"},
	{"dummy.tsv", "[a][b][c]\n[1][2][3]\n"},
	{"dummy.xls", "[a][b][c]\n[1][2][3]\n"},
	{"dummy.xlsx", "[a][b][c]\n[1][2][3]\n"},
	{"sniff_limit.csv", "[a][b][c]\n[1][2][3]\n"},
	{"test_skip_lines.csv", "[a][b][c]\n[1][2][3]\n"},
	{"optional_quote_characters.csv", "[a][b][c]\n[1][2][3]\n"},
	{"mac_newlines.csv", "[a][b][c]\n[1][2][3]\n[Once upon\ra time][5][6]\n"},
	{"test_header_newline.csv",
		"[\t\n\v\f\r start \t\n\v\f\r end \t\n\v\f\r][b][c]\n[d][e][f]\n"},
	{"test_empty_columns_long_row.csv", "[a][b][c]\n[][][][]\n"},
	{"test_empty_columns_short_row.csv", "[a][b][c]\n[][]\n"},
	{"test_locale.csv", "[a][b][c]\n[1,7][200.000.000][]\n"},
	{"test_utf8.csv", "'" CORPUS "csvkit/examples/test_utf8.csv': the encoding may be UTF-8 or "
			  "GB18030: say which by --encoding\n"},
	{"test_utf8_bom.csv", "[foo][bar][baz]\n[1][2][3]\n[4][5][ʤ]\n"},
	{"test_utf16_big.csv", "[a][b][c]\n[1][2][3]\n[4][5][ʤ]\n"},
	{"test_utf16_little.csv", "[a][b][c]\n[1][2][3]\n[4][5][ʤ]\n"},
	{"test_latin1.csv", "[a][b][c]\n[1][2][3]\n[4][5][©]\n"},
	{"null_byte.csv", "[a][b][c]\n[\\x00][2][3]\n"},
	{"bad.csv", "[column_a][column_b][column_c]\n[1][27][][I'm too long!]\n[][I'm too short!]\n"
		    "[0][mixed types.... uh oh][17]\n"},
	{"dummy.csv.bz2",
		"'" CORPUS "csvkit/examples/dummy.csv.bz2' is compressed by bzip2: unpack it "
		"first\n"},
	{"empty.csv", ""},
};

Test(corpora, csvkit)
{
	need(CORPUS "csvkit/examples/dummy.csv");
	for (size_t i = 0; i < sizeof CSVKIT / sizeof *CSVKIT; i++) {
		char *path = mem_format(CORPUS "csvkit/examples/%s", CSVKIT[i].file);

		expect_file(path, CSVKIT[i].rows);
		free(path);
	}
}

Test(corpora, univocity)
{
	static const char PATH[] = CORPUS "univocity/src/main/resources/correctness.csv";

	need(PATH);
	expect_file(PATH,
		"[Year][Make][Model][Description][Price]\n"
		"[1997][Ford][E350][ac, abs, moon][3000.00]\n"
		"[1999][Chevy][Venture \"Extended Edition\"][][4900.00]\n"
		"[1996][Jeep][Grand Cherokee][MUST SELL!\nair, moon roof, loaded][4799.00]\n"
		"[1999][Chevy][Venture \"Extended Edition, Very Large\"][][5000.00]\n"
		"[][][Venture \"Extended Edition\"][][4900.00]\n");
}
