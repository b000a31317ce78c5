#include "table/foot_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct foot_number foot_at(const struct foot_rows *c, size_t row, size_t column)
{
	return c->numbers[(row - 1) * c->n_columns + column];
}

double foot_value(const struct foot_rows *c, size_t row, size_t column)
{
	return foot_at(c, row, column).value;
}

size_t foot_find_kind(const struct foot_rows *c, enum foot_kind kind)
{
	size_t i = 0;

	while (i < c->n_columns && c->kinds[i] != kind)
		i++;
	return i;
}

/* Whether the words of `total` that are no total's are those of `row`. */
bool foot_has_words(const struct foot_rows *c, size_t row, size_t total)
{
	for (size_t i = 0; i < c->n_keys; i++) {
		const char *theirs = csv_cell(c->csv, total, i);

		if (*theirs && !foot_is_total(theirs) &&
			strcmp(theirs, csv_cell(c->csv, row, i)) != 0)
			return false;
	}
	return true;
}

/* Whether `row` is a part of the whole that `total` is of. */
bool foot_is_part(const struct foot_rows *c, size_t row, size_t total)
{
	return !c->is_total[row] && !c->is_detail[row] && foot_has_words(c, row, total);
}

/* Another total of the same words: then one of the two is a subtotal. */
bool foot_is_peer(const struct foot_rows *c, size_t row, size_t total)
{
	return row != total && c->is_total[row] && foot_has_words(c, row, total) &&
	       foot_has_words(c, total, row);
}

/* --- sums --- */

void foot_sum_add(struct foot_sum *sum, const struct foot_rows *c, size_t row, size_t column)
{
	struct foot_number number = foot_at(c, row, column);

	if (isnan(number.value))
		return;
	sum->value += number.value;
	sum->units += number.unit == 1 ? 0 : number.unit;
	sum->n++;
}

/* Of the parts of a total from row `first` up to, not including, `end`. */
struct foot_sum foot_sum_parts(
	const struct foot_rows *c, size_t total, size_t column, size_t first, size_t end)
{
	struct foot_sum sum = {0, 0, 0};

	for (size_t row = first; row < end; row++)
		if (foot_is_part(c, row, total))
			foot_sum_add(&sum, c, row, column);
	return sum;
}

struct foot_sum foot_sum_peers(const struct foot_rows *c, size_t total, size_t column)
{
	struct foot_sum sum = {0, 0, 0};

	for (size_t row = 1; row < c->csv->n; row++)
		if (foot_is_peer(c, row, total))
			foot_sum_add(&sum, c, row, column);
	return sum;
}

bool foot_is_sum(const struct foot_rows *c, size_t total, size_t column, struct foot_sum sum)
{
	struct foot_number found = foot_at(c, total, column);
	double units = sum.units + (found.unit == 1 ? 0 : found.unit);

	return !sum.n || fabs(sum.value - found.value) <= 1e-9 * fabs(sum.value) + units / 2;
}

/* --- which rows are what --- */

static bool has_total(const struct csv_rows *csv, size_t row)
{
	for (size_t i = 0; i < csv->rows[row].n; i++)
		if (foot_is_total(csv_cell(csv, row, i)))
			return true;
	return false;
}

/* A "其中" and the rows after it that with it make up the row above; it alone where none do. */
static void mark_details(struct foot_rows *c, size_t row)
{
	size_t counts = foot_find_kind(c, FOOT_COUNT), n = 1;
	struct foot_sum sum = {0, 0, 0};

	if (counts < c->n_columns)
		for (size_t at = row; at < c->csv->n && !c->is_total[at]; at++) {
			foot_sum_add(&sum, c, at, counts);
			if (sum.value > 0 && foot_is_sum(c, row - 1, counts, sum))
				n = at + 1 - row;
		}
	for (size_t at = row; at < row + n; at++) {
		c->is_detail[at] = true;
		c->parents[at] = row - 1;
	}
}

static void mark_rows(struct foot_rows *c)
{
	for (size_t row = 1; row < c->csv->n; row++)
		c->is_total[row] = has_total(c->csv, row);
	for (size_t row = 2; row < c->csv->n; row++)
		for (size_t i = 0; i < c->n_keys && !c->is_detail[row]; i++)
			if (foot_is_detail(csv_cell(c->csv, row, i)))
				mark_details(c, row);
}

static bool has_column(const struct csv_rows *csv, const char *header)
{
	for (size_t i = 0; i < csv->rows[0].n; i++)
		if (!strcmp(csv_cell(csv, 0, i), header))
			return true;
	return false;
}

/* Rows that are parts of nothing: points of a curve with its limits, alarms out of all weeks. */
static bool has_no_parts(const struct csv_rows *csv)
{
	return has_column(csv, "exceedance") ||
	       (has_column(csv, "days") && has_column(csv, "low") && has_column(csv, "high"));
}

/* Read once: a cell is looked at as often as the table has rows. */
static void read_numbers(struct foot_rows *rows)
{
	struct foot_number *number = mem_alloc(rows->csv->n * rows->n_columns * sizeof *number + 1);

	rows->numbers = number;
	for (size_t row = 1; row < rows->csv->n; row++)
		for (size_t i = 0; i < rows->n_columns; i++)
			*number++ = foot_number(csv_cell(rows->csv, row, i));
}

void foot_rows_init(struct foot_rows *rows, const struct csv_rows *csv)
{
	*rows = (struct foot_rows){.csv = csv, .n_columns = csv->rows[0].n};
	rows->kinds = mem_alloc((rows->n_columns + 1) * sizeof *rows->kinds);
	read_numbers(rows);
	rows->is_total = mem_zalloc(csv->n * sizeof *rows->is_total);
	rows->is_detail = mem_zalloc(csv->n * sizeof *rows->is_detail);
	rows->parents = mem_zalloc(csv->n * sizeof *rows->parents);
	for (size_t i = 0; i < rows->n_columns; i++)
		rows->kinds[i] = has_no_parts(csv) ? FOOT_OTHER : foot_kind(csv, i);
	while (rows->n_keys < rows->n_columns && rows->kinds[rows->n_keys] == FOOT_TEXT)
		rows->n_keys++;
	mark_rows(rows);
}

void foot_rows_release(struct foot_rows *rows)
{
	free(rows->kinds);
	free(rows->numbers);
	free(rows->is_total);
	free(rows->is_detail);
	free(rows->parents);
}
