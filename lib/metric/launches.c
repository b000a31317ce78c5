#include "metric/launches.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"

static const char *const COLUMNS[] = {"name", "kind", "from", "keywords", "owner"};
enum { NAME, KIND, FROM, KEYWORDS, OWNER, N_COLUMNS };

struct launches {
	struct csv_rows *csv; /* or NULL */
};

static const char *cell(const struct launches *launches, size_t row, int column)
{
	return csv_cell(launches->csv, row, csv_column(launches->csv, COLUMNS[column]));
}

static int check(const struct launches *launches, struct err *err)
{
	const struct csv_rows *csv = launches->csv;
	int32_t day;

	for (size_t i = 0; csv->n && i < N_COLUMNS; i++)
		if (csv_column(csv, COLUMNS[i]) == SIZE_MAX)
			return err_set(err, "1: the header has no '%s'", COLUMNS[i]);
	for (size_t row = 1; row < csv->n; row++) {
		const char *from = cell(launches, row, FROM);

		if (!*cell(launches, row, NAME))
			return err_set(err, "%zu: the launch has no name", csv->rows[row].line);
		if (!date_read(from, strlen(from), &day))
			return err_set(err, "%zu: '%s' is no date", csv->rows[row].line, from);
	}
	return 0;
}

struct launches *launches_load(const struct share *share, struct err *err)
{
	struct launches *launches = mem_zalloc(sizeof *launches);
	char *path = share_find(share, "rules", "launches.csv");

	if (path) {
		launches->csv = csv_rows_read(path, err);
		if (!launches->csv || (check(launches, err) < 0 && err_prefix(err, "%s", path))) {
			launches_free(launches);
			launches = NULL;
		}
	}
	free(path);
	return launches;
}

void launches_free(struct launches *launches)
{
	if (!launches)
		return;
	csv_rows_free(launches->csv);
	free(launches);
}

static int insert_keyword(const struct launches *launches, size_t row, const char *keyword,
	size_t n, struct stmt *insert, struct err *err)
{
	static const int TEXTS[] = {NAME, KIND, OWNER};
	const char *from = cell(launches, row, FROM);
	int32_t day = 0;

	if (!n)
		return 0;
	date_read(from, strlen(from), &day);
	stmt_reset(insert);
	for (int i = 0; i < 3; i++) {
		const char *text = cell(launches, row, TEXTS[i]);

		stmt_bind_text(insert, i + 1, text, strlen(text));
	}
	stmt_bind_integer(insert, 4, day);
	stmt_bind_text(insert, 5, keyword, n);
	return stmt_step(insert, err) < 0 ? -1 : 0;
}

static int insert_launch(
	const struct launches *launches, size_t row, struct stmt *insert, struct err *err)
{
	const char *name = cell(launches, row, NAME);
	const char *at = cell(launches, row, KEYWORDS);

	if (insert_keyword(launches, row, name, strlen(name), insert, err) < 0)
		return -1;
	while (*at) {
		size_t n = strcspn(at, "|");

		if (insert_keyword(launches, row, at, n, insert, err) < 0)
			return -1;
		at += n + (at[n] == '|');
	}
	return 0;
}

int launches_make(const struct launches *launches, struct sql *sql, struct err *err)
{
	struct stmt *insert;
	int status = 0;

	if (sql_run(sql, err,
		    "CREATE TEMP TABLE launches(name TEXT, kind TEXT, from_day INTEGER, "
		    "keyword TEXT, owner TEXT)") < 0)
		return -1;
	insert = stmt_prepare(
		sql, "INSERT INTO temp.launches VALUES(?1, ?2, ?4, lower(?5), ?3)", err);
	if (!insert)
		return -1;
	for (size_t row = 1; launches->csv && row < launches->csv->n && status == 0; row++)
		status = insert_launch(launches, row, insert, err);
	stmt_free(insert);
	return status;
}
