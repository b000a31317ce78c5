#include "tests/unit/golden.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "load/load.h"
#include "metric/metric.h"

/* --- the store --- */

static const struct {
	const char *header;
	enum field field;
} HEADERS[] = {
	{"complaint_id", FIELD_COMPLAINT_ID},
	{"received_at", FIELD_RECEIVED_AT},
	{"channel", FIELD_CHANNEL},
	{"customer_id", FIELD_CUSTOMER_ID},
	{"product", FIELD_PRODUCT},
	{"department", FIELD_DEPARTMENT},
	{"handler", FIELD_HANDLER},
	{"region", FIELD_REGION},
	{"cause", FIELD_CAUSE},
	{"causes_all", FIELD_CAUSES},
	{"severity", FIELD_SEVERITY},
	{"first_response_at", FIELD_FIRST_RESPONSE_AT},
	{"closed_at", FIELD_CLOSED_AT},
	{"followup_at", FIELD_FOLLOW_UP_AT},
	{"true_dup_of", FIELD_DUPLICATE_OF},
};

static int64_t read_number(enum field field, const char *text)
{
	int64_t seconds;
	bool has_time;

	if (!*text)
		return NUMBER_NONE;
	if (FIELDS[field].type != FIELD_INSTANT)
		return strtoll(text, NULL, 10);
	cr_assert(instant_read(text, strlen(text), &seconds, &has_time), "%s", text);
	return instant_pack(seconds, has_time);
}

static void add_row(struct batch *batch, const struct csv_rows *csv, size_t row)
{
	for (size_t i = 0; i < sizeof HEADERS / sizeof *HEADERS; i++) {
		enum field field = HEADERS[i].field;
		const char *text = csv_cell(csv, row, csv_column(csv, HEADERS[i].header));

		batch_add_column(batch, field);
		if (field_is_text(field))
			batch->text[field][batch->n] = (struct span){text, (uint32_t)strlen(text)};
		else
			batch->number[field][batch->n] = read_number(field, text);
	}
	batch->n++;
}

static void load_complaints(struct store *store)
{
	struct err err;
	struct csv_rows *csv = csv_rows_read("tests/golden/complaints.csv", &err);
	struct run_info run = {.command = "ingest", .started_at = 1793000000};
	struct load_info info = {.file = "complaints.csv",
		.source = "complaints",
		.exported_day = NO_DAY,
		.covers_first = NO_DAY,
		.covers_last = NO_DAY,
		.exported_at = NUMBER_NONE};
	struct load_counts counts;
	struct load *load = load_begin(store, &run, &err);
	struct batch *batch = batch_new();

	cr_assert(csv && load, "%s", err.text);
	info.n_read = csv->n - 1;
	for (size_t row = 1; row < csv->n; row++) {
		add_row(batch, csv, row);
		if (batch->n < BATCH_ROWS && row + 1 < csv->n)
			continue;
		cr_assert_eq(load_add(load, batch, &err), 0, "%s", err.text);
		batch_clear(batch);
	}
	batch_free(batch);
	csv_rows_free(csv);
	cr_assert_eq(load_finish(load, &info, &counts, &err), 0, "%s", err.text);
}

static void load_orders(struct store *store)
{
	struct err err;
	struct csv_rows *csv = csv_rows_read("tests/golden/denominators_daily.csv", &err);
	struct stmt *insert = stmt_prepare(store_sql(store),
		"INSERT INTO exposure SELECT 'orders', 'product', ?1, ?1, id, 0, 0, 0, ?2, 1 "
		"FROM term WHERE dim = 'product' AND text = ?3",
		&err);

	cr_assert(csv && insert, "%s", err.text);
	for (size_t row = 1; row < csv->n; row++) {
		const char *date = csv_cell(csv, row, 0);
		const char *product = csv_cell(csv, row, 1);
		int32_t day = 0;

		cr_assert(date_read(date, strlen(date), &day));
		stmt_reset(insert);
		stmt_bind_integer(insert, 1, day);
		stmt_bind_real(insert, 2, strtod(csv_cell(csv, row, 2), NULL));
		stmt_bind_text(insert, 3, product, strlen(product));
		cr_assert_eq(stmt_step(insert, &err), 0, "%s", err.text);
	}
	stmt_free(insert);
	csv_rows_free(csv);
}

struct store *golden_store(void)
{
	struct err err;
	struct store *store = store_open(NULL, STORE_PRIVATE, &err);

	cr_assert(store, "%s", err.text);
	load_complaints(store);
	load_orders(store);
	return store;
}

/* --- running --- */

struct table *golden_run(struct store *store, enum counted_from from, const char *const *arguments)
{
	const char *const folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct metric_context context = {.share = share, .as_of = NO_DAY, .counted_from = from};
	struct err err = {""};
	struct query *query = query_find(share, arguments[0], &err);
	const struct opt *tables[] = {METRIC_OPTIONS, NULL, NULL};
	struct opts *opts = NULL;
	struct table *table = NULL;
	int argc = 0;

	cr_assert(query, "%s", err.text);
	tables[1] = query_options(query);
	while (arguments[argc])
		argc++;
	opts = opts_parse(tables, argc, (char **)arguments, &err);
	cr_assert(opts, "%s", err.text);
	table = query_run(query, store, opts, &context, &err);
	cr_assert(table, "%s", err.text);
	opts_free(opts);
	query_free(query);
	share_free(share);
	return table;
}

/* --- comparing --- */

/* What golden files leave empty for a group that is unknown, and call everything. */
static bool is_same_key(const struct table *table, size_t row, size_t column, const char *theirs)
{
	struct buf ours = {0};
	bool is_same;

	table_cell_text(table, row, column, &ours);
	if (!*theirs)
		theirs = "(unassigned)";
	is_same = !strcmp(buf_text(&ours), strcmp(theirs, "ALL") ? theirs : "(total)");
	buf_release(&ours);
	return is_same;
}

static size_t our_column(const struct table *table, const char *name)
{
	size_t column = table_find(table, name);

	cr_assert_neq(column, SIZE_MAX, "no column %s", name);
	return column;
}

static bool has_keys(const struct table *table, size_t ours, const struct csv_rows *csv,
	size_t theirs, const struct golden_column *columns)
{
	for (const struct golden_column *c = columns; c->theirs; c++)
		if (c->is_key && !is_same_key(table, ours, our_column(table, c->ours),
					 csv_cell(csv, theirs, csv_column(csv, c->theirs))))
			return false;
	return true;
}

static void compare_value(const struct table *table, size_t row, const char *name,
	const char *theirs, const char *file, size_t line)
{
	size_t column = our_column(table, name);
	double ours = table_real(table, row, column);
	double expected = strtod(theirs, NULL);
	struct buf text = {0};

	table_cell_text(table, row, column, &text);
	if (!*theirs || !strcmp(theirs, "NA"))
		cr_assert_eq(text.len, 0, "%s:%zu %s is '%s', not empty", file, line, name,
			buf_text(&text));
	else if (table_cell(table, row, column)->type == CELL_TEXT)
		cr_assert_str_eq(buf_text(&text), theirs, "%s:%zu %s", file, line, name);
	else
		cr_assert(fabs(ours - expected) <= 1e-9 * fabs(expected) + 1e-15,
			"%s:%zu %s is '%s', not %s", file, line, name, buf_text(&text), theirs);
	buf_release(&text);
}

static bool is_wanted(const struct csv_rows *csv, size_t row, const char *const *where)
{
	for (; *where; where += 2)
		if (strcmp(csv_cell(csv, row, csv_column(csv, where[0])), where[1]) != 0)
			return false;
	return true;
}

void golden_compare(const struct table *table, const char *file, const char *const *where,
	const struct golden_column *columns, size_t n)
{
	struct err err;
	struct csv_rows *csv = csv_rows_read(file, &err);
	size_t n_compared = 0;

	cr_assert(csv, "%s", err.text);
	for (size_t i = 1; i < csv->n; i++) {
		size_t row = 0;

		if (!is_wanted(csv, i, where))
			continue;
		while (row < table_rows(table) && !has_keys(table, row, csv, i, columns))
			row++;
		cr_assert(row < table_rows(table), "%s:%zu has no row", file, csv->rows[i].line);
		for (const struct golden_column *c = columns; c->theirs; c++)
			if (!c->is_key)
				compare_value(table, row, c->ours,
					csv_cell(csv, i, csv_column(csv, c->theirs)), file,
					csv->rows[i].line);
		n_compared++;
	}
	csv_rows_free(csv);
	cr_assert_eq(n_compared, n, "%s: %zu rows compared, not %zu", file, n_compared, n);
}
