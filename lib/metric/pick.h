#pragma once
/* The complaints that the common options ask for, taken from the store's columns (store/columns.h)
 * part by part, each with its period. SQL over the rows (metric/where.h) gives the same, later.
 *
 *	struct pick *pick = pick_open(&relations, PICK_COUNTED, 1ull << FACT_CLOSED, &err);
 *	while ((status = pick_next(pick, &err)) > 0)
 *		for (size_t i = 0; i < pick->n; i++)
 *			... pick->t[i], pick_of(pick, FACT_CLOSED)[pick->rows[i]]
 *	pick_close(pick); */
#include "metric/relations.h"
#include "store/columns.h"

enum pick_of {
	PICK_COUNTED,  /* of the days of periods: complaints, or every kind */
	PICK_LEFT_OUT, /* rows of the shown periods that are no complaints; t is 0 */
};

struct pick_condition;

struct pick {
	size_t n;                 /* of this part */
	uint32_t rows[PART_ROWS]; /* places in the columns, ascending */
	int32_t t[PART_ROWS];     /* their periods */
	struct columns *columns;
	enum pick_of of;
	bool has_every_kind; /* not complaints alone; these have the kind 0 then */
	int64_t *kinds;      /* of this part, then; else NULL */
	/* Before the day only what was not closed before the moment. */
	bool only_unfinished;
	int64_t unfinished_from, unfinished_until;
	bool only_masters; /* PICK_COUNTED that are their own incident */
	int64_t first_day, last_day, from_day;
	int32_t *slots; /* t of each of these days, or NO_SLOT */
	struct pick_condition *conditions;
	size_t n_conditions;
	const struct dimension *keys[MAX_BY]; /* of --by */
	enum fact key_facts[MAX_BY];
	const int64_t *key_cells[MAX_BY]; /* of this part */
	size_t n_keys;
};

/* Whether columns can tell: not where values of extra columns, or several causes, are asked for. */
bool pick_is_possible(const struct relations *relations);

/* `facts`: bits of those that will be looked at, besides the keys of --by. */
struct pick *pick_open(
	const struct relations *relations, enum pick_of of, uint64_t facts, struct err *err);
/* With contacts as well: for who counts both units. */
void pick_all_contacts(struct pick *pick);
/* Without what `unfinished` leaves out of facts. */
void pick_only_unfinished(struct pick *pick);
/* Only from that day on. */
void pick_only_from(struct pick *pick, int64_t day);
int pick_next(struct pick *pick, struct err *err); /* 1: there are some, 0, or -1 */
const int64_t *pick_of(const struct pick *pick, enum fact fact);
/* The values of --by of a row, as whole numbers (metric/where.h); 0 without --by. */
void pick_keys(const struct pick *pick, size_t row, int64_t keys[MAX_BY]);
void pick_close(struct pick *pick);
