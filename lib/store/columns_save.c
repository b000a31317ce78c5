#include "store/columns_save.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/columns_patch.h"
#include "store/internal.h"
#include "store/pack.h"

/* Columns lie a little more than PART_ROWS apart: a power of two would put the cells of a row into
 * one set of the processor's cache. */
enum { FACT_BITS = 6, STRIDE = PART_ROWS + 8 };

_Static_assert(N_FACTS <= 1 << FACT_BITS, "a part's columns have places of their own");

int64_t columns_place(int64_t part, enum fact fact)
{
	return part << FACT_BITS | (int64_t)fact;
}

/* --- one part --- */

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

		for (int i = 0; i < N_FACTS; i++)
			fact[i] = read_number(rows, i);
		columns_part_add(part, fact);
	}
	stmt_reset(rows);
	return status;
}

const int64_t *columns_part_column(const struct columns_part *part, enum fact fact)
{
	return part->numbers + (size_t)fact * STRIDE;
}

void columns_part_pack(const struct columns_part *part, enum fact fact, struct buf *out)
{
	pack_numbers(columns_part_column(part, fact), part->n, out);
}

void columns_part_release(struct columns_part *part)
{
	free(part->numbers);
	*part = (struct columns_part){0};
}

/* --- what is stored --- */

const char COLUMNS_CELLS[] = "SELECT cells FROM main.complaint_columns WHERE place = ?";
const char COLUMNS_PUT[] = "INSERT INTO complaint_columns VALUES(?, ?) ON CONFLICT DO UPDATE SET "
			   "cells = excluded.cells WHERE cells <> excluded.cells";

int columns_put(struct stmt *put, int64_t place, const struct buf *cells, struct err *err)
{
	stmt_bind_integer(put, 1, place);
	stmt_bind_blob(put, 2, cells->data, cells->len);
	return run_stmt(put, err);
}

/* --- a part made anew --- */

struct saver {
	struct stmt *rows, *put, *drop;
	struct columns_part part;
	struct buf cells;
};

static int saver_init(struct saver *saver, struct sql *sql, struct err *err)
{
	char *where = mem_format("id >= ?1 AND id < ?1 + %d", PART_ROWS);

	*saver = (struct saver){0};
	saver->rows = columns_prepare_rows(sql, where, err);
	saver->put = stmt_prepare(sql, COLUMNS_PUT, err);
	saver->drop = stmt_prepare(
		sql, "DELETE FROM complaint_columns WHERE place >= ?1 AND place < ?2", err);
	free(where);
	return saver->rows && saver->put && saver->drop ? 0 : -1;
}

static void saver_release(struct saver *saver)
{
	stmt_free(saver->rows);
	stmt_free(saver->put);
	stmt_free(saver->drop);
	columns_part_release(&saver->part);
	buf_release(&saver->cells);
}

static int read_part(struct saver *saver, int64_t part, struct err *err)
{
	saver->part.n = 0;
	stmt_bind_integer(saver->rows, 1, part << PART_BITS);
	return columns_part_read(&saver->part, saver->rows, err);
}

static int put_part(struct saver *saver, int64_t part, struct err *err)
{
	if (!saver->part.n) {
		stmt_bind_integer(saver->drop, 1, columns_place(part, FACT_ID));
		stmt_bind_integer(saver->drop, 2, columns_place(part + 1, FACT_ID));
		return run_stmt(saver->drop, err);
	}
	for (enum fact fact = 0; fact < N_FACTS; fact++) {
		buf_clear(&saver->cells);
		columns_part_pack(&saver->part, fact, &saver->cells);
		if (columns_put(saver->put, columns_place(part, fact), &saver->cells, err) < 0)
			return -1;
	}
	return 0;
}

/* --- what changed --- */

enum { WORD_BITS = 64, PART_WORDS = PART_ROWS / WORD_BITS };

struct columns_log {
	uint64_t **parts; /* a bit for each of their complaints; NULL: none changed */
	size_t n, capacity;
};

struct columns_log *columns_log_new(void)
{
	return mem_zalloc(sizeof(struct columns_log));
}

void columns_log_free(struct columns_log *log)
{
	if (!log)
		return;
	columns_log_clear(log);
	free(log->parts);
	free(log);
}

void columns_log_clear(struct columns_log *log)
{
	for (size_t i = 0; i < log->n; i++)
		free(log->parts[i]);
	log->n = 0;
}

static void note_change(void *context, int64_t id)
{
	struct columns_log *log = context;
	size_t part = (size_t)(id >> PART_BITS), bit = (size_t)(id & (PART_ROWS - 1));

	while (log->n <= part) {
		log->parts = mem_grow(log->parts, log->n, &log->capacity, sizeof *log->parts);
		log->parts[log->n++] = NULL;
	}
	if (!log->parts[part])
		log->parts[part] = mem_zalloc(PART_WORDS * sizeof **log->parts);
	log->parts[part][bit / WORD_BITS] |= 1ull << bit % WORD_BITS;
}

void columns_log_watch(struct columns_log *log, struct sql *sql)
{
	sql_watch(sql, "complaint", note_change, log);
}

/* Ids of the complaints of a part that changed, as far as they are few; returns how many changed.
 */
static size_t list_changed(const struct columns_log *log, size_t part, int64_t ids[PATCH_ROWS])
{
	size_t n = 0;

	for (size_t bit = 0; bit < PART_ROWS; bit++) {
		if (!(log->parts[part][bit / WORD_BITS] >> bit % WORD_BITS & 1))
			continue;
		if (n < PATCH_ROWS)
			ids[n] = (int64_t)(part << PART_BITS | bit);
		n++;
	}
	return n;
}

static int apply_part(const struct columns_log *log, size_t part, struct saver *saver,
	struct columns_patch *patch, struct err *err)
{
	int64_t ids[PATCH_ROWS];
	size_t n = list_changed(log, part, ids);
	int status = 0;

	if (n <= PATCH_ROWS)
		status = columns_patch_part(patch, (int64_t)part, ids, n, err);
	if (status != 0)
		return status < 0 ? -1 : 0;
	return read_part(saver, (int64_t)part, err) < 0 ? -1 : put_part(saver, (int64_t)part, err);
}

int columns_log_apply(struct columns_log *log, struct sql *sql, struct err *err)
{
	struct columns_patch *patch;
	struct saver saver;
	int status;

	if (!log->n)
		return 0;
	patch = columns_patch_new(sql, err);
	status = saver_init(&saver, sql, err);
	if (!patch)
		status = -1;
	for (size_t part = 0; part < log->n && status == 0; part++)
		if (log->parts[part])
			status = apply_part(log, part, &saver, patch, err);
	saver_release(&saver);
	columns_patch_free(patch);
	columns_log_clear(log);
	return status;
}

/* --- whether it follows from the facts --- */

static int check_part(struct saver *saver, struct stmt *stored, int64_t part, int64_t *n_wrong,
	int64_t *first, struct err *err)
{
	for (enum fact fact = 0; fact < N_FACTS; fact++) {
		int64_t place = columns_place(part, fact);
		const void *bytes;
		size_t n = 0;
		int status;

		buf_clear(&saver->cells);
		if (saver->part.n)
			columns_part_pack(&saver->part, fact, &saver->cells);
		stmt_reset(stored);
		stmt_bind_integer(stored, 1, place);
		status = stmt_step(stored, err);
		if (status < 0)
			return -1;
		bytes = status ? stmt_blob(stored, 0, &n) : NULL;
		if ((n != saver->cells.len || (n && memcmp(bytes, saver->cells.data, n) != 0)) &&
			(*n_wrong)++ == 0)
			*first = place;
	}
	return 0;
}

/* Places where no column can be: of no part, or past the last column. */
static int count_strange(
	struct sql *sql, int64_t n_parts, int64_t *n_wrong, int64_t *first, struct err *err)
{
	char *text = mem_format("SELECT count(*), min(place) FROM complaint_columns WHERE place < 0"
				" OR place >= %lld OR place & %d >= %d",
		(long long)columns_place(n_parts, 0), (1 << FACT_BITS) - 1, N_FACTS);
	struct stmt *stmt = stmt_prepare(sql, text, err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	free(text);
	if (status > 0 && stmt_integer(stmt, 0)) {
		*n_wrong = stmt_integer(stmt, 0);
		*first = stmt_integer(stmt, 1);
	}
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

static int check_parts(
	struct sql *sql, int64_t n_parts, int64_t *n_wrong, int64_t *first, struct err *err)
{
	struct stmt *stored = stmt_prepare(sql, COLUMNS_CELLS, err);
	struct saver saver;
	int status = saver_init(&saver, sql, err);

	if (!stored)
		status = -1;
	for (int64_t part = 0; status == 0 && part < n_parts; part++) {
		status = read_part(&saver, part, err);
		if (status == 0)
			status = check_part(&saver, stored, part, n_wrong, first, err);
	}
	stmt_free(stored);
	saver_release(&saver);
	return status;
}

int columns_check(
	struct sql *sql, int64_t *n_checked, int64_t *n_wrong, int64_t *first, struct err *err)
{
	int64_t last = -1, n_parts;

	if (ask_integer(sql, "SELECT count(*) FROM complaint_columns", n_checked, err) < 0 ||
		ask_integer(sql, "SELECT ifnull(max(id), -1) FROM complaint", &last, err) < 0)
		return -1;
	n_parts = last < 0 ? 0 : (last >> PART_BITS) + 1;
	/* A private store has none, and is read without. */
	if (!*n_checked)
		return 0;
	if (count_strange(sql, n_parts, n_wrong, first, err) < 0)
		return -1;
	return check_parts(sql, n_parts, n_wrong, first, err);
}
