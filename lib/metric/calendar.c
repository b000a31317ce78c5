#include "metric/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "table/read.h"

struct calendar {
	int32_t first; /* day of slot 0 */
	size_t n;      /* days from the first to the last of the file */
	/* Over the slots before each slot; n + 1 of them. */
	int *workdays, *known;
};

static int read_row(const struct table *table, size_t row, int32_t *day, struct err *err)
{
	const struct cell *date = table_cell(table, row, 0);
	double is_workday = table_real(table, row, 1);

	if (date->type != CELL_TEXT || !date_read(date->text, strlen(date->text), day))
		return err_set(err, "row %zu has no date like 2026-10-01", row + 1);
	if (!(is_workday == 0 || is_workday == 1))
		return err_set(err, "row %zu: is_workday is 0 or 1", row + 1);
	return 0;
}

static int find_range(struct calendar *calendar, const struct table *table, struct err *err)
{
	int32_t day = 0, last = 0;

	for (size_t row = 0; row < table_rows(table); row++) {
		if (read_row(table, row, &day, err) < 0)
			return -1;
		calendar->first = row == 0 || day < calendar->first ? day : calendar->first;
		last = row == 0 || day > last ? day : last;
	}
	calendar->n = table_rows(table) ? (size_t)(last - calendar->first) + 1 : 0;
	return 0;
}

static int fill(struct calendar *calendar, const struct table *table, struct err *err)
{
	int32_t day = 0;

	if (table_columns(table) < 2 || strcmp(table_column(table, 0)->name, "date") != 0 ||
		strcmp(table_column(table, 1)->name, "is_workday") != 0)
		return err_set(err, "the header is not date,is_workday,...");
	if (find_range(calendar, table, err) < 0)
		return -1;
	calendar->workdays = mem_zalloc((calendar->n + 1) * sizeof *calendar->workdays);
	calendar->known = mem_zalloc((calendar->n + 1) * sizeof *calendar->known);
	for (size_t row = 0; row < table_rows(table); row++) {
		read_row(table, row, &day, err);
		calendar->known[day - calendar->first + 1] = 1;
		calendar->workdays[day - calendar->first + 1] = table_real(table, row, 1) == 1;
	}
	for (size_t i = 0; i < calendar->n; i++) {
		calendar->known[i + 1] += calendar->known[i];
		calendar->workdays[i + 1] += calendar->workdays[i];
	}
	return 0;
}

static int load_file(struct calendar *calendar, const char *path, struct err *err)
{
	struct table *table = table_read(path, err);
	int status = table ? fill(calendar, table, err) : -1;

	table_free(table);
	return status < 0 ? err_prefix(err, "'%s'", path) : 0;
}

struct calendar *calendar_load(const struct share *share, struct err *err)
{
	struct calendar *calendar = mem_zalloc(sizeof *calendar);
	char *path = share_find(share, "rules", "calendar-cn.csv");

	if (path && load_file(calendar, path, err) < 0) {
		calendar_free(calendar);
		calendar = NULL;
	}
	free(path);
	return calendar;
}

void calendar_free(struct calendar *calendar)
{
	if (!calendar)
		return;
	free(calendar->workdays);
	free(calendar->known);
	free(calendar);
}

int calendar_workdays(const struct calendar *calendar, int32_t first, int32_t last)
{
	int64_t from = (int64_t)first - calendar->first;
	int64_t to = (int64_t)last - calendar->first + 1;

	if (last < first)
		return 0;
	if (!calendar->n || from < 0 || to > (int64_t)calendar->n)
		return CALENDAR_UNKNOWN;
	if (calendar->known[to] - calendar->known[from] != to - from)
		return CALENDAR_UNKNOWN;
	return calendar->workdays[to] - calendar->workdays[from];
}

enum { N_LABELS = 5 };

static int insert_day(
	struct stmt *insert, const struct calendar *calendar, size_t slot, struct err *err)
{
	static const enum period periods[N_LABELS] = {
		PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR};
	int32_t day = calendar->first + (int32_t)slot;
	char labels[N_LABELS][DATE_TEXT];

	stmt_reset(insert);
	stmt_bind_integer(insert, 1, day);
	for (int i = 0; i < N_LABELS; i++) {
		period_write(labels[i], periods[i], period_number(periods[i], day));
		stmt_bind_text(insert, i + 2, labels[i], strlen(labels[i]));
	}
	stmt_bind_integer(insert, N_LABELS + 2, calendar_workdays(calendar, day, day));
	stmt_bind_integer(insert, N_LABELS + 3, calendar->workdays[slot + 1]);
	stmt_bind_integer(insert, N_LABELS + 4, calendar->known[slot + 1]);
	return stmt_step(insert, err) < 0 ? -1 : 0;
}

int calendar_make_relation(const struct calendar *calendar, struct sql *sql, struct err *err)
{
	struct stmt *insert;
	int status = 0;

	if (sql_run(sql, err,
		    "CREATE TEMP TABLE calendar(day INTEGER PRIMARY KEY, date TEXT, week TEXT, "
		    "month TEXT, quarter TEXT, year TEXT, is_workday INTEGER, "
		    "workday_no INTEGER, known_no INTEGER)") < 0)
		return -1;
	insert = stmt_prepare(sql, "INSERT INTO temp.calendar VALUES(?,?,?,?,?,?,?,?,?)", err);
	if (!insert)
		return -1;
	for (size_t i = 0; i < calendar->n && status == 0; i++)
		if (calendar->known[i + 1] > calendar->known[i])
			status = insert_day(insert, calendar, i, err);
	stmt_free(insert);
	return status;
}
