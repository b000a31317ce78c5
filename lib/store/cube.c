#include "store/cube.h"

#include <stdlib.h>
#include <string.h>

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

/* A change that waits for its cell to come from memory. */
struct change {
	struct key key;
	uint64_t hash;
	int32_t contacts, incidents;
};

enum { WAITING_CHANGES = 64 };

struct cube {
	struct cell *cells;
	size_t n, capacity; /* capacity a power of two */
	struct change waiting[WAITING_CHANGES];
	size_t n_waiting;
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

static uint64_t hash_key(const struct key *key)
{
	uint64_t high = (uint64_t)key->value << 32 | (uint32_t)key->day;

	return (high * 0x9e3779b97f4a7c15u ^ ((uint64_t)key->cause << 4 | key->dim)) *
	       0xbf58476d1ce4e5b9u;
}

/* The upper bits of a product are the mixed ones. */
static size_t place(const struct cube *cube, uint64_t hash)
{
	return (hash >> 32) & (cube->capacity - 1);
}

static struct cell *probe(const struct cube *cube, const struct key *key, uint64_t hash)
{
	size_t mask = cube->capacity - 1;

	for (size_t i = place(cube, hash);; i = (i + 1) & mask)
		if (!cube->cells[i].is_used || !memcmp(&cube->cells[i].key, key, sizeof *key))
			return &cube->cells[i];
}

static void widen(struct cube *cube)
{
	struct cube wider = {.n = cube->n, .capacity = cube->capacity * 2};

	wider.cells = mem_zalloc_table(wider.capacity * sizeof *wider.cells);
	for (size_t i = 0; i < cube->capacity; i++)
		if (cube->cells[i].is_used)
			*probe(&wider, &cube->cells[i].key, hash_key(&cube->cells[i].key)) =
				cube->cells[i];
	free(cube->cells);
	cube->cells = wider.cells;
	cube->capacity = wider.capacity;
}

static void settle(struct cube *cube, const struct change *change)
{
	struct cell *cell;

	if (cube->n * 2 >= cube->capacity)
		widen(cube);
	cell = probe(cube, &change->key, change->hash);
	if (!cell->is_used) {
		*cell = (struct cell){.key = change->key, .is_used = true};
		cube->n++;
	}
	cell->contacts += change->contacts;
	cell->incidents += change->incidents;
}

static void settle_all(struct cube *cube)
{
	for (size_t i = 0; i < cube->n_waiting; i++)
		settle(cube, &cube->waiting[i]);
	cube->n_waiting = 0;
}

static void add(struct cube *cube, enum cube_dim dim, int64_t value, const int64_t *fact, int sign)
{
	struct change *change;

	if (cube->n_waiting == WAITING_CHANGES)
		settle_all(cube);
	change = &cube->waiting[cube->n_waiting++];
	change->key = (struct key){
		dim, (uint32_t)value, (uint32_t)fact[FACT_CAUSE], (int32_t)fact[FACT_DAY]};
	change->hash = hash_key(&change->key);
	change->contacts = sign;
	change->incidents = fact[FACT_MASTER] == fact[FACT_ID] ? sign : 0;
	__builtin_prefetch(&cube->cells[place(cube, change->hash)]);
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
	bool has_less = false;
	int status = stmt ? 0 : -1;
	size_t n;

	settle_all(cube);
	n = sort_changes(cube);

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
