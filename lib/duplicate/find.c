#include "duplicate/found.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "store/fact.h"
#include "store/internal.h"

enum { NEAR_SECONDS = 72 * 3600, CANDIDATES_AT_ONCE = 16384 };

/* Of 100: rule 5.1, and what two texts need without a customer to agree on. */
enum { ALIKE = 40, ALIKE_ALONE = 60 };

bool contact_is_earlier(const struct contact *a, const struct contact *b)
{
	return a->received < b->received || (a->received == b->received && a->id < b->id);
}

bool contact_is_near(const struct contact *earlier, const struct contact *later)
{
	if (earlier->has_time && later->has_time)
		return later->received - earlier->received <= NEAR_SECONDS;
	return instant_day(later->received) - instant_day(earlier->received) < 3;
}

void candidates_add(struct candidates *candidates, uint32_t a, uint32_t b, bool by_text)
{
	candidates->pairs = mem_grow(
		candidates->pairs, candidates->n, &candidates->capacity, sizeof *candidates->pairs);
	candidates->pairs[candidates->n++] =
		(struct duplicate_pair){.earlier = a, .later = b, .by_text = by_text};
}

static int compare_contacts(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	return contact_is_earlier(x, y) ? -1 : contact_is_earlier(y, x);
}

/* Ids are kept in four bytes, and are places in lists. */
static int check_ids(struct store *store, struct err *err)
{
	int64_t first = 1, last = 1;

	if (ask_integer(store->sql, "SELECT ifnull(min(id), 1) FROM complaint", &first, err) < 0 ||
		ask_integer(store->sql, "SELECT ifnull(max(id), 1) FROM complaint", &last, err) < 0)
		return -1;
	if (first >= 1 && last <= LAST_COMPLAINT)
		return 0;
	return err_set(err, "the store is damaged: no complaint can have the number %lld",
		(long long)(first < 1 ? first : last));
}

/* Other kinds than complaints count nowhere, and without a channel nothing can be said. */
static int read_contacts(
	struct duplicates *found, struct store *store, bool with_anonymous, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store->sql,
		"SELECT id, received, flags, customer, channel FROM complaint"
		" WHERE flags & 1 AND channel <> 0 AND (customer <> 0 OR ?)",
		err);
	int status;

	if (!stmt)
		return -1;
	stmt_bind_integer(stmt, 1, with_anonymous);
	while ((status = stmt_step(stmt, err)) > 0) {
		found->contacts = mem_grow(found->contacts, found->n_contacts,
			&found->contact_capacity, sizeof *found->contacts);
		found->contacts[found->n_contacts++] = (struct contact){
			.id = (uint32_t)stmt_integer(stmt, 0),
			.received = stmt_integer(stmt, 1),
			.has_time = (stmt_integer(stmt, 2) & HAS_TIME_RECEIVED) != 0,
			.customer = stmt_integer(stmt, 3),
			.channel = (uint32_t)stmt_integer(stmt, 4) & INT32_MAX,
		};
	}
	stmt_free(stmt);
	if (found->n_contacts)
		qsort(found->contacts, found->n_contacts, sizeof *found->contacts,
			compare_contacts);
	return status;
}

static bool is_alike(const struct duplicate_pair *pair)
{
	double least = pair->by_text ? ALIKE_ALONE : ALIKE;

	return (pair->same_order && !pair->by_text) || pair->similarity * 100 >= least;
}

static void judge(struct duplicates *found, struct duplicate_pair pair, const struct telling *a,
	const struct telling *b)
{
	pair.same_order = a->order && b->order && !strcmp(a->order, b->order);
	pair.similarity = shingles_jaccard(&a->shingles, &b->shingles);
	if (!is_alike(&pair))
		return;
	found->pairs =
		mem_grow(found->pairs, found->n_pairs, &found->pair_capacity, sizeof *found->pairs);
	found->pairs[found->n_pairs++] = pair;
}

/* Reads what the candidates say, keeps the pairs among them, and empties the list. */
static int judge_all(struct duplicates *found, struct candidates *candidates, struct store *store,
	struct err *err)
{
	struct tellings tellings = {0};
	uint32_t *ids = mem_alloc((candidates->n * 2 + 1) * sizeof *ids);
	int status;

	for (size_t i = 0; i < candidates->n; i++) {
		ids[i * 2] = found->contacts[candidates->pairs[i].earlier].id;
		ids[i * 2 + 1] = found->contacts[candidates->pairs[i].later].id;
	}
	status = tellings_read(&tellings, store, ids, candidates->n * 2, err);
	for (size_t i = 0; i < candidates->n && status == 0; i++) {
		struct duplicate_pair pair = candidates->pairs[i];

		judge(found, pair, tellings_find(&tellings, found->contacts[pair.earlier].id),
			tellings_find(&tellings, found->contacts[pair.later].id));
	}
	candidates->n = 0;
	tellings_release(&tellings);
	free(ids);
	return status;
}

/* Of one customer, through different channels, near in time. */
static int find_by_customer(struct duplicates *found, struct candidates *candidates,
	struct store *store, struct err *err)
{
	const struct contact *contacts = found->contacts;

	for (size_t a = 0; a < found->n_contacts; a++) {
		for (size_t b = a + 1;
			contacts[a].customer && b < found->n_contacts &&
			contacts[b].customer == contacts[a].customer &&
			contacts[b].received - contacts[a].received <= NEAR_SECONDS + DAY_SECONDS;
			b++)
			if (contacts[a].channel != contacts[b].channel &&
				contact_is_near(&contacts[a], &contacts[b]))
				candidates_add(candidates, (uint32_t)a, (uint32_t)b, false);
		if (candidates->n >= CANDIDATES_AT_ONCE &&
			judge_all(found, candidates, store, err) < 0)
			return -1;
	}
	return judge_all(found, candidates, store, err);
}

struct duplicates *duplicates_find(struct store *store, bool with_anonymous, struct err *err)
{
	struct duplicates *found = mem_zalloc(sizeof *found);
	struct candidates candidates = {0};
	int status = check_ids(store, err);

	if (status == 0)
		status = read_contacts(found, store, with_anonymous, err);
	if (status == 0)
		status = find_by_customer(found, &candidates, store, err);
	if (status == 0 && with_anonymous)
		status = candidates_anonymous(&candidates, found, store, err);
	if (status == 0)
		status = judge_all(found, &candidates, store, err);
	free(candidates.pairs);
	if (status < 0) {
		duplicates_free(found);
		return NULL;
	}
	duplicates_join(found);
	return found;
}

void duplicates_free(struct duplicates *duplicates)
{
	if (!duplicates)
		return;
	free(duplicates->contacts);
	free(duplicates->pairs);
	free(duplicates->incidents);
	free(duplicates);
}
