#include "input/evidence.h"

#include <stdlib.h>

#include "base/hash.h"
#include "input/order.h"
#include "input/value.h"

enum { LONG = 18, ENOUGH = 3 };

static bool is_digits(struct span text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.text[i] < '0' || text.text[i] > '9')
			return false;
	return true;
}

static bool is_instant(const struct plan_column *column)
{
	return column->field < N_FIELDS && column->format == COLUMN_PLAIN &&
	       FIELDS[column->field].type == FIELD_INSTANT;
}

bool evidence_is_needed(const struct plan *plan, const struct sample *sample)
{
	for (size_t i = 0; i < sample->n; i++) {
		const struct sample_row *row = &sample->rows[i];

		for (size_t k = 0; k < row->n && k < plan->n; k++) {
			struct moment moment;

			if (is_instant(&plan->columns[k]) && row->cells[k].n &&
				moment_read(row->cells[k].text, row->cells[k].n,
					&plan->columns[k].orders, &moment) == MOMENT_ORDER)
				return true;
		}
	}
	return false;
}

/* Long identifiers of a column. */
struct long_ones {
	uint64_t n_whole; /* with other digits than zeros at their end */
	uint64_t seen[3]; /* hashes of different ones that end in zeros */
	size_t n_rounded; /* of them */
	bool is_identifier;
};

struct evidence {
	struct order_evidence *dates; /* NULL: no column of dates */
	struct long_ones ids;
};

static void add_identifier(struct long_ones *ids, struct span cell, struct arena *arena)
{
	bool is_damaged;
	uint64_t hash;

	cell = value_identifier(cell, arena, &is_damaged);
	if (!value_is_rounded(cell)) {
		ids->n_whole += cell.n >= LONG && !is_damaged && is_digits(cell);
		return;
	}
	hash = hash_bytes(0, cell.text, cell.n);
	for (size_t i = 0; i < ids->n_rounded; i++)
		if (ids->seen[i] == hash)
			return;
	if (ids->n_rounded < ENOUGH)
		ids->seen[ids->n_rounded++] = hash;
}

static void add_date(struct order_evidence *dates, struct span cell)
{
	if (cell.n)
		order_add(dates, cell.text, cell.n);
}

static void add_row(struct evidence *evidence, const struct plan *plan, const struct row *row,
	struct arena *arena)
{
	for (size_t i = 0; i < plan->n && i < row->n; i++) {
		struct span cell = {0};

		if (evidence[i].dates || evidence[i].ids.is_identifier)
			cell = value_trim(row->cells[i]);
		if (cell.n && evidence[i].dates)
			add_date(evidence[i].dates, value_unwrap(cell));
		else if (cell.n)
			add_identifier(&evidence[i].ids, cell, arena);
	}
}

static int add_all(struct evidence *evidence, struct rows *rows, size_t sheet,
	const struct plan *plan, struct err *err)
{
	struct arena arena = {0};
	struct row row;
	int status = rows_start(rows, sheet, err) < 0 ? -1 : 1;

	rows_expect(rows, plan->n_needed);
	while (status > 0 && (status = rows_next(rows, &arena, &row, err)) > 0) {
		add_row(evidence, plan, &row, &arena);
		arena_clear(&arena);
	}
	arena_release(&arena);
	return status;
}

/* Among others, or when there are several of them and no others: three by chance are one in 10^9.
 */
static enum rounded judge(const struct long_ones *ids)
{
	return ids->n_rounded && (ids->n_whole || ids->n_rounded == ENOUGH) ? ROUNDED_DAMAGED
									    : ROUNDED_SOUND;
}

/* What the column itself does not prove, other columns of the table may, or what is known of the
 * system. */
static void borrow_orders(const struct plan *plan, size_t column)
{
	struct date_orders *orders = &plan->columns[column].orders;

	for (size_t i = 0; i < plan->n; i++)
		for (size_t k = 0; k < N_DATE_SHAPES; k++)
			if (!orders->of[k] && i != column)
				orders->of[k] = plan->columns[i].orders.of[k];
	for (size_t k = 0; k < N_DATE_SHAPES; k++)
		if (!orders->of[k])
			orders->of[k] = plan->columns[column].hint;
}

static int decide(struct plan *plan, struct evidence *evidence, struct err *err)
{
	struct err ignored;

	for (size_t i = 0; i < plan->n; i++) {
		plan->columns[i].rounded = judge(&evidence[i].ids);
		if (evidence[i].dates)
			order_decide(evidence[i].dates, &plan->columns[i].orders, &ignored);
	}
	for (size_t i = 0; i < plan->n; i++) {
		struct plan_column *column = &plan->columns[i];

		if (!evidence[i].dates ||
			order_decide(evidence[i].dates, &column->orders, &ignored) == 0)
			continue;
		borrow_orders(plan, i);
		if (order_decide(evidence[i].dates, &column->orders, err) < 0)
			return err_prefix(
				err, "column '%.*s'", (int)column->header.n, column->header.text);
	}
	return 0;
}

int evidence_gather(struct rows *rows, size_t sheet, struct plan *plan, struct err *err)
{
	struct evidence *evidence = mem_zalloc(plan->n * sizeof *evidence);
	int status;

	for (size_t i = 0; i < plan->n; i++) {
		const struct plan_column *column = &plan->columns[i];

		if (is_instant(column))
			evidence[i].dates = order_new();
		evidence[i].ids.is_identifier =
			column->field < N_FIELDS && value_is_identifier(column->field);
	}
	status = add_all(evidence, rows, sheet, plan, err);
	if (status == 0)
		status = decide(plan, evidence, err);
	for (size_t i = 0; i < plan->n; i++)
		order_free(evidence[i].dates);
	free(evidence);
	return status;
}
