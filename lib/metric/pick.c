#include "metric/pick.h"

#include <stdlib.h>
#include <string.h>

#include "metric/where.h"

#define NO_SLOT INT32_MIN

/* `fact [NOT] IN (ids)` */
struct pick_condition {
	enum fact fact;
	bool is_not, is_number;
	int64_t *ids; /* ascending */
	size_t n;
};

static bool is_of_columns(const struct by *field)
{
	return field->dimension != NULL;
}

bool pick_is_possible(const struct relations *relations)
{
	const struct scope *scope = relations->scope;

	if (where_has_parts(relations) || relations->counted_from == COUNTED_FROM_ROWS)
		return false;
	for (size_t i = 0; i < scope->n_by; i++)
		if (!is_of_columns(&scope->by[i]))
			return false;
	for (size_t i = 0; i < scope->n_conditions; i++)
		if (!is_of_columns(&scope->conditions[i].field))
			return false;
	return true;
}

static enum fact fact_of(const struct dimension *dimension)
{
	enum fact fact = 0;

	while (strcmp(FACTS[fact].column, dimension->column) != 0)
		fact++;
	return fact;
}

/* --- what is asked for --- */

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int add_condition(const struct relations *relations, struct pick *pick,
	const struct by *field, bool is_not, struct err *err)
{
	struct pick_condition *condition = &pick->conditions[pick->n_conditions];
	bool is_there = false;

	*condition = (struct pick_condition){.fact = fact_of(field->dimension),
		.is_not = is_not,
		.is_number = field->dimension->value == VALUE_NUMBER};
	if (where_ids(relations, field, is_not, &is_there, &condition->ids, &condition->n, err) <
		0) {
		free(condition->ids);
		return -1;
	}
	if (!is_there)
		return 0;
	if (condition->n)
		qsort(condition->ids, condition->n, sizeof *condition->ids, compare_ids);
	pick->n_conditions++;
	return 0;
}

static int read_conditions(const struct relations *relations, struct pick *pick, struct err *err)
{
	const struct scope *scope = relations->scope;

	pick->conditions = mem_zalloc((2 * scope->n_conditions + 1) * sizeof *pick->conditions);
	for (size_t i = 0; i < scope->n_conditions; i++) {
		const struct by *field = &scope->conditions[i].field;

		if (where_is_first_of_field(scope, i) &&
			(add_condition(relations, pick, field, false, err) < 0 ||
				add_condition(relations, pick, field, true, err) < 0))
			return -1;
	}
	return 0;
}

static void read_keys(const struct scope *scope, struct pick *pick)
{
	pick->n_keys = scope->n_by;
	for (size_t i = 0; i < scope->n_by; i++) {
		pick->keys[i] = scope->by[i].dimension;
		pick->key_facts[i] = fact_of(pick->keys[i]);
	}
}

static bool is_used(const struct pick *pick, const struct slot *slot)
{
	return slot->seen_first <= slot->seen_last && (pick->of == PICK_COUNTED || slot->is_shown);
}

/* What is left out is of all days from the first shown to the last. */
static void make_slots(const struct timeline *timeline, struct pick *pick)
{
	size_t n_days;

	pick->first_day = INT32_MAX;
	pick->last_day = INT32_MIN;
	for (size_t i = 0; i < timeline->n; i++) {
		const struct slot *slot = &timeline->slots[i];

		if (!is_used(pick, slot))
			continue;
		pick->first_day =
			slot->seen_first < pick->first_day ? slot->seen_first : pick->first_day;
		pick->last_day =
			slot->seen_last > pick->last_day ? slot->seen_last : pick->last_day;
	}
	pick->from_day = pick->first_day;
	n_days = pick->first_day > pick->last_day ? 0
						  : (size_t)(pick->last_day - pick->first_day) + 1;
	pick->slots = mem_alloc((n_days + 1) * sizeof *pick->slots);
	for (size_t i = 0; i < n_days; i++)
		pick->slots[i] = pick->of == PICK_LEFT_OUT ? 0 : NO_SLOT;
	for (size_t i = 0; i < timeline->n && pick->of == PICK_COUNTED; i++) {
		const struct slot *slot = &timeline->slots[i];

		for (int64_t day = slot->seen_first; day <= slot->seen_last; day++)
			pick->slots[day - pick->first_day] = slot->t;
	}
}

static uint64_t bit(enum fact fact)
{
	return 1ull << fact;
}

struct pick *pick_open(
	const struct relations *relations, enum pick_of of, uint64_t facts, struct err *err)
{
	struct pick *pick = mem_alloc(sizeof *pick);

	*pick = (struct pick){
		.of = of,
		.has_every_kind = of == PICK_COUNTED && where_has_every_kind(relations),
		.only_masters = of == PICK_COUNTED && !relations->scope->has_contacts_unit,
	};
	if (where_is_unfinished(relations, &pick->unfinished_from, &pick->unfinished_until))
		facts |= bit(FACT_CLOSED);
	else
		pick->unfinished_from = INT32_MIN;
	read_keys(relations->scope, pick);
	make_slots(relations->timeline, pick);
	if (read_conditions(relations, pick, err) == 0) {
		facts |= bit(FACT_DAY) | bit(FACT_FLAGS) | bit(FACT_MASTER);
		for (size_t i = 0; i < pick->n_keys; i++)
			facts |= bit(pick->key_facts[i]);
		for (size_t i = 0; i < pick->n_conditions; i++)
			facts |= bit(pick->conditions[i].fact);
		if (pick->has_every_kind) {
			facts |= bit(FACT_KIND);
			pick->kinds = mem_alloc(PART_ROWS * sizeof *pick->kinds);
		}
		pick->columns = columns_open(relations->sql, facts, err);
	}
	if (pick->columns)
		return pick;
	pick_close(pick);
	return NULL;
}

void pick_all_contacts(struct pick *pick)
{
	pick->only_masters = false;
}

void pick_only_unfinished(struct pick *pick)
{
	pick->only_unfinished = pick->unfinished_from > INT32_MIN;
}

void pick_only_from(struct pick *pick, int64_t day)
{
	pick->from_day = day > pick->first_day ? day : pick->first_day;
}

void pick_close(struct pick *pick)
{
	if (!pick)
		return;
	columns_close(pick->columns);
	for (size_t i = 0; i < pick->n_conditions; i++)
		free(pick->conditions[i].ids);
	free(pick->conditions);
	free(pick->slots);
	free(pick->kinds);
	free(pick);
}

/* --- rows --- */

/* A number that is not known is -1, as in SQL. */
static int64_t value_of(int64_t cell, bool is_number)
{
	return is_number && cell == NUMBER_NONE ? -1 : cell;
}

static void take_days(struct pick *pick)
{
	const int64_t *days = columns_of(pick->columns, FACT_DAY);
	const int64_t *flags = columns_of(pick->columns, FACT_FLAGS);
	const int64_t *ids = columns_of(pick->columns, FACT_ID);
	const int64_t *masters = columns_of(pick->columns, FACT_MASTER);
	int64_t is_complaint = pick->of == PICK_COUNTED ? FLAG_COMPLAINT : 0;
	size_t n_rows = columns_rows(pick->columns), n = 0;

	for (size_t row = 0; row < n_rows; row++) {
		int32_t t;

		if (days[row] < pick->from_day || days[row] > pick->last_day ||
			(!pick->has_every_kind && (flags[row] & FLAG_COMPLAINT) != is_complaint) ||
			(pick->only_masters && masters[row] != ids[row]))
			continue;
		t = pick->slots[days[row] - pick->first_day];
		if (t == NO_SLOT)
			continue;
		pick->rows[n] = (uint32_t)row;
		pick->t[n++] = t;
	}
	pick->n = n;
}

static void take_unfinished(struct pick *pick)
{
	const int64_t *days = columns_of(pick->columns, FACT_DAY);
	const int64_t *flags = columns_of(pick->columns, FACT_FLAGS);
	const int64_t *closed = columns_of(pick->columns, FACT_CLOSED);
	size_t n = 0;

	for (size_t i = 0; i < pick->n; i++) {
		size_t row = pick->rows[i];

		if (days[row] < pick->unfinished_from &&
			(flags[row] & FLAG_ENDED_UNDATED ||
				(closed[row] != NUMBER_NONE &&
					closed[row] < pick->unfinished_until)))
			continue;
		pick->rows[n] = pick->rows[i];
		pick->t[n++] = pick->t[i];
	}
	pick->n = n;
}

static void take_kinds(struct pick *pick)
{
	const int64_t *flags = columns_of(pick->columns, FACT_FLAGS);
	const int64_t *kinds = columns_of(pick->columns, FACT_KIND);

	for (size_t i = 0; i < pick->n; i++)
		pick->kinds[pick->rows[i]] =
			flags[pick->rows[i]] & FLAG_COMPLAINT ? 0 : kinds[pick->rows[i]];
}

static bool has_id(const struct pick_condition *condition, int64_t id)
{
	size_t low = 0, high = condition->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (condition->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < condition->n && condition->ids[low] == id;
}

static void meet(struct pick *pick, const struct pick_condition *condition)
{
	const int64_t *cells = pick_of(pick, condition->fact);
	size_t n = 0;

	for (size_t i = 0; i < pick->n; i++) {
		int64_t value = value_of(cells[pick->rows[i]], condition->is_number);

		if (has_id(condition, value) == condition->is_not)
			continue;
		pick->rows[n] = pick->rows[i];
		pick->t[n++] = pick->t[i];
	}
	pick->n = n;
}

int pick_next(struct pick *pick, struct err *err)
{
	int status;

	while ((status = columns_next(pick->columns, pick->from_day, pick->last_day, err)) > 0) {
		take_days(pick);
		if (pick->only_unfinished)
			take_unfinished(pick);
		if (pick->has_every_kind)
			take_kinds(pick);
		for (size_t i = 0; i < pick->n_conditions; i++)
			meet(pick, &pick->conditions[i]);
		for (size_t i = 0; i < pick->n_keys; i++)
			pick->key_cells[i] = pick_of(pick, pick->key_facts[i]);
		if (pick->n)
			return 1;
	}
	return status;
}

const int64_t *pick_of(const struct pick *pick, enum fact fact)
{
	return pick->kinds && fact == FACT_KIND ? pick->kinds : columns_of(pick->columns, fact);
}

void pick_keys(const struct pick *pick, size_t row, int64_t keys[MAX_BY])
{
	keys[0] = 0;
	for (size_t i = 0; i < pick->n_keys; i++)
		keys[i] = value_of(pick->key_cells[i][row], pick->keys[i]->value == VALUE_NUMBER);
}
