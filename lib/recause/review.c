#include "recause/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

const char *const REVIEW_SAMPLES[N_REVIEW_SAMPLES] = {"uncertain", "unclassified", "random"};

struct candidate {
	int64_t id;
	int32_t score; /* -1: without a cause */
	uint64_t chance;
};

struct candidates {
	struct candidate *items;
	size_t n, capacity;
};

static int read_candidates(
	struct candidates *all, struct store *store, uint64_t seed, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store_sql(store),
		"SELECT c.id, CASE WHEN c.cause = 0 THEN -1 ELSE ifnull(c.cause_score, 0) END"
		" FROM complaint c JOIN narrative n ON n.complaint = c.id"
		" WHERE c.flags & 1 AND c.master = c.id AND n.text <> '' AND c.cause_by NOT IN"
		" (SELECT id FROM term WHERE dim = 'cause_by' AND text IN ('human', 'export'))",
		err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0) {
		struct candidate candidate = {
			stmt_integer(stmt, 0), (int32_t)stmt_integer(stmt, 1), 0};

		candidate.chance = hash_bytes(seed, &candidate.id, sizeof candidate.id);
		all->items = mem_grow(all->items, all->n, &all->capacity, sizeof *all->items);
		all->items[all->n++] = candidate;
	}
	stmt_free(stmt);
	return status;
}

static int by_chance(const struct candidate *x, const struct candidate *y)
{
	if (x->chance != y->chance)
		return x->chance < y->chance ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* Those without a cause first, each kind by chance where equal. */
static int least_certain_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? -1 : 1;
	return by_chance(x, y);
}

static int chance_first(const void *a, const void *b)
{
	return by_chance(a, b);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many of each: what one sample lacks the others give. */
static void share_out(
	const struct review_plan *plan, size_t n_blank, size_t n_named, size_t n[N_REVIEW_SAMPLES])
{
	size_t random = least((size_t)((double)plan->n * plan->random_share + 0.5), n_named);

	if (plan->random_share == 1)
		random = least(plan->n, n_blank + n_named);
	n[REVIEW_RANDOM] = random;
	n[REVIEW_UNCLASSIFIED] = least((plan->n - random) / 2, n_blank);
	n[REVIEW_UNCERTAIN] =
		least(plan->n - random - n[REVIEW_UNCLASSIFIED], n_named - least(random, n_named));
	if (n[REVIEW_UNCLASSIFIED])
		n[REVIEW_UNCLASSIFIED] = least(plan->n - random - n[REVIEW_UNCERTAIN], n_blank);
}

struct picker {
	struct review_pick *picks;
	size_t n;
};

static void pick(struct picker *picker, const struct candidate *from, size_t n, size_t n_of,
	enum review_sample sample)
{
	for (size_t i = 0; i < n; i++)
		picker->picks[picker->n++] =
			(struct review_pick){from[i].id, sample, (double)n_of / (double)n};
}

struct shuffled {
	struct review_pick pick;
	uint64_t chance;
};

static int by_shuffle(const void *a, const void *b)
{
	const struct shuffled *x = a, *y = b;

	if (x->chance != y->chance)
		return x->chance < y->chance ? -1 : 1;
	return x->pick.id < y->pick.id ? -1 : 1;
}

/* Another chance than the one they were drawn by, or the samples would stand apart. */
static void shuffle(struct picker *picker, uint64_t seed)
{
	struct shuffled *all = mem_alloc((picker->n + 1) * sizeof *all);

	for (size_t i = 0; i < picker->n; i++)
		all[i] = (struct shuffled){picker->picks[i],
			hash_bytes(~seed, &picker->picks[i].id, sizeof picker->picks[i].id)};
	if (picker->n)
		qsort(all, picker->n, sizeof *all, by_shuffle);
	for (size_t i = 0; i < picker->n; i++)
		picker->picks[i] = all[i].pick;
	free(all);
}

/* The uncertain go before those without a cause, who are next to all others: where none of them is
 * asked for by itself, they are drawn with those. */
static void order(struct candidate *all, size_t n_blank, size_t n_uncertain)
{
	struct candidate *blank = mem_alloc((n_blank + 1) * sizeof *blank);

	memcpy(blank, all, n_blank * sizeof *blank);
	memmove(all, all + n_blank, n_uncertain * sizeof *all);
	memcpy(all + n_uncertain, blank, n_blank * sizeof *blank);
	free(blank);
}

static void draw(struct picker *picker, struct candidates *all, const struct review_plan *plan)
{
	size_t n[N_REVIEW_SAMPLES], n_blank = 0, n_rest;
	struct candidate *at = all->items;

	while (n_blank < all->n && at[n_blank].score < 0)
		n_blank++;
	share_out(plan, n_blank, all->n - n_blank, n);
	order(at, n_blank, n[REVIEW_UNCERTAIN]);
	pick(picker, at, n[REVIEW_UNCERTAIN], n[REVIEW_UNCERTAIN], REVIEW_UNCERTAIN);
	at += n[REVIEW_UNCERTAIN];
	if (n[REVIEW_UNCLASSIFIED]) {
		pick(picker, at, n[REVIEW_UNCLASSIFIED], n_blank, REVIEW_UNCLASSIFIED);
		at += n_blank;
	}
	n_rest = all->n - (size_t)(at - all->items);
	qsort(at, n_rest, sizeof *at, chance_first);
	pick(picker, at, n[REVIEW_RANDOM], n_rest, REVIEW_RANDOM);
}

int review_choose(struct store *store, const struct review_plan *plan, struct review_pick **picks,
	size_t *n, struct err *err)
{
	struct candidates all = {0};
	struct picker picker = {0};

	if (read_candidates(&all, store, plan->seed, err) < 0) {
		free(all.items);
		return -1;
	}
	picker.picks = mem_alloc((plan->n + 1) * sizeof *picker.picks);
	if (all.n) {
		qsort(all.items, all.n, sizeof *all.items, least_certain_first);
		draw(&picker, &all, plan);
	}
	free(all.items);
	shuffle(&picker, plan->seed);
	*picks = picker.picks;
	*n = picker.n;
	return 0;
}
