/* Compares a result with numbers that other software computed.
 *
 *	compare-csv [-p] EXPECTED RESULT KEY,... COLUMN,...
 *
 * Rows belong together by their keys; then the columns are compared: numbers to a relative 1e-9,
 * empty and NA being the same. A column that has another name in the result is EXPECTED=RESULT.
 * Prints every difference and "N rows, N cells, N differences"; status 1 when there are some.
 * With -p rows of the result that are not expected are passed over. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/map.h"

struct pair {
	size_t expected, result; /* column numbers */
	char *name;
};

struct pairs {
	struct pair *pairs;
	size_t n;
};

struct comparison {
	struct csv_rows *expected, *result;
	struct pairs keys, columns;
	size_t n_rows, n_cells, n_differences;
};

static struct csv_rows *read_rows(const char *path)
{
	struct err err;
	struct csv_rows *rows = csv_rows_read(path, &err);

	if (!rows || rows->n == 0) {
		fprintf(stderr, "compare-csv: %s\n", rows ? "no header" : err.text);
		exit(2);
	}
	return rows;
}

static size_t find_column(const struct csv_rows *rows, const char *name, const char *side)
{
	size_t column = csv_column(rows, name);

	if (column == SIZE_MAX) {
		fprintf(stderr, "compare-csv: %s has no column '%s'\n", side, name);
		exit(2);
	}
	return column;
}

static struct pairs read_pairs(const struct comparison *c, char *list)
{
	struct pairs pairs = {0};
	size_t capacity = 0;

	for (char *word = strtok(list, ","); word; word = strtok(NULL, ",")) {
		char *equals = strchr(word, '=');

		if (equals)
			*equals = '\0';
		pairs.pairs = mem_grow(pairs.pairs, pairs.n, &capacity, sizeof *pairs.pairs);
		pairs.pairs[pairs.n++] = (struct pair){find_column(c->expected, word, "EXPECTED"),
			find_column(c->result, equals ? equals + 1 : word, "RESULT"), word};
	}
	return pairs;
}

static char *key_of(
	const struct csv_rows *rows, size_t row, const struct pairs *keys, bool expected)
{
	struct buf key = {0};

	for (size_t i = 0; i < keys->n; i++) {
		const struct pair *pair = &keys->pairs[i];

		buf_add_text(&key, i ? "," : "");
		buf_add_text(&key, csv_cell(rows, row, expected ? pair->expected : pair->result));
	}
	return key.data ? buf_take(&key) : mem_text("");
}

/* Rows by key: their number as a pointer. */
static struct map *index_rows(const struct csv_rows *rows, const struct pairs *keys)
{
	struct map *map = map_new();

	for (size_t i = 1; i < rows->n; i++) {
		char *key = key_of(rows, i, keys, false);

		if (map_put(map, key, strlen(key), &rows->rows[i])) {
			fprintf(stderr, "compare-csv: RESULT has '%s' twice\n", key);
			exit(2);
		}
		free(key);
	}
	return map;
}

static bool is_empty(const char *text)
{
	return *text == '\0' || strcmp(text, "NA") == 0;
}

static bool is_same(const char *a, const char *b)
{
	char *end_a, *end_b;
	double x = strtod(a, &end_a), y = strtod(b, &end_b);

	if (is_empty(a) || is_empty(b))
		return is_empty(a) && is_empty(b);
	if (*end_a || *end_b)
		return strcmp(a, b) == 0;
	return fabs(x - y) <= 1e-9 * fmax(fabs(x), fabs(y));
}

static void compare_row(struct comparison *c, const char *key, size_t expected, size_t result)
{
	c->n_rows++;
	for (size_t i = 0; i < c->columns.n; i++) {
		const struct pair *pair = &c->columns.pairs[i];
		const char *a = csv_cell(c->expected, expected, pair->expected);
		const char *b = csv_cell(c->result, result, pair->result);

		c->n_cells++;
		if (is_same(a, b))
			continue;
		c->n_differences++;
		printf("%s: %s is '%s', expected '%s'\n", key, pair->name, b, a);
	}
}

static void compare(struct comparison *c, bool is_part)
{
	struct map *rows = index_rows(c->result, &c->keys);

	for (size_t i = 1; i < c->expected->n; i++) {
		char *key = key_of(c->expected, i, &c->keys, true);
		const struct csv_row *row = map_get(rows, key, strlen(key));

		if (row) {
			compare_row(c, key, i, (size_t)(row - c->result->rows));
		} else {
			c->n_differences++;
			printf("%s: not in RESULT\n", key);
		}
		free(key);
	}
	if (!is_part && c->result->n > c->n_rows + 1) {
		c->n_differences++;
		printf("RESULT has %zu rows more\n", c->result->n - c->n_rows - 1);
	}
	map_free(rows);
}

int main(int argc, char **argv)
{
	bool is_part = argc > 1 && strcmp(argv[1], "-p") == 0;
	struct comparison c = {0};

	argv += is_part;
	if (argc - is_part != 5) {
		fputs("usage: compare-csv [-p] EXPECTED RESULT KEY,... COLUMN,...\n", stderr);
		return 2;
	}
	c.expected = read_rows(argv[1]);
	c.result = read_rows(argv[2]);
	c.keys = read_pairs(&c, argv[3]);
	c.columns = read_pairs(&c, argv[4]);
	compare(&c, is_part);
	printf("%zu rows, %zu cells, %zu differences\n", c.n_rows, c.n_cells, c.n_differences);
	csv_rows_free(c.expected);
	csv_rows_free(c.result);
	free(c.keys.pairs);
	free(c.columns.pairs);
	return c.n_differences ? 1 : 0;
}
