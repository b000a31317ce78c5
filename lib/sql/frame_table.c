/* A frame as a virtual table. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sql/frame_inner.h"
#include "sql/internal.h"

struct frame_table {
	sqlite3_vtab base;
	struct frame *frame;
};

struct frame_cursor {
	sqlite3_vtab_cursor base;
	struct frame *frame;
	const uint32_t *rows; /* in the order that is asked for; NULL: as they are */
	size_t at, end;       /* places in it */
	size_t row;
	struct frame_plan plan;
};

static int connect_frame(sqlite3 *db, void *context, int n, const char *const *arguments,
	sqlite3_vtab **out, char **message)
{
	static const char *const TYPES[] = {
		[FRAME_INTEGER] = "INTEGER", [FRAME_REAL] = "REAL", [FRAME_TEXT] = "TEXT"};
	struct frame *frame = context;
	struct frame_table *table;
	struct buf text = {0};
	int code;

	(void)n;
	(void)arguments;
	(void)message;
	for (int i = 0; i < frame->n_columns; i++)
		buf_format(&text, "%s%s %s%s", i ? ", " : "CREATE TABLE frame(",
			frame->columns[i].name, TYPES[frame->columns[i].kind],
			frame->columns[i].is_hidden ? " HIDDEN" : "");
	buf_add_char(&text, ')');
	code = sqlite3_declare_vtab(db, buf_text(&text));
	buf_release(&text);
	if (code != SQLITE_OK)
		return code;
	sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
	table = mem_zalloc(sizeof *table);
	table->frame = frame;
	*out = &table->base;
	return SQLITE_OK;
}

static int disconnect_frame(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

static int plan_frame(sqlite3_vtab *table, sqlite3_index_info *info)
{
	return frame_plan(((struct frame_table *)table)->frame, info);
}

/* --- a cursor --- */

static int open_frame(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct frame_cursor *cursor = mem_zalloc(sizeof *cursor);

	cursor->frame = ((struct frame_table *)table)->frame;
	*out = &cursor->base;
	return SQLITE_OK;
}

static int close_frame(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

/* Rows out of order lie far apart in memory: their cells are sent for before they are needed. GCC
 * 12 leaves out calls of a function that does nothing else. */
static inline __attribute__((always_inline)) void send_for(
	const struct frame_cursor *cursor, size_t row)
{
	const struct frame *frame = cursor->frame;

	for (int i = 0; i < cursor->plan.n_used; i++) {
		const struct numbers *cells = &frame->cells[cursor->plan.used[i]];

		__builtin_prefetch((const char *)cells->cells + row * (size_t)cells->width);
	}
}

static bool meets_bounds(const struct frame_cursor *cursor)
{
	for (int i = 0; i < cursor->plan.n_bounds; i++)
		if (!frame_meets(cursor->frame, &cursor->plan.bounds[i], cursor->row))
			return false;
	return true;
}

/* At the first row from here that meets the bounds. */
static void place_row(struct frame_cursor *cursor)
{
	enum { AHEAD = 16 };

	for (; cursor->at < cursor->end; cursor->at++) {
		cursor->row = cursor->rows ? cursor->rows[cursor->at] : cursor->at;
		if (cursor->rows && cursor->end - cursor->at > AHEAD)
			send_for(cursor, cursor->rows[cursor->at + AHEAD]);
		if (meets_bounds(cursor))
			return;
	}
}

/* Whether a value can be that of a column of whole numbers. */
static bool read_given(sqlite3_value *value, int64_t *number)
{
	int type = sqlite3_value_numeric_type(value);

	*number = sqlite3_value_int64(value);
	return *number != FRAME_NULL &&
	       (type == SQLITE_INTEGER ||
		       (type == SQLITE_FLOAT && (double)*number == sqlite3_value_double(value)));
}

/* A few times all rows are looked at for those with the values; who asks more often has them
 * sorted.
 */
static void find_rows(struct frame_cursor *cursor, int n_given, const int64_t *values)
{
	struct frame_plan *plan = &cursor->plan;
	size_t first = 0, found;

	if (n_given == FRAME_BY_ID) {
		found = frame_of_id(cursor->frame, values[0], &first);
	} else if (plan->keys.n == n_given && !frame_is_sorted(cursor->frame, &plan->keys)) {
		found = cursor->frame->n;
		for (int i = 0; i < n_given; i++)
			plan->bounds[plan->n_bounds++] =
				(struct frame_bound){plan->keys.columns[i], values[i], values[i]};
	} else {
		cursor->rows = frame_sorted(cursor->frame, &plan->keys);
		found = frame_range(
			cursor->frame, cursor->rows, &plan->keys, values, n_given, &first);
	}
	cursor->at = first;
	cursor->end = first + found;
}

static int start_frame(
	sqlite3_vtab_cursor *base, int n_given, const char *text, int n, sqlite3_value **arguments)
{
	struct frame_cursor *cursor = (struct frame_cursor *)base;
	int64_t values[FRAME_KEYS];
	bool is_possible = true;
	struct err err;

	(void)n;
	if (frame_ready(cursor->frame, &err) < 0) {
		base->pVtab->zErrMsg = sqlite3_mprintf("%s", err.text);
		return SQLITE_ERROR;
	}
	frame_plan_read(text, n_given, arguments, &cursor->plan);
	cursor->rows = NULL;
	cursor->at = cursor->end = 0;
	for (int i = 0; i < (n_given == FRAME_BY_ID ? 1 : n_given); i++)
		is_possible = is_possible && read_given(arguments[i], &values[i]);
	if (n_given == 0) {
		cursor->rows = frame_sorted(cursor->frame, &cursor->plan.keys);
		cursor->end = cursor->frame->n;
	} else if (is_possible) {
		find_rows(cursor, n_given, values);
	}
	place_row(cursor);
	return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base)
{
	struct frame_cursor *cursor = (struct frame_cursor *)base;

	cursor->at++;
	place_row(cursor);
	return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
	struct frame_cursor *cursor = (struct frame_cursor *)base;

	return cursor->at >= cursor->end;
}

static int give_cell(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	struct frame_cursor *cursor = (struct frame_cursor *)base;
	int64_t cell = numbers_at(&cursor->frame->cells[column], cursor->row);
	double number;

	if (cell == FRAME_NULL)
		return SQLITE_OK;
	switch (cursor->frame->columns[column].kind) {
	case FRAME_INTEGER:
		sqlite3_result_int64(context, cell);
		break;
	case FRAME_REAL:
		memcpy(&number, &cell, sizeof number);
		sqlite3_result_double(context, number);
		break;
	case FRAME_TEXT:
		sqlite3_result_text(context, (const char *)(intptr_t)cell, -1, SQLITE_STATIC);
		break;
	}
	return SQLITE_OK;
}

static int give_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number)
{
	*number = (sqlite3_int64)((struct frame_cursor *)base)->row;
	return SQLITE_OK;
}

static const sqlite3_module MODULE = {
	.xConnect = connect_frame, /* no xCreate: there is one, without a CREATE */
	.xBestIndex = plan_frame,
	.xDisconnect = disconnect_frame,
	.xOpen = open_frame,
	.xClose = close_frame,
	.xFilter = start_frame,
	.xNext = next_row,
	.xEof = is_at_end,
	.xColumn = give_cell,
	.xRowid = give_number,
};

static void free_frame(void *frame)
{
	frame_free(frame);
}

int frame_give(struct sql *sql, const char *name, struct frame *frame, struct err *err)
{
	int code = sqlite3_create_module_v2(sql->db, name, &MODULE, frame, free_frame);

	return code == SQLITE_OK ? sql_touch(sql, name, err) : sql_error(sql->db, code, err);
}

/* SQLite lets go of a table with the next statement. */
void frame_drop(struct sql *sql, const char *name)
{
	sqlite3_create_module_v2(sql->db, name, NULL, NULL, NULL);
	sqlite3_exec(sql->db, "SELECT 1", NULL, NULL, NULL);
}
