#include "metric/chains_read.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "stats/chain_filter.h"
#include "store/columns.h"

static const uint64_t KEY_COLUMNS = 1ull << FACT_DAY | 1ull << FACT_FLAGS | 1ull << FACT_MASTER |
				    1ull << FACT_CUSTOMER | 1ull << FACT_PRODUCT |
				    1ull << FACT_CAUSE;
static const uint64_t MOMENT_COLUMNS = 1ull << FACT_RECEIVED | 1ull << FACT_CLOSED;

struct reading {
	const struct chains_wanted *wanted;
	struct chain_rules rules;
	int64_t end; /* nothing from then on has come yet */
	struct chain_filter *filter;
	struct chain_item *items; /* those that are kept, and room for those of one more part */
	size_t n, capacity;
};

static void make_room(struct reading *reading)
{
	if (reading->n + PART_ROWS <= reading->capacity)
		return;
	reading->capacity = reading->capacity + reading->capacity / 2 + PART_ROWS;
	reading->items = mem_resize(reading->items, reading->capacity * sizeof *reading->items);
}

/* As the relation all_facts has them, of customers who are known. What is of their keys only;
 * returns how many. */
static size_t take_keys(
	const struct chains_wanted *wanted, const struct columns *columns, struct chain_item *items)
{
	const int64_t *ids = columns_of(columns, FACT_ID), *days = columns_of(columns, FACT_DAY);
	const int64_t *flags = columns_of(columns, FACT_FLAGS);
	const int64_t *masters = columns_of(columns, FACT_MASTER);
	const int64_t *customers = columns_of(columns, FACT_CUSTOMER);
	const int64_t *products = columns_of(columns, FACT_PRODUCT);
	const int64_t *causes = columns_of(columns, FACT_CAUSE);
	size_t n_rows = columns_rows(columns), n = 0;

	for (size_t row = 0; row < n_rows; row++) {
		if (!(flags[row] & FLAG_COMPLAINT) || customers[row] == 0 ||
			days[row] > wanted->as_of ||
			(!wanted->has_contacts_unit && masters[row] != ids[row]))
			continue;
		items[n++] = (struct chain_item){
			.id = (int32_t)ids[row],
			.customer = customers[row],
			.product = wanted->by_product ? (int32_t)products[row] : 0,
			.cause = wanted->by_cause ? (int32_t)causes[row] : 0,
			.has_no_key = (wanted->by_product && !products[row]) ||
				      (wanted->by_cause && !causes[row]),
		};
	}
	return n;
}

/* A day without a time is meant to its end. */
static int64_t closing_of(int64_t closed, int64_t flags, int64_t end)
{
	if (closed == NUMBER_NONE || closed >= end)
		return CHAIN_OPEN;
	return flags & HAS_TIME_CLOSED ? closed : closed + DAY_SECONDS - 1;
}

/* Ids ascend, as those of the rows do. */
static void take_moments(
	const struct columns *columns, int64_t end, struct chain_item *items, size_t n)
{
	const int64_t *ids = columns_of(columns, FACT_ID);
	const int64_t *flags = columns_of(columns, FACT_FLAGS);
	const int64_t *received = columns_of(columns, FACT_RECEIVED);
	const int64_t *closed = columns_of(columns, FACT_CLOSED);

	for (size_t i = 0, row = 0; i < n; i++) {
		while ((int32_t)ids[row] != items[i].id)
			row++;
		items[i].received = received[row];
		items[i].closed = closing_of(closed[row], flags[row], end);
	}
}

static int look_first(struct reading *reading, struct sql *sql, struct err *err)
{
	struct columns *columns = columns_open(sql, KEY_COLUMNS, err);
	int status = -1;

	make_room(reading);
	if (columns)
		reading->filter = chain_filter_new(columns_most(columns), &reading->rules);
	while (columns &&
		(status = columns_next(columns, INT32_MIN, reading->wanted->as_of, err)) > 0) {
		size_t n = take_keys(reading->wanted, columns, reading->items);

		chain_filter_add(reading->filter, reading->items, n);
	}
	columns_close(columns);
	return status;
}

static int look_again(struct reading *reading, struct sql *sql, struct err *err)
{
	struct columns *columns = columns_open(sql, KEY_COLUMNS | MOMENT_COLUMNS, err);
	int status = -1;

	while (columns &&
		(status = columns_next(columns, INT32_MIN, reading->wanted->as_of, err)) > 0) {
		struct chain_item *items;
		size_t n;

		make_room(reading);
		items = reading->items + reading->n;
		n = take_keys(reading->wanted, columns, items);
		n = chain_filter_keep(reading->filter, items, n);
		take_moments(columns, reading->end, items, n);
		reading->n += n;
	}
	columns_close(columns);
	return status;
}

int chains_read(
	struct chains *chains, struct sql *sql, const struct chains_wanted *wanted, struct err *err)
{
	struct reading reading = {.wanted = wanted,
		.rules = {.window = wanted->window,
			.from_first = wanted->from_first,
			.busiest = wanted->busiest},
		.end = ((int64_t)wanted->as_of + 1) * DAY_SECONDS};
	int status = look_first(&reading, sql, err);

	if (status == 0)
		status = look_again(&reading, sql, err);
	chain_filter_free(reading.filter);
	if (status == 0)
		chains_find(chains, reading.items, reading.n, &reading.rules);
	free(reading.items);
	return status;
}
