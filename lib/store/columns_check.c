#include "store/columns_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/columns.h"
#include "store/columns_part.h"
#include "store/internal.h"

struct comparison {
	struct stmt *rows, *stored;
	struct columns_part part; /* as the rows are */
	struct buf cells;
	int64_t n_wrong, first;
};

static void note_wrong(struct comparison *c, int64_t n, int64_t first)
{
	if (n && !c->n_wrong)
		c->first = first;
	c->n_wrong += n;
}

static int compare_column(struct comparison *c, int64_t part, enum fact fact, struct err *err)
{
	int64_t place = columns_place(part, fact);
	const void *bytes = NULL;
	size_t n = 0;
	int status;

	buf_clear(&c->cells);
	if (c->part.n)
		columns_part_pack(&c->part, fact, &c->cells);
	stmt_bind_integer(c->stored, 1, place);
	status = stmt_step(c->stored, err);
	if (status > 0)
		bytes = stmt_blob(c->stored, 0, &n);
	if (n != c->cells.len || (n && memcmp(bytes, c->cells.data, n) != 0))
		note_wrong(c, 1, place);
	stmt_reset(c->stored);
	return status < 0 ? -1 : 0;
}

static int compare_part(struct comparison *c, int64_t part, struct err *err)
{
	int status = columns_part_reread(&c->part, c->rows, part, err);

	for (enum fact fact = 0; fact < N_FACTS && status == 0; fact++)
		status = compare_column(c, part, fact, err);
	return status;
}

/* Places where no column can be: of no part, or past the last column. */
static int find_strange(struct comparison *c, struct sql *sql, struct err *err)
{
	char *text = mem_format("SELECT count(*), min(place) FROM complaint_columns WHERE place < 0"
				" OR place >= %lld OR place & %d >= %d",
		(long long)columns_place((int64_t)(LAST_COMPLAINT >> PART_BITS) + 1, 0),
		(1 << FACT_BITS) - 1, N_FACTS);
	struct stmt *stmt = stmt_prepare(sql, text, err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	free(text);
	if (status > 0)
		note_wrong(c, stmt_integer(stmt, 0), stmt_integer(stmt, 1));
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

/* Parts of either. */
static int compare_parts(struct comparison *c, const struct columns_parts *rows,
	const struct columns_parts *stored, struct err *err)
{
	size_t i = 0, k = 0;

	while (i < rows->n || k < stored->n) {
		int64_t row = i < rows->n ? rows->numbers[i] : INT64_MAX;
		int64_t cell = k < stored->n ? stored->numbers[k] : INT64_MAX;

		i += row <= cell;
		k += cell <= row;
		if (compare_part(c, row < cell ? row : cell, err) < 0)
			return -1;
	}
	return 0;
}

static int compare(struct comparison *c, struct sql *sql, struct err *err)
{
	struct columns_parts rows = {0}, stored = {0};
	int status = -1;

	c->rows = columns_prepare_part(sql, err);
	c->stored = stmt_prepare(sql, COLUMNS_CELLS, err);
	if (c->rows && c->stored && find_strange(c, sql, err) == 0 &&
		columns_list_rows(&rows, sql, err) == 0 &&
		columns_list_stored(&stored, sql, err) == 0)
		status = compare_parts(c, &rows, &stored, err);
	stmt_free(c->rows);
	stmt_free(c->stored);
	free(rows.numbers);
	free(stored.numbers);
	columns_part_release(&c->part);
	buf_release(&c->cells);
	return status;
}

int columns_check(
	struct sql *sql, int64_t *n_checked, int64_t *n_wrong, int64_t *first, struct err *err)
{
	struct comparison c = {0};

	if (ask_integer(sql, "SELECT count(*) FROM complaint_columns", n_checked, err) < 0)
		return -1;
	/* A private store has none, and is read without. */
	if (*n_checked && compare(&c, sql, err) < 0)
		return -1;
	*n_wrong = c.n_wrong;
	*first = c.first;
	return 0;
}
