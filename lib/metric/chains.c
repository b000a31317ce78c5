#include "metric/chains.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/tuples.h"
#include "metric/all_facts.h"
#include "metric/facts.h"
#include "metric/params.h"
#include "metric/pick.h"
#include "metric/where.h"
#include "stats/chain.h"
#include "store/columns.h"

enum { WINDOW = 30 };

static const struct frame_column COLUMNS[] = {
	{"id", FRAME_INTEGER},
	{"place", FRAME_INTEGER},
	{"gap", FRAME_INTEGER},
	{"next_gap", FRAME_INTEGER},
	{"since_closing", FRAME_INTEGER},
	{"still_open", FRAME_INTEGER},
	{0},
};

struct reader {
	const struct chains *chains;
	size_t at; /* one past the current row */
};

static struct chain_rules read_rules(const struct relations *relations)
{
	const char *anchor = params_word(relations, "anchor");

	return (struct chain_rules){
		.window = (int32_t)params_integer(relations, "window", WINDOW),
		.from_first = anchor && !strcmp(anchor, "first"),
		.busiest = params_integer(relations, "busiest", INT64_MAX),
	};
}

struct items {
	struct chain_item *items;
	size_t n, capacity;
	bool by_product, by_cause; /* as --key says */
};

static void add_item(struct items *items, struct chain_item item)
{
	item.product = items->by_product ? item.product : 0;
	item.cause = items->by_cause ? item.cause : 0;
	item.has_no_key = (items->by_product && !item.product) || (items->by_cause && !item.cause);
	items->items = mem_grow(items->items, items->n, &items->capacity, sizeof item);
	items->items[items->n++] = item;
}

static const uint64_t ALL_COLUMNS =
	1ull << FACT_DAY | 1ull << FACT_FLAGS | 1ull << FACT_MASTER | 1ull << FACT_CUSTOMER |
	1ull << FACT_PRODUCT | 1ull << FACT_CAUSE | 1ull << FACT_RECEIVED | 1ull << FACT_CLOSED;

static bool is_counted(const struct relations *relations, const struct columns *columns, size_t row)
{
	return columns_of(columns, FACT_FLAGS)[row] & FLAG_COMPLAINT &&
	       columns_of(columns, FACT_CUSTOMER)[row] != 0 &&
	       columns_of(columns, FACT_DAY)[row] <= relations->extent->as_of &&
	       (relations->scope->has_contacts_unit ||
		       columns_of(columns, FACT_MASTER)[row] == columns_of(columns, FACT_ID)[row]);
}

/* `end`: nothing from then on has come yet. */
static struct chain_item item_at(const struct columns *columns, size_t row, int64_t end)
{
	int64_t closed = columns_of(columns, FACT_CLOSED)[row];
	bool has_time = columns_of(columns, FACT_FLAGS)[row] & HAS_TIME_CLOSED;

	if (closed == NUMBER_NONE || closed >= end)
		closed = CHAIN_OPEN;
	else if (!has_time)
		closed += DAY_SECONDS - 1;
	return (struct chain_item){
		.id = columns_of(columns, FACT_ID)[row],
		.customer = columns_of(columns, FACT_CUSTOMER)[row],
		.product = columns_of(columns, FACT_PRODUCT)[row],
		.cause = columns_of(columns, FACT_CAUSE)[row],
		.received = columns_of(columns, FACT_RECEIVED)[row],
		.closed = closed,
	};
}

/* --- whose chains are looked at --- */

/* From the period before the first that is shown: what is shown may be compared with it. False:
 * from the beginning, or so early that to look for the customers costs more than to take all. */
static bool find_first_day(const struct relations *relations, int64_t *day)
{
	enum { WORTH_IT = 4 };
	const struct timeline *timeline = relations->timeline;
	const struct extent *extent = relations->extent;
	size_t i = timeline_first_shown(timeline);

	if (i == timeline->n)
		return false;
	i -= i > 0;
	*day = timeline->slots[i].first;
	return (extent->newest - *day) * WORTH_IT < extent->newest - extent->oldest;
}

/* Customers of facts since that day. */
static int read_customers(const struct relations *relations, int64_t first_day,
	struct tuples *customers, struct err *err)
{
	struct pick *pick = pick_open(relations, PICK_COUNTED, 1ull << FACT_CUSTOMER, err);
	int status = -1;

	if (pick)
		pick_only_from(pick, first_day);
	while (pick && (status = pick_next(pick, err)) > 0)
		for (size_t i = 0; i < pick->n; i++)
			tuples_add(customers, &pick_of(pick, FACT_CUSTOMER)[pick->rows[i]]);
	pick_close(pick);
	return status;
}

/* All complaints of theirs (NULL: of everybody) up to the as-of date, as the relation all_facts has
 * them. */
static int read_theirs(const struct relations *relations, const struct tuples *customers,
	struct items *items, struct err *err)
{
	int64_t end = ((int64_t)relations->extent->as_of + 1) * DAY_SECONDS;
	struct columns *columns = columns_open(relations->sql, ALL_COLUMNS, err);
	int status = -1;

	while (columns &&
		(status = columns_next(columns, INT32_MIN, relations->extent->as_of, err)) > 0)
		for (size_t row = 0; row < columns_rows(columns); row++)
			if (is_counted(relations, columns, row) &&
				(!customers || tuples_find(customers,
						       &columns_of(columns, FACT_CUSTOMER)[row]) !=
						       TUPLES_NONE))
				add_item(items, item_at(columns, row, end));
	columns_close(columns);
	return status;
}

static int read_all(const struct relations *relations, struct items *items, struct err *err)
{
	struct tuples customers = {.width = 1};
	int64_t first_day;
	int status;

	if (!pick_is_possible(relations) || !find_first_day(relations, &first_day))
		return read_theirs(relations, NULL, items, err);
	status = read_customers(relations, first_day, &customers, err);
	if (status == 0)
		status = read_theirs(relations, &customers, items, err);
	tuples_release(&customers);
	return status;
}

/* Whether the facts are all_facts: nothing is left out, and nothing is there twice. */
static bool is_all(const struct relations *relations)
{
	const struct timeline *timeline = relations->timeline;
	const struct extent *extent = relations->extent;
	bool is_all = !relations->scope->n_conditions && !where_has_parts(relations) &&
		      !where_has_every_kind(relations) &&
		      !(relations->query->reads & RELATION_UNFINISHED);

	if (!timeline->n || timeline->slots[0].seen_first > extent->oldest ||
		timeline->slots[timeline->n - 1].seen_last < extent->newest)
		return false;
	for (size_t i = 1; i < timeline->n; i++)
		is_all = is_all &&
			 timeline->slots[i].seen_first == timeline->slots[i - 1].seen_last + 1;
	return is_all;
}

/* As all_facts has it: a day without a time is meant to its end. */
static int64_t closing_of(const struct frame *facts, size_t row)
{
	int64_t closed = frame_number(facts, FACTS_CLOSED, row);

	if (closed == FRAME_WIDE_NULL)
		return CHAIN_OPEN;
	return frame_number(facts, FACTS_FLAGS, row) & HAS_CLOSED_TIME ? closed
								       : closed + DAY_SECONDS - 1;
}

/* The query will read them anyway: a second look at the store is spared. */
static int take_facts(struct frame *facts, struct items *items, struct err *err)
{
	uint64_t columns = 1 << FACTS_ID | 1 << FACTS_FLAGS | 1 << FACTS_RECEIVED |
			   1 << FACTS_CLOSED | 1 << FACTS_CUSTOMER | 1 << FACTS_PRODUCT |
			   1 << FACTS_CAUSE;

	if (frame_want(facts, columns, err) < 0)
		return -1;
	for (size_t row = 0; row < frame_rows(facts); row++)
		if (frame_number(facts, FACTS_CUSTOMER, row) != 0)
			add_item(
				items, (struct chain_item){
					       .id = frame_number(facts, FACTS_ID, row),
					       .customer = frame_number(facts, FACTS_CUSTOMER, row),
					       .product = frame_number(facts, FACTS_PRODUCT, row),
					       .cause = frame_number(facts, FACTS_CAUSE, row),
					       .received = frame_number(facts, FACTS_RECEIVED, row),
					       .closed = closing_of(facts, row),
				       });
	return 0;
}

static int read_items(const struct relations *relations, struct frame *facts, struct items *items,
	struct err *err)
{
	const char *key = params_word(relations, "key");
	int64_t first_day;

	items->by_product = !key || strstr(key, "product");
	items->by_cause = !key || strstr(key, "cause");
	return is_all(relations) && !find_first_day(relations, &first_day)
		       ? take_facts(facts, items, err)
		       : read_all(relations, items, err);
}

static bool next_busy(void *context)
{
	struct reader *reader = context;

	return reader->at++ < reader->chains->n_busy;
}

static void give_busy(void *context, int column, struct sql_result *result)
{
	const struct reader *reader = context;
	const struct busy_customer *busy = &reader->chains->busy[reader->at - 1];

	result_integer(result, column ? busy->most : busy->customer);
}

static int insert_busy(struct sql *sql, const struct chains *chains, struct err *err)
{
	struct reader reader = {chains, 0};
	struct sql_rows rows = {next_busy, give_busy, &reader};
	struct stmt *stmt;
	int status;

	if (sql_run(sql, err,
		    "CREATE TEMP TABLE busy(customer INTEGER PRIMARY KEY, most INTEGER)") < 0)
		return -1;
	stmt = stmt_prepare_rows(sql, "temp.busy", "c0, c1", err);
	status = stmt ? stmt_insert_rows(stmt, sql, &rows, err) : -1;
	stmt_free(stmt);
	return status;
}

/* --- the frame of links --- */

static int32_t link_value(const struct chain_link *link, int column)
{
	const int32_t values[] = {(int32_t)link->id, link->place, link->gap, link->next_gap,
		link->since_closing, link->still_open};

	return values[column] == CHAIN_NONE ? FRAME_NULL : values[column];
}

static int fill(void *context, struct frame *frame, struct err *err)
{
	const struct chains *chains = context;

	(void)err;
	for (int column = 0; COLUMNS[column].name; column++) {
		int32_t *cells;

		if (!frame_wants(frame, column))
			continue;
		cells = frame_make(frame, column, chains->n);
		for (size_t i = 0; i < chains->n; i++)
			cells[i] = link_value(&chains->links[i], column);
	}
	return 0;
}

static void release(void *context)
{
	chains_release(context);
	free(context);
}

int chains_make(const struct relations *relations, struct frame *facts, struct err *err)
{
	struct chain_rules rules = read_rules(relations);
	struct items items = {0};
	struct chains *chains = mem_zalloc(sizeof *chains);
	int status = read_items(relations, facts, &items, err);

	if (status == 0) {
		chains_find(chains, items.items, items.n, &rules);
		status = insert_busy(relations->sql, chains, err);
	}
	free(items.items);
	if (status == 0)
		return frame_give(
			relations->sql, "chains", frame_new(COLUMNS, fill, chains, release), err);
	release(chains);
	return -1;
}

void chains_drop(struct sql *sql)
{
	frame_drop(sql, "chains");
}
