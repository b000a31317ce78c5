#include "sql/frame.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sql/frame_inner.h"
#include "sql/internal.h"

enum { FIRST_ROWS = 1024 };

struct frame *frame_new(const struct frame_column *columns,
	int (*fill)(void *context, struct frame *frame, struct err *err), void *context,
	void (*release)(void *context))
{
	struct frame *frame = mem_zalloc(sizeof *frame);

	frame->columns = columns;
	while (columns[frame->n_columns].name)
		frame->n_columns++;
	assert(frame->n_columns <= FRAME_COLUMNS);
	frame->fill = fill;
	frame->context = context;
	frame->release = release;
	frame->texts = map_new();
	return frame;
}

void frame_free(struct frame *frame)
{
	if (!frame)
		return;
	for (int i = 0; i < frame->n_columns; i++)
		free(frame->cells[i]);
	frame_orders_free(frame->orders);
	free(frame->first_of_id);
	map_free(frame->texts);
	if (frame->release)
		frame->release(frame->context);
	arena_release(&frame->arena);
	free(frame);
}

size_t frame_cell_size(enum frame_kind kind)
{
	static const size_t SIZES[] = {[FRAME_INTEGER] = sizeof(int32_t),
		[FRAME_WIDE] = sizeof(int64_t),
		[FRAME_REAL] = sizeof(double),
		[FRAME_TEXT] = sizeof(const char *)};

	return SIZES[kind];
}

bool frame_wants(const struct frame *frame, int column)
{
	return !frame->cells[column] && (column == 0 || frame->wanted >> column & 1);
}

int frame_ready(struct frame *frame, struct err *err)
{
	bool is_ready = true;

	for (int i = 0; i < frame->n_columns; i++)
		is_ready = is_ready && !frame_wants(frame, i);
	if (is_ready)
		return 0;
	if (frame->fill(frame->context, frame, err) < 0)
		return -1;
	for (int i = 0; i < frame->n_columns; i++)
		assert(!frame_wants(frame, i));
	return 0;
}

int frame_want(struct frame *frame, uint64_t columns, struct err *err)
{
	frame->wanted |= columns;
	return frame_ready(frame, err);
}

size_t frame_rows(const struct frame *frame)
{
	return frame->n;
}

void frame_put(struct frame *frame, int column, void *cells, size_t n)
{
	assert(!frame->cells[column] && (!frame->cells[0] || n == frame->n));
	frame->n = n;
	frame->cells[column] = cells;
}

void *frame_make(struct frame *frame, int column, size_t n)
{
	frame_put(frame, column, mem_alloc((n + 1) * frame_cell_size(frame->columns[column].kind)),
		n);
	return frame->cells[column];
}

const char *frame_text(struct frame *frame, const char *text, size_t n)
{
	const char *kept = map_get(frame->texts, text, n);

	if (!kept) {
		kept = arena_text(&frame->arena, text, n);
		map_put(frame->texts, text, n, kept);
	}
	return kept;
}

/* --- from SQL --- */

struct reading {
	struct frame *frame;
	int columns[FRAME_COLUMNS];
	int n_columns;
	void *cells[FRAME_COLUMNS];
	size_t n, capacity; /* rows */
};

static const char *keep_text(struct frame *frame, sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return text ? frame_text(frame, text, (size_t)sqlite3_value_bytes(value)) : NULL;
}

static void read_cell(struct reading *in, int i, sqlite3_value *value)
{
	bool is_null = sqlite3_value_type(value) == SQLITE_NULL;
	void *cells = in->cells[i];

	switch (in->frame->columns[in->columns[i]].kind) {
	case FRAME_INTEGER:
		((int32_t *)cells)[in->n] = is_null ? FRAME_NULL : sqlite3_value_int(value);
		break;
	case FRAME_WIDE:
		((int64_t *)cells)[in->n] = is_null ? FRAME_WIDE_NULL : sqlite3_value_int64(value);
		break;
	case FRAME_REAL:
		((double *)cells)[in->n] = is_null ? NAN : sqlite3_value_double(value);
		break;
	case FRAME_TEXT:
		((const char **)cells)[in->n] = keep_text(in->frame, value);
		break;
	}
}

static void make_room(struct reading *in)
{
	if (in->n < in->capacity)
		return;
	in->capacity = in->capacity ? 2 * in->capacity : FIRST_ROWS;
	for (int i = 0; i < in->n_columns; i++)
		in->cells[i] = mem_resize(in->cells[i],
			in->capacity * frame_cell_size(in->frame->columns[in->columns[i]].kind));
}

static struct stmt *prepare(struct reading *in, struct sql *sql, const char *from, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	buf_add_text(&text, "SELECT ");
	for (int i = 0; i < in->n_columns; i++)
		buf_format(&text, "%s%s", i ? ", " : "", in->frame->columns[in->columns[i]].name);
	buf_format(&text, " FROM %s", from);
	stmt = stmt_prepare(sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

static int read_rows(struct reading *in, struct stmt *stmt, struct err *err)
{
	int status;

	make_room(in);
	while ((status = stmt_step(stmt, err)) > 0) {
		make_room(in);
		for (int i = 0; i < in->n_columns; i++)
			read_cell(in, i, stmt_value(stmt, i));
		in->n++;
	}
	return status;
}

int frame_read(struct frame *frame, struct sql *sql, const char *from, struct err *err)
{
	struct reading in = {.frame = frame};
	struct stmt *stmt;
	int status;

	for (int i = 0; i < frame->n_columns; i++)
		if (frame_wants(frame, i))
			in.columns[in.n_columns++] = i;
	stmt = prepare(&in, sql, from, err);
	status = stmt ? read_rows(&in, stmt, err) : -1;
	stmt_free(stmt);
	if (status == 0) {
		assert(!frame->cells[0] || in.n == frame->n);
		frame->n = in.n;
	}
	for (int i = 0; i < in.n_columns; i++)
		if (status == 0)
			frame->cells[in.columns[i]] = in.cells[i];
		else
			free(in.cells[i]);
	return status;
}
