#include "chart/pivot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "chart/columns.h"
#include "chart/words.h"

static bool is_bar(enum chart_type type)
{
	return type == CHART_BAR || type == CHART_GROUPED || type == CHART_STACKED;
}

static int choose_days(struct pivot *p, struct err *err)
{
	p->x = table_find(p->table, "days");
	if (p->x == SIZE_MAX)
		return err_set(err, "the table has no column 'days'; name one with --x");
	return 0;
}

/* Lines run over time. Bars do where there is more than one period; a pareto never does. */
static int choose_x(struct pivot *p, struct err *err)
{
	size_t period = table_find(p->table, "period"), name;

	if (p->choice->x)
		return column_named(p->table, p->choice->x, &p->x, err);
	if (p->type == CHART_SURVIVAL)
		return choose_days(p, err);
	name = column_first(
		p->table, period == SIZE_MAX ? column_is_text : column_is_name, period, SIZE_MAX);
	p->x = period;
	if (period == SIZE_MAX || p->type == CHART_PARETO ||
		(p->type == CHART_HEATMAP && name != SIZE_MAX) ||
		(is_bar(p->type) && name != SIZE_MAX && column_has_one_value(p->table, period)))
		p->x = name;
	/* Columns of a file without rows have no type: any will do to say that there are no data.
	 */
	if (p->x == SIZE_MAX && !table_rows(p->table) && table_columns(p->table))
		p->x = 0;
	if (p->x == SIZE_MAX)
		return err_set(err, "the table has no text column to draw by; name one with --x");
	return 0;
}

static int choose_value(struct pivot *p, struct err *err)
{
	if (p->choice->value) {
		if (column_named(p->table, p->choice->value, &p->value, err) < 0)
			return -1;
		if (table_rows(p->table) && !column_is_number(p->table, p->value))
			return err_set(err, "column '%s' holds no numbers", p->choice->value);
		return 0;
	}
	p->value = table_find(p->table, "complaints");
	if (p->value == SIZE_MAX || !column_is_number(p->table, p->value))
		p->value = column_first(p->table, column_is_number, p->x, p->complete);
	if (p->value == SIZE_MAX && table_rows(p->table))
		return err_set(err, "the table has no column of numbers to draw");
	return 0;
}

/* Where each row has a label of its own there is nothing to tell apart. */
static bool has_own_labels(const struct table *table, size_t column)
{
	struct names names = {0};
	struct buf text = {0};
	size_t rows = table_rows(table);
	bool is_own = rows > 0;

	for (size_t row = 0; row < rows && is_own; row++) {
		buf_clear(&text);
		table_cell_text(table, row, column, &text);
		is_own = names_number(&names, buf_text(&text)) == row;
	}
	names_release(&names);
	buf_release(&text);
	return is_own;
}

/* A pareto is one series; so are bars over time, unless --series asks for groups. */
static int choose_series(struct pivot *p, struct err *err)
{
	size_t period = table_find(p->table, "period");
	bool wants_one = p->type == CHART_PARETO || (p->type == CHART_BAR && p->x == period) ||
			 has_own_labels(p->table, p->x);

	if (p->choice->series && p->type == CHART_PARETO)
		return err_set(err, "a pareto has no series");
	if (p->choice->series)
		return column_named(p->table, p->choice->series, &p->series, err);
	p->series = wants_one ? SIZE_MAX : column_first(p->table, column_is_group, p->x, period);
	if (p->type != CHART_HEATMAP || p->series != SIZE_MAX || !table_rows(p->table))
		return 0;
	if (period == SIZE_MAX || period == p->x)
		return err_set(err,
			"a heatmap needs two columns of names; name them with --x and --series");
	p->series = period;
	return 0;
}

static int choose_columns(struct pivot *p, struct err *err)
{
	p->complete = table_find(p->table, "complete");
	if (choose_x(p, err) < 0 || choose_value(p, err) < 0 || choose_series(p, err) < 0)
		return -1;
	p->adds_up = column_adds_up(p->table, p->value);
	return 0;
}

static size_t number_of(const struct pivot *p, struct names *names, size_t row, size_t column)
{
	char *name = column == SIZE_MAX ? mem_text("")
					: column_cell(p->table, p->choice->labels, row, column);
	size_t number = names_number(names, name);

	free(name);
	return number;
}

static int add_value(struct pivot *p, double *slot, double value, size_t row, struct err *err)
{
	if (isnan(value))
		return 0;
	if (value < 0 && p->type == CHART_PARETO)
		return err_set(err, "row %zu: a pareto cannot show '%s' below 0", row + 1,
			table_column(p->table, p->value)->name);
	if (!isnan(*slot) && !p->adds_up)
		return err_set(err,
			"row %zu is the second one for '%s', and '%s' does not add up; choose "
			"columns with --x and --series",
			row + 1, p->labels.texts[number_of(p, &p->labels, row, p->x)],
			table_column(p->table, p->value)->name);
	*slot = isnan(*slot) ? value : *slot + value;
	return 0;
}

static int fill(struct pivot *p, struct err *err)
{
	size_t rows = table_rows(p->table);
	size_t *at = mem_alloc((rows * 2 + 1) * sizeof *at);
	int status = 0;

	for (size_t row = 0; row < rows; row++) {
		at[row * 2] = number_of(p, &p->labels, row, p->x);
		at[row * 2 + 1] = number_of(p, &p->names, row, p->series);
	}
	p->y = mem_alloc((p->labels.n * p->names.n + 1) * sizeof *p->y);
	p->partial = mem_zalloc(p->labels.n + 1);
	for (size_t i = 0; i < p->labels.n * p->names.n; i++)
		p->y[i] = NAN;
	for (size_t row = 0; row < rows && status == 0; row++) {
		size_t label = at[row * 2];

		status = add_value(p, &p->y[label * p->names.n + at[row * 2 + 1]],
			table_real(p->table, row, p->value), row, err);
		if (p->complete != SIZE_MAX && table_real(p->table, row, p->complete) == 0)
			p->partial[label] = true;
	}
	free(at);
	return status;
}

int pivot_fill(struct pivot *p, struct err *err)
{
	return choose_columns(p, err) < 0 ? -1 : fill(p, err);
}

void pivot_release(struct pivot *p)
{
	names_release(&p->labels);
	names_release(&p->names);
	free(p->y);
	free(p->partial);
}
