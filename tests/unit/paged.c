#include "table/paged.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "table/read.h"

enum { ROWS = 10000 };

/* A file of rows with line ends in quotes, blank lines, numbers that turn real late. */
static void write_rows(const char *path)
{
	FILE *file = fopen(path, "w");

	fputs("\xef\xbb\xbfid,n,x,text,empty\n", file);
	for (int i = 0; i < ROWS; i++)
		fprintf(file, "00%d,%d,%s,\"a, %d\n\"\"b\"\"\",\n%s", i, i - 5,
			i < ROWS - 1 ? "1" : "1.5", i, i % 1000 ? "" : "\n\n");
	fclose(file);
}

static void assert_same(const struct table *whole, struct paged *paged, size_t row)
{
	for (size_t i = 0; i < table_columns(whole); i++) {
		struct buf a = {0}, b = {0};
		size_t within;
		const struct table *page = paged_at(paged, row, &within);

		table_cell_text(whole, row, i, &a);
		table_cell_text(page, within, i, &b);
		cr_assert_str_eq(buf_text(&a), buf_text(&b), "row %zu column %zu", row, i);
		cr_assert_eq(table_column(whole, i)->type, table_column(page, i)->type);
		buf_release(&a);
		buf_release(&b);
	}
}

Test(paged, the_same_cells_as_read_whole)
{
	char path[] = "/tmp/paged.XXXXXX";
	struct err err;
	struct table *whole;
	struct paged *paged;

	close(mkstemp(path));
	write_rows(path);
	whole = table_read(path, &err);
	paged = paged_open(path, &err);
	cr_assert(whole && paged, "%s", err.text);
	cr_expect_eq(paged_rows(paged), ROWS);
	cr_expect_eq(paged_longest(paged), strlen("a, 9999\n\"b\""));
	for (size_t row = 0; row < ROWS; row++)
		assert_same(whole, paged, row);
	assert_same(whole, paged, 0); /* and back */
	assert_same(whole, paged, ROWS - 1);
	cr_expect_eq(paged_failed(paged, &err), 0);
	paged_close(paged);
	table_free(whole);
	unlink(path);
}

/* What is in the file after it was looked at must be what was seen. */
Test(paged, a_file_that_changed)
{
	char path[] = "/tmp/paged.XXXXXX";
	struct err err;
	struct paged *paged;
	size_t within;
	FILE *file;

	close(mkstemp(path));
	write_rows(path);
	paged = paged_open(path, &err);
	cr_assert(paged, "%s", err.text);
	file = fopen(path, "w");
	fputs("id,n,x,text,empty\n001,many,1,,\n", file);
	fclose(file);
	paged_at(paged, 0, &within);
	cr_expect_eq(paged_failed(paged, &err), -1);
	cr_expect(strstr(err.text, "line 2 changed while it was read"), "%s", err.text);
	paged_close(paged);
	unlink(path);
}

Test(paged, says_where_a_row_is_uneven)
{
	char path[] = "/tmp/paged.XXXXXX";
	struct err err;
	FILE *file;

	close(mkstemp(path));
	write_rows(path);
	file = fopen(path, "a");
	fputs("1,2\n", file);
	fclose(file);
	cr_expect_null(paged_open(path, &err));
	/* header, two lines a row, two blank ones for each thousand */
	cr_expect(strstr(err.text, "line 20022 has 2 fields, its header 5"), "%s", err.text);
	unlink(path);
}
