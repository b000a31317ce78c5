#include "sql/frame.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sql/frame_inner.h"
#include "sql/internal.h"

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
		numbers_release(&frame->cells[i]);
	frame_orders_free(frame->orders);
	free(frame->first_of_id);
	map_free(frame->texts);
	if (frame->release)
		frame->release(frame->context);
	arena_release(&frame->arena);
	free(frame);
}

bool frame_wants(const struct frame *frame, int column)
{
	return !frame_has(frame, column) && (column == 0 || frame->wanted >> column & 1);
}

/* What was filled is there for good; of what a failure has left nothing is. */
static void end_filling(struct frame *frame, bool is_good)
{
	if (is_good && !frame_has(frame, 0))
		frame->n = frame->cells[0].n;
	for (int i = 0; i < frame->n_columns; i++) {
		if (!frame_wants(frame, i))
			continue;
		assert(!is_good || frame->cells[i].n == frame->n);
		if (!is_good)
			numbers_release(&frame->cells[i]);
	}
	if (is_good)
		frame->filled |= frame->wanted | 1;
}

int frame_ready(struct frame *frame, struct err *err)
{
	bool is_ready = true;
	int status;

	for (int i = 0; i < frame->n_columns; i++)
		is_ready = is_ready && !frame_wants(frame, i);
	if (is_ready)
		return 0;
	status = frame->fill(frame->context, frame, err);
	end_filling(frame, status == 0);
	return status < 0 ? -1 : 0;
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

void frame_add(struct frame *frame, int column, const int64_t *cells, size_t n)
{
	assert(frame_wants(frame, column));
	numbers_add(&frame->cells[column], cells, n);
}

int64_t frame_real(double number)
{
	int64_t cell;

	if (isnan(number))
		return FRAME_NULL;
	number += 0.0; /* the bits of -0 are those of FRAME_NULL */
	memcpy(&cell, &number, sizeof cell);
	return cell;
}

int64_t frame_text(struct frame *frame, const char *text, size_t n)
{
	const char *kept = map_get(frame->texts, text, n);

	if (!kept) {
		kept = arena_text(&frame->arena, text, n);
		map_put(frame->texts, text, n, kept);
	}
	return (int64_t)(intptr_t)kept;
}

/* --- from SQL --- */

struct reading {
	struct frame *frame;
	int columns[FRAME_COLUMNS];
	int n_columns;
};

static int64_t read_cell(struct frame *frame, enum frame_kind kind, sqlite3_value *value)
{
	if (sqlite3_value_type(value) == SQLITE_NULL)
		return FRAME_NULL;
	if (kind == FRAME_REAL)
		return frame_real(sqlite3_value_double(value));
	if (kind == FRAME_TEXT) {
		const char *text = (const char *)sqlite3_value_text(value);

		return frame_text(frame, text, (size_t)sqlite3_value_bytes(value));
	}
	return sqlite3_value_int64(value);
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

/* Some rows; returns how many, fewer than ROWS at the end, or -1. */
enum { ROWS = 256 };

static int read_rows(struct reading *in, struct stmt *stmt, int64_t cells[][ROWS], struct err *err)
{
	int n = 0, status = 1;

	while (n < ROWS && (status = stmt_step(stmt, err)) > 0) {
		for (int i = 0; i < in->n_columns; i++)
			cells[i][n] = read_cell(in->frame, in->frame->columns[in->columns[i]].kind,
				stmt_value(stmt, i));
		n++;
	}
	return status < 0 ? -1 : n;
}

static int read_all(struct reading *in, struct stmt *stmt, struct err *err)
{
	int64_t(*cells)[ROWS] = mem_alloc(FRAME_COLUMNS * sizeof *cells);
	int n;

	do {
		n = read_rows(in, stmt, cells, err);
		for (int i = 0; i < in->n_columns && n > 0; i++)
			frame_add(in->frame, in->columns[i], cells[i], (size_t)n);
	} while (n == ROWS);
	free(cells);
	return n < 0 ? -1 : 0;
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
	status = stmt ? read_all(&in, stmt, err) : -1;
	stmt_free(stmt);
	return status;
}
