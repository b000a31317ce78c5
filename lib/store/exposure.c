#include "store/exposure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/dimension.h"
#include "store/internal.h"
#include "store/slots.h"

/* The dimensions in the order of the table's columns. */
static const enum field DIMS[] = {FIELD_PRODUCT, FIELD_CATEGORY, FIELD_MERCHANT, FIELD_REGION};
enum { N_DIMS = sizeof DIMS / sizeof *DIMS };

enum { PARAMETER_DIM = 5, PARAMETER_VALUE = PARAMETER_DIM + N_DIMS, PARAMETER_RUN };

#define SAME_GROUP                                                                                 \
	" measure = ?1 AND dims = ?2 AND product = ?5 AND category = ?6 AND merchant = ?7"         \
	" AND region = ?8"
#define SAME_KEY SAME_GROUP " AND first_day = ?3 AND last_day = ?4"

struct reading {
	struct store *store;
	const char *name;
	const struct csv_rows *csv;
	const struct labels *labels;
	size_t date, dims[N_DIMS]; /* columns, SIZE_MAX: not there */
	char dims_text[64];
	struct slots given; /* hashes of keys to lines */
	struct stmt *find, *days, *past, *put;
	struct exposure_counts *counts;
};

struct value {
	const char *measure;
	int32_t first, last;
	int64_t terms[N_DIMS];
	double value;
};

static bool is_date_header(const char *header)
{
	static const char *const NAMES[] = {"date", "day", "month", "period"};

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		if (!strcmp(header, NAMES[i]))
			return true;
	return false;
}

/* The program's own name of a column, where the header is one in another language. */
static const char *own_name(const struct labels *labels, const char *header)
{
	const char *code = labels ? labels_code(labels, "column", header, strlen(header)) : NULL;

	return code ? code : header;
}

static int take_header(struct reading *reading, size_t column, struct err *err)
{
	const char *header = own_name(reading->labels, reading->csv->rows[0].cells[column]);
	const struct dimension *dimension = dimension_find(header, strlen(header));
	size_t *place = is_date_header(header) ? &reading->date : NULL;

	for (size_t i = 0; i < N_DIMS; i++)
		if (!strcmp(header, FIELDS[DIMS[i]].name))
			place = &reading->dims[i];
	if (!*header)
		return err_set(err, "'%s': column %zu has no header", reading->name, column + 1);
	if (!place && dimension)
		return err_set(err,
			"'%s': '%s' is a matter of complaints: exposures go by product, category, "
			"merchant, region",
			reading->name, header);
	if (!place)
		return 0;
	if (*place != SIZE_MAX)
		return err_set(err, "'%s': there are two columns '%s'", reading->name, header);
	*place = column;
	return 0;
}

static bool is_measure(const struct reading *reading, size_t column)
{
	for (size_t i = 0; i < N_DIMS; i++)
		if (reading->dims[i] == column)
			return false;
	return reading->date != column;
}

static int read_header(struct reading *reading, struct err *err)
{
	size_t n_measures = 0, n_columns = reading->csv->n ? reading->csv->rows[0].n : 0;

	reading->date = SIZE_MAX;
	for (size_t i = 0; i < N_DIMS; i++)
		reading->dims[i] = SIZE_MAX;
	for (size_t column = 0; column < n_columns; column++)
		if (take_header(reading, column, err) < 0)
			return -1;
	for (size_t column = 0; column < n_columns; column++)
		n_measures += is_measure(reading, column);
	if (reading->date == SIZE_MAX)
		return err_set(err, "'%s' has no column 'date' or 'month'", reading->name);
	if (!n_measures)
		return err_set(err, "'%s' has no column with a measure", reading->name);
	for (size_t i = 0; i < N_DIMS; i++) {
		if (reading->dims[i] == SIZE_MAX)
			continue;
		if (*reading->dims_text)
			strcat(reading->dims_text, ",");
		strcat(reading->dims_text, FIELDS[DIMS[i]].name);
	}
	return 0;
}

static int read_days(const char *text, struct value *value)
{
	struct err ignored;
	enum period period;
	int32_t number;

	if (period_parse(text, &period, &number, &ignored) < 0 ||
		(period != PERIOD_DAY && period != PERIOD_MONTH))
		return -1;
	value->first = period_first_day(period, number);
	value->last = period_last_day(period, number);
	return 0;
}

/* A plain decimal number that is not negative. */
static int read_value(const char *text, double *value)
{
	char *end;

	if (strspn(text, "0123456789.eE+") != strlen(text) || !strpbrk(text, "0123456789"))
		return -1;
	*value = strtod(text, &end);
	return *end || !isfinite(*value) ? -1 : 0;
}

static void bind_value(struct stmt *stmt, const struct reading *reading, const struct value *value)
{
	stmt_bind_text(stmt, 1, value->measure, strlen(value->measure));
	stmt_bind_text(stmt, 2, reading->dims_text, strlen(reading->dims_text));
	stmt_bind_integer(stmt, 3, value->first);
	stmt_bind_integer(stmt, 4, value->last);
	for (int i = 0; i < N_DIMS; i++)
		stmt_bind_integer(stmt, PARAMETER_DIM + i, value->terms[i]);
}

static bool is_close(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* *found: the value is there; *known: the one that is. */
static int find_value(struct stmt *stmt, const struct reading *reading, const struct value *value,
	bool *found, double *known, struct err *err)
{
	int status;

	bind_value(stmt, reading, value);
	status = stmt_step(stmt, err);
	*found = status > 0 && stmt_type(stmt, 0) != SQL_NULL;
	*known = status > 0 ? stmt_real(stmt, 0) : 0;
	stmt_reset(stmt);
	return status < 0 ? -1 : 0;
}

static int write_value(
	struct reading *reading, const struct value *value, bool is_there, struct err *err)
{
	if (is_there) {
		bind_value(reading->past, reading, value);
		stmt_bind_integer(reading->past, PARAMETER_RUN, reading->store->run);
		if (run_stmt(reading->past, err) < 0)
			return -1;
	}
	bind_value(reading->put, reading, value);
	stmt_bind_real(reading->put, PARAMETER_VALUE, value->value);
	stmt_bind_integer(reading->put, PARAMETER_RUN, reading->store->run);
	return run_stmt(reading->put, err);
}

static int put_value(struct reading *reading, const struct value *value, struct err *err)
{
	bool found;
	double known;

	if (find_value(reading->find, reading, value, &found, &known, err) < 0)
		return -1;
	if (!found && value->last > value->first) { /* a month that its days tell already */
		bool has_days;

		if (find_value(reading->days, reading, value, &has_days, &known, err) < 0)
			return -1;
		if (has_days && is_close(known, value->value)) {
			reading->counts->n_unchanged++;
			return 0;
		}
	}
	if (found && is_close(known, value->value)) {
		reading->counts->n_unchanged++;
		return 0;
	}
	found ? reading->counts->n_replaced++ : reading->counts->n_added++;
	return write_value(reading, value, found, err);
}

/* The same value twice in one file would make the second one win. */
static int check_given(
	struct reading *reading, const struct value *value, size_t line, struct err *err)
{
	uint64_t hash = hash_bytes(1, value->measure, strlen(value->measure));
	int64_t key =
		(int64_t)hash_bytes(hash_bytes(hash_bytes(hash, &value->first, 4), &value->last, 4),
			value->terms, sizeof value->terms);
	struct slot *slot = slots_find(&reading->given, key);

	if (slot)
		return err_set(err,
			"'%s' line %zu: '%s' of this group and time is in line %u already",
			reading->name, line, value->measure, slot->value);
	slots_add(&reading->given, key)->value = (uint32_t)line;
	return 0;
}

static int read_cell(
	struct reading *reading, size_t row, size_t column, struct value *value, struct err *err)
{
	const char *cell = csv_cell(reading->csv, row, column);
	size_t line = reading->csv->rows[row].line;

	value->measure = own_name(reading->labels, reading->csv->rows[0].cells[column]);
	if (!*cell)
		return 0;
	if (read_value(cell, &value->value) < 0)
		return err_set(err, "'%s' line %zu: '%s' of column '%s' is no number",
			reading->name, line, cell, value->measure);
	if (check_given(reading, value, line, err) < 0)
		return -1;
	return put_value(reading, value, err);
}

static int read_row(struct reading *reading, size_t row, struct err *err)
{
	const struct csv_row *cells = &reading->csv->rows[row];
	const char *date = csv_cell(reading->csv, row, reading->date);
	struct value value = {0};

	if (cells->n != reading->csv->rows[0].n)
		return err_set(err, "'%s' line %zu has %zu cells, the header has %zu",
			reading->name, cells->line, cells->n, reading->csv->rows[0].n);
	if (read_days(date, &value) < 0)
		return err_set(err, "'%s' line %zu: '%s' is no date or month (2026-10-31, 2026-10)",
			reading->name, cells->line, date);
	for (size_t i = 0; i < N_DIMS; i++) {
		size_t n = strlen(csv_cell(reading->csv, row, reading->dims[i]));
		const char *text = text_trim(csv_cell(reading->csv, row, reading->dims[i]), &n);

		value.terms[i] = dictionary_add(
			reading->store->dictionary, DIMS[i], (struct span){text, (uint32_t)n});
	}
	for (size_t column = 0; column < cells->n; column++)
		if (is_measure(reading, column) && read_cell(reading, row, column, &value, err) < 0)
			return -1;
	reading->counts->n_rows++;
	return 0;
}

#define MONTHS_WITH_DAYS                                                                           \
	" FROM exposure m JOIN exposure d ON d.measure = m.measure AND d.dims = m.dims"            \
	" AND d.product = m.product AND d.category = m.category AND d.merchant = m.merchant"       \
	" AND d.region = m.region AND d.first_day BETWEEN m.first_day AND m.last_day"              \
	" AND d.last_day = d.first_day WHERE m.last_day > m.first_day"                             \
	" GROUP BY m.measure, m.dims, m.first_day, m.product, m.category, m.merchant, m.region"

static int check_months(struct reading *reading, struct err *err)
{
	char month[PERIOD_TEXT];
	struct stmt *stmt = stmt_prepare(reading->store->sql,
		"SELECT m.measure, m.first_day, m.value, sum(d.value)" MONTHS_WITH_DAYS
		" HAVING abs(m.value - sum(d.value)) > 1e-9 * max(m.value, sum(d.value))",
		err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	if (status > 0) {
		int32_t number = period_number(PERIOD_MONTH, (int32_t)stmt_integer(stmt, 1));

		status = err_set(err, "'%s': '%s' of %s is %.15g as a month, but %.15g by its days",
			reading->name, stmt_text(stmt, 0, NULL),
			period_write(month, PERIOD_MONTH, number), stmt_real(stmt, 2),
			stmt_real(stmt, 3));
	}
	stmt_free(stmt);
	return status;
}

/* Days stand for their month, so that nothing is counted twice. */
static int drop_months(struct reading *reading, struct err *err)
{
	static const char HAS_DAYS[] =
		"last_day > first_day AND EXISTS (SELECT 1 FROM exposure d"
		" WHERE d.measure = exposure.measure AND d.dims = exposure.dims"
		" AND d.product = exposure.product AND d.category = exposure.category"
		" AND d.merchant = exposure.merchant AND d.region = exposure.region"
		" AND d.first_day BETWEEN exposure.first_day AND exposure.last_day"
		" AND d.last_day = d.first_day)";
	char *text = mem_format("INSERT INTO exposure_past SELECT *, %lld FROM exposure WHERE %s;"
				"DELETE FROM exposure WHERE %s",
		(long long)reading->store->run, HAS_DAYS, HAS_DAYS);
	int status = sql_run(reading->store->sql, err, text);

	free(text);
	return status;
}

static int prepare(struct reading *reading, struct err *err)
{
	struct sql *sql = reading->store->sql;

	reading->find = stmt_prepare(sql, "SELECT value FROM exposure WHERE" SAME_KEY, err);
	reading->days = stmt_prepare(sql,
		"SELECT sum(value) FROM exposure WHERE" SAME_GROUP
		" AND first_day BETWEEN ?3 AND ?4 AND last_day = first_day",
		err);
	reading->past = stmt_prepare(
		sql, "INSERT INTO exposure_past SELECT *, ?10 FROM exposure WHERE" SAME_KEY, err);
	reading->put = stmt_prepare(sql,
		"INSERT OR REPLACE INTO exposure VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		err);
	return reading->find && reading->days && reading->past && reading->put ? 0 : -1;
}

static void release(struct reading *reading)
{
	stmt_free(reading->find);
	stmt_free(reading->days);
	stmt_free(reading->past);
	stmt_free(reading->put);
	slots_release(&reading->given);
}

static int read_rows(struct reading *reading, struct err *err)
{
	if (prepare(reading, err) < 0)
		return -1;
	for (size_t row = 1; row < reading->csv->n; row++)
		if (read_row(reading, row, err) < 0)
			return -1;
	return check_months(reading, err) < 0 ? -1 : drop_months(reading, err);
}

static int load_rows(struct reading *reading, const struct run_info *run, struct err *err)
{
	int status;

	if (store_begin(reading->store, run, err) < 0)
		return -1;
	status = read_rows(reading, err);
	release(reading);
	if (status == 0)
		return store_commit(reading->store, err);
	store_rollback(reading->store);
	return -1;
}

int exposure_load(struct store *store, const struct run_info *run, const char *path,
	const struct labels *labels, struct exposure_counts *counts, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);
	struct reading reading = {
		.store = store, .name = path, .csv = csv, .labels = labels, .counts = counts};
	int status = -1;

	*counts = (struct exposure_counts){0};
	if (!csv)
		return -1;
	if (csv->n < 2)
		err_set(err, "'%s' has no rows", path);
	else if (read_header(&reading, err) == 0)
		status = load_rows(&reading, run, err);
	csv_rows_free(csv);
	return status;
}
