#include "stats/chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/radix.h"

enum { YEAR_DAYS = 365 };

/* --- together what is of one customer: buckets by hash, then a sort of each --- */

static size_t bucket(int64_t customer, int bits)
{
	return (size_t)((uint64_t)customer * 0x9e3779b97f4a7c15u >> (64 - bits));
}

static int bits_for(size_t n)
{
	int bits = 1;

	while ((size_t)1 << bits < n)
		bits++;
	return bits;
}

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_customer(const void *a, const void *b)
{
	const struct chain_item *x = a, *y = b;
	int order = compare(x->customer, y->customer);

	order = order ? order : compare(x->received, y->received);
	return order ? order : compare(x->id, y->id);
}

static int by_key(const void *a, const void *b)
{
	const struct chain_item *x = a, *y = b;
	int order = x->has_no_key - y->has_no_key;

	order = order ? order : compare(x->product, y->product);
	order = order ? order : compare(x->cause, y->cause);
	order = order ? order : compare(x->received, y->received);
	return order ? order : compare(x->id, y->id);
}

/* Most customers have a handful, for which a sort by insertion is the fastest. */
static void sort_few(struct chain_item *items, size_t n, int (*order)(const void *a, const void *b))
{
	enum { FEW = 16 };

	if (n > FEW) {
		qsort(items, n, sizeof *items, order);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct chain_item item = items[i];
		size_t at = i;

		for (; at > 0 && order(&items[at - 1], &item) > 0; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

/* By customer, then by time. A sort of all of them takes four times as long. */
static void sort_items(struct chain_item *items, size_t n)
{
	int bits = bits_for(n);
	size_t n_buckets = (size_t)1 << bits;
	size_t *ends = mem_zalloc((n_buckets + 1) * sizeof *ends);
	struct chain_item *sorted = mem_alloc((n + 1) * sizeof *sorted);

	for (size_t i = 0; i < n; i++)
		ends[bucket(items[i].customer, bits) + 1]++;
	for (size_t b = 0; b < n_buckets; b++)
		ends[b + 1] += ends[b];
	for (size_t i = 0; i < n; i++)
		sorted[ends[bucket(items[i].customer, bits)]++] = items[i];
	/* now each is the end of its own bucket */
	for (size_t b = 0, first = 0; b < n_buckets; first = ends[b++])
		sort_few(sorted + first, ends[b] - first, by_customer);
	memcpy(items, sorted, n * sizeof *items);
	free(sorted);
	free(ends);
}

/* --- one key --- */

static int32_t day_of(int64_t seconds)
{
	int64_t day = seconds / DAY_SECONDS;

	return (int32_t)(seconds % DAY_SECONDS < 0 ? day - 1 : day);
}

struct closing {
	int64_t moment;
	size_t place; /* of the item in its chain */
};

static int by_moment(const void *a, const void *b)
{
	const struct closing *x = a, *y = b;
	int order = compare(x->moment, y->moment);

	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* What was closed before each of them came; a closing comes first where both are at one moment. */
static void find_closings(const struct chain_item *items, size_t n, struct chain_link *links)
{
	struct closing *closings = mem_alloc(n * sizeof *closings);
	size_t n_closings = 0, at = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t closed = items[i].closed;

		if (closed != CHAIN_OPEN)
			closings[n_closings++] = (struct closing){
				closed < items[i].received ? items[i].received : closed, i};
	}
	qsort(closings, n_closings, sizeof *closings, by_moment);
	for (size_t i = 0; i < n; i++) {
		struct closing receipt = {items[i].received, i};

		while (at < n_closings && by_moment(&closings[at], &receipt) < 0)
			at++;
		links[i].still_open = (int32_t)(i - at);
		links[i].since_closing =
			at ? day_of(items[i].received) - day_of(closings[at - 1].moment)
			   : CHAIN_NONE;
	}
	free(closings);
}

static void find_places(const struct chain_item *items, size_t n, const struct chain_rules *rules,
	struct chain_link *links)
{
	int32_t anchor = day_of(items[0].received), place = 0;

	for (size_t i = 0; i < n; i++) {
		int32_t day = day_of(items[i].received);

		if (day - anchor > rules->window)
			place = 0;
		if (place++ == 0 || !rules->from_first)
			anchor = day;
		links[i].id = items[i].id;
		links[i].place = place;
		links[i].gap = i ? day - day_of(items[i - 1].received) : CHAIN_NONE;
		links[i].next_gap = i + 1 < n ? day_of(items[i + 1].received) - day : CHAIN_NONE;
	}
}

static void add_chain(struct chains *chains, const struct chain_item *items, size_t n,
	const struct chain_rules *rules)
{
	while (chains->capacity < chains->n + n)
		chains->links = mem_grow(
			chains->links, chains->capacity, &chains->capacity, sizeof *chains->links);
	find_places(items, n, rules, chains->links + chains->n);
	find_closings(items, n, chains->links + chains->n);
	chains->n += n;
}

/* --- one customer --- */

static int64_t most_in_a_year(const struct chain_item *items, size_t n)
{
	size_t most = 0, first = 0;

	for (size_t i = 0; i < n; i++) {
		while (day_of(items[i].received) - day_of(items[first].received) >= YEAR_DAYS)
			first++;
		most = i + 1 - first > most ? i + 1 - first : most;
	}
	return (int64_t)most;
}

static void add_busy(struct chains *chains, int64_t customer, int64_t most)
{
	chains->busy = mem_grow(
		chains->busy, chains->n_busy, &chains->busy_capacity, sizeof *chains->busy);
	chains->busy[chains->n_busy++] = (struct busy_customer){customer, most};
}

static bool is_same_key(const struct chain_item *a, const struct chain_item *b)
{
	return a->product == b->product && a->cause == b->cause;
}

static void add_customer(
	struct chains *chains, struct chain_item *items, size_t n, const struct chain_rules *rules)
{
	int64_t most = most_in_a_year(items, n);

	if (most > CHAIN_MANY || most > rules->busiest)
		add_busy(chains, items[0].customer, most);
	if (n < 2 || most > rules->busiest)
		return;
	sort_few(items, n, by_key);
	for (size_t first = 0, end; first < n && !items[first].has_no_key; first = end) {
		for (end = first + 1; end < n && !items[end].has_no_key &&
				      is_same_key(&items[first], &items[end]);)
			end++;
		if (end - first > 1)
			add_chain(chains, items + first, end - first, rules);
	}
}

static void sort_links(struct chains *chains)
{
	struct radix_item *order = mem_alloc((chains->n + 1) * sizeof *order);
	struct chain_link *sorted = mem_alloc((chains->n + 1) * sizeof *sorted);

	for (size_t i = 0; i < chains->n; i++)
		order[i] = (struct radix_item){(uint64_t)chains->links[i].id, i};
	radix_sort(order, chains->n);
	for (size_t i = 0; i < chains->n; i++)
		sorted[i] = chains->links[order[i].value];
	free(order);
	free(chains->links);
	chains->links = sorted;
	chains->capacity = chains->n;
}

static int by_busy_customer(const void *a, const void *b)
{
	const struct busy_customer *x = a, *y = b;

	return compare(x->customer, y->customer);
}

void chains_find(
	struct chains *chains, struct chain_item *items, size_t n, const struct chain_rules *rules)
{
	if (n == 0)
		return;
	sort_items(items, n);
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first + 1; end < n && items[end].customer == items[first].customer;)
			end++;
		add_customer(chains, items + first, end - first, rules);
	}
	sort_links(chains);
	if (chains->n_busy)
		qsort(chains->busy, chains->n_busy, sizeof *chains->busy, by_busy_customer);
}

void chains_release(struct chains *chains)
{
	free(chains->links);
	free(chains->busy);
}
