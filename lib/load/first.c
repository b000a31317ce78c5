#include "load/first.h"

#include <assert.h>

#include "store/columns.h"

int first_begin(struct first *first, struct sql *sql, struct err *err)
{
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		first->blank[fact] = fact_is_term(fact) ? 0 : NUMBER_NONE;
	first->bulk = bulk_begin(sql, err);
	if (!first->bulk)
		return -1;
	first->complaint = bulk_table(first->bulk, "complaint", TREE_TABLE, err);
	first->narrative = bulk_table(first->bulk, "narrative", TREE_TABLE, err);
	first->cause = bulk_table(first->bulk, "complaint_cause", TREE_INDEX, err);
	first->columns = bulk_table(first->bulk, "complaint_columns", TREE_TABLE, err);
	return first->complaint && first->narrative && first->cause && first->columns ? 0 : -1;
}

static int end_part(struct first *first, struct err *err)
{
	for (enum fact fact = 0; fact < N_FACTS && first->part.n; fact++) {
		struct image *row = bulk_row(first->columns);

		buf_clear(&first->cells);
		columns_part_pack(&first->part, fact, &first->cells);
		image_null(row);
		image_blob(row, first->cells.data, first->cells.len);
		if (bulk_add(first->columns, columns_place(first->part_number, fact), err) < 0)
			return -1;
	}
	first->part.n = 0;
	return 0;
}

static int add_to_part(struct first *first, const int64_t fact[N_FACTS], struct err *err)
{
	int64_t number = fact[FACT_ID] >> PART_BITS;

	if (number != first->part_number && end_part(first, err) < 0)
		return -1;
	first->part_number = number;
	columns_part_add(&first->part, fact);
	return 0;
}

/* A row ends with its last column that is not what its DEFAULT says; of those before the terms none
 * has one. */
static size_t count_facts(const struct first *first, const int64_t fact[N_FACTS])
{
	enum fact last = N_FACTS - 1;

	while (last >= FACT_SOURCE && fact[last] == first->blank[last])
		last--;
	return last + 1;
}

static void put_narrative(struct image *row, const struct complaint *complaint)
{
	image_null(row); /* the rowid stands for it */
	for (enum narrative i = 0; i < N_NARRATIVES; i++) {
		struct span text = complaint->narrative[i];

		if (text.n)
			image_text(row, text.text, text.n);
		else
			image_null(row);
	}
	image_integers(row, &complaint->twin, 1, NUMBER_NONE);
}

int first_add(struct first *first, const struct complaint *complaint, struct err *err)
{
	const int64_t *fact = complaint->fact;
	struct image *row = bulk_row(first->complaint);

	/* Rows that the table's indexes are about come by UPDATE. */
	assert(fact[FACT_MASTER] == fact[FACT_ID] && !(fact[FACT_FLAGS] & FLAG_DANGLING));
	image_null(row);
	image_integers(row, fact + FACT_ID + 1, count_facts(first, fact) - 1, NUMBER_NONE);
	put_narrative(bulk_row(first->narrative), complaint);
	if (add_to_part(first, fact, err) < 0 || bulk_add(first->complaint, fact[FACT_ID], err) < 0)
		return -1;
	return bulk_add(first->narrative, fact[FACT_ID], err);
}

int first_add_causes(struct first *first, int64_t complaint, const struct cause_set *set,
	int64_t run, struct err *err)
{
	struct image *row = bulk_row(first->cause);

	for (size_t i = 0; i < set->n; i++) {
		const struct cause_row *cause = &set->rows[i];
		const int64_t numbers[] = {
			complaint, (int64_t)i, cause->cause, cause->subcause, cause->score, run};

		image_integers(row, numbers, sizeof numbers / sizeof *numbers, NUMBER_NONE);
		if (i == 0 && set->evidence.n)
			image_text(row, set->evidence.text, set->evidence.n);
		else
			image_null(row);
		if (bulk_add(first->cause, 0, err) < 0)
			return -1;
	}
	return 0;
}

int first_end(struct first *first, struct err *err)
{
	int status = first->bulk ? end_part(first, err) : 0;
	struct bulk *bulk = first->bulk;

	first->bulk = NULL;
	if (status < 0)
		bulk_abandon(bulk);
	else if (bulk)
		status = bulk_end(bulk, err);
	first_release(first);
	return status;
}

void first_release(struct first *first)
{
	bulk_abandon(first->bulk);
	columns_part_release(&first->part);
	buf_release(&first->cells);
	*first = (struct first){0};
}
