/* Merged cells: what the rows below the first of a range are given. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "spreadsheet/merged.h"
#include "spreadsheet/xlsx_merged.h"
#include "tests/unit/zipped.h"

/* Takes the row "a|b|..." and writes what it is given: "line:column=text ..." */
static void take(struct merged *merged, uint64_t line, const char *cells, struct buf *out)
{
	struct sheet_cell of[8] = {0};
	struct sheet_row row = {.line = line, .cells = of};
	struct err err;

	for (const char *p = cells; *cells; p += *p == '|') {
		size_t n = strcspn(p, "|");

		of[row.n++].text = (struct span){p, (uint32_t)n};
		p += n;
		if (!*p)
			break;
	}
	cr_assert(merged_take(merged, &row, &err) == 0);
	buf_format(out, "%d", (int)line);
	for (size_t column = 0; column < 8; column++)
		for (size_t i = 0; i < row.n_merged; i++)
			if (row.merged[i].column == column)
				buf_format(out, " %d=%.*s", (int)column, (int)row.merged[i].text.n,
					row.merged[i].text.text);
	buf_add_char(out, '\n');
}

Test(merged, every_row_of_the_range_and_no_other)
{
	struct merged merged = {0};
	struct buf out = {0};

	merged_add(&merged, 3, 4, 1); /* out of order, as xlsx may list them */
	merged_add(&merged, 2, 4, 0);
	merged_add(&merged, 4, 6, 2);
	merged_add(&merged, 2, 2, 3); /* of one row: nothing to give */
	take(&merged, 1, "x|y", &out);
	take(&merged, 2, "a", &out);
	take(&merged, 3, "|b|c", &out);
	take(&merged, 4, "||", &out);
	take(&merged, 5, "d", &out);
	cr_expect(eq(str, (char *)buf_text(&out),
		"1\n2\n3 0=a\n4 0=a 1=b\n5\n")); /* the range of line 4 is empty */
	buf_release(&out);
	merged_release(&merged);
}

Test(merged, rows_that_the_sheet_leaves_out_and_cells_of_their_own)
{
	struct merged merged = {0};
	struct buf out = {0};

	merged_add(&merged, 2, 9, 0);
	merged_add(&merged, 3, 9, 1); /* its first row is not there */
	merged_add(&merged, 5, 7, 0); /* overlaps: the later one stands */
	take(&merged, 2, "a", &out);
	take(&merged, 4, "|x", &out);
	take(&merged, 5, "b", &out);
	take(&merged, 6, "own", &out);
	take(&merged, 7, "", &out);
	take(&merged, 8, "", &out);
	cr_expect(eq(str, (char *)buf_text(&out), "2\n4 0=a\n5\n6\n7 0=b\n8\n"));
	buf_clear(&out);
	merged_rewind(&merged);
	take(&merged, 2, "c", &out);
	take(&merged, 3, "|d", &out);
	take(&merged, 4, "", &out);
	cr_expect(eq(str, (char *)buf_text(&out), "2\n3 0=c\n4 0=c 1=d\n"));
	buf_release(&out);
	merged_release(&merged);
}

Test(merged, bounds)
{
	struct merged merged = {0};
	struct sheet_row row = {.line = 1};
	char *text = mem_alloc(9 << 20);
	struct sheet_cell cells[2] = {{.text = {text, 9 << 20}}, {.text = {text, 9 << 20}}};
	struct err err;

	memset(text, 'x', 9 << 20);
	cr_expect(merged_add(&merged, 0, 9, 0) == 0);
	cr_expect(merged_add(&merged, 5, 4, 0) == 0);
	cr_expect(merged_add(&merged, 1, UINT64_MAX, UINT64_MAX) == 0);
	cr_expect(merged.n == 0);
	for (int i = 0; i < 1 << 20; i++)
		cr_assert(merged_add(&merged, 1, UINT64_MAX, (uint64_t)i % 2) == 0);
	cr_expect(merged_add(&merged, 1, 2, 0) == -1);
	row.cells = cells;
	row.n = 2;
	cr_expect(merged_take(&merged, &row, &err) == -1);
	cr_expect(eq(str, err.text, "merged cells above line 2 hold more than 16 MB"));
	free(text);
	merged_release(&merged);
}

/* --- of a worksheet --- */

static void expect_ranges(const char *xml, const char *expected)
{
	const struct zipped files[] = {{"s.xml", xml, false}};
	int fd = zipped_file(files, 1);
	struct merged merged = {0};
	struct buf out = {0};
	struct err err;
	struct archive *archive = archive_open(fd, &err);

	close(fd);
	cr_assert(archive != NULL);
	if (xlsx_merged_read(&merged, archive, "s.xml", &err) < 0)
		buf_add_text(&out, err.text);
	for (size_t i = 0; i < merged.n; i++)
		buf_format(&out, "%u-%u,%u ", merged.ranges[i].first, merged.ranges[i].last,
			merged.ranges[i].column);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
	merged_release(&merged);
	archive_close(archive);
}

Test(merged, tags_of_a_worksheet)
{
	expect_ranges("<worksheet><sheetData/><mergeCells count='2'><mergeCell ref='A2:A4'/>"
		      "<mergeCell x='1' ref=\"AB10:AC12\" ></mergeCell><mergeCell ref='C1:F1'/>"
		      "</mergeCells></worksheet>",
		"2-4,0 10-12,27 ");
	expect_ranges("<x:mergeCells><x:mergeCell ref='B2:B3'/></x:mergeCells>", "2-3,1 ");
	expect_ranges(
		"<mergeCell ref='B2'/><mergeCell/><mergeCell ref=''/><mergeCell ref='B2:", "");
}

Test(merged, tags_in_two_pieces)
{
	enum { PIECE = 64 << 10 };

	for (int before = PIECE - 40; before <= PIECE; before++) {
		struct buf xml = {0};

		for (int i = 0; i < before; i++)
			buf_add_char(&xml, ' ');
		buf_add_text(&xml, "<mergeCells><mergeCell ref='A2:A4'/></mergeCells>");
		for (int i = 0; i < before; i++)
			buf_add_char(&xml, ' ');
		expect_ranges(buf_text(&xml), "2-4,0 ");
		buf_release(&xml);
	}
}
