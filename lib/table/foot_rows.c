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

/* --- wholes --- */

struct foot_wholes foot_wholes_of(const struct foot_rows *c, size_t row)
{
	return (struct foot_wholes){.c = c, .row = row};
}

size_t foot_wholes_next(struct foot_wholes *wholes)
{
	const struct foot_rows *c = wholes->c;

	if (!wholes->is_begun) {
		wholes->is_begun = true;
		if (c->is_detail[wholes->row])
			return c->parents[wholes->row];
	}
	for (; wholes->kin < c->n_kins; wholes->kin++, wholes->at = 0) {
		const struct foot_kin *kin = &c->kins[wholes->kin];
		const size_t *starts = kin->totals.starts + kin->group[wholes->row];

		if (starts[0] + wholes->at < starts[1])
			return kin->totals.rows[starts[0] + wholes->at++];
	}
	return 0;
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

struct foot_sum foot_sum_all(const struct foot_rows *c, size_t row, size_t total, size_t column)
{
	size_t kin = total ? c->kin[total] : 0;

	return c->sums[kin][c->kins[kin].group[row] * c->n_columns + column];
}

/* Of the parts of a total from row `first` up to, not including, `end`. */
static struct foot_sum sum_between(
	const struct foot_rows *c, size_t total, size_t column, size_t first, size_t end)
{
	const struct foot_kin *kin = &c->kins[c->kin[total]];
	size_t group = kin->group[total];
	struct foot_sum sum = {0, 0, 0};

	for (size_t i = foot_members_from(&kin->parts, group, first);
		i < kin->parts.starts[group + 1] && kin->parts.rows[i] < end; i++)
		foot_sum_add(&sum, c, kin->parts.rows[i], column);
	return sum;
}

bool foot_sum_above(const struct foot_rows *c, size_t total, size_t column, struct foot_sum *sum)
{
	const struct foot_kin *kin = &c->kins[c->kin[total]];
	size_t at = foot_members_from(&kin->totals, kin->group[total], total);
	bool is_between = at > kin->totals.starts[kin->group[total]];

	*sum = sum_between(c, total, column, is_between ? kin->totals.rows[at - 1] : 1, total);
	return is_between;
}

bool foot_sum_below(const struct foot_rows *c, size_t total, size_t column, struct foot_sum *sum)
{
	const struct foot_kin *kin = &c->kins[c->kin[total]];
	size_t at = foot_members_from(&kin->totals, kin->group[total], total + 1);
	bool is_between = at < kin->totals.starts[kin->group[total] + 1];

	*sum = sum_between(c, total, column, total, is_between ? kin->totals.rows[at] : c->csv->n);
	return is_between;
}

struct foot_sum foot_sum_peers(const struct foot_rows *c, size_t total, size_t column)
{
	const struct foot_members *totals = &c->kins[c->kin[total]].totals;
	const size_t *starts = totals->starts + c->kins[c->kin[total]].group[total];
	struct foot_sum sum = {0, 0, 0};

	for (size_t i = starts[0]; i < starts[1]; i++)
		if (totals->rows[i] != total)
			foot_sum_add(&sum, c, totals->rows[i], column);
	return sum;
}

bool foot_is_sum(const struct foot_rows *c, size_t total, size_t column, struct foot_sum sum)
{
	struct foot_number found = foot_at(c, total, column);
	double units = sum.units + (found.unit == 1 ? 0 : found.unit);

	return !sum.n || fabs(sum.value - found.value) <= 1e-9 * fabs(sum.value) + units / 2;
}

bool foot_is_constant(const struct foot_rows *c, size_t total, size_t column)
{
	const struct foot_members *parts = &c->kins[c->kin[total]].parts;
	const size_t *starts = parts->starts + c->kins[c->kin[total]].group[total];
	size_t n = 0;

	for (size_t i = starts[0]; i < starts[1]; i++) {
		double value = foot_value(c, parts->rows[i], column);

		if (isnan(value))
			continue;
		if (value != foot_value(c, total, column))
			return false;
		n++;
	}
	return n > 1;
}

/* --- which rows are what --- */

static bool has_total(const struct csv_rows *csv, size_t row)
{
	for (size_t i = 0; i < csv->rows[row].n; i++)
		if (foot_is_total(csv_cell(csv, row, i)))
			return true;
	return false;
}

/* More than the row has: what comes after is no part of it. */
static bool is_over(const struct foot_rows *c, size_t row, size_t column, struct foot_sum sum)
{
	return sum.value > foot_value(c, row, column) && !foot_is_sum(c, row, column, sum);
}

/* A "其中" and the rows after it that with it make up the row above; it alone where none do. */
static void mark_details(struct foot_rows *c, size_t row)
{
	size_t counts = foot_find_kind(c, FOOT_COUNT), n = 1;
	struct foot_sum sum = {0, 0, 0};

	if (counts < c->n_columns)
		for (size_t at = row;
			at < c->csv->n && !c->is_total[at] && !is_over(c, row - 1, counts, sum);
			at++) {
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

/* --- rows that belong together --- */

static void add_kin(struct foot_rows *c, size_t row, const bool *has_words)
{
	size_t i = 0;

	while (i < c->n_kins &&
		memcmp(c->kins[i].has_words, has_words, c->n_keys * sizeof *has_words) != 0)
		i++;
	c->kin[row] = i;
	if (i < c->n_kins)
		return;
	c->kins = mem_grow(c->kins, c->n_kins, &c->kins_capacity, sizeof *c->kins);
	foot_kin_init(&c->kins[c->n_kins++], c->csv, has_words, c->n_keys);
}

/* Without totals rows belong together when their first word is the same, where it repeats (a
 * period); else all do. A total is of the rows with its words that are no total's. */
static void find_kins(struct foot_rows *c)
{
	bool *has_words = mem_zalloc(c->n_keys * sizeof *has_words);

	if (c->n_keys > 1)
		has_words[0] = true;
	add_kin(c, 0, has_words);
	for (size_t row = 1; row < c->csv->n; row++) {
		if (!c->is_total[row])
			continue;
		for (size_t i = 0; i < c->n_keys; i++) {
			const char *word = csv_cell(c->csv, row, i);

			has_words[i] = *word && !foot_is_total(word);
		}
		add_kin(c, row, has_words);
	}
	free(has_words);
}

static struct foot_sum *sum_groups(const struct foot_rows *c, const struct foot_kin *kin)
{
	struct foot_sum *sums = mem_zalloc(kin->n_groups * c->n_columns * sizeof *sums);

	for (size_t row = 1; row < c->csv->n; row++)
		for (size_t i = 0; i < c->n_columns; i++)
			if (!c->is_total[row] && !c->is_detail[row])
				foot_sum_add(&sums[kin->group[row] * c->n_columns + i], c, row, i);
	return sums;
}

static void fill_kins(struct foot_rows *c)
{
	size_t n = c->csv->n;
	bool *is_member = mem_zalloc(n * sizeof *is_member);

	c->sums = mem_alloc(c->n_kins * sizeof *c->sums);
	for (size_t i = 0; i < c->n_kins; i++) {
		struct foot_kin *kin = &c->kins[i];

		for (size_t row = 1; row < n; row++)
			is_member[row] = !c->is_total[row] && !c->is_detail[row];
		foot_members_init(&kin->parts, kin, n, is_member);
		for (size_t row = 1; row < n; row++)
			is_member[row] = c->is_total[row] && c->kin[row] == i;
		foot_members_init(&kin->totals, kin, n, is_member);
		c->sums[i] = sum_groups(c, kin);
	}
	free(is_member);
}

/* --- the whole table --- */

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
	rows->kin = mem_zalloc(csv->n * sizeof *rows->kin);
	find_kins(rows);
	fill_kins(rows);
}

void foot_rows_release(struct foot_rows *rows)
{
	free(rows->kinds);
	free(rows->numbers);
	free(rows->is_total);
	free(rows->is_detail);
	free(rows->parents);
	for (size_t i = 0; i < rows->n_kins; i++) {
		foot_kin_release(&rows->kins[i]);
		free(rows->sums[i]);
	}
	free(rows->kins);
	free(rows->sums);
	free(rows->kin);
}
