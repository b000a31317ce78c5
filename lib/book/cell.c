/* Cells of tables: text as text, numbers in the formats of their units, dates as dates. */
#include "book/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "book/celltext.h"

enum { SERIAL_OF_1970 = 25569 };

static const double EXACT = 1e15; /* a spreadsheet's numbers have 15 digits */

static bool is_unit(const char *unit, const char *word)
{
	return unit && !strcmp(unit, word);
}

void cell_write_text(
	struct book *book, lxw_row_t row, uint16_t column, const char *text, lxw_format *format)
{
	struct buf clean = {0};

	celltext_add(text, CELL_LONGEST, &clean);
	if (clean.len)
		book_note_error(book, worksheet_write_string(book->sheet.worksheet, row, column,
					      buf_text(&clean), format));
	else
		book_note_error(
			book, worksheet_write_blank(book->sheet.worksheet, row, column, format));
	buf_release(&clean);
}

/* Dates as dates, so that spreadsheets can filter by month; before 1900 there are none. */
static bool write_date(
	struct book *book, lxw_row_t row, uint16_t column, const char *text, enum look look)
{
	int64_t instant;
	bool has_time;
	const char *number;

	if (!instant_read(text, strlen(text), &instant, &has_time) ||
		instant < (int64_t)date_day(1900, 3, 1) * DAY_SECONDS)
		return false;
	number = has_time ? "yyyy-mm-dd hh:mm:ss" : "yyyy-mm-dd";
	book_note_error(book, worksheet_write_number(book->sheet.worksheet, row, column,
				      (double)instant / DAY_SECONDS + SERIAL_OF_1970,
				      style_get(book, look, number, 0)));
	return true;
}

static enum look base_look(const struct cell_look *look)
{
	return look->is_total ? LOOK_TOTAL : look->is_wrapped ? LOOK_WRAPPED : LOOK_CELL;
}

static void write_number(struct book *book, lxw_row_t row, uint16_t column, double value,
	const struct cell_look *look)
{
	const char *number = style_number(look->unit);
	int tone = 0;

	if (!number)
		number = "General"; /* at the right, unlike text */
	if (is_unit(look->unit, "score") && value > 0 && value < 0.0005)
		number = "\"<0.001\"";
	if (look->is_delta)
		number = style_delta(value, is_unit(look->unit, "points"), look->good, &tone);
	if (is_unit(look->unit, "flag"))
		cell_write_text(book, row, column, value != 0 ? book->words->yes : book->words->no,
			style_get(book, base_look(look), NULL, 0));
	else
		book_note_error(
			book, worksheet_write_number(book->sheet.worksheet, row, column, value,
				      style_get(book, base_look(look), number, tone)));
}

/* Ids, and whole numbers that would lose digits. */
static void write_digits(struct book *book, lxw_row_t row, uint16_t column, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%lld", (long long)value);
	cell_write_text(book, row, column, digits, style_get(book, LOOK_CELL, NULL, 0));
}

void cell_write(struct book *book, lxw_row_t row, uint16_t column, const struct cell *cell,
	const struct cell_look *look)
{
	switch (cell->type) {
	case CELL_EMPTY:
		cell_write_text(book, row, column, "", style_get(book, base_look(look), NULL, 0));
		break;
	case CELL_TEXT:
		if (!is_unit(look->unit, "date") ||
			!write_date(book, row, column, look->text, LOOK_CELL))
			cell_write_text(book, row, column, look->text,
				style_get(book, base_look(look), NULL, 0));
		break;
	case CELL_INTEGER:
		if (is_unit(look->unit, "id") || fabs((double)cell->integer) >= EXACT)
			write_digits(book, row, column, cell->integer);
		else
			write_number(book, row, column, (double)cell->integer, look);
		break;
	case CELL_REAL:
		write_number(book, row, column, cell->real, look);
		break;
	}
}

/* "3,594", "+12.4%", "−3.1": what format_cell writes, as a number again. */
static bool read_shown(const char *text, double *value)
{
	char plain[40];
	size_t n = 0;
	char *end;

	for (const char *p = text; *p; p++) {
		if (n + 2 > sizeof plain)
			return false;
		if (!strncmp(p, "−", 3)) {
			plain[n++] = '-';
			p += 2;
		} else if (*p != ',') {
			plain[n++] = *p;
		}
	}
	plain[n] = 0;
	if (!strpbrk(plain, "0123456789"))
		return false;
	*value = strtod(plain, &end);
	if (*end == '%') {
		*value /= 100;
		end++;
	}
	return !*end && isfinite(*value);
}

void cell_write_shown(struct book *book, lxw_row_t row, uint16_t column, const char *text,
	const char *number, enum look look)
{
	double value;

	if (number && read_shown(text, &value))
		book_note_error(book, worksheet_write_number(book->sheet.worksheet, row, column,
					      value, style_get(book, look, number, 0)));
	else
		cell_write_text(book, row, column, text, style_get(book, look, NULL, 0));
}
