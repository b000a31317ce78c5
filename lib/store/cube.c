#include "store/cube.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/dimension.h"

struct key {
	uint32_t dim, value, cause;
	int32_t day;
};

struct cell {
	struct key key;
	int32_t contacts, incidents;
	bool is_used;
};

struct cube {
	struct cell *cells;
	size_t n, capacity; /* capacity a power of two */
};

/* The marginals of a complaint; FACT_ID stands for "no value". */
static const struct {
	enum cube_dim dim;
	enum fact fact;
} MARGINALS[] = {
	{CUBE_TOTAL, FACT_ID},
	{CUBE_PRODUCT, FACT_PRODUCT},
	{CUBE_CHANNEL, FACT_CHANNEL},
	{CUBE_REGION, FACT_REGION},
	{CUBE_DEPARTMENT, FACT_DEPARTMENT},
};

#define MARGINAL(dim, value)                                                                       \
	"SELECT " dim " AS dim, " value " AS value, cause, day, count(*) AS contacts,"             \
	" sum(master = id) AS incidents FROM complaint"

const char CUBE_RECOMPUTED[] = MARGINAL(
	"0", "0") " WHERE flags & 1 GROUP BY cause, day UNION ALL " MARGINAL("1",
	"product") " WHERE flags & 1 GROUP BY product, cause, day UNION ALL " MARGINAL("2",
	"channel") " WHERE flags & 1 GROUP BY channel, cause, day UNION ALL " MARGINAL("3",
	"region") " WHERE flags & 1 GROUP BY region, cause, day UNION ALL " MARGINAL("4",
	"department") " WHERE flags & 1 GROUP BY department, cause, day UNION ALL " MARGINAL("9",
	"kind") " WHERE NOT flags & 1 GROUP BY kind, cause, day";

struct cube *cube_new(void)
{
	struct cube *cube = mem_zalloc(sizeof *cube);

	cube->capacity = 1024;
	cube->cells = mem_zalloc(cube->capacity * sizeof *cube->cells);
	return cube;
}

void cube_free(struct cube *cube)
{
	if (!cube)
		return;
	free(cube->cells);
	free(cube);
}

static struct cell *probe(const struct cube *cube, const struct key *key)
{
	size_t mask = cube->capacity - 1;

	for (size_t i = hash_bytes(0, key, sizeof *key) & mask;; i = (i + 1) & mask)
		if (!cube->cells[i].is_used || !memcmp(&cube->cells[i].key, key, sizeof *key))
			return &cube->cells[i];
}

static void widen(struct cube *cube)
{
	struct cube wider = {.n = cube->n, .capacity = cube->capacity * 2};

	wider.cells = mem_zalloc(wider.capacity * sizeof *wider.cells);
	for (size_t i = 0; i < cube->capacity; i++)
		if (cube->cells[i].is_used)
			*probe(&wider, &cube->cells[i].key) = cube->cells[i];
	free(cube->cells);
	*cube = wider;
}

static void add(struct cube *cube, enum cube_dim dim, int64_t value, const int64_t *fact, int sign)
{
	struct key key = {
		dim, (uint32_t)value, (uint32_t)fact[FACT_CAUSE], (int32_t)fact[FACT_DAY]};
	struct cell *cell;

	if (cube->n * 2 >= cube->capacity)
		widen(cube);
	cell = probe(cube, &key);
	if (!cell->is_used) {
		*cell = (struct cell){.key = key, .is_used = true};
		cube->n++;
	}
	cell->contacts += sign;
	if (fact[FACT_MASTER] == fact[FACT_ID])
		cell->incidents += sign;
}

static void add_complaint(struct cube *cube, const int64_t *fact, int sign)
{
	if (!(fact[FACT_FLAGS] & FLAG_COMPLAINT)) {
		add(cube, CUBE_LEFT_OUT, fact[FACT_KIND], fact, sign);
		return;
	}
	for (size_t i = 0; i < sizeof MARGINALS / sizeof *MARGINALS; i++) {
		enum fact from = MARGINALS[i].fact;

		add(cube, MARGINALS[i].dim, from == FACT_ID ? 0 : fact[from], fact, sign);
	}
}

void cube_change(struct cube *cube, const int64_t old[N_FACTS], const int64_t new[N_FACTS])
{
	if (old)
		add_complaint(cube, old, -1);
	if (new)
		add_complaint(cube, new, 1);
}

static int compare(const void *a, const void *b)
{
	const struct key *x = &((const struct cell *)a)->key, *y = &((const struct cell *)b)->key;

	if (x->dim != y->dim)
		return x->dim < y->dim ? -1 : 1;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (x->cause != y->cause)
		return x->cause < y->cause ? -1 : 1;
	return (x->day > y->day) - (x->day < y->day);
}

/* Cells that changed, in the order of the table's key, at the front of the array. */
static size_t sort_changes(struct cube *cube)
{
	size_t n = 0;

	for (size_t i = 0; i < cube->capacity; i++)
		if (cube->cells[i].contacts || cube->cells[i].incidents)
			cube->cells[n++] = cube->cells[i];
	if (n)
		qsort(cube->cells, n, sizeof *cube->cells, compare);
	return n;
}

static int write_cell(struct stmt *stmt, const struct cell *cell, struct err *err)
{
	int status;

	stmt_bind_integer(stmt, 1, cell->key.dim);
	stmt_bind_integer(stmt, 2, cell->key.value);
	stmt_bind_integer(stmt, 3, cell->key.cause);
	stmt_bind_integer(stmt, 4, cell->key.day);
	stmt_bind_integer(stmt, 5, cell->contacts);
	stmt_bind_integer(stmt, 6, cell->incidents);
	status = stmt_step(stmt, err);
	stmt_reset(stmt);
	return status;
}

int cube_apply(struct cube *cube, struct sql *sql, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql,
		"INSERT INTO daily VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
		" contacts = contacts + excluded.contacts,"
		" incidents = incidents + excluded.incidents",
		err);
	size_t n = sort_changes(cube);
	bool has_less = false;
	int status = stmt ? 0 : -1;

	for (size_t i = 0; i < n && status == 0; i++) {
		has_less = has_less || cube->cells[i].contacts < 0;
		status = write_cell(stmt, &cube->cells[i], err);
	}
	stmt_free(stmt);
	memset(cube->cells, 0, cube->capacity * sizeof *cube->cells);
	cube->n = 0;
	if (status == 0 && has_less)
		status =
			sql_run(sql, err, "DELETE FROM daily WHERE contacts = 0 AND incidents = 0");
	return status;
}
