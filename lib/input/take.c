#include "input/take.h"

#include <inttypes.h>

#include "input/evidence.h"
#include "input/fill.h"
#include "input/nondata.h"
#include "input/value.h"

enum { MOST_SKIPPED = 65536, BATCH_BYTES = 32 << 20 };

static const char *sheet_of(const struct input *input)
{
	return rows_sheet(input->rows, input->tables.all[input->current].sheet);
}

static void reject_row(struct input *input, const struct row *row, const struct fault *fault)
{
	input->report.n_rejected++;
	reject_tell(&input->options, input->converter.plan, row, sheet_of(input), fault);
}

/* What is wrong with the row as such; false when nothing is. */
static bool is_misshapen(const struct input *input, const struct row *row, enum reject_code *code)
{
	const struct plan *plan = input->converter.plan;
	bool too_many = false;

	for (size_t i = plan->n; i < row->n; i++)
		too_many |= value_trim(row->cells[i]).n != 0;
	if (row->is_cut)
		*code = REJECT_TOO_LONG;
	else if (row->is_bad)
		*code = REJECT_BAD_ENCODING;
	else if (too_many)
		*code = row->is_irregular ? REJECT_BAD_QUOTES : REJECT_TOO_MANY_CELLS;
	else if (rows_is_text(input->rows) && row->n < plan->n_needed)
		*code = row->is_irregular ? REJECT_BAD_QUOTES : REJECT_TOO_FEW_CELLS;
	else
		return false;
	return true;
}

/* A date whose order the first rows did not ask for: the whole table is read for it, then this row
 * again. */
static int find_orders(struct input *input, const struct rows_mark *mark, struct err *err)
{
	struct table *table = &input->tables.all[input->current];

	if (evidence_gather(input->rows, table->sheet, &table->plan, err) < 0 ||
		rows_return(input->rows, mark, err) < 0)
		return -1;
	rows_expect(input->rows, table->plan.n_needed);
	return 0;
}

static void keep_row(struct input *input, const struct row *row, struct batch *batch)
{
	if (row->is_irregular) {
		input->report.n_irregular++;
		notes_add_row(
			&input->notes, "irregular quotes, recovered", sheet_of(input), row->line);
	}
	if (row->n_merged) {
		input->report.n_filled++;
		notes_add_row(
			&input->notes, "merged with a cell above", sheet_of(input), row->line);
	}
	batch->line[batch->n++] = row->line;
	continuation_keep(&input->above, row);
}

/* The record above once more, with what this row adds. */
static void join_row(struct input *input, const struct row *row, struct batch *batch)
{
	struct row joined = continuation_join(&input->above, row, &batch->arena);

	batch->n--;
	convert_again(&input->converter, &joined, batch);
	batch->n++;
	input->report.n_joined++;
}

static int refuse_canonical(const struct input *input, const struct row *row,
	const struct fault *fault, struct err *err)
{
	const struct plan *plan = input->converter.plan;
	struct span name = fault->column < plan->n ? plan->columns[fault->column].header
						   : (struct span){"", 0};

	return err_set(err, "line %" PRIu64 ": %.*s%s%s", row->line, (int)name.n, name.text,
		name.n ? ": " : "", reject_message(fault->code, "en"));
}

/* 0, or -1; a row that goes into the batch is counted there. */
static int take_row(struct input *input, struct row *row, const struct rows_mark *mark,
	struct batch *batch, struct err *err)
{
	const struct plan *plan = input->converter.plan;
	struct fault fault = {.column = SIZE_MAX};
	const char *kind;

	if (row->line == plan->header_line)
		return 0;
	kind = row->line < plan->header_line ? "above the header" : nondata_kind(plan, row);
	if (!kind)
		row->n = fill_merged(row->cells, row->n, row->merged, row->n_merged);
	if (!kind && continuation_is(&input->above, row) &&
		!is_misshapen(input, row, &fault.code)) {
		join_row(input, row, batch);
		kind = "goes on with the row above";
	}
	if (!kind && !is_misshapen(input, row, &fault.code)) {
		enum conversion result = convert_row(&input->converter, row, batch, &fault);

		if (result == NEEDS_EVIDENCE)
			return find_orders(input, mark, err);
		if (result == CONVERTED) {
			input->report.n_read++;
			keep_row(input, row, batch);
			return 0;
		}
	}
	if (kind && !row->n) /* a row that a sheet does not have */
		return 0;
	input->report.n_read++;
	input->n_skipped++;
	if (kind) {
		input->report.n_nondata++;
		notes_add_row(&input->notes, kind, sheet_of(input), row->line);
		return 0;
	}
	if (input->options.canonical)
		return refuse_canonical(input, row, &fault, err);
	reject_row(input, row, &fault);
	return 0;
}

void take_begin(struct input *input, struct batch *batch)
{
	batch_clear(batch);
	if (!batch->line)
		batch->line = mem_alloc(BATCH_ROWS * sizeof *batch->line);
	convert_begin(&input->converter, batch);
	input->n_skipped = 0;
	if (input->above.is_held) {
		struct row row = continuation_give(&input->above, &batch->arena);

		convert_again(&input->converter, &row, batch);
		batch->line[batch->n++] = row.line;
	} else {
		continuation_forget(&input->above);
	}
}

int take_rows(struct input *input, struct batch *batch, struct err *err)
{
	while (batch->n < BATCH_ROWS && batch->arena.size < BATCH_BYTES &&
		(!batch->n || input->n_skipped < MOST_SKIPPED)) {
		struct rows_mark mark = rows_tell(input->rows);
		struct row row;
		int status;

		if (!batch->n)
			arena_clear(&batch->arena);
		status = rows_next(input->rows, &batch->arena, &row, err);
		if (status <= 0)
			return status;
		if (take_row(input, &row, &mark, batch, err) < 0)
			return -1;
	}
	if (input->above.has_row) { /* the next batch may go on with it */
		continuation_hold(&input->above);
		batch->n--;
	}
	return 1;
}
