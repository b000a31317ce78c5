#include "input/input.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "input/convert.h"
#include "input/evidence.h"
#include "input/mapping.h"
#include "input/name.h"
#include "input/nondata.h"
#include "input/rows.h"
#include "input/table.h"
#include "input/value.h"

enum { MOST_SKIPPED = 65536, MOST_NOTES = 10000, MOST_WORDS = 50 };

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
	struct buf sheets, mapping, notes, row_notes;
	size_t n_notes;
	uint64_t n_skipped; /* rows since the last batch that went into none */
};

static void add_note(struct input *input, const char *what, const char *sheet, uint64_t line)
{
	if (input->n_notes++ >= MOST_NOTES)
		return;
	buf_format(&input->row_notes, "%s%s%sline %" PRIu64 ": %s\n", *sheet ? "sheet '" : "",
		sheet, *sheet ? "' " : "", line, what);
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

	if (tables_find(&input->tables, input->rows, &options, &input->arena, &input->notes, err) <
		0)
		return -1;
	for (size_t i = 0; i < input->tables.n; i++) {
		const struct table *table = &input->tables.all[i];

		if (input->sheets.len)
			buf_add_char(&input->sheets, ';');
		buf_add_text(&input->sheets, rows_sheet(input->rows, table->sheet));
		if (*table->plan.system)
			buf_format(&input->notes, "its headers are those of '%s'\n",
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
	if (!source)
		source = name_source(&input->arena, input->options.path);
	input->converter.words = input->words;
	input->converter.to_local = input->options.to_local;
	input->converter.is_strict = input->options.canonical;
	input->converter.source = (struct span){source, (uint32_t)strlen(source)};
	input->report.kind = rows_kind(input->rows);
	input->report.encoding = rows_encoding(input->rows);
	input->report.confidence = rows_confidence(input->rows);
	input->report.n_twice = rows_twice(input->rows);
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
	buf_release(&input->notes);
	buf_release(&input->row_notes);
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
	return 0;
}

static void reject_row(struct input *input, const struct row *row, enum reject_code code, size_t at)
{
	const struct plan *plan = input->converter.plan;
	struct span *cells = mem_alloc((row->n + 1) * sizeof *cells);
	size_t n = 0;
	struct span column = at < plan->n ? plan->columns[at].header : (struct span){0};
	char *name = mem_text_n(column.text ? column.text : "", column.n);

	for (size_t i = 0; i < row->n; i++)
		if (i >= plan->n || !plan->columns[i].is_ignored)
			cells[n++] = row->cells[i];
	input->report.n_rejected++;
	if (input->options.on_reject)
		input->options.on_reject(input->options.context,
			&(struct reject){.sheet = rows_sheet(input->rows,
						 input->tables.all[input->current].sheet),
				.line = row->line,
				.byte = row->is_bad ? row->bad_byte : row->byte,
				.column = name,
				.code = reject_word(code),
				.message = reject_message(code, input->options.lang),
				.cells = cells,
				.n_cells = n});
	free(cells);
	free(name);
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
		add_note(input, "irregular quotes, recovered",
			rows_sheet(input->rows, input->tables.all[input->current].sheet),
			row->line);
	}
	batch->line[batch->n++] = row->line;
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
	if (!kind && !is_misshapen(input, row, &fault.code)) {
		enum conversion result = convert_row(&input->converter, row, batch, &fault);

		if (result == NEEDS_ORDER)
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
		add_note(input, kind,
			rows_sheet(input->rows, input->tables.all[input->current].sheet),
			row->line);
		return 0;
	}
	if (input->options.canonical)
		return refuse_canonical(input, row, &fault, err);
	reject_row(input, row, fault.code, fault.column);
	return 0;
}

static void begin_batch(struct input *input, struct batch *batch)
{
	batch_clear(batch);
	if (!batch->line)
		batch->line = mem_alloc(BATCH_ROWS * sizeof *batch->line);
	convert_begin(&input->converter, batch);
	input->n_skipped = 0;
}

/* Rows of the table into the batch until it is full: 1; or the table ends: 0. */
static int fill(struct input *input, struct batch *batch, struct err *err)
{
	while (batch->n < BATCH_ROWS && (!batch->n || input->n_skipped < MOST_SKIPPED)) {
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
	return 1;
}

/* How many unknown words of each field there were, and in how many rows those that are not told. */
struct unknown_words {
	struct buf *notes;
	uint64_t n[N_FIELDS], rows_untold[N_FIELDS];
};

static void add_unknown(void *context, enum field field, struct span word, uint64_t n)
{
	struct unknown_words *unknown = context;

	if (unknown->n[field]++ < MOST_WORDS)
		buf_format(unknown->notes, "%s: unknown value '%.*s' in %" PRIu64 " rows\n",
			FIELDS[field].name, (int)word.n, word.text, n);
	else
		unknown->rows_untold[field] += n;
}

static void list_unknown(struct input *input)
{
	struct unknown_words unknown = {.notes = &input->notes};

	words_each_unknown(input->words, add_unknown, &unknown);
	for (enum field field = 0; field < N_FIELDS; field++)
		if (unknown.rows_untold[field])
			buf_format(&input->notes,
				"%s: %" PRIu64 " more unknown values in %" PRIu64 " rows\n",
				FIELDS[field].name, unknown.n[field] - MOST_WORDS,
				unknown.rows_untold[field]);
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
	if (input->n_notes > MOST_NOTES)
		buf_format(&input->row_notes, "%zu more such lines\n", input->n_notes - MOST_NOTES);
	list_unknown(input);
	input->report.mapping = buf_text(&input->mapping);
	input->report.notes = buf_text(&input->notes);
	input->report.row_notes = buf_text(&input->row_notes);
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
