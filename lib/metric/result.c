#include "metric/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "metric/params.h"
#include "metric/result_ids.h"
#include "metric/result_rows.h"

struct result *result_new(const struct query *query, const struct scope *scope)
{
	struct result *result = mem_zalloc(sizeof *result);

	result->query = query;
	result->scope = scope;
	result->t_column = result->g_column = -1;
	result->id_column = result->customer_column = -1;
	return result;
}

void result_free(struct result *result)
{
	if (!result)
		return;
	free(result->columns);
	free(result->rows);
	arena_release(&result->arena);
	free(result);
}

/* --- columns --- */

static const struct column *find_declared(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->n_columns; i++)
		if (!strcmp(query->columns[i].name, name))
			return &query->columns[i];
	return NULL;
}

static void add_column(struct result *result, int from, size_t at, const struct column *declared)
{
	struct source_column *column = &result->columns[result->n_columns++];

	column->from = from;
	column->at = at;
	column->declared = declared;
}

static int map_column(struct result *result, const char *name, int i, struct err *err)
{
	const struct column *declared = find_declared(result->query, name);

	if (!strcmp(name, "t")) {
		result->t_column = i;
		add_column(result, FROM_PERIOD, 0, NULL);
	} else if (!strcmp(name, "g")) {
		result->g_column = i;
		for (size_t d = 0; d < result->scope->n_by; d++)
			add_column(result, FROM_GROUP, d, NULL);
	} else if (!strcmp(name, "of_id")) {
		result->id_column = i;
	} else if (!strcmp(name, "of_customer")) {
		result->customer_column = i;
	} else if (declared) {
		add_column(result, FROM_QUERY, (size_t)i, declared);
	} else {
		return err_set(err, "'%s' returns a column '%s' that its header does not declare",
			result->query->path, name);
	}
	return 0;
}

static bool is_returned(const struct result *result, const struct column *declared)
{
	for (size_t i = 0; i < result->n_columns; i++)
		if (result->columns[i].declared == declared)
			return true;
	return false;
}

static int map_columns(struct result *result, struct stmt *stmt, struct err *err)
{
	int n = stmt_columns(stmt);

	result->columns = mem_alloc(((size_t)n + MAX_BY + 2) * sizeof *result->columns);
	for (int i = 0; i < n; i++)
		if (map_column(result, stmt_column_name(stmt, i), i, err) < 0)
			return -1;
	for (size_t i = 0; i < result->query->n_columns; i++)
		if (!is_returned(result, &result->query->columns[i]))
			return err_set(err, "'%s' declares a column '%s' that it does not return",
				result->query->path, result->query->columns[i].name);
	if (result->scope->n_by && result->g_column < 0 &&
		!(result->query->reads & RELATION_GROUPS))
		return err_set(err, "'%s' has no groups: it takes no --by", result->query->name);
	if (result->scope->n_by && result->g_column < 0 &&
		(result->scope->top || result->scope->has_total))
		return err_set(err,
			"'%s' has one row for all groups: it takes no --top, no --total",
			result->query->name);
	if (result->scope->has_ids)
		add_column(result, FROM_IDS, 0, NULL);
	return 0;
}

static int make_stage(const struct relations *relations, const struct opts *opts, struct err *err)
{
	char *text = mem_format("CREATE TEMP TABLE stage AS %s", relations->query->on_store);
	struct stmt *stmt;
	int status;

	if (sql_run(relations->sql, err, "DROP TABLE IF EXISTS temp.stage") < 0) {
		free(text);
		return -1;
	}
	stmt = stmt_prepare(relations->sql, text, err);
	free(text);
	if (!stmt)
		return -1;
	params_bind(stmt, relations, opts);
	status = stmt_step(stmt, err) < 0 ? -1 : 0;
	stmt_free(stmt);
	return status;
}

/* --- rows --- */

struct reading {
	struct result *result;
	const struct relations *relations;
	enum part part;
	struct stmt *rows, *labels, *ids; /* ids NULL: not asked for */
	struct stmt *counted;             /* in a period, of all groups */
};

static struct cell text_cell(struct result *result, const char *text, size_t n)
{
	return (struct cell){CELL_TEXT, .text = arena_text(&result->arena, text, n)};
}

static struct cell day_cell(struct result *result, int64_t day)
{
	char text[DATE_TEXT];

	date_write(text, (int32_t)day);
	return text_cell(result, text, strlen(text));
}

/* SQL can overflow to infinity, which is no answer; and 0 has no sign. */
static struct cell real_cell(double value)
{
	if (!isfinite(value))
		return (struct cell){CELL_EMPTY, .integer = 0};
	return (struct cell){CELL_REAL, .real = value + 0.0};
}

static const struct slot *row_slot(const struct reading *in)
{
	const struct timeline *timeline = in->relations->timeline;
	int64_t i;

	if (in->result->t_column < 0 || timeline->n == 0)
		return NULL;
	i = stmt_integer(in->rows, in->result->t_column) - timeline->slots[0].t;
	return i < 0 || i >= (int64_t)timeline->n ? NULL : &timeline->slots[i];
}

/* METRICS 1.1, law 7: of a period that no source covers nothing is known. There is no complaint in
 * it, but that is no count of 0, nor is anything that rests on it. */
static int row_is_known(struct reading *in, bool *is_known, struct err *err)
{
	const struct slot *slot = row_slot(in);
	int status;

	*is_known = true;
	if (!slot || slot->is_covered || !(in->relations->query->reads & RELATION_CELLS))
		return 0;
	stmt_reset(in->counted);
	stmt_bind_integer(in->counted, 1, slot->t);
	status = stmt_step(in->counted, err);
	*is_known = status > 0 && stmt_integer(in->counted, 0) > 0;
	return status < 0 ? -1 : 0;
}

/* What complaints are counted into: workdays are the calendar's. */
static bool is_figure(const struct column *declared)
{
	return declared->type != CELL_TEXT && strcmp(declared->unit, "flag") != 0 &&
	       strcmp(declared->name, "workdays") != 0;
}

static struct cell read_cell(struct reading *in, int column, const struct column *declared)
{
	const char *text;
	size_t n;

	switch (stmt_type(in->rows, column)) {
	case SQL_INTEGER:
		if (declared->unit && !strcmp(declared->unit, "date"))
			return day_cell(in->result, stmt_integer(in->rows, column));
		return (struct cell){CELL_INTEGER, .integer = stmt_integer(in->rows, column)};
	case SQL_REAL:
		return real_cell(stmt_real(in->rows, column));
	case SQL_TEXT:
		text = stmt_text(in->rows, column, &n);
		return text_cell(in->result, text, n);
	case SQL_NULL:
		break;
	}
	return (struct cell){CELL_EMPTY, .integer = 0};
}

static struct cell period_cell(struct reading *in, int64_t t)
{
	char text[PERIOD_TEXT];

	period_write(text, in->relations->timeline->period, (int32_t)t);
	return text_cell(in->result, text, strlen(text));
}

static int group_cell(
	struct reading *in, int64_t g, size_t dimension, struct cell *cell, struct err *err)
{
	const char *text;
	size_t n;
	int status = 1;

	if (in->part == PART_TOTAL) {
		*cell = text_cell(in->result, "(total)", strlen("(total)"));
		return 0;
	}
	stmt_reset(in->labels);
	stmt_bind_integer(in->labels, 1, g);
	status = stmt_step(in->labels, err);
	if (status <= 0)
		return status < 0 ? -1
				  : err_set(err, "'%s' returns a g that is no group",
					    in->result->query->path);
	text = stmt_text(in->labels, (int)dimension + 1, &n);
	*cell = text_cell(in->result, text, n);
	return 0;
}

static int ids_cell(struct reading *in, struct cell *cell, struct err *err)
{
	struct buf list = {0};
	int status = result_ids_list(in->result, in->ids, in->rows, &list, err);

	*cell = text_cell(in->result, buf_text(&list), list.len);
	buf_release(&list);
	return status;
}

static int fill_cell(
	struct reading *in, const struct source_column *column, struct cell *cell, struct err *err)
{
	const struct result *result = in->result;

	switch (column->from) {
	case FROM_PERIOD:
		*cell = period_cell(in, stmt_integer(in->rows, result->t_column));
		return 0;
	case FROM_GROUP:
		return group_cell(
			in, stmt_integer(in->rows, result->g_column), column->at, cell, err);
	case FROM_IDS:
		return ids_cell(in, cell, err);
	case FROM_QUERY:
		break;
	}
	*cell = read_cell(in, (int)column->at, column->declared);
	return 0;
}

static int add_row(struct reading *in, struct err *err)
{
	struct result *result = in->result;
	struct row *row;
	bool is_known;

	if (row_is_known(in, &is_known, err) < 0)
		return -1;
	result->rows =
		mem_grow(result->rows, result->n_rows, &result->row_capacity, sizeof *result->rows);
	row = &result->rows[result->n_rows++];
	row->part = in->part;
	row->t = result->t_column < 0 ? 0 : stmt_integer(in->rows, result->t_column);
	row->cells = arena_alloc(&result->arena, result->n_columns * sizeof *row->cells);
	for (size_t i = 0; i < result->n_columns; i++) {
		const struct source_column *column = &result->columns[i];

		if (!is_known && column->from == FROM_QUERY && is_figure(column->declared))
			row->cells[i] = (struct cell){CELL_EMPTY, .integer = 0};
		else if (fill_cell(in, column, &row->cells[i], err) < 0)
			return -1;
	}
	return 0;
}

static bool is_among(const int64_t *kept, size_t n, int64_t g)
{
	for (size_t i = 0; i < n; i++)
		if (kept[i] == g)
			return true;
	return false;
}

static bool is_wanted(const struct reading *in, const int64_t *kept, size_t n_kept)
{
	const struct result *result = in->result;

	if (result->t_column >= 0) {
		const struct slot *slot = row_slot(in);

		if (!slot || !slot->is_shown)
			return false;
	}
	return !kept || result->g_column < 0 ||
	       is_among(kept, n_kept, stmt_integer(in->rows, result->g_column));
}

static int read_rows(struct reading *in, const int64_t *kept, size_t n_kept, struct err *err)
{
	int status;

	while ((status = stmt_step(in->rows, err)) > 0)
		if (is_wanted(in, kept, n_kept) && add_row(in, err) < 0)
			return -1;
	return status;
}

static int prepare_reading(struct reading *in, struct err *err)
{
	struct result *result = in->result;

	if (!result->columns && map_columns(result, in->rows, err) < 0)
		return -1;
	in->labels =
		stmt_prepare(in->relations->sql, "SELECT * FROM temp.groups WHERE g = ?1", err);
	in->counted =
		stmt_prepare(in->relations->sql, "SELECT n FROM temp.periods WHERE t = ?1", err);
	if (!in->labels || !in->counted)
		return -1;
	if (!result->scope->has_ids)
		return 0;
	in->ids = result_ids_prepare(result, in->relations, err);
	return in->ids ? 0 : -1;
}

int result_read(struct result *result, const struct relations *relations, enum part part,
	const struct opts *opts, const int64_t *kept, size_t n_kept, struct err *err)
{
	struct reading in = {.result = result, .relations = relations, .part = part};
	int status = -1;

	if (result->query->on_store && make_stage(relations, opts, err) < 0)
		return err_prefix(err, "'%s'", result->query->path);
	in.rows = stmt_prepare(relations->sql, result->query->result, err);
	if (!in.rows)
		return err_prefix(err, "'%s'", result->query->path);
	if (prepare_reading(&in, err) == 0) {
		params_bind(in.rows, relations, opts);
		status = read_rows(&in, kept, n_kept, err);
	}
	stmt_free(in.rows);
	stmt_free(in.labels);
	stmt_free(in.counted);
	stmt_free(in.ids);
	return status;
}
