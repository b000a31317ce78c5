/* kesu form: the forms of single complaints, to be filled in further and signed. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/report_make.h"
#include "cmd/report_query.h"
#include "metric/extent.h"
#include "record/canonical.h"

static const struct opt FORM_OPTIONS[] = {
	{"output", 'o', OPT_TEXTS, "FILE", "write .pdf, .xlsx, .html or .md; may hold {id}"},
	{"template", 0, OPT_TEXT, "NAME", "case, opinion, or a template of your own",
		.preset = "case"},
	{"as-of", 0, OPT_TEXT, "DATE", "the day that the form shows"},
	{0},
};

/* --- the complaint as a table of one row --- */

static void set_value(
	struct table *table, size_t row, size_t column, const struct batch *batch, enum field field)
{
	struct buf text = {0};

	if (field_is_text(field)) {
		struct span span = batch_text(batch, field, 0);

		buf_add(&text, span.text, span.n);
	} else {
		canonical_write_number(&text, field, batch_number(batch, field, 0));
	}
	if (text.len)
		table_set_text_n(table, row, column, text.data, text.len);
	buf_release(&text);
}

static struct table *new_table(void)
{
	struct table *table = table_new("complaint");

	for (enum field field = 0; field < N_FIELDS; field++)
		table_add_column(table, FIELDS[field].name, CELL_TEXT,
			field == FIELD_COMPLAINT_ID || field == FIELD_ORDER_ID ? "id"
			: FIELDS[field].type == FIELD_INSTANT                  ? "date"
									       : "text");
	return table;
}

/* The one with that id; NULL when there is none, or several. */
static struct table *read_complaint(struct store *store, const char *id, struct err *err)
{
	struct scan *scan = scan_open_id(store, id, err);
	struct batch *batch = batch_new();
	struct table *table = new_table();
	size_t n = 0;
	int status = scan ? 1 : -1;

	while (status > 0 && (status = scan_next(scan, batch, err)) > 0) {
		if (!n)
			table_add_row(table);
		for (enum field field = 0; !n && field < N_FIELDS; field++)
			set_value(table, 0, field, batch, field);
		n += batch->n;
		batch_clear(batch);
	}
	scan_close(scan);
	batch_free(batch);
	if (status == 0 && n == 1)
		return table;
	if (status == 0)
		err_set(err,
			n ? "'%s' is the id of %zu complaints: name it SOURCE/ID"
			  : "no complaint '%s'",
			id, n);
	table_free(table);
	return NULL;
}

/* Customers have one name in all reports of a key: kesu watch, too, knows them by "SOURCE/ID". */
static void scope_customer(struct table *table)
{
	const struct cell *source = table_cell(table, 0, FIELD_SOURCE);
	const struct cell *customer = table_cell(table, 0, FIELD_CUSTOMER_ID);
	char *scoped;

	if (source->type != CELL_TEXT || customer->type != CELL_TEXT)
		return;
	scoped = mem_format("%s/%s", source->text, customer->text);
	table_set_text(table, 0, FIELD_CUSTOMER_ID, scoped);
	free(scoped);
}

/* Templates of forms have one query more, "complaint". */
static struct table *run_query(
	void *context, const char *command_line, bool is_whole, struct err *err)
{
	struct report_run *report = context;
	struct table *table;

	if (strcmp(command_line, "complaint") != 0)
		return report_run_query(context, command_line, is_whole, err);
	table = read_complaint(report->store, report->value, err);
	if (table && report->privacy)
		scope_customer(table);
	return table;
}

/* --- the run --- */

/* The form shows the day up to which the store knows. */
static int read_day(struct report_run *report, char day[DATE_TEXT])
{
	struct run *run = report->run;
	struct extent extent;

	if (report->as_of == NO_DAY) {
		if (extent_load(&extent, store_sql(report->store), NO_DAY, false, &run->err) < 0)
			return -1;
		report->as_of = extent.loaded_until;
		extent_release(&extent);
		if (report->as_of == NO_DAY)
			return err_set(&run->err, "'%s' has no complaints", run->db);
	}
	report->first_day = report->last_day = report->as_of;
	report->period = date_write(day, report->as_of);
	return 0;
}

/* Before a template asks: an id that is none is no fault of the template's. */
static int check_ids(struct report_run *report)
{
	struct run *run = report->run;

	for (size_t i = 0; i < run->n_operands; i++) {
		struct table *table = read_complaint(report->store, run->operands[i], &run->err);

		if (!table)
			return -1;
		table_free(table);
	}
	return 0;
}

static int make_all(struct report_run *report, const char *path, struct outputs *outputs)
{
	struct run *run = report->run;
	int status = check_ids(report);

	for (size_t i = 0; i < run->n_operands && status == 0; i++)
		status = report_make(report, path, run->operands[i], outputs, &run->err);
	return status < 0 ? -1 : report_publish(report, outputs, &run->err);
}

static enum status make(struct report_run *report, const char *path)
{
	struct run *run = report->run;
	struct outputs *outputs = outputs_new();
	char day[DATE_TEXT];
	int status;

	report->store = cmd_open_store(run);
	if (!report->store) {
		outputs_free(outputs);
		return STATUS_FAILED;
	}
	status = sql_run(store_sql(report->store), &run->err, "BEGIN");
	if (status == 0)
		status = read_day(report, day);
	if (status == 0)
		status = make_all(report, path, outputs);
	outputs_free(outputs);
	return status < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

static int check_calls(struct report_run *report, char **path)
{
	struct run *run = report->run;
	const char *const *paths;
	const char *as_of = opts_text(run->opts, "as-of");
	size_t n = opts_texts(run->opts, "output", &paths);

	report->as_of = NO_DAY;
	if (as_of && !date_read(as_of, strlen(as_of), &report->as_of))
		return err_set(
			&run->err, "--as-of takes a date such as 2026-10-31, not '%s'", as_of);
	if (report_check_outputs(run, paths, n, run->n_operands > 1 ? "id" : NULL) < 0)
		return -1;
	if (!run->db)
		return err_set(&run->err, "-d STORE is missing");
	report->each = "id";
	report->run_query = run_query;
	*path = report_find_template(run, opts_text(run->opts, "template"));
	return *path ? 0 : -1;
}

static enum status run_form(struct run *run)
{
	struct report_run report;
	enum status status;
	char *path = NULL;

	if (report_run_init(&report, run) < 0 || check_calls(&report, &path) < 0)
		status = cmd_misuse(run, NULL);
	else
		status = make(&report, path);
	report_run_release(&report);
	free(path);
	return status;
}

static const struct opt *const TABLES[] = {
	DB_OPTIONS, PAST_OPTIONS, FORM_OPTIONS, PRIVACY_OPTIONS, NULL};

const struct command COMMAND_FORM = {
	.name = "form",
	.summary = "fill the form of a complaint: report form, written opinion",
	.operands = "[SOURCE/]ID...",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.db = DB_READS,
	.run = run_form,
};
