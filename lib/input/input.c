#include "input/input.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "input/continuation.h"
#include "input/convert.h"
#include "input/evidence.h"
#include "input/mapping.h"
#include "input/name.h"
#include "input/nondata.h"
#include "input/notes.h"
#include "input/rows.h"
#include "input/table.h"
#include "input/value.h"

enum { MOST_SKIPPED = 65536, BATCH_BYTES = 32 << 20 };

struct input {
	struct input_options options;
	struct rows *rows;
	struct columns *columns, *user;
	struct words *words;
	struct tables tables;
	size_t current; /* table that is being read */
	bool is_started;
	struct converter converter;
	struct input_report report;
	struct arena arena; /* lives as long as the input */
	const char **headers;
	struct buf sheets, mapping;
	struct notes notes;
	struct continuation above;
	uint64_t n_skipped; /* rows since the last batch that went into none */
};

static const char *sheet_of(const struct input *input)
{
	return rows_sheet(input->rows, input->tables.all[input->current].sheet);
}

static int load_rules(struct input *input, struct err *err)
{
	input->columns = columns_load(input->options.share, err);
	if (!input->columns)
		return -1;
	input->words = words_load(input->options.share, input->options.labels, err);
	if (!input->words)
		return -1;
	if (input->options.columns)
		input->user = columns_read(input->options.columns, err);
	return input->options.columns && !input->user ? -1 : 0;
}

static int find_tables(struct input *input, struct err *err)
{
	const struct table_options options = {.plan = {.columns = input->columns,
						      .user = input->user,
						      .words = input->words,
						      .header = input->options.header,
						      .date_order = input->options.date_order},
		.sheets = input->options.sheets,
		.n_sheets = input->options.n_sheets,
		.is_canonical = input->options.canonical};

	if (tables_find(&input->tables, input->rows, &options, &input->arena, &input->notes.file,
		    err) < 0)
		return -1;
	for (size_t i = 0; i < input->tables.n; i++) {
		const struct table *table = &input->tables.all[i];

		if (input->sheets.len)
			buf_add_char(&input->sheets, ';');
		buf_add_text(&input->sheets, rows_sheet(input->rows, table->sheet));
		if (*table->plan.system)
			buf_format(&input->notes.file, "its headers are those of '%s'\n",
				table->plan.system);
	}
	return 0;
}

static int open_all(struct input *input, struct err *err)
{
	struct rows_choice choice = {input->options.encoding, input->options.delimiter};
	const char *source = input->options.source;

	if (load_rules(input, err) < 0)
		return -1;
	input->rows = rows_open(input->options.path, &choice, err);
	if (!input->rows)
		return -1;
	if (find_tables(input, err) < 0)
		return err_prefix(err, "'%s'", input->options.path);
	if (!source) /* of a rejects file, the file that its rows stood in */
		source = name_source(&input->arena, input->tables.all[0].plan.kesu_file
							    ? input->tables.all[0].plan.kesu_file
							    : input->options.path);
	input->converter.words = input->words;
	input->converter.to_local = input->options.to_local;
	input->converter.is_strict = input->options.canonical;
	input->converter.source = (struct span){source, (uint32_t)strlen(source)};
	input->report.kind = rows_kind(input->rows);
	input->report.encoding = rows_encoding(input->rows);
	input->report.confidence = rows_confidence(input->rows);
	input->report.n_twice = rows_twice(input->rows);
	input->report.n_odd = rows_odd(input->rows);
	input->report.sheet = buf_text(&input->sheets);
	input->report.source = source;
	memcpy(input->report.sha256, rows_sha256(input->rows), sizeof input->report.sha256);
	return 0;
}

struct input *input_open(const struct input_options *options, struct err *err)
{
	struct input *input = mem_zalloc(sizeof *input);

	input->options = *options;
	if (open_all(input, err) == 0)
		return input;
	input_close(input);
	return NULL;
}

void input_close(struct input *input)
{
	if (!input)
		return;
	converter_release(&input->converter);
	rows_close(input->rows);
	words_free(input->words);
	columns_free(input->columns);
	columns_free(input->user);
	tables_release(&input->tables);
	free(input->headers);
	buf_release(&input->sheets);
	buf_release(&input->mapping);
	notes_release(&input->notes);
	continuation_release(&input->above);
	arena_release(&input->arena);
	free(input);
}

void input_fields(const struct input *input, bool has[N_FIELDS])
{
	struct batch *batch = batch_new();

	for (size_t i = 0; i < input->tables.n; i++) {
		struct converter converter = {.plan = &input->tables.all[i].plan,
			.is_canonical = input->tables.all[i].is_canonical};

		convert_begin(&converter, batch);
	}
	memcpy(has, batch->has, sizeof batch->has);
	batch_free(batch);
}

/* The headers that a rejects file repeats. */
static void list_headers(struct input *input, const struct plan *plan)
{
	size_t n = 0;

	input->headers = mem_resize(input->headers, (plan->n + 1) * sizeof *input->headers);
	for (size_t i = 0; i < plan->n; i++) {
		struct span header = plan->columns[i].header;

		if (!plan->columns[i].is_ignored)
			input->headers[n++] = arena_text(&input->arena, header.text, header.n);
	}
	input->report.headers = input->headers;
	input->report.n_headers = n;
}

static int start_table(struct input *input, struct err *err)
{
	struct table *table = &input->tables.all[input->current];

	input->is_started = true;
	input->converter.plan = &table->plan;
	input->converter.is_canonical = table->is_canonical;
	if (rows_start(input->rows, table->sheet, err) < 0)
		return -1;
	rows_expect(input->rows, table->plan.n_needed);
	list_headers(input, &table->plan);
	continuation_start(&input->above, &table->plan, !table->is_canonical);
	return 0;
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
	batch->line[batch->n++] = row->line;
	continuation_keep(&input->above, row);
}

/* The record above once more, with what this row adds. */
static void join_row(struct input *input, const struct row *row, struct batch *batch)
{
	struct row joined = continuation_join(&input->above, row, &batch->arena);
	uint64_t n_damaged = input->converter.n_damaged, n_unread = input->converter.n_unread;
	struct fault fault;

	batch->n--;
	if (convert_row(&input->converter, &joined, batch, &fault) != CONVERTED)
		assert(!"a row that was converted is converted again");
	batch->n++;
	input->converter.n_damaged = n_damaged;
	input->converter.n_unread = n_unread;
	input->report.n_joined++;
}

static int refuse_canonical(const struct input *input, const struct row *row,
	const struct fault *fault, struct err *err)
{
	const struct plan *plan = input->converter.plan;
	struct span name = fault->column < plan->n ? plan->columns[fault->column].header
						   : (struct span){"", 0};

	return err_set(err, "line %" PRIu64 ": %.*s: %s", row->line, (int)name.n, name.text,
		reject_message(fault->code, "en"));
}

/* 0, or -1; a row that goes into the batch is counted there. */
static int take_row(struct input *input, const struct row *row, const struct rows_mark *mark,
	struct batch *batch, struct err *err)
{
	const struct plan *plan = input->converter.plan;
	struct fault fault = {.column = SIZE_MAX};
	const char *kind;

	if (row->line == plan->header_line)
		return 0;
	kind = row->line < plan->header_line ? "above the header" : nondata_kind(plan, row);
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

static void begin_batch(struct input *input, struct batch *batch)
{
	batch_clear(batch);
	if (!batch->line)
		batch->line = mem_alloc(BATCH_ROWS * sizeof *batch->line);
	convert_begin(&input->converter, batch);
	input->n_skipped = 0;
	if (input->above.is_held) {
		struct row row = continuation_give(&input->above, &batch->arena);
		struct fault fault;

		if (convert_row(&input->converter, &row, batch, &fault) != CONVERTED)
			assert(!"a row that was converted is converted again");
		batch->line[batch->n++] = row.line;
	} else {
		continuation_forget(&input->above);
	}
}

/* Rows of the table into the batch until it is full: 1; or the table ends: 0. */
static int fill(struct input *input, struct batch *batch, struct err *err)
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

static void finish_report(struct input *input)
{
	struct input_column *columns;

	if (input->report.mapping)
		return;
	columns =
		mapping_list(&input->tables, input->rows, &input->arena, &input->report.n_columns);
	input->report.columns = columns;
	mapping_write(&input->mapping, columns, input->report.n_columns);
	notes_finish(&input->notes, input->words);
	input->report.mapping = buf_text(&input->mapping);
	input->report.notes = buf_text(&input->notes.file);
	input->report.row_notes = buf_text(&input->notes.rows);
	input->report.n_damaged = input->converter.n_damaged;
	input->report.n_unread = input->converter.n_unread;
}

int input_next(struct input *input, struct batch *batch, struct err *err)
{
	while (input->current < input->tables.n) {
		int status;

		if (!input->is_started && start_table(input, err) < 0)
			return err_prefix(err, "'%s'", input->options.path);
		begin_batch(input, batch);
		status = fill(input, batch, err);
		if (status < 0)
			return err_prefix(err, "'%s'", input->options.path);
		batch->done = rows_done(input->rows);
		if (batch->n)
			return 1;
		if (status == 0) {
			input->current++;
			input->is_started = false;
		}
	}
	batch_clear(batch);
	finish_report(input);
	return 0;
}

const struct input_report *input_report(const struct input *input)
{
	return &input->report;
}
