#include <math.h>

#include "metric/result_rows.h"

/* Beyond it not every whole number is a double. */
static const double MOST_WHOLE = 9007199254740992;

/* Counts are whole numbers but where causes are counted by parts. */
static enum cell_type column_type(const struct result *result, size_t i)
{
	enum cell_type type = result->columns[i].declared->type;

	for (size_t row = 0; row < result->n_rows && type == CELL_INTEGER; row++) {
		const struct cell *cell = &result->rows[row].cells[i];

		if (cell->type == CELL_REAL &&
			(cell->real != floor(cell->real) || fabs(cell->real) > MOST_WHOLE))
			type = CELL_REAL;
	}
	return type;
}

static void declare(const struct result *result, struct table *table, size_t i)
{
	const struct source_column *column = &result->columns[i];

	switch (column->from) {
	case FROM_PERIOD:
		table_add_column(table, "period", CELL_TEXT, "text");
		break;
	case FROM_GROUP:
		table_add_column(table, result->scope->by[column->at].word, CELL_TEXT, "text");
		break;
	case FROM_IDS:
		table_add_column(table, "ids", CELL_TEXT, "text");
		break;
	case FROM_QUERY:
		table_add_column(table, column->declared->name, column_type(result, i),
			column->declared->unit);
		if (column->declared->of)
			table_set_of(table, i, column->declared->of);
		break;
	}
}

static void put_cell(struct table *table, size_t row, size_t i, const struct cell *cell)
{
	bool is_whole = table_column(table, i)->type == CELL_INTEGER;

	switch (cell->type) {
	case CELL_INTEGER:
		table_set_integer(table, row, i, cell->integer);
		break;
	case CELL_REAL:
		if (is_whole)
			table_set_integer(table, row, i, (int64_t)cell->real);
		else
			table_set_real(table, row, i, cell->real);
		break;
	case CELL_TEXT:
		table_set_text(table, row, i, cell->text);
		break;
	case CELL_EMPTY:
		break;
	}
}

static void put_row(struct table *table, const struct result *result, const struct row *row)
{
	size_t at = table_add_row(table);

	for (size_t i = 0; i < result->n_columns; i++)
		put_cell(table, at, i, &row->cells[i]);
}

/* Rows of the rest and of the total, which come after the `n_groups` others, follow the last row of
 * their period. */
static void put_followers(
	struct table *table, const struct result *result, size_t n_groups, int64_t t)
{
	for (int part = PART_OTHER; part <= PART_TOTAL; part++)
		for (size_t i = n_groups; i < result->n_rows; i++)
			if ((int)result->rows[i].part == part && result->rows[i].t == t)
				put_row(table, result, &result->rows[i]);
}

struct table *result_table(const struct result *result, const char *title)
{
	struct table *table = table_new(result->query->name);
	size_t n_groups = 0;

	table_set_title(table, title);
	for (size_t i = 0; i < result->n_columns; i++)
		declare(result, table, i);
	while (n_groups < result->n_rows && result->rows[n_groups].part == PART_GROUPS)
		n_groups++;
	for (size_t i = 0; i < n_groups; i++) {
		put_row(table, result, &result->rows[i]);
		if (i + 1 == n_groups || result->rows[i + 1].t != result->rows[i].t)
			put_followers(table, result, n_groups, result->rows[i].t);
	}
	return table;
}
