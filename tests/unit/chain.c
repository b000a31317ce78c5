/* lib/stats/chain.c and chain_filter.c against the definition, complaint by complaint (METRICS 4).
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "stats/chain_filter.h"

enum { N = 400, WINDOW = 30 };

static uint32_t next(uint32_t *state)
{
	return (*state = *state * 1664525u + 1013904223u) >> 8;
}

static void invent(struct chain_item *items, uint32_t *random)
{
	for (int i = 0; i < N; i++) {
		int64_t received =
			(int64_t)(next(random) % 400) * (DAY_SECONDS / 4) - 50 * DAY_SECONDS;

		items[i] = (struct chain_item){
			.id = i + 1,
			.customer = 1 + next(random) % 20,
			.product = 1 + next(random) % 2,
			.cause = 1,
			.received = received,
			.closed = next(random) % 3
					  ? received + (next(random) % 40 - 4) * DAY_SECONDS / 2
					  : CHAIN_OPEN,
			.has_no_key = next(random) % 10 == 0,
		};
	}
}

static bool is_earlier(const struct chain_item *a, const struct chain_item *b)
{
	return a->customer == b->customer && a->product == b->product && !a->has_no_key &&
	       !b->has_no_key &&
	       (a->received < b->received || (a->received == b->received && a->id < b->id));
}

static int32_t day(int64_t seconds)
{
	return (int32_t)((seconds + 1000 * DAY_SECONDS) / DAY_SECONDS) - 1000;
}

/* By the words of the definition, in the square of the number. */
static struct chain_link judge(const struct chain_item *items, const struct chain_item *one)
{
	struct chain_link link = {one->id, 0, CHAIN_NONE, CHAIN_NONE, CHAIN_NONE, 0};

	for (int i = 0; i < N; i++) {
		const struct chain_item *other = &items[i];
		int32_t gap = day(one->received) - day(other->received);
		int64_t closed = other->closed < other->received ? other->received : other->closed;

		if (is_earlier(one, other) && (link.next_gap == CHAIN_NONE || -gap < link.next_gap))
			link.next_gap = -gap;
		if (!is_earlier(other, one))
			continue;
		if (link.gap == CHAIN_NONE || gap < link.gap)
			link.gap = gap;
		if (closed > one->received)
			link.still_open++;
		else if (link.since_closing == CHAIN_NONE ||
			 day(one->received) - day(closed) < link.since_closing)
			link.since_closing = day(one->received) - day(closed);
	}
	return link;
}

static const struct chain_link *find(const struct chains *chains, int64_t id)
{
	for (size_t i = 0; i < chains->n; i++)
		if (chains->links[i].id == id)
			return &chains->links[i];
	return NULL;
}

static void compare(const struct chain_link *link, const struct chain_link *expected)
{
	if (!link) {
		cr_assert_eq(expected->gap, CHAIN_NONE);
		cr_assert_eq(expected->next_gap, CHAIN_NONE);
		return;
	}
	cr_assert_eq(link->gap, expected->gap);
	cr_assert_eq(link->next_gap, expected->next_gap);
	cr_assert_eq(link->since_closing, expected->since_closing);
	cr_assert_eq(link->still_open, expected->still_open);
	cr_assert_eq(link->place > 1, expected->gap != CHAIN_NONE && expected->gap <= WINDOW);
}

Test(chain, links_are_those_of_the_definition_in_any_order_of_rows)
{
	const struct chain_rules rules = {.window = WINDOW, .busiest = INT64_MAX};
	uint32_t random = 5;

	for (int round = 0; round < 20; round++) {
		struct chain_item items[N], shuffled[N];
		struct chains chains = {0};

		invent(items, &random);
		for (int i = 0; i < N; i++)
			shuffled[i] =
				items[(i * 7 + round) % N]; /* 7 and N have no common factor */
		chains_find(&chains, shuffled, N, &rules);
		for (int i = 0; i < N; i++) {
			struct chain_link expected = judge(items, &items[i]);

			compare(find(&chains, items[i].id), &expected);
		}
		chains_release(&chains);
	}
}

/* Of the one customer, about the one thing. */
static struct chain_item one(int32_t id, int64_t received)
{
	return (struct chain_item){.id = id,
		.customer = 9,
		.product = 1,
		.cause = 1,
		.received = received,
		.closed = CHAIN_OPEN};
}

Test(chain, an_episode_that_is_measured_from_its_first_ends_after_the_window)
{
	struct chain_item items[3];
	const struct chain_rules rules = {.window = 30, .from_first = true, .busiest = INT64_MAX};
	struct chains chains = {0};

	for (int i = 0; i < 3; i++)
		items[i] = one(i + 1, i * 20 * DAY_SECONDS);
	chains_find(&chains, items, 3, &rules);
	cr_assert_eq(chains.n, 3);
	cr_assert_eq(chains.links[1].place, 2);
	cr_assert_eq(chains.links[2].place, 1);
	chains_release(&chains);
}

Test(chain, who_has_very_many_in_a_year_is_busy_and_can_be_left_out)
{
	struct chain_item items[25];
	struct chains chains = {0};

	for (int i = 0; i < 25; i++)
		items[i] = one(i + 1, i * 16 * DAY_SECONDS);
	chains_find(&chains, items, 25, &(struct chain_rules){.window = 30, .busiest = 22});
	cr_assert_eq(chains.n, 0);
	cr_assert_eq(chains.n_busy, 1);
	cr_assert_eq(chains.busy[0].most, 23); /* 22 steps of 16 days are under 365 */
	chains_release(&chains);
}

Test(chain, what_the_filter_leaves_out_makes_no_difference)
{
	uint32_t random = 99;

	for (int round = 0; round < 40; round++) {
		struct chain_item items[N], kept[N];
		struct chain_rules rules = {.window = WINDOW,
			.from_first = round % 2,
			.busiest = round % 4 < 2 ? INT64_MAX : 5};
		struct chains all = {0}, few = {0};
		struct chain_filter *filter = chain_filter_new(N, &rules);
		size_t n;

		invent(items, &random);
		for (int i = 0; i < N; i++)
			items[i].product = items[i].has_no_key ? 0 : 1 + next(&random) % 200;
		memcpy(kept, items, sizeof kept);
		chain_filter_add(filter, items, N / 3);
		chain_filter_add(filter, items + N / 3, N - N / 3);
		n = chain_filter_keep(filter, kept, N);
		chain_filter_free(filter);
		chains_find(&all, items, N, &rules);
		chains_find(&few, kept, n, &rules);
		cr_assert_eq(all.n, few.n);
		cr_assert_arr_eq(all.links, few.links, all.n * sizeof *all.links);
		cr_assert_eq(all.n_busy, few.n_busy);
		cr_assert_arr_eq(all.busy, few.busy, all.n_busy * sizeof *all.busy);
		chains_release(&all);
		chains_release(&few);
	}
}

Test(chain, the_filter_leaves_out_nearly_all_who_complain_once)
{
	enum { MANY = 5000 };
	struct chain_rules rules = {.window = WINDOW, .busiest = INT64_MAX};
	struct chain_item *items = calloc(MANY, sizeof *items);
	struct chain_filter *filter = chain_filter_new(MANY, &rules);

	for (int i = 0; i < MANY; i++)
		items[i] = (struct chain_item){
			.id = i, .customer = i < 2 ? 1 : i, .product = 1, .cause = 1};
	chain_filter_add(filter, items, MANY);
	cr_expect_lt(chain_filter_keep(filter, items, MANY), (size_t)MANY / 5);
	cr_expect_eq(items[0].id, 0);
	cr_expect_eq(items[1].id, 1);
	chain_filter_free(filter);
	free(items);
}
