#include "input/input.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "input/convert.h"
#include "input/name.h"
#include "input/nondata.h"
#include "input/order.h"
#include "input/plan.h"
#include "input/rows.h"
#include "input/value.h"

enum { SAMPLE_ROWS = 300, MOST_SKIPPED = 65536, MOST_NOTES = 200 };

/* One sheet that holds complaints; a text file is one sheet. */
struct table {
	size_t sheet;
	struct plan plan;
	bool is_canonical;
};

struct input {
	struct input_options options;
	struct rows *rows;
	struct columns *columns, *user;
	struct words *words;
	struct table *tables;
	size_t n_tables, capacity;
	size_t current; /* table that is being read */
	bool is_started;
	struct converter converter;
	struct input_report report;
	struct arena arena; /* lives as long as the input */
	const char **headers;
	struct buf sheets, mapping, notes;
	size_t n_notes;
	uint64_t n_skipped; /* rows since the last batch that went into none */
};

static void add_note(struct input *input, const char *what, const char *sheet, uint64_t line)
{
	if (input->n_notes++ >= MOST_NOTES)
		return;
	buf_format(&input->notes, "%s%s%sline %" PRIu64 ": %s\n", *sheet ? "sheet '" : "", sheet,
		*sheet ? "' " : "", line, what);
}

static int read_sample(struct input *input, size_t sheet, struct arena *arena,
	struct sample *sample, struct err *err)
{
	struct row row;
	int status = 1;

	sample->rows = arena_alloc(arena, SAMPLE_ROWS * sizeof *sample->rows);
	if (rows_start(input->rows, sheet, err) < 0)
		return -1;
	while (sample->n < SAMPLE_ROWS && (status = rows_next(input->rows, arena, &row, err)) > 0) {
		struct sample_row *to = &sample->rows[sample->n++];

		to->line = row.line;
		to->n = row.n;
		to->cells = arena_alloc(arena, (row.n + 1) * sizeof *to->cells);
		for (size_t i = 0; i < row.n; i++)
			to->cells[i] = value_trim(row.cells[i]);
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

static int add_table(struct input *input, size_t sheet, struct err *err)
{
	struct arena arena = {0};
	struct sample sample = {0};
	struct table table = {.sheet = sheet};
	struct plan_options options = {.columns = input->columns,
		.user = input->user,
		.words = input->words,
		.header = input->options.header,
		.date_order = input->options.date_order};
	int status = read_sample(input, sheet, &arena, &sample, err);

	table.is_canonical = input->options.canonical ||
			     (!input->user && !options.header && looks_canonical(&sample));
	options.is_canonical = table.is_canonical;
	if (status == 0 && !sample.n)
		status = err_set(err, "no rows");
	if (status == 0)
		status = plan_make(&table.plan, &sample, &options, &input->arena, err);
	arena_release(&arena);
	if (status < 0)
		return -1;
	input->tables =
		mem_grow(input->tables, input->n_tables, &input->capacity, sizeof *input->tables);
	input->tables[input->n_tables++] = table;
	if (input->sheets.len)
		buf_add_char(&input->sheets, ';');
	buf_add_text(&input->sheets, rows_sheet(input->rows, sheet));
	return 0;
}

static int add_named_sheet(struct input *input, struct err *err)
{
	for (size_t i = 0; i < rows_sheets(input->rows); i++)
		if (!strcmp(rows_sheet(input->rows, i), input->options.sheet))
			return add_table(input, i, err);
	return err_set(err, "no sheet '%s'", input->options.sheet);
}

/* Every visible sheet that looks like a table of complaints. */
static int add_tables(struct input *input, struct err *err)
{
	struct err first = {""};

	if (input->options.sheet)
		return add_named_sheet(input, err);
	for (size_t i = 0; i < rows_sheets(input->rows); i++) {
		struct err why;

		if (rows_is_hidden(input->rows, i)) {
			buf_format(&input->notes, "sheet '%s' is hidden, left out\n",
				rows_sheet(input->rows, i));
			continue;
		}
		if (add_table(input, i, &why) == 0)
			continue;
		if (!*first.text)
			first = why;
		buf_format(&input->notes, "sheet '%s' left out: %s\n", rows_sheet(input->rows, i),
			why.text);
	}
	return input->n_tables ? 0 : err_set(err, "%s", *first.text ? first.text : "no sheets");
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

static int open_all(struct input *input, struct err *err)
{
	struct rows_choice choice = {input->options.encoding, input->options.delimiter};
	const char *source = input->options.source;

	if (load_rules(input, err) < 0)
		return -1;
	input->rows = rows_open(input->options.path, &choice, err);
	if (!input->rows)
		return -1;
	if (add_tables(input, err) < 0)
		return err_prefix(err, "'%s'", input->options.path);
	if (!source)
		source = name_source(&input->arena, input->options.path);
	input->converter.words = input->words;
	input->converter.is_strict = input->options.canonical;
	input->converter.source = (struct span){source, (uint32_t)strlen(source)};
	input->report.kind = rows_kind(input->rows);
	input->report.encoding = rows_encoding(input->rows);
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
	free(input->tables);
	free(input->headers);
	buf_release(&input->sheets);
	buf_release(&input->mapping);
	buf_release(&input->notes);
	arena_release(&input->arena);
	free(input);
}

void input_fields(const struct input *input, bool has[N_FIELDS])
{
	struct batch *batch = batch_new();

	for (size_t i = 0; i < input->n_tables; i++) {
		struct converter converter = {.plan = &input->tables[i].plan,
			.is_canonical = input->tables[i].is_canonical};

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
	struct table *table = &input->tables[input->current];

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
			&(struct reject){.sheet = rows_sheet(
						 input->rows, input->tables[input->current].sheet),
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

/* Reads all of the table for the order of day and month in its columns of dates. */
static struct order_evidence **gather(struct input *input, struct err *err)
{
	struct plan *plan = input->converter.plan;
	struct order_evidence **evidence = mem_zalloc(plan->n * sizeof *evidence);
	struct arena arena = {0};
	struct row row;
	int status = rows_start(input->rows, input->tables[input->current].sheet, err);

	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].field < N_FIELDS && plan->columns[i].format == COLUMN_PLAIN &&
			FIELDS[plan->columns[i].field].type == FIELD_INSTANT)
			evidence[i] = order_new();
	rows_expect(input->rows, plan->n_needed);
	while (status == 0 && rows_next(input->rows, &arena, &row, err) > 0) {
		for (size_t i = 0; i < plan->n && i < row.n; i++) {
			struct span cell =
				evidence[i] ? value_trim(row.cells[i]) : (struct span){0};

			if (cell.n)
				order_add(evidence[i], cell.text, cell.n);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
	return evidence;
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

static int find_orders(struct input *input, const struct rows_mark *mark, struct err *err)
{
	struct plan *plan = input->converter.plan;
	struct order_evidence **evidence = gather(input, err);
	int status = decide(plan, evidence, err);

	for (size_t i = 0; i < plan->n; i++)
		order_free(evidence[i]);
	free(evidence);
	if (status == 0)
		status = rows_return(input->rows, mark, err);
	rows_expect(input->rows, plan->n_needed);
	return status;
}

static void keep_row(struct input *input, const struct row *row, struct batch *batch)
{
	if (row->is_irregular) {
		input->report.n_irregular++;
		add_note(input, "irregular quotes, recovered",
			rows_sheet(input->rows, input->tables[input->current].sheet), row->line);
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
		add_note(input, kind, rows_sheet(input->rows, input->tables[input->current].sheet),
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

static const char *format_of(const struct plan_column *column)
{
	static const char *const ORDERS[] = {"", "dmy", "mdy", "ymd"};

	if (column->format != COLUMN_PLAIN)
		return column_format_word(column->format);
	for (size_t k = 0; k < N_DATE_SHAPES; k++)
		if (column->orders.of[k])
			return ORDERS[column->orders.of[k]];
	return "";
}

static const char *text_of(struct input *input, struct span text)
{
	enum { LONGEST = 60 };

	return arena_text(&input->arena, text.text, text_fit(text.text, text.n, LONGEST));
}

static void list_columns(struct input *input)
{
	size_t n = 0;
	struct input_column *columns;

	for (size_t t = 0; t < input->n_tables; t++)
		n += input->tables[t].plan.n;
	columns = arena_alloc(&input->arena, (n + 1) * sizeof *columns);
	n = 0;
	for (size_t t = 0; t < input->n_tables; t++)
		for (size_t i = 0; i < input->tables[t].plan.n; i++) {
			const struct plan_column *from = &input->tables[t].plan.columns[i];

			columns[n++] = (struct input_column){
				.sheet = rows_sheet(input->rows, input->tables[t].sheet),
				.header = text_of(input, from->header),
				.field = from->is_ignored         ? ""
					 : from->field < N_FIELDS ? FIELDS[from->field].name
								  : "extra",
				.format = format_of(from),
				.example = text_of(input, from->example)};
		}
	input->report.columns = columns;
	input->report.n_columns = n;
}

static void add_member(struct buf *out, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_add_text(out, out->data[out->len - 1] == '{' ? "\"" : ",\"");
	buf_add_text(out, name);
	buf_add_text(out, "\":\"");
	for (const char *p = value; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_add_char(out, '\\');
		if ((unsigned char)*p < 0x20)
			buf_format(out, "\\u%04x", (unsigned)*p);
		else
			buf_add_char(out, *p);
	}
	buf_add_char(out, '"');
}

static void write_mapping(struct input *input)
{
	struct buf *out = &input->mapping;

	buf_add_char(out, '[');
	for (size_t i = 0; i < input->report.n_columns; i++) {
		const struct input_column *column = &input->report.columns[i];

		buf_add_text(out, i ? ",{" : "{");
		add_member(out, "sheet", column->sheet);
		add_member(out, "header", column->header);
		add_member(out, "field", column->field);
		add_member(out, "format", column->format);
		add_member(out, "example", column->example);
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
}

static void finish_report(struct input *input)
{
	if (input->report.mapping)
		return;
	list_columns(input);
	write_mapping(input);
	input->report.mapping = buf_text(&input->mapping);
	input->report.notes = buf_text(&input->notes);
	input->report.n_damaged = input->converter.n_damaged;
	input->report.n_unread = input->converter.n_unread;
}

int input_next(struct input *input, struct batch *batch, struct err *err)
{
	while (input->current < input->n_tables) {
		int status;

		if (!input->is_started && start_table(input, err) < 0)
			return err_prefix(err, "'%s'", input->options.path);
		begin_batch(input, batch);
		status = fill(input, batch, err);
		if (status < 0)
			return err_prefix(err, "'%s'", input->options.path);
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
