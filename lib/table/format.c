/* One place where numbers are rounded: by what they measure. */
#include <math.h>
#include <string.h>

#include "table/number.h"
#include "table/write.h"

static double cell_number(const struct cell *cell)
{
	return cell->type == CELL_INTEGER ? (double)cell->integer : cell->real;
}

static void format_count(double value, struct buf *out)
{
	number_fixed(value, value == trunc(value) ? 0 : 1, true, false, out);
}

static void format_share(double value, struct buf *out)
{
	number_fixed(value * 100, 1, false, false, out);
	buf_add_char(out, '%');
}

static void format_growth(double value, struct buf *out)
{
	number_fixed(value * 100, 1, true, true, out);
	buf_add_char(out, '%');
}

static void format_points(double value, struct buf *out)
{
	number_fixed(value, 1, true, true, out);
}

/* Two places, more for small values, so that what is not zero does not look like it (METRICS 0.7).
 */
static int places(double value, int most)
{
	double size = fabs(value);
	int decimals = 2;

	while (decimals < most && size > 0 && size * pow(10, decimals) < 9.5)
		decimals++;
	return decimals;
}

static void format_rate(double value, struct buf *out)
{
	number_fixed(value, places(value, 9), true, false, out);
}

static void format_duration(double value, struct buf *out)
{
	number_fixed(value, 1, true, false, out);
}

/* Probabilities too small for four places are said to be so. */
static void format_score(double value, struct buf *out)
{
	if (value > 0 && value < 0.00005)
		buf_add_text(out, "<0.0001");
	else
		number_fixed(value, places(value, 4), false, false, out);
}

static void format_money(double value, struct buf *out)
{
	number_fixed(value, 2, true, false, out);
}

/* At most four places, and none that are zero. */
static void format_plain(double value, struct buf *out)
{
	size_t start = out->len;

	number_fixed(value, 4, false, false, out);
	if (!memchr(out->data + start, '.', out->len - start))
		return;
	while (out->data[out->len - 1] == '0')
		out->len--;
	if (out->data[out->len - 1] == '.')
		out->len--;
	out->data[out->len] = 0;
}

static const struct {
	const char *unit;
	void (*format)(double value, struct buf *out);
} UNITS[] = {
	{"count", format_count},
	{"share", format_share},
	{"growth", format_growth},
	{"change", format_growth},
	{"points", format_points},
	{"rate", format_rate},
	{"hours", format_duration},
	{"days", format_duration},
	{"score", format_score},
	{"money", format_money},
};

void format_cell(const struct column *column, const struct cell *cell, struct buf *out)
{
	if (cell->type == CELL_TEXT)
		buf_add_text(out, cell->text);
	if (cell->type == CELL_TEXT || cell->type == CELL_EMPTY)
		return;
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
		if (column->unit && !strcmp(column->unit, UNITS[i].unit)) {
			UNITS[i].format(cell_number(cell), out);
			return;
		}
	}
	if (cell->type == CELL_INTEGER)
		buf_format(out, "%lld", (long long)cell->integer);
	else
		format_plain(cell->real, out);
}
