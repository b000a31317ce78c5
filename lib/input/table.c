#include "input/table.h"

#include <stdlib.h>
#include <string.h>

#include "input/evidence.h"
#include "input/value.h"

enum { SAMPLE_ROWS = 300, SAMPLE_BYTES = 64 << 20 };

/* Cells once the merged ones are filled. */
static size_t room_of(const struct row *row)
{
	size_t room = row->n;

	for (size_t i = 0; i < row->n_merged; i++)
		if (room <= row->merged[i].column)
			room = row->merged[i].column + 1;
	return room;
}

static int read_sample(struct rows *rows, size_t sheet, struct arena *arena, struct sample *sample,
	struct err *err)
{
	struct row row;
	int status = 1;

	sample->rows = arena_alloc(arena, SAMPLE_ROWS * sizeof *sample->rows);
	if (rows_start(rows, sheet, err) < 0)
		return -1;
	while (sample->n < SAMPLE_ROWS && arena->size < SAMPLE_BYTES &&
		(status = rows_next(rows, arena, &row, err)) > 0) {
		struct sample_row *to = &sample->rows[sample->n++];

		to->line = row.line;
		to->n = row.n;
		to->merged = row.merged;
		to->n_merged = row.n_merged;
		to->cells = arena_alloc(arena, (room_of(&row) + 1) * sizeof *to->cells);
		for (size_t i = 0; i < row.n; i++)
			to->cells[i] = value_unwrap(value_trim(row.cells[i]));
	}
	return status < 0 ? -1 : 0;
}

/* A canonical CSV by its header: only names of fields, and those that every export of kesu has. */
static bool looks_canonical(const struct sample *sample)
{
	bool has[N_FIELDS + 1] = {false};

	if (!sample->n)
		return false;
	for (size_t i = 0; i < sample->rows[0].n; i++) {
		struct span cell = sample->rows[0].cells[i];

		has[field_find(cell.text, cell.n)] = true;
	}
	return !has[N_FIELDS] && has[FIELD_SOURCE] && has[FIELD_RECEIVED_AT];
}

/* The plan of one sheet, with proof from all of it where its dates need that. */
static int make_plan(struct table *table, struct rows *rows, const struct table_options *options,
	struct arena *arena, struct err *err)
{
	struct plan_options plan = options->plan;
	struct arena scratch = {0};
	struct sample sample = {0};
	int status = read_sample(rows, table->sheet, &scratch, &sample, err);

	table->is_canonical =
		options->is_canonical || (!plan.user && !plan.header && looks_canonical(&sample));
	plan.is_canonical = table->is_canonical;
	if (status == 0 && !sample.n)
		status = err_set(err, "no rows");
	if (status == 0)
		status = plan_make(&table->plan, &sample, &plan, arena, err);
	if (status == 0 && evidence_is_needed(&table->plan, &sample))
		status = evidence_gather(rows, table->sheet, &table->plan, err);
	arena_release(&scratch);
	return status;
}

static int add_table(struct tables *tables, struct rows *rows, size_t sheet,
	const struct table_options *options, struct arena *arena, struct err *err)
{
	struct table table = {.sheet = sheet};

	if (make_plan(&table, rows, options, arena, err) < 0)
		return -1;
	tables->all = mem_grow(tables->all, tables->n, &tables->capacity, sizeof *tables->all);
	tables->all[tables->n++] = table;
	return 0;
}

static bool is_named(const struct table_options *options, const char *sheet)
{
	for (size_t i = 0; i < options->n_sheets; i++)
		if (!strcmp(options->sheets[i], sheet))
			return true;
	return false;
}

static bool has_sheet(const struct rows *rows, const char *name)
{
	for (size_t i = 0; i < rows_sheets(rows); i++)
		if (!strcmp(rows_sheet(rows, i), name))
			return true;
	return false;
}

/* In the order of the workbook; each must be a table. */
static int add_named(struct tables *tables, struct rows *rows, const struct table_options *options,
	struct arena *arena, struct err *err)
{
	for (size_t i = 0; i < options->n_sheets; i++)
		if (!has_sheet(rows, options->sheets[i]))
			return err_set(err, "no sheet '%s'", options->sheets[i]);
	for (size_t i = 0; i < rows_sheets(rows); i++)
		if (is_named(options, rows_sheet(rows, i)) &&
			add_table(tables, rows, i, options, arena, err) < 0)
			return err_prefix(err, "sheet '%s'", rows_sheet(rows, i));
	return 0;
}

int tables_find(struct tables *tables, struct rows *rows, const struct table_options *options,
	struct arena *arena, struct buf *notes, struct err *err)
{
	struct err first = {""};

	if (options->n_sheets)
		return add_named(tables, rows, options, arena, err);
	for (size_t i = 0; i < rows_sheets(rows); i++) {
		struct err why;

		if (rows_is_hidden(rows, i)) {
			buf_format(notes, "sheet '%s' is hidden, left out\n", rows_sheet(rows, i));
			continue;
		}
		if (add_table(tables, rows, i, options, arena, &why) == 0)
			continue;
		if (!*first.text)
			first = why;
		buf_format(notes, "sheet '%s' left out: %s\n", rows_sheet(rows, i), why.text);
	}
	return tables->n ? 0 : err_set(err, "%s", *first.text ? first.text : "no visible sheet");
}

void tables_release(struct tables *tables)
{
	free(tables->all);
	*tables = (struct tables){0};
}
