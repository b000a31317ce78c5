#include "store/columns_log.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/columns_part.h"
#include "store/columns_patch.h"
#include "store/internal.h"

/* --- a part made anew --- */

struct saver {
	struct stmt *rows, *put, *drop;
	struct columns_part part;
	struct buf cells;
};

static int saver_init(struct saver *saver, struct sql *sql, struct err *err)
{
	*saver = (struct saver){0};
	saver->rows = columns_prepare_part(sql, err);
	saver->put = stmt_prepare(sql, COLUMNS_PUT, err);
	saver->drop = stmt_prepare(
		sql, "DELETE FROM complaint_columns WHERE place >= ?1 AND place < ?2", err);
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

	if (id < 0 || id > LAST_COMPLAINT) /* of a damaged store */
		return;
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
	status = columns_part_reread(&saver->part, saver->rows, (int64_t)part, err);
	return status < 0 ? -1 : put_part(saver, (int64_t)part, err);
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
