#include "store/columns_save.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/columns.h"
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

void columns_part_pack(const struct columns_part *part, enum fact fact, struct buf *out)
{
	pack_numbers(part->numbers + (size_t)fact * STRIDE, part->n, out);
}

void columns_part_release(struct columns_part *part)
{
	free(part->numbers);
	*part = (struct columns_part){0};
}

/* --- parts that changed --- */

struct columns_log {
	unsigned char *is_changed; /* of each part */
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
	free(log->is_changed);
	free(log);
}

void columns_log_clear(struct columns_log *log)
{
	log->n = 0;
}

static void note_change(void *context, int64_t id)
{
	struct columns_log *log = context;
	size_t part = (size_t)(id >> PART_BITS);

	while (log->n <= part) {
		log->is_changed = mem_grow(log->is_changed, log->n, &log->capacity, 1);
		log->is_changed[log->n++] = 0;
	}
	log->is_changed[part] = 1;
}

void columns_log_watch(struct columns_log *log, struct sql *sql)
{
	sql_watch(sql, "complaint", note_change, log);
}

struct saver {
	struct stmt *rows, *put, *drop;
	struct columns_part part;
	struct buf cells;
};

static int saver_init(struct saver *saver, struct sql *sql, struct err *err)
{
	struct buf text = {0};

	*saver = (struct saver){0};
	buf_add_text(&text, "SELECT ");
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		buf_format(&text, "%s%s", fact ? ", " : "", FACTS[fact].column);
	buf_format(&text, " FROM complaint WHERE id >= ?1 AND id < ?1 + %d ORDER BY id", PART_ROWS);
	saver->rows = stmt_prepare(sql, buf_text(&text), err);
	saver->put = stmt_prepare(sql,
		"INSERT INTO complaint_columns VALUES(?, ?) ON CONFLICT DO UPDATE SET "
		"cells = excluded.cells WHERE cells <> excluded.cells",
		err);
	saver->drop = stmt_prepare(
		sql, "DELETE FROM complaint_columns WHERE place >= ?1 AND place < ?2", err);
	buf_release(&text);
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
	int status;

	saver->part.n = 0;
	stmt_reset(saver->rows);
	stmt_bind_integer(saver->rows, 1, part << PART_BITS);
	while ((status = stmt_step(saver->rows, err)) > 0) {
		int64_t fact[N_FACTS];

		for (int i = 0; i < N_FACTS; i++)
			fact[i] = read_number(saver->rows, i);
		columns_part_add(&saver->part, fact);
	}
	stmt_reset(saver->rows);
	return status;
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
		stmt_bind_integer(saver->put, 1, columns_place(part, fact));
		stmt_bind_blob(saver->put, 2, saver->cells.data, saver->cells.len);
		if (run_stmt(saver->put, err) < 0)
			return -1;
	}
	return 0;
}

int columns_log_apply(struct columns_log *log, struct sql *sql, struct err *err)
{
	struct saver saver;
	int status;

	if (!log->n)
		return 0;
	status = saver_init(&saver, sql, err);
	for (size_t part = 0; part < log->n && status == 0; part++) {
		if (!log->is_changed[part])
			continue;
		status = read_part(&saver, (int64_t)part, err);
		if (status == 0)
			status = put_part(&saver, (int64_t)part, err);
	}
	saver_release(&saver);
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

int columns_check(
	struct sql *sql, int64_t *n_checked, int64_t *n_wrong, int64_t *first, struct err *err)
{
	struct stmt *stored = NULL;
	struct saver saver;
	int64_t last = 0;
	int status = saver_init(&saver, sql, err);

	if (status == 0)
		status = ask_integer(sql, "SELECT count(*) FROM complaint_columns", n_checked, err);
	if (status == 0)
		status = ask_integer(sql,
			"SELECT max(ifnull((SELECT max(id) FROM complaint), 0), "
			"ifnull((SELECT max(place) FROM complaint_columns), 0) >> 6 << 14)",
			&last, err);
	if (status == 0)
		stored = stmt_prepare(
			sql, "SELECT cells FROM complaint_columns WHERE place = ?", err);
	/* A private store has none, and is read without. */
	for (int64_t part = 0; stored && *n_checked && status == 0 && part <= last >> PART_BITS;
		part++) {
		status = read_part(&saver, part, err);
		if (status == 0)
			status = check_part(&saver, stored, part, n_wrong, first, err);
	}
	stmt_free(stored);
	saver_release(&saver);
	return stored ? status : -1;
}
