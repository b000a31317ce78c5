#include "table/foot.h"

#include <math.h>
#include <stdint.h>

#include "table/foot_rows.h"

static void add_fault(struct table *faults, const struct foot_rows *c, size_t row, size_t column,
	const char *fault, double found, double expected)
{
	size_t at = table_add_row(faults);

	table_set_integer(faults, at, 0, (int64_t)c->csv->rows[row].line);
	table_set_text(faults, at, 1, csv_cell(c->csv, 0, column));
	table_set_text(faults, at, 2, fault);
	table_set_real(faults, at, 3, found);
	table_set_real(faults, at, 4, expected);
}

/* A total is of all rows with its words; where there are subtotals, of those between it and the
 * next one above, or below, or of the subtotals. What stands in all rows alike (what shares are of,
 * the unit of rates) is no sum. */
static void check_sum(const struct foot_rows *c, size_t total, size_t column, struct table *faults)
{
	struct foot_sum all = foot_sum_all(c, total, total, column), before, after;
	bool is_behind, is_before; /* totals of the same words */

	if (isnan(foot_value(c, total, column)) || foot_is_sum(c, total, column, all) ||
		foot_is_constant(c, total, column))
		return;
	is_behind = foot_sum_above(c, total, column, &before);
	is_before = foot_sum_below(c, total, column, &after);
	if ((is_behind || is_before) &&
		((before.n && foot_is_sum(c, total, column, before)) ||
			(after.n && foot_is_sum(c, total, column, after)) ||
			foot_is_sum(c, total, column, foot_sum_peers(c, total, column))))
		return;
	add_fault(faults, c, total, column, "sum", foot_value(c, total, column),
		!is_before ? all.value
		: before.n ? before.value
			   : after.value);
}

/* What a column may have been worked out from: a column of counts, and whether in percent. */
struct origin {
	size_t counts, base; /* base: of growth */
	double scale;
};

/* What a cell should be, and how far counts that were rounded leave it open; NAN: cannot be said.
 */
struct expected {
	double value, slack;
};

static struct expected quotient(double scale, struct foot_sum a, struct foot_sum b)
{
	return (struct expected){scale * a.value / b.value,
		fabs(scale) *
			(a.units / 2 / b.value + a.value * b.units / 2 / (b.value * b.value))};
}

static bool is_near(struct foot_number found, struct expected expected, double units)
{
	return fabs(found.value - expected.value) <=
	       units * found.unit * (1 + 1e-9) + fabs(expected.slack) + 1e-12;
}

/* Of one whole, printed shares sum to 100 but for their rounding. */
static bool sums_to_whole(
	const struct foot_rows *c, size_t row, size_t total, size_t column, double scale)
{
	return (!total || c->is_total[total]) &&
	       fabs(foot_sum_all(c, row, total, column).value - scale) <= 1e-9 * scale;
}

/* The total, or without one the sum of the rows beside. */
static struct foot_sum whole_of(const struct foot_rows *c, size_t row, size_t total, size_t counts)
{
	struct foot_sum sum = {0, 0, 0};

	if (!total)
		return foot_sum_all(c, row, total, counts);
	foot_sum_add(&sum, c, total, counts);
	return sum;
}

static struct expected expected_share(
	const struct foot_rows *c, size_t row, size_t total, const struct origin *origin)
{
	struct foot_sum count = {0, 0, 0};

	foot_sum_add(&count, c, row, origin->counts);
	if (!count.n)
		return (struct expected){NAN, 0};
	return quotient(origin->scale, count, whole_of(c, row, total, origin->counts));
}

static struct expected expected_growth(
	const struct foot_rows *c, size_t row, const struct origin *origin)
{
	struct foot_sum count = {0, 0, 0}, before = {0, 0, 0};
	struct expected expected = {NAN, 0};

	foot_sum_add(&count, c, row, origin->counts);
	foot_sum_add(&before, c, row, origin->base);
	if (!count.n || !before.n)
		return expected;
	expected = quotient(origin->scale, count, before);
	expected.value -= origin->scale;
	return expected;
}

static bool is_right_share(const struct foot_rows *c, size_t row, size_t column, size_t total,
	const struct origin *origin, double *expected)
{
	struct foot_number found = foot_at(c, row, column);
	struct expected share = expected_share(c, row, total, origin);

	*expected = share.value;
	return isnan(found.value) || !isfinite(share.value) || is_near(found, share, 0.5) ||
	       (is_near(found, share, 1) && sums_to_whole(c, row, total, column, origin->scale));
}

static bool is_right_growth(const struct foot_rows *c, size_t row, size_t column,
	const struct origin *origin, double *expected)
{
	struct foot_number found = foot_at(c, row, column);
	struct expected growth = expected_growth(c, row, origin);

	*expected = growth.value;
	return isnan(found.value) || !isfinite(growth.value) || is_near(found, growth, 0.5);
}

/* A share of any whole that the row is part of; `expected` is the nearest. */
static bool is_right(const struct foot_rows *c, size_t row, size_t column,
	const struct origin *origin, double *expected)
{
	double found = foot_value(c, row, column), other;
	struct foot_wholes wholes = foot_wholes_of(c, row);
	size_t total;

	if (c->kinds[column] != FOOT_SHARE)
		return is_right_growth(c, row, column, origin, expected);
	if (is_right_share(c, row, column, foot_wholes_next(&wholes), origin, expected))
		return true;
	while ((total = foot_wholes_next(&wholes))) {
		if (is_right_share(c, row, column, total, origin, &other))
			return true;
		if (fabs(other - found) < fabs(*expected - found))
			*expected = other;
	}
	return false;
}

static size_t count_faults(const struct foot_rows *c, size_t column, const struct origin *origin)
{
	size_t n = 0;
	double expected;

	for (size_t row = 1; row < c->csv->n; row++)
		n += !is_right(c, row, column, origin, &expected);
	return n;
}

static bool has_percent(const struct foot_rows *c, size_t column)
{
	for (size_t row = 1; row < c->csv->n; row++)
		if (foot_at(c, row, column).is_share)
			return true;
	return false;
}

static size_t count_numbers(const struct foot_rows *c, size_t column)
{
	size_t n = 0;

	for (size_t row = 1; row < c->csv->n; row++)
		n += !isnan(foot_value(c, row, column));
	return n;
}

/* Of several shares not one is right: they are of something that the table does not have. */
static bool is_of_nothing(const struct foot_rows *c, size_t column, size_t n_faults)
{
	size_t n = count_numbers(c, column);

	for (size_t row = 1; row < c->csv->n; row++)
		n -= c->is_total[row] && !isnan(foot_value(c, row, column));
	return n > 2 && n_faults >= n;
}

/* With that base the origin that fits best. Shares are fractions or, with a sign of percent always,
 * hundredths. */
static void try_base(
	const struct foot_rows *c, size_t column, size_t base, struct origin *best, size_t *fewest)
{
	static const double SCALES[] = {1, 100};

	for (size_t i = 0; i < c->n_columns; i++)
		for (size_t k = has_percent(c, column); k < 2; k++) {
			struct origin origin = {i, base, SCALES[k]};
			size_t n = c->kinds[i] == FOOT_COUNT && i != base
					   ? count_faults(c, column, &origin)
					   : SIZE_MAX;

			if (n < *fewest) {
				*fewest = n;
				*best = origin;
			}
		}
}

/* False: there are no counts. Where no column says that it is the base of growth, two columns of
 * counts ("2024年", "2025年") are it when most rows agree. */
static bool find_origin(const struct foot_rows *c, size_t column, struct origin *best)
{
	enum foot_kind kind = c->kinds[column];
	size_t base = kind == FOOT_SHARE
			      ? SIZE_MAX
			      : foot_find_kind(c, kind == FOOT_YOY ? FOOT_YEAR_AGO : FOOT_BASE);
	size_t fewest = SIZE_MAX;

	if (base != c->n_columns) {
		try_base(c, column, base, best, &fewest);
		return fewest < SIZE_MAX &&
		       !(kind == FOOT_SHARE && is_of_nothing(c, column, fewest));
	}
	for (size_t i = 0; i < c->n_columns; i++)
		if (c->kinds[i] == FOOT_COUNT)
			try_base(c, column, i, best, &fewest);
	return fewest < SIZE_MAX && fewest * 3 <= count_numbers(c, column);
}

static void check_derived(const struct foot_rows *c, size_t column, struct table *faults)
{
	const char *fault = c->kinds[column] == FOOT_SHARE ? "share" : "growth";
	struct origin origin;
	double expected;

	if (!find_origin(c, column, &origin))
		return;
	for (size_t row = 1; row < c->csv->n; row++)
		if (!is_right(c, row, column, &origin, &expected))
			add_fault(faults, c, row, column, fault, foot_value(c, row, column),
				expected);
}

/* --- sums of rows --- */

/* The first of the columns of counts that stand before one called total. */
static size_t first_of_row(const struct foot_rows *c, size_t total)
{
	size_t first = total;

	while (first > 0 && c->kinds[first - 1] == FOOT_COUNT &&
		!foot_is_total(csv_cell(c->csv, 0, first - 1)))
		first--;
	return first;
}

static struct foot_sum sum_row(const struct foot_rows *c, size_t row, size_t first, size_t total)
{
	struct foot_sum sum = {0, 0, 0};

	for (size_t i = first; i < total; i++)
		foot_sum_add(&sum, c, row, i);
	return sum;
}

/* A column called total may be of other columns than those before it: most rows must agree. */
static void check_across(const struct foot_rows *c, size_t total, struct table *faults)
{
	size_t first = first_of_row(c, total), n_right = 0, n = count_numbers(c, total);

	if (!foot_is_total(csv_cell(c->csv, 0, total)) || total - first < 2)
		return;
	for (size_t row = 1; row < c->csv->n; row++)
		n_right += !isnan(foot_value(c, row, total)) &&
			   foot_is_sum(c, row, total, sum_row(c, row, first, total));
	if (n_right * 3 < n * 2)
		return;
	for (size_t row = 1; row < c->csv->n; row++) {
		struct foot_sum sum = sum_row(c, row, first, total);

		if (!isnan(foot_value(c, row, total)) && !foot_is_sum(c, row, total, sum))
			add_fault(
				faults, c, row, total, "sum", foot_value(c, row, total), sum.value);
	}
}

static void check_column(const struct foot_rows *c, size_t column, struct table *faults)
{
	enum foot_kind kind = c->kinds[column];

	if (kind == FOOT_SHARE || kind == FOOT_GROWTH || kind == FOOT_YOY)
		check_derived(c, column, faults);
	if (kind != FOOT_COUNT && kind != FOOT_BASE && kind != FOOT_YEAR_AGO)
		return;
	check_across(c, column, faults);
	for (size_t row = 1; row < c->csv->n; row++)
		if (c->is_total[row])
			check_sum(c, row, column, faults);
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
	struct table *faults = new_faults();
	struct foot_rows rows;

	if (!csv->n)
		return faults;
	foot_rows_init(&rows, csv);
	for (size_t i = 0; i < rows.n_columns; i++)
		check_column(&rows, i, faults);
	foot_rows_release(&rows);
	return faults;
}
