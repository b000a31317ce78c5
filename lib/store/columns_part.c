#include "store/columns_part.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/columns.h"
#include "store/internal.h"
#include "store/pack.h"

/* Columns lie a little more than PART_ROWS apart: a power of two would put the cells of a row into
 * one set of the processor's cache. */
enum { STRIDE = PART_ROWS + 8 };

_Static_assert(N_FACTS <= 1 << FACT_BITS, "a part's columns have places of their own");

int64_t columns_place(int64_t part, enum fact fact)
{
	return part << FACT_BITS | (int64_t)fact;
}

void columns_part_add(struct columns_part *part, const int64_t fact[N_FACTS])
{
	int64_t *cell;

	if (!part->numbers)
		part->numbers = mem_alloc((size_t)N_FACTS * STRIDE * sizeof *part->numbers);
	cell = part->numbers + part->n++;
	for (int i = 0; i < N_FACTS; i++)
		cell[(size_t)i * STRIDE] = fact[i];
}

struct stmt *columns_prepare_rows(struct sql *sql, const char *where, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	buf_add_text(&text, "SELECT ");
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		buf_format(&text, "%s%s", fact ? ", " : "", FACTS[fact].column);
	buf_format(&text, " FROM complaint WHERE %s ORDER BY id", where);
	stmt = stmt_prepare(sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

int columns_part_read(struct columns_part *part, struct stmt *rows, struct err *err)
{
	int status;

	while ((status = stmt_step(rows, err)) > 0) {
		int64_t fact[N_FACTS];

		if (part->n == PART_ROWS)
			return err_set(err, "the store is damaged: complaints have the same id");
		for (int i = 0; i < N_FACTS; i++)
			fact[i] = read_number(rows, i);
		columns_part_add(part, fact);
	}
	stmt_reset(rows);
	return status;
}

struct stmt *columns_prepare_part(struct sql *sql, struct err *err)
{
	char *where = mem_format("id >= ?1 AND id < ?1 + %d", PART_ROWS);
	struct stmt *rows = columns_prepare_rows(sql, where, err);

	free(where);
	return rows;
}

int columns_part_reread(
	struct columns_part *part, struct stmt *rows, int64_t number, struct err *err)
{
	part->n = 0;
	stmt_bind_integer(rows, 1, number << PART_BITS);
	return columns_part_read(part, rows, err);
}

const int64_t *columns_part_column(const struct columns_part *part, enum fact fact)
{
	return part->numbers + (size_t)fact * STRIDE;
}

void columns_part_pack(const struct columns_part *part, enum fact fact, struct buf *out)
{
	pack_numbers(columns_part_column(part, fact), part->n, out);
}

/* `seek` gives the next id or place from ?1 to ?2; its lowest `bits` are none of the part's number.
 */
static int list_parts(
	struct columns_parts *parts, struct sql *sql, const char *seek, int bits, struct err *err)
{
	static const int64_t END = (int64_t)(LAST_COMPLAINT >> PART_BITS) + 1;
	struct stmt *stmt = stmt_prepare(sql, seek, err);
	size_t capacity = 0;
	int64_t part = -1;
	int status = stmt ? 0 : -1;

	*parts = (struct columns_parts){0};
	while (status == 0) {
		int64_t next = part + 1;

		stmt_bind_integer(stmt, 1, next << bits);
		stmt_bind_integer(stmt, 2, (END << bits) - 1);
		status = stmt_step(stmt, err);
		if (status <= 0)
			break;
		part = stmt_integer(stmt, 0) >> bits;
		parts->numbers =
			mem_grow(parts->numbers, parts->n, &capacity, sizeof *parts->numbers);
		parts->numbers[parts->n++] = part;
		stmt_reset(stmt);
		/* of a tree whose pages are out of order */
		status = part < next ? err_set(err, "the store is damaged: ids do not ascend") : 0;
	}
	stmt_free(stmt);
	return status;
}

int columns_list_rows(struct columns_parts *parts, struct sql *sql, struct err *err)
{
	return list_parts(parts, sql,
		"SELECT id FROM main.complaint WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 1",
		PART_BITS, err);
}

int columns_list_stored(struct columns_parts *parts, struct sql *sql, struct err *err)
{
	return list_parts(parts, sql,
		"SELECT place FROM main.complaint_columns WHERE place BETWEEN ?1 AND ?2"
		" ORDER BY place LIMIT 1",
		FACT_BITS, err);
}

void columns_part_release(struct columns_part *part)
{
	free(part->numbers);
	*part = (struct columns_part){0};
}

const char COLUMNS_CELLS[] = "SELECT cells FROM main.complaint_columns WHERE place = ?";
const char COLUMNS_PUT[] = "INSERT INTO complaint_columns VALUES(?, ?) ON CONFLICT DO UPDATE SET "
			   "cells = excluded.cells WHERE cells <> excluded.cells";

int columns_put(struct stmt *put, int64_t place, const struct buf *cells, struct err *err)
{
	stmt_bind_integer(put, 1, place);
	stmt_bind_blob(put, 2, cells->data, cells->len);
	return run_stmt(put, err);
}
