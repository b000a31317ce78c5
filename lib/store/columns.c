#include "store/columns.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/columns_part.h"
#include "store/internal.h"
#include "store/pack.h"

struct columns {
	uint64_t facts;
	struct stmt *cells; /* of one column and part; or NULL: there are rows only */
	struct stmt *rows;  /* of one part */
	struct columns_parts parts;
	size_t at; /* the next of them */
	size_t n;
	int64_t *numbers[N_FACTS];
};

static bool is_wanted(const struct columns *columns, enum fact fact)
{
	return columns->facts >> fact & 1;
}

static struct stmt *prepare_rows(const struct columns *columns, struct sql *sql, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	buf_add_text(&text, "SELECT id");
	for (enum fact fact = FACT_ID + 1; fact < N_FACTS; fact++)
		if (is_wanted(columns, fact))
			buf_format(&text, ", %s", FACTS[fact].column);
	buf_format(&text,
		" FROM main.complaint WHERE id >= ?1 AND id < ?1 + %d AND day BETWEEN ?2 AND ?3 "
		"ORDER BY id",
		PART_ROWS);
	stmt = stmt_prepare(sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

static int prepare(struct columns *columns, struct sql *sql, struct err *err)
{
	if (columns_list_stored(&columns->parts, sql, err) < 0)
		return -1;
	if (columns->parts.n) {
		columns->cells = stmt_prepare(sql, COLUMNS_CELLS, err);
		return columns->cells ? 0 : -1;
	}
	columns->rows = prepare_rows(columns, sql, err);
	return columns->rows ? columns_list_rows(&columns->parts, sql, err) : -1;
}

struct columns *columns_open(struct sql *sql, uint64_t facts, struct err *err)
{
	struct columns *columns = mem_zalloc(sizeof *columns);

	columns->facts = facts | 1ull << FACT_ID;
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		if (is_wanted(columns, fact))
			columns->numbers[fact] = mem_alloc(PART_ROWS * sizeof(int64_t));
	if (prepare(columns, sql, err) == 0)
		return columns;
	columns_close(columns);
	return NULL;
}

void columns_close(struct columns *columns)
{
	if (!columns)
		return;
	stmt_free(columns->cells);
	stmt_free(columns->rows);
	free(columns->parts.numbers);
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		free(columns->numbers[fact]);
	free(columns);
}

static int read_rows(
	struct columns *columns, int64_t part, int64_t first_day, int64_t last_day, struct err *err)
{
	int status;

	stmt_reset(columns->rows);
	stmt_bind_integer(columns->rows, 1, part << PART_BITS);
	stmt_bind_integer(columns->rows, 2, first_day);
	stmt_bind_integer(columns->rows, 3, last_day);
	columns->n = 0;
	while ((status = stmt_step(columns->rows, err)) > 0) {
		int column = 0;

		if (columns->n == PART_ROWS)
			return err_set(err, "the store is damaged: complaints have the same id");
		for (enum fact fact = 0; fact < N_FACTS; fact++)
			if (is_wanted(columns, fact))
				columns->numbers[fact][columns->n] =
					read_number(columns->rows, column++);
		columns->n++;
	}
	return status;
}

/* 0: the part has no complaints. */
static int find_cells(struct columns *columns, int64_t part, enum fact fact, struct packed *packed,
	struct err *err)
{
	const void *bytes;
	size_t n;
	int status;

	stmt_reset(columns->cells);
	stmt_bind_integer(columns->cells, 1, columns_place(part, fact));
	status = stmt_step(columns->cells, err);
	if (status <= 0)
		return status;
	bytes = stmt_blob(columns->cells, 0, &n);
	if (!pack_read(bytes, n, packed) || packed->n > PART_ROWS)
		return err_set(err, "the store's columns are damaged");
	return 1;
}

static int read_cells(
	struct columns *columns, int64_t part, int64_t first_day, int64_t last_day, struct err *err)
{
	struct packed packed;
	int status = find_cells(columns, part, FACT_DAY, &packed, err);

	columns->n = 0;
	if (status <= 0 || packed.most < first_day || packed.least > last_day)
		return status < 0 ? -1 : 0;
	columns->n = packed.n;
	for (enum fact fact = 0; fact < N_FACTS; fact++) {
		if (!is_wanted(columns, fact))
			continue;
		status = find_cells(columns, part, fact, &packed, err);
		if (status < 0)
			return -1;
		if (status == 0 || packed.n != columns->n)
			return err_set(err, "the store's columns are damaged");
		pack_unpack(&packed, columns->numbers[fact]);
	}
	return 0;
}

int columns_next(struct columns *columns, int64_t first_day, int64_t last_day, struct err *err)
{
	while (columns->at < columns->parts.n) {
		int64_t part = columns->parts.numbers[columns->at++];
		int status = columns->cells ? read_cells(columns, part, first_day, last_day, err)
					    : read_rows(columns, part, first_day, last_day, err);

		if (status < 0)
			return -1;
		if (columns->n)
			return 1;
	}
	return 0;
}

size_t columns_most(const struct columns *columns)
{
	return columns->parts.n << PART_BITS;
}

size_t columns_rows(const struct columns *columns)
{
	return columns->n;
}

const int64_t *columns_of(const struct columns *columns, enum fact fact)
{
	assert(is_wanted(columns, fact));
	return columns->numbers[fact];
}

/* Of packed cells, a look at how they begin is enough. */
static int look_for(struct columns *columns, enum fact fact, bool *have, struct err *err)
{
	for (size_t i = 0; i < columns->parts.n && !*have; i++) {
		struct packed packed;
		int status = find_cells(columns, columns->parts.numbers[i], fact, &packed, err);

		if (status < 0)
			return -1;
		*have = status > 0 && packed.least != NUMBER_NONE;
	}
	return 0;
}

int columns_have(struct sql *sql, enum fact fact, bool *have, struct err *err)
{
	struct columns *columns = columns_open(sql, 1ull << fact, err);
	int64_t found = 0;
	char *text;
	int status;

	if (!columns)
		return -1;
	*have = false;
	if (columns->cells) {
		status = look_for(columns, fact, have, err);
	} else {
		text = mem_format(
			"SELECT EXISTS (SELECT 1 FROM main.complaint WHERE %s IS NOT NULL)",
			FACTS[fact].column);
		status = ask_integer(sql, text, &found, err);
		*have = found;
		free(text);
	}
	columns_close(columns);
	return status;
}
