#include "input/input.h"

#include <stdlib.h>
#include <string.h>

#include "input/mapping.h"
#include "input/name.h"
#include "input/take.h"

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
	struct rows_choice choice = {
		input->options.encoding, input->options.delimiter, input->options.canonical};
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
	input->converter.is_1904 = rows_is_1904(input->rows);
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
	return 0;
}

/* Commands that read canonical CSV have none of the options that a message may name. */
static void name_ingest(struct err *err)
{
	struct err said = *err;

	if (strstr(said.text, "--"))
		err_set(err, "%s, an option of 'kesu ingest', which reads exports", said.text);
}

struct input *input_open(const struct input_options *options, struct err *err)
{
	struct input *input = mem_zalloc(sizeof *input);

	input->options = *options;
	if (open_all(input, err) == 0)
		return input;
	if (options->canonical)
		name_ingest(err);
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

static int finish_report(struct input *input, struct err *err)
{
	struct input_column *columns;

	if (input->report.mapping)
		return 0;
	if (rows_sha256(input->rows, input->report.sha256, err) < 0)
		return err_prefix(err, "'%s'", input->options.path);
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
	return 0;
}

int input_next(struct input *input, struct batch *batch, struct err *err)
{
	while (input->current < input->tables.n) {
		int status;

		if (!input->is_started && start_table(input, err) < 0)
			return err_prefix(err, "'%s'", input->options.path);
		take_begin(input, batch);
		status = take_rows(input, batch, err);
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
	return finish_report(input, err);
}

const struct input_report *input_report(const struct input *input)
{
	return &input->report;
}
