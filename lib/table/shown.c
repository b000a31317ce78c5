#include "table/shown.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/shares.h"
#include "table/number.h"
#include "table/write.h"

struct shown {
	const struct table *table;
	const struct labels *labels;
	int32_t **shares; /* per column: tenths of a percent per row; NULL: no share column */
};

enum { NO_SHARE = -1 };

/* Rows from..to-1 are the parts of one whole: the largest remainders get what is missing. */
static void apportion(
	const struct table *table, size_t column, size_t from, size_t to, int32_t *shares)
{
	size_t n = to - from;
	double *parts = mem_alloc(n * sizeof *parts);

	for (size_t i = 0; i < n; i++)
		parts[i] =
			table_is_total(table, from + i) ? NAN : table_real(table, from + i, column);
	shares_round(parts, n, 1, parts);
	for (size_t i = 0; i < n; i++)
		if (!isnan(parts[i]))
			shares[from + i] = (int32_t)lround(parts[i] * 10);
	free(parts);
}

static bool is_same_period(const struct table *table, size_t period, size_t a, size_t b)
{
	const struct cell *x, *y;

	if (period == SIZE_MAX)
		return true;
	x = table_cell(table, a, period);
	y = table_cell(table, b, period);
	return x->type == CELL_TEXT && y->type == CELL_TEXT && !strcmp(x->text, y->text);
}

/* Only what sums to a whole is apportioned: a table of the top rows keeps its plain rounding. */
static int32_t *round_shares(const struct table *table, size_t column)
{
	size_t n = table_rows(table), period = table_find(table, "period");
	int32_t *shares = mem_alloc((n + 1) * sizeof *shares);

	for (size_t row = 0; row < n; row++)
		shares[row] = NO_SHARE;
	for (size_t from = 0, to; from < n; from = to) {
		double sum = 0, low = 0;

		for (to = from; to < n && is_same_period(table, period, from, to); to++) {
			double share = table_real(table, to, column);

			sum += isnan(share) || table_is_total(table, to) ? 0 : share;
			low = fmin(low, share);
		}
		to += to == from;
		if (fabs(sum - 1) < 1e-9 && low >= 0)
			apportion(table, column, from, to, shares);
	}
	return shares;
}

static bool has_unit(const struct shown *shown, size_t column, const char *unit)
{
	const char *is = table_column(shown->table, column)->unit;

	return is && !strcmp(is, unit);
}

struct shown *shown_new(const struct table *table, const struct labels *labels)
{
	struct shown *shown = mem_zalloc(sizeof *shown);
	size_t n = table_columns(table);

	shown->table = table;
	shown->labels = labels;
	shown->shares = mem_zalloc((n + 1) * sizeof *shown->shares);
	for (size_t i = 0; i < n; i++)
		if (has_unit(shown, i, "share") && !strcmp(table_column(table, i)->name, "share"))
			shown->shares[i] = round_shares(table, i);
	return shown;
}

void shown_free(struct shown *shown)
{
	if (!shown)
		return;
	for (size_t i = 0; i < table_columns(shown->table); i++)
		free(shown->shares[i]);
	free(shown->shares);
	free(shown);
}

const char *shown_header(const struct shown *shown, size_t column)
{
	return labels_text(shown->labels, "column", table_column(shown->table, column)->name);
}

const char *shown_code(const struct labels *labels, const char *column, const char *code)
{
	static const struct {
		const char *column, *field;
	} FIELDS[] = {
		{"status", "growth_status"},
		{"yoy_status", "growth_status"},
		{"headline", "column"},
		{"kind", "novelty_kind"},
		{"model", "alert_model"},
	};
	const char *name = labels_text(labels, column, code);

	for (size_t i = 0; name == code && i < sizeof FIELDS / sizeof *FIELDS; i++)
		if (!strcmp(FIELDS[i].column, column))
			name = labels_text(labels, FIELDS[i].field, code);
	return name;
}

static bool is_list(const char *column, const char *text)
{
	return !strcmp(column, "what") && strchr(text, ';');
}

void shown_codes(const struct labels *labels, const char *column, const char *text, struct buf *out)
{
	char *copy, *rest, *code;

	if (!is_list(column, text)) {
		buf_add_text(out, shown_code(labels, column, text));
		return;
	}
	copy = rest = mem_text(text);
	while ((code = strsep(&rest, ";"))) {
		const char *name = shown_code(labels, column, code);

		buf_add_text(out, name);
		if (rest) /* as their language lists things */
			buf_add_text(out, (unsigned char)*name < 0x80 ? ", " : "、");
	}
	free(copy);
}

/* What has no name stays as it was written: customers' words, keys of their own. */
void shown_alone(const struct labels *labels, const char *column, const char *text, struct buf *out)
{
	bool is_named = shown_code(labels, column, text) != text || is_list(column, text);
	size_t start = out->len;

	shown_codes(labels, column, text, out);
	if (is_named && out->len > start)
		text_capital(out->data + start);
}

bool shown_is_right(const struct shown *shown, size_t column)
{
	enum cell_type type = table_column(shown->table, column)->type;

	if (has_unit(shown, column, "flag") || has_unit(shown, column, "id"))
		return false;
	return type == CELL_INTEGER || type == CELL_REAL;
}

/* What would move the cursor or break the line does not get through. */
static void add_line(const char *text, struct buf *out)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n' || c == '\t' || c == '\r')
			buf_add_char(out, ' ');
		else if (c < ' ' || c == 0x7f)
			buf_add_char(out, '?');
		else if (c == 0xc2 && (unsigned char)text[1] >= 0x80 &&
			 (unsigned char)text[1] < 0xa0)
			buf_add_char(out, '?'), text++;
		else
			buf_add_char(out, *text);
	}
}

/* Several codes in one cell: "repeats,open". */
static void add_codes(
	const struct shown *shown, const char *column, const char *text, struct buf *out)
{
	char *copy = mem_text(text), *rest = copy, *code;

	while ((code = strsep(&rest, ","))) {
		add_line(labels_text(shown->labels, column, code), out);
		if (rest)
			buf_add_char(out, ',');
	}
	free(copy);
}

static void add_named(
	const struct shown *shown, const char *column, const char *text, struct buf *out)
{
	struct buf names = {0};

	shown_codes(shown->labels, column, text, &names);
	add_line(buf_text(&names), out);
	buf_release(&names);
}

static void add_flag(const struct shown *shown, const struct cell *cell, struct buf *out)
{
	buf_add_text(out, labels_text(shown->labels, "word", cell->integer ? "yes" : "no"));
}

void shown_cell(const struct shown *shown, size_t row, size_t column, struct buf *out)
{
	const struct column *about = table_column(shown->table, column);
	const struct cell *cell = table_cell(shown->table, row, column);
	const int32_t *shares = shown->shares[column];

	if (cell->type == CELL_TEXT && !strcmp(about->name, "reasons")) {
		add_codes(shown, about->name, cell->text, out);
	} else if (cell->type == CELL_TEXT) {
		add_named(shown, about->name, cell->text, out);
	} else if (cell->type == CELL_INTEGER && has_unit(shown, column, "flag")) {
		add_flag(shown, cell, out);
	} else if (shares && shares[row] != NO_SHARE && cell->type != CELL_EMPTY) {
		number_fixed(shares[row] / 10.0, 1, false, false, out);
		buf_add_char(out, '%');
	} else {
		format_cell(about, cell, out);
	}
}
