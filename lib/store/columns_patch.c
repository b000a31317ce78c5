#include "store/columns_patch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/columns_part.h"
#include "store/internal.h"
#include "store/pack.h"

struct columns_patch {
	struct stmt *row, *cells, *put;
	struct columns_part changed; /* the complaints as they are now */
	size_t places[PATCH_ROWS];   /* theirs in the part */
	int64_t numbers[PART_ROWS];  /* of the part's column */
	size_t n_numbers;
	struct buf packed;
};

struct columns_patch *columns_patch_new(struct sql *sql, struct err *err)
{
	struct columns_patch *patch = mem_zalloc(sizeof *patch);

	patch->row = columns_prepare_rows(sql, "id = ?1", err);
	patch->cells = stmt_prepare(sql, COLUMNS_CELLS, err);
	patch->put = stmt_prepare(sql, COLUMNS_PUT, err);
	if (patch->row && patch->cells && patch->put)
		return patch;
	columns_patch_free(patch);
	return NULL;
}

void columns_patch_free(struct columns_patch *patch)
{
	if (!patch)
		return;
	stmt_free(patch->row);
	stmt_free(patch->cells);
	stmt_free(patch->put);
	columns_part_release(&patch->changed);
	buf_release(&patch->packed);
	free(patch);
}

static int read_changed(struct columns_patch *patch, const int64_t *ids, size_t n, struct err *err)
{
	patch->changed.n = 0;
	for (size_t i = 0; i < n; i++) {
		stmt_bind_integer(patch->row, 1, ids[i]);
		if (columns_part_read(&patch->changed, patch->row, err) < 0)
			return -1;
	}
	return patch->changed.n == n;
}

static int unpack(struct columns_patch *patch, int64_t place, struct err *err)
{
	struct packed packed;
	const void *bytes;
	size_t n;
	int status;

	stmt_reset(patch->cells);
	stmt_bind_integer(patch->cells, 1, place);
	status = stmt_step(patch->cells, err);
	if (status > 0) {
		bytes = stmt_blob(patch->cells, 0, &n);
		status = 0;
		if (pack_read(bytes, n, &packed) && packed.n <= PART_ROWS) {
			pack_unpack(&packed, patch->numbers);
			patch->n_numbers = packed.n;
			status = 1;
		}
	}
	stmt_reset(patch->cells);
	return status;
}

/* Of the column of ids; false: not all are there. */
static bool find_places(struct columns_patch *patch, const int64_t *ids, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		while (at < patch->n_numbers && patch->numbers[at] < ids[i])
			at++;
		if (at == patch->n_numbers || patch->numbers[at] != ids[i])
			return false;
		patch->places[i] = at;
	}
	return true;
}

static int patch_column(struct columns_patch *patch, int64_t part, enum fact fact, struct err *err)
{
	const int64_t *numbers = columns_part_column(&patch->changed, fact);
	size_t n_rows = patch->n_numbers;
	int64_t place = columns_place(part, fact);
	bool is_changed = false;
	int status = unpack(patch, place, err);

	if (status <= 0 || patch->n_numbers != n_rows)
		return status < 0 ? -1 : 0;
	for (size_t i = 0; i < patch->changed.n; i++) {
		int64_t *cell = &patch->numbers[patch->places[i]];

		is_changed = is_changed || *cell != numbers[i];
		*cell = numbers[i];
	}
	if (!is_changed)
		return 1;
	buf_clear(&patch->packed);
	pack_numbers(patch->numbers, n_rows, &patch->packed);
	return columns_put(patch->put, place, &patch->packed, err) < 0 ? -1 : 1;
}

int columns_patch_part(
	struct columns_patch *patch, int64_t part, const int64_t *ids, size_t n, struct err *err)
{
	int status = unpack(patch, columns_place(part, FACT_ID), err);

	assert(n <= PATCH_ROWS);
	if (status > 0)
		status = find_places(patch, ids, n) ? read_changed(patch, ids, n, err) : 0;
	for (enum fact fact = FACT_ID + 1; fact < N_FACTS && status > 0; fact++)
		status = patch_column(patch, part, fact, err);
	return status;
}
