#include "table/table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/number.h"

struct table {
	char *name;
	char *title;
	struct column *columns;
	size_t n_columns, columns_capacity;
	struct cell *cells; /* row by row */
	size_t n_rows, rows_capacity;
	char **notes;
	size_t n_notes, notes_capacity;
	struct arena texts;
};

struct table *table_new(const char *name)
{
	struct table *table = mem_zalloc(sizeof *table);

	table->name = mem_text(name);
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->n_columns; i++) {
		free(table->columns[i].name);
		free(table->columns[i].unit);
		free(table->columns[i].of);
	}
	for (size_t i = 0; i < table->n_notes; i++)
		free(table->notes[i]);
	free(table->columns);
	free(table->notes);
	free(table->cells);
	free(table->name);
	free(table->title);
	arena_release(&table->texts);
	free(table);
}

const char *table_name(const struct table *table)
{
	return table->name ? table->name : "";
}

void table_set_title(struct table *table, const char *title)
{
	free(table->title);
	table->title = mem_text(title);
}

const char *table_title(const struct table *table)
{
	return table->title ? table->title : "";
}

/* Rows that are there already get an empty cell at their end. */
static void widen_rows(struct table *table)
{
	size_t old = table->n_columns, wide = old + 1;
	struct cell *cells;

	if (table->rows_capacity < table->n_rows)
		table->rows_capacity = table->n_rows;
	if (!table->rows_capacity)
		return;
	cells = mem_zalloc(table->rows_capacity * wide * sizeof *cells);
	for (size_t row = 0; row < table->n_rows && old; row++)
		memcpy(cells + row * wide, table->cells + row * old, old * sizeof *cells);
	free(table->cells);
	table->cells = cells;
}

size_t table_add_column(
	struct table *table, const char *name, enum cell_type type, const char *unit)
{
	struct column column = {.name = mem_text(name), .type = type, .unit = mem_text(unit)};

	widen_rows(table);
	table->columns =
		mem_grow(table->columns, table->n_columns, &table->columns_capacity, sizeof column);
	table->columns[table->n_columns] = column;
	return table->n_columns++;
}

void table_set_of(struct table *table, size_t column, const char *of)
{
	free(table->columns[column].of);
	table->columns[column].of = mem_text(of);
}

size_t table_add_row(struct table *table)
{
	size_t wide = table->n_columns * sizeof *table->cells;

	if (wide)
		table->cells = mem_grow(table->cells, table->n_rows, &table->rows_capacity, wide);
	if (wide)
		memset((char *)table->cells + table->n_rows * wide, 0, wide);
	return table->n_rows++;
}

/* A column takes the widest type of what is put into it: integer, real, text. */
static struct cell *put(struct table *table, size_t row, size_t column, enum cell_type type)
{
	struct cell *cell = &table->cells[row * table->n_columns + column];

	if (table->columns[column].type < type)
		table->columns[column].type = type;
	cell->type = type;
	return cell;
}

void table_set_integer(struct table *table, size_t row, size_t column, int64_t value)
{
	put(table, row, column, CELL_INTEGER)->integer = value;
}

void table_set_real(struct table *table, size_t row, size_t column, double value)
{
	if (isfinite(value))
		put(table, row, column, CELL_REAL)->real = value;
	else
		put(table, row, column, CELL_EMPTY);
}

void table_set_text(struct table *table, size_t row, size_t column, const char *value)
{
	if (value)
		table_set_text_n(table, row, column, value, strlen(value));
	else
		put(table, row, column, CELL_EMPTY);
}

void table_set_text_n(struct table *table, size_t row, size_t column, const char *value, size_t n)
{
	put(table, row, column, CELL_TEXT)->text = arena_text(&table->texts, value, n);
}

size_t table_rows(const struct table *table)
{
	return table->n_rows;
}

size_t table_columns(const struct table *table)
{
	return table->n_columns;
}

const struct column *table_column(const struct table *table, size_t column)
{
	return &table->columns[column];
}

size_t table_find(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (!strcmp(table->columns[i].name, name))
			return i;
	return SIZE_MAX;
}

static bool has_text(const struct table *table, size_t row, const char *text)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct cell *cell = table_cell(table, row, i);

		if (cell->type == CELL_TEXT && !strcmp(cell->text, text))
			return true;
	}
	return false;
}

bool table_is_total(const struct table *table, size_t row)
{
	return has_text(table, row, "(total)");
}

const struct cell *table_cell(const struct table *table, size_t row, size_t column)
{
	return &table->cells[row * table->n_columns + column];
}

double table_real(const struct table *table, size_t row, size_t column)
{
	const struct cell *cell = table_cell(table, row, column);

	switch (cell->type) {
	case CELL_INTEGER:
		return (double)cell->integer;
	case CELL_REAL:
		return cell->real;
	default:
		return NAN;
	}
}

void table_cell_text(const struct table *table, size_t row, size_t column, struct buf *out)
{
	const struct cell *cell = table_cell(table, row, column);

	switch (cell->type) {
	case CELL_EMPTY:
		break;
	case CELL_INTEGER:
		buf_format(out, "%lld", (long long)cell->integer);
		break;
	case CELL_REAL:
		number_shortest(cell->real, out);
		break;
	case CELL_TEXT:
		buf_add_text(out, cell->text);
		break;
	}
}

void table_add_note(struct table *table, const char *format, ...)
{
	char *text;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = mem_text(format);
	va_end(args);
	table->notes = mem_grow(table->notes, table->n_notes, &table->notes_capacity, sizeof text);
	table->notes[table->n_notes++] = text;
}

size_t table_notes(const struct table *table)
{
	return table->n_notes;
}

const char *table_note(const struct table *table, size_t i)
{
	return table->notes[i];
}

static void copy_cell(struct table *to, size_t row, size_t column, const struct cell *cell)
{
	if (cell->type == CELL_TEXT)
		table_set_text(to, row, column, cell->text);
	else
		*put(to, row, column, cell->type) = *cell;
}

struct table *table_slice(const struct table *table, size_t from, size_t to)
{
	struct table *slice = table_new(table->name);

	table_set_title(slice, table->title);
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct column *column = &table->columns[i];

		table_add_column(slice, column->name, column->type, column->unit);
		table_set_of(slice, i, column->of);
	}
	for (size_t row = from; row < to && row < table->n_rows; row++) {
		size_t at = table_add_row(slice);

		for (size_t i = 0; i < table->n_columns; i++)
			copy_cell(slice, at, i, table_cell(table, row, i));
	}
	for (size_t i = 0; i < table->n_notes; i++)
		table_add_note(slice, "%s", table->notes[i]);
	return slice;
}

struct sort_key {
	const struct cell *cell;
	size_t row;
	bool is_descending;
	int place; /* the rest that was summed up comes after the groups, the total after it */
};

static int compare_cells(const struct cell *a, const struct cell *b)
{
	double x, y;

	if (a->type == CELL_TEXT || b->type == CELL_TEXT)
		return a->type != b->type ? (a->type == CELL_TEXT) - (b->type == CELL_TEXT)
					  : strcmp(a->text, b->text);
	x = a->type == CELL_INTEGER ? (double)a->integer : a->real;
	y = b->type == CELL_INTEGER ? (double)b->integer : b->real;
	return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b)
{
	const struct sort_key *x = a;
	const struct sort_key *y = b;
	bool x_empty = x->cell->type == CELL_EMPTY;
	bool y_empty = y->cell->type == CELL_EMPTY;
	int order = 0;

	if (x->place != y->place)
		order = x->place - y->place;
	else if (x_empty || y_empty)
		order = x_empty - y_empty;
	else if (x->is_descending)
		order = compare_cells(y->cell, x->cell);
	else
		order = compare_cells(x->cell, y->cell);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int place_of(const struct table *table, size_t row)
{
	return table_is_total(table, row) ? 2 : has_text(table, row, "(other)");
}

struct table *table_sorted(const struct table *table, size_t column, bool is_descending)
{
	struct table *sorted = table_slice(table, 0, 0);
	struct sort_key *keys = mem_alloc(table->n_rows * sizeof *keys);

	for (size_t row = 0; row < table->n_rows; row++)
		keys[row] = (struct sort_key){
			table_cell(table, row, column), row, is_descending, place_of(table, row)};
	if (table->n_rows)
		qsort(keys, table->n_rows, sizeof *keys, by_key);
	for (size_t row = 0; row < table->n_rows; row++) {
		size_t at = table_add_row(sorted);

		for (size_t i = 0; i < table->n_columns; i++)
			copy_cell(sorted, at, i, table_cell(table, keys[row].row, i));
	}
	free(keys);
	return sorted;
}
