#include "table/foot.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "table/foot_cell.h"

struct checker {
	const struct csv_rows *csv;
	size_t n_columns;
	size_t n_keys; /* columns before the first number say what a row is about */
	enum foot_kind *kinds;
	bool *is_total; /* by row */
	struct table *faults;
};

static double value(const struct checker *c, size_t row, size_t column)
{
	return foot_number(csv_cell(c->csv, row, column)).value;
}

static void add_fault(struct checker *c, size_t row, size_t column, const char *fault, double found,
	double expected)
{
	size_t at = table_add_row(c->faults);

	table_set_integer(c->faults, at, 0, (int64_t)c->csv->rows[row].line);
	table_set_text(c->faults, at, 1, csv_cell(c->csv, 0, column));
	table_set_text(c->faults, at, 2, fault);
	table_set_real(c->faults, at, 3, found);
	table_set_real(c->faults, at, 4, expected);
}

/* Whether `row` is a part of the whole that `total` is of: the words that are no total's are equal.
 */
static bool is_part(const struct checker *c, size_t row, size_t total)
{
	if (c->is_total[row])
		return false;
	for (size_t i = 0; i < c->n_keys; i++) {
		const char *theirs = csv_cell(c->csv, total, i);

		if (*theirs && !foot_is_total(theirs) &&
			strcmp(theirs, csv_cell(c->csv, row, i)) != 0)
			return false;
	}
	return true;
}

static void check_sum(struct checker *c, size_t total, size_t column)
{
	double found = value(c, total, column);
	double sum = 0;
	size_t n = 0;

	for (size_t row = 1; row < c->csv->n; row++)
		if (is_part(c, row, total) && !isnan(value(c, row, column))) {
			sum += value(c, row, column);
			n++;
		}
	if (n && !isnan(found) && fabs(sum - found) > 1e-9 * fabs(sum))
		add_fault(c, total, column, "sum", found, sum);
}

/* The total that a row is a part of, or 0. Without any, the period's rows are the whole. */
static size_t total_of(const struct checker *c, size_t row)
{
	for (size_t total = 1; total < c->csv->n; total++)
		if (c->is_total[total] && (total == row || is_part(c, row, total)))
			return total;
	return 0;
}

/* Rows of one table without totals belong together when their first word is the same, where it
 * repeats (a period); else all do. */
static bool is_beside(const struct checker *c, size_t a, size_t b)
{
	return c->n_keys < 2 || !strcmp(csv_cell(c->csv, a, 0), csv_cell(c->csv, b, 0));
}

static double whole_of(const struct checker *c, size_t row, size_t counts)
{
	size_t total = total_of(c, row);
	double sum = 0;

	if (total)
		return value(c, total, counts);
	for (size_t other = 1; other < c->csv->n; other++)
		if (is_beside(c, row, other) && !isnan(value(c, other, counts)))
			sum += value(c, other, counts);
	return sum;
}

/* What a column may have been worked out from: a column of counts, and whether in percent. */
struct origin {
	size_t counts;
	double scale;
};

static size_t find_kind(const struct checker *c, enum foot_kind kind)
{
	size_t i = 0;

	while (i < c->n_columns && c->kinds[i] != kind)
		i++;
	return i;
}

static bool is_near(struct foot_number found, double expected, double units)
{
	return fabs(found.value - expected) <= units * found.unit * (1 + 1e-9) + 1e-12;
}

/* Of one whole, printed shares sum to 100 but for their rounding. */
static bool sums_to_whole(const struct checker *c, size_t row, size_t column, double scale)
{
	size_t total = total_of(c, row);
	double sum = 0;

	for (size_t other = 1; other < c->csv->n; other++) {
		double share = value(c, other, column);

		if (!isnan(share) && !c->is_total[other] &&
			(total ? is_part(c, other, total) : is_beside(c, row, other)))
			sum += share;
	}
	return fabs(sum - scale) <= 1e-9 * scale;
}

/* What it should be, or NAN where that cannot be said. */
static double expected_at(
	const struct checker *c, size_t row, size_t column, const struct origin *origin)
{
	double count = value(c, row, origin->counts);
	size_t base = find_kind(c, FOOT_BASE);

	if (c->kinds[column] == FOOT_SHARE)
		return origin->scale * count / whole_of(c, row, origin->counts);
	return base < c->n_columns ? origin->scale * (count / value(c, row, base) - 1) : NAN;
}

static bool is_right(const struct checker *c, size_t row, size_t column,
	const struct origin *origin, double *expected)
{
	struct foot_number found = foot_number(csv_cell(c->csv, row, column));

	*expected = expected_at(c, row, column, origin);
	if (isnan(found.value) || !isfinite(*expected) || is_near(found, *expected, 0.5))
		return true;
	return c->kinds[column] == FOOT_SHARE && is_near(found, *expected, 1) &&
	       sums_to_whole(c, row, column, origin->scale);
}

static size_t count_faults(const struct checker *c, size_t column, const struct origin *origin)
{
	size_t n = 0;
	double expected;

	for (size_t row = 1; row < c->csv->n; row++)
		n += !is_right(c, row, column, origin, &expected);
	return n;
}

static bool has_percent(const struct checker *c, size_t column)
{
	for (size_t row = 1; row < c->csv->n; row++)
		if (foot_number(csv_cell(c->csv, row, column)).is_share)
			return true;
	return false;
}

/* The origin that fits best; false: there are no counts. Shares are fractions or, with a sign of
 * percent always, hundredths. */
static bool find_origin(const struct checker *c, size_t column, struct origin *best)
{
	static const double SCALES[] = {1, 100};
	size_t fewest = SIZE_MAX;

	for (size_t i = 0; i < c->n_columns; i++)
		for (size_t k = has_percent(c, column); k < 2; k++) {
			struct origin origin = {i, SCALES[k]};
			size_t n = c->kinds[i] == FOOT_COUNT ? count_faults(c, column, &origin)
							     : SIZE_MAX;

			if (n < fewest) {
				fewest = n;
				*best = origin;
			}
		}
	return fewest < SIZE_MAX;
}

static void check_derived(struct checker *c, size_t column)
{
	const char *fault = c->kinds[column] == FOOT_SHARE ? "share" : "growth";
	struct origin origin;
	double expected;

	if (!find_origin(c, column, &origin))
		return;
	for (size_t row = 1; row < c->csv->n; row++)
		if (!is_right(c, row, column, &origin, &expected))
			add_fault(c, row, column, fault, value(c, row, column), expected);
}

static void check_column(struct checker *c, size_t column)
{
	enum foot_kind kind = c->kinds[column];

	if (kind == FOOT_SHARE || kind == FOOT_GROWTH)
		check_derived(c, column);
	if (kind != FOOT_COUNT && kind != FOOT_BASE)
		return;
	for (size_t row = 1; row < c->csv->n; row++)
		if (c->is_total[row])
			check_sum(c, row, column);
}

static bool has_total(const struct csv_rows *csv, size_t row)
{
	for (size_t i = 0; i < csv->rows[row].n; i++)
		if (foot_is_total(csv_cell(csv, row, i)))
			return true;
	return false;
}

static struct table *new_faults(void)
{
	struct table *faults = table_new("foot");

	table_add_column(faults, "line", CELL_INTEGER, "count");
	table_add_column(faults, "column", CELL_TEXT, "text");
	table_add_column(faults, "fault", CELL_TEXT, "text");
	table_add_column(faults, "found", CELL_REAL, NULL);
	table_add_column(faults, "expected", CELL_REAL, NULL);
	return faults;
}

struct table *foot_check(const struct csv_rows *csv)
{
	struct checker c = {.csv = csv, .faults = new_faults()};

	if (!csv->n)
		return c.faults;
	c.n_columns = csv->rows[0].n;
	c.kinds = mem_alloc((c.n_columns + 1) * sizeof *c.kinds);
	c.is_total = mem_zalloc(csv->n * sizeof *c.is_total);
	for (size_t i = 0; i < c.n_columns; i++)
		c.kinds[i] = foot_kind(csv, i);
	while (c.n_keys < c.n_columns && c.kinds[c.n_keys] == FOOT_TEXT)
		c.n_keys++;
	for (size_t row = 1; row < csv->n; row++)
		c.is_total[row] = has_total(csv, row);
	for (size_t i = 0; i < c.n_columns; i++)
		check_column(&c, i);
	free(c.kinds);
	free(c.is_total);
	return c.faults;
}
