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
	int used[FRAME_COLUMNS]; /* columns that the statement reads */
	int n_used;
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

/* --- the plan: a look-up by id, or rows sorted by keys, of which the first have given values ---
 */

enum { BY_ID = -1 }; /* else how many of the keys are given */
enum { FIRST_LETTER = 'A', KEYS_END = '.' };

static bool is_whole(const struct frame *frame, int column)
{
	return column >= 0 && frame->columns[column].kind == FRAME_INTEGER;
}

static bool has_key(const struct frame_keys *keys, int column)
{
	for (int i = 0; i < keys->n; i++)
		if (keys->columns[i] == column)
			return true;
	return false;
}

static void add_key(struct frame_keys *keys, int column, bool is_descending)
{
	keys->columns[keys->n] = column;
	keys->is_descending[keys->n++] = is_descending;
}

static bool is_given(const struct sqlite3_index_info *info, int i)
{
	return info->aConstraint[i].usable && info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ;
}

/* Takes the constraints that the rows of the plan will meet. */
static int take_given(const struct frame *frame, sqlite3_index_info *info, struct frame_keys *keys)
{
	for (int i = 0; i < info->nConstraint; i++)
		if (is_given(info, i) && info->aConstraint[i].iColumn == 0) {
			info->aConstraintUsage[i].argvIndex = 1;
			info->aConstraintUsage[i].omit = 1;
			return BY_ID;
		}
	for (int i = 0; i < info->nConstraint && keys->n < FRAME_KEYS; i++) {
		int column = info->aConstraint[i].iColumn;

		if (!is_given(info, i) || !is_whole(frame, column) || has_key(keys, column))
			continue;
		add_key(keys, column, false);
		info->aConstraintUsage[i].argvIndex = keys->n;
		info->aConstraintUsage[i].omit = 1;
	}
	return keys->n;
}

static void take_order(const struct frame *frame, sqlite3_index_info *info, struct frame_keys *keys)
{
	struct frame_keys longer = *keys;

	for (int i = 0; i < info->nOrderBy; i++) {
		int column = info->aOrderBy[i].iColumn;

		if (!is_whole(frame, column))
			return;
		if (has_key(&longer, column))
			continue;
		if (longer.n == FRAME_KEYS)
			return;
		add_key(&longer, column, info->aOrderBy[i].desc);
	}
	*keys = longer;
	info->orderByConsumed = info->nOrderBy > 0;
}

/* A letter for each column of the keys, with its direction, then one for each that is read. */
static int write_plan(
	const struct frame *frame, const struct frame_keys *keys, sqlite3_index_info *info)
{
	char *text = sqlite3_malloc(2 * FRAME_KEYS + 1 + FRAME_COLUMNS + 1);
	int n = 0;

	if (!text)
		return SQLITE_NOMEM;
	for (int i = 0; i < keys->n; i++) {
		text[n++] = (char)(FIRST_LETTER + keys->columns[i]);
		text[n++] = keys->is_descending[i] ? '-' : '+';
	}
	text[n++] = KEYS_END;
	for (int i = 0; i < frame->n_columns; i++)
		if (info->colUsed >> i & 1)
			text[n++] = (char)(FIRST_LETTER + i);
	text[n] = '\0';
	info->idxStr = text;
	info->needToFreeIdxStr = 1;
	return SQLITE_OK;
}

static void read_plan(const char *text, struct frame_keys *keys, struct frame_cursor *cursor)
{
	for (*keys = (struct frame_keys){.n = 0}; *text != KEYS_END; text += 2)
		add_key(keys, text[0] - FIRST_LETTER, text[1] == '-');
	for (cursor->n_used = 0; *++text;)
		cursor->used[cursor->n_used++] = *text - FIRST_LETTER;
}

static int plan_frame(sqlite3_vtab *base, sqlite3_index_info *info)
{
	enum { ROWS_UNKNOWN = 1000000, ROWS_PER_VALUE = 100 };
	struct frame *frame = ((struct frame_table *)base)->frame;
	double n = frame_has(frame, 0) ? (double)frame->n : ROWS_UNKNOWN;
	struct frame_keys keys = {.n = 0};

	frame->wanted |= info->colUsed;
	info->idxNum = take_given(frame, info, &keys);
	if (info->idxNum == BY_ID)
		n = 1;
	else if (info->idxNum > 0)
		n /= ROWS_PER_VALUE;
	if (info->idxNum != BY_ID)
		take_order(frame, info, &keys);
	info->estimatedRows = (sqlite3_int64)n + 1;
	info->estimatedCost = n + 5;
	return write_plan(frame, &keys, info);
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

/* Rows out of order lie far apart in memory: their cells are sent for before they are needed. */
static void send_for(const struct frame_cursor *cursor, size_t row)
{
	const struct frame *frame = cursor->frame;

	for (int i = 0; i < cursor->n_used; i++) {
		const struct numbers *cells = &frame->cells[cursor->used[i]];

		__builtin_prefetch((const char *)cells->cells + row * (size_t)cells->width);
	}
}

static void place_row(struct frame_cursor *cursor)
{
	enum { AHEAD = 16 };

	if (cursor->at >= cursor->end)
		return;
	cursor->row = cursor->rows ? cursor->rows[cursor->at] : cursor->at;
	if (cursor->rows && cursor->end - cursor->at > AHEAD)
		send_for(cursor, cursor->rows[cursor->at + AHEAD]);
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

static void find_rows(struct frame_cursor *cursor, int n_given, const struct frame_keys *keys,
	sqlite3_value **arguments)
{
	int n = n_given == BY_ID ? 1 : n_given;
	int64_t values[FRAME_KEYS];
	size_t first = 0, found = 0;

	for (int i = 0; i < n; i++)
		if (!read_given(arguments[i], &values[i]))
			return;
	if (n_given == BY_ID)
		found = frame_of_id(cursor->frame, values[0], &first);
	else
		found = frame_range(cursor->frame, cursor->rows, keys, values, n, &first);
	cursor->at = first;
	cursor->end = first + found;
}

static int start_frame(
	sqlite3_vtab_cursor *base, int plan, const char *text, int n, sqlite3_value **arguments)
{
	struct frame_cursor *cursor = (struct frame_cursor *)base;
	struct frame_keys keys = {.n = 0};
	struct err err;

	(void)n;
	if (frame_ready(cursor->frame, &err) < 0) {
		base->pVtab->zErrMsg = sqlite3_mprintf("%s", err.text);
		return SQLITE_ERROR;
	}
	if (plan != BY_ID)
		read_plan(text, &keys, cursor);
	cursor->rows = plan == BY_ID ? NULL : frame_sorted(cursor->frame, &keys);
	cursor->at = 0;
	cursor->end = plan == 0 ? cursor->frame->n : 0;
	if (plan != 0)
		find_rows(cursor, plan, &keys, arguments);
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
