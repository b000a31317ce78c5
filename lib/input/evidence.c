#include "input/evidence.h"

#include <stdlib.h>

#include "input/order.h"
#include "input/value.h"

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

static void add_row(
	struct order_evidence **evidence, const struct plan *plan, const struct row *row)
{
	for (size_t i = 0; i < plan->n && i < row->n; i++) {
		struct span cell = evidence[i] ? value_trim(row->cells[i]) : (struct span){0};

		if (cell.n)
			order_add(evidence[i], cell.text, cell.n);
	}
}

static int add_all(struct order_evidence **evidence, struct rows *rows, size_t sheet,
	const struct plan *plan, struct err *err)
{
	struct arena arena = {0};
	struct row row;
	int status = rows_start(rows, sheet, err) < 0 ? -1 : 1;

	rows_expect(rows, plan->n_needed);
	while (status > 0 && (status = rows_next(rows, &arena, &row, err)) > 0) {
		add_row(evidence, plan, &row);
		arena_clear(&arena);
	}
	arena_release(&arena);
	return status;
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

static int decide(struct plan *plan, struct order_evidence **evidence, struct err *err)
{
	struct err ignored;

	for (size_t i = 0; i < plan->n; i++)
		if (evidence[i])
			order_decide(evidence[i], &plan->columns[i].orders, &ignored);
	for (size_t i = 0; i < plan->n; i++) {
		if (!evidence[i] ||
			order_decide(evidence[i], &plan->columns[i].orders, &ignored) == 0)
			continue;
		borrow_orders(plan, i);
		if (order_decide(evidence[i], &plan->columns[i].orders, err) < 0)
			return err_prefix(err, "column '%.*s'", (int)plan->columns[i].header.n,
				plan->columns[i].header.text);
	}
	return 0;
}

int evidence_gather(struct rows *rows, size_t sheet, struct plan *plan, struct err *err)
{
	struct order_evidence **evidence = mem_zalloc(plan->n * sizeof(struct order_evidence *));
	int status;

	for (size_t i = 0; i < plan->n; i++)
		if (is_instant(&plan->columns[i]))
			evidence[i] = order_new();
	status = add_all(evidence, rows, sheet, plan, err);
	if (status == 0)
		status = decide(plan, evidence, err);
	for (size_t i = 0; i < plan->n; i++)
		order_free(evidence[i]);
	free(evidence);
	return status;
}
