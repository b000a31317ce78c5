#include "spreadsheet/cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "table/number.h"

enum { SAFE_DIGITS = 15 }; /* every decimal of so many digits survives a double */

void cells_clear(struct cells *cells)
{
	cells->n = 0;
	cells->n_elsewhere = 0;
	buf_clear(&cells->text);
}

void cells_release(struct cells *cells)
{
	buf_release(&cells->text);
	free(cells->cells);
	free(cells->offsets);
	*cells = (struct cells){0};
}

struct sheet_cell *cells_reach(struct cells *cells, size_t column)
{
	if (column >= cells->n_room) {
		size_t room = column + 16;

		cells->cells = mem_resize(cells->cells, room * sizeof *cells->cells);
		cells->offsets = mem_resize(cells->offsets, room * sizeof *cells->offsets);
		cells->n_room = room;
	}
	for (; cells->n <= column; cells->n++) {
		cells->cells[cells->n] = (struct sheet_cell){.text = {"", 0}};
		cells->offsets[cells->n] = SIZE_MAX;
	}
	cells->cells[column] = (struct sheet_cell){.text = {"", 0}};
	cells->offsets[column] = SIZE_MAX;
	return &cells->cells[column];
}

void cells_take(struct cells *cells, size_t column, size_t start)
{
	size_t n = cells->text.len - start;

	cells->offsets[column] = n ? start : SIZE_MAX; /* of no bytes at all there is no place */
	cells->cells[column].text.n = (uint32_t)n;
}

void cells_put_shared(struct cells *cells, size_t column, struct span text)
{
	struct sheet_cell *cell = cells_reach(cells, column);

	cell->text = text;
	cell->kind = text.n ? SHEET_TEXT : SHEET_EMPTY;
	cells->n_elsewhere += text.n;
}

bool cells_are_too_long(const struct cells *cells)
{
	return cells->text.len + cells->n_elsewhere > ROW_BYTES;
}

void cells_finish(struct cells *cells, uint64_t line, struct sheet_row *row)
{
	for (size_t i = 0; i < cells->n; i++)
		if (cells->offsets[i] != SIZE_MAX)
			cells->cells[i].text.text = cells->text.data + cells->offsets[i];
	*row = (struct sheet_row){.line = line, .cells = cells->cells, .n = cells->n};
}

/* --- values --- */

void cells_put_number(
	struct cells *cells, size_t column, double number, struct date_format format, bool is_1904)
{
	struct sheet_cell *cell = cells_reach(cells, column);
	size_t start = cells->text.len;

	cell->number = number;
	cell->kind = SHEET_DATE;
	if ((!format.has_date && !format.has_time) ||
		!date_serial_write(format, number, is_1904, &cells->text)) {
		cell->kind = SHEET_NUMBER;
		number_shortest(number, &cells->text);
	}
	cells_take(cells, column, start);
}

void cells_put_flag(struct cells *cells, size_t column, bool is_true)
{
	const char *word = is_true ? "TRUE" : "FALSE";

	cells_put_text(cells, column, SHEET_FLAG, word, strlen(word));
	cells->cells[column].number = is_true;
}

void cells_put_text(
	struct cells *cells, size_t column, enum sheet_cell_kind kind, const char *text, size_t n)
{
	size_t start = cells->text.len;

	cells_reach(cells, column)->kind = kind;
	buf_add(&cells->text, text, n);
	cells_take(cells, column, start);
}

/* --- values as XML has them --- */

/* The usual number, up to 15 digits without exponent: its digits and the power of ten are doubles,
 * so their quotient is the double nearest to the decimal. */
static bool read_short_number(const char *text, double *number)
{
	static const double POWERS[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	const char *p = text + (*text == '-');
	int64_t digits = 0;
	int n = 0, n_decimals = 0;
	bool has_point = false;

	for (; *p && n <= SAFE_DIGITS; p++) {
		if (*p == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (*p < '0' || *p > '9')
			return false;
		digits = digits * 10 + (*p - '0');
		n++;
		n_decimals += has_point;
	}
	if (!n || n > SAFE_DIGITS)
		return false;
	*number = (double)digits / POWERS[n_decimals];
	if (*text == '-')
		*number = -*number;
	return true;
}

static bool read_number(const char *text, locale_t c_locale, double *number)
{
	char *end;

	if (read_short_number(text, number))
		return true;
	if (text[strspn(text, "+-.0123456789eE")]) /* no hexadecimal, no infinity */
		return false;
	*number = strtod_l(text, &end, c_locale);
	return !*end && isfinite(*number);
}

/* True when the text is the shortest form already: the usual case, and the fast one. */
static bool is_shortest(const char *text, size_t n)
{
	size_t digits = 0;
	size_t i = n && text[0] == '-';
	bool has_point = false;

	if (n - i > SAFE_DIGITS || i == n || text[i] == '.')
		return false;
	if (text[i] == '0' && n > i + 1 && text[i + 1] != '.')
		return false;
	if (text[i] == '0' && (n - i > 6 || i > 0)) /* very small numbers, and -0 */
		return n == 1;
	for (; i < n; i++) {
		if (text[i] >= '0' && text[i] <= '9')
			digits++;
		else if (text[i] == '.' && !has_point)
			has_point = true;
		else
			return false;
	}
	return !has_point || (text[n - 1] != '0' && text[n - 1] != '.');
}

/* Files hold 17 digits: 0.10000000000000001 was typed as 0.1. */
void cells_take_number(struct cells *cells, size_t column, size_t start, struct date_format format,
	bool is_1904, locale_t c_locale)
{
	const char *value = cells->text.data + start;
	struct sheet_cell *cell = cells_reach(cells, column);

	if (!read_number(value, c_locale, &cell->number)) {
		cell->kind = SHEET_TEXT;
	} else if (!format.has_date && !format.has_time &&
		   is_shortest(value, cells->text.len - start)) {
		cell->kind = SHEET_NUMBER;
	} else {
		cells->text.len = start;
		cells_put_number(cells, column, cell->number, format, is_1904);
		return;
	}
	cells_take(cells, column, start);
}

void cells_take_iso_date(struct cells *cells, size_t column, size_t start)
{
	char *text = cells->text.data + start;
	size_t n = cells->text.len - start;
	struct sheet_cell *cell = cells_reach(cells, column);
	int64_t seconds;
	bool has_time;

	if (n > 10 && text[10] == 'T')
		text[10] = ' ';
	if (n > 19)
		cells->text.len = start + 19;
	cell->kind = SHEET_TEXT;
	if (instant_read(text, cells->text.len - start, &seconds, &has_time)) {
		cell->kind = SHEET_DATE;
		cell->number = (double)seconds / DAY_SECONDS - date_day(1899, 12, 30);
	}
	cells_take(cells, column, start);
}
