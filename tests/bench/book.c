/* book ROWS.csv OUT.xlsx: the first nine columns of what `rows` writes, text behind, as a workbook
 * like those that Excel writes: shared strings, dates as numbers with a format. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/file.h"

enum kind { TEXT, DATE, NUMBER };

static const struct {
	const char *name;
	enum kind kind;
} COLUMNS[] = {
	{"complaint_id", TEXT},
	{"received_at", DATE},
	{"closed_at", DATE},
	{"customer_id", TEXT},
	{"channel", TEXT},
	{"region", TEXT},
	{"product", TEXT},
	{"severity", NUMBER},
	{"text", TEXT},
};
enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };

static void put_date(
	lxw_worksheet *sheet, uint32_t row, uint16_t column, const char *text, lxw_format *format)
{
	int64_t seconds;
	bool has_time;

	if (instant_read(text, strlen(text), &seconds, &has_time))
		worksheet_write_number(sheet, row, column,
			(double)seconds / DAY_SECONDS - date_day(1899, 12, 30), format);
}

static void put_rows(const struct csv_rows *rows, lxw_worksheet *sheet, lxw_format *dates)
{
	for (uint16_t k = 0; k < N_COLUMNS; k++) {
		size_t from = csv_column(rows, COLUMNS[k].name);

		worksheet_write_string(sheet, 0, k, COLUMNS[k].name, NULL);
		for (uint32_t i = 1; i < rows->n; i++) {
			const char *text = csv_cell(rows, i, from);

			if (COLUMNS[k].kind == DATE)
				put_date(sheet, i, k, text, dates);
			else if (COLUMNS[k].kind == NUMBER)
				worksheet_write_number(sheet, i, k, strtod(text, NULL), NULL);
			else
				worksheet_write_string(sheet, i, k, text, NULL);
		}
	}
}

static int write_book(const struct csv_rows *rows, const char *path)
{
	lxw_workbook *book = workbook_new(path);
	lxw_format *dates = workbook_add_format(book);

	format_set_num_format(dates, "yyyy-mm-dd hh:mm:ss");
	put_rows(rows, workbook_add_worksheet(book, NULL), dates);
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct buf text = {0};
	struct csv_rows *rows = NULL;
	struct err err;
	int status = 1;

	if (argc != 3) {
		fprintf(stderr, "usage: %s ROWS.csv OUT.xlsx\n", argv[0]);
		return 2;
	}
	if (file_read(argv[1], &text, &err) == 0)
		rows = csv_rows_parse(text.data, text.len, &err);
	if (rows)
		status = write_book(rows, argv[2]);
	else
		fprintf(stderr, "book: %s\n", err.text);
	csv_rows_free(rows);
	buf_release(&text);
	return status;
}
