#include "store/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "store/internal.h"

void ledger_count_reject(struct ledger *ledger, const char *code)
{
	for (size_t i = 0; i < ledger->n_rejects; i++) {
		if (strcmp(ledger->rejects[i].code, code))
			continue;
		ledger->rejects[i].n++;
		return;
	}
	ledger->rejects = mem_grow(
		ledger->rejects, ledger->n_rejects, &ledger->capacity, sizeof *ledger->rejects);
	ledger->rejects[ledger->n_rejects++] = (struct reject_count){mem_text(code), 1};
}

void ledger_release(struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->n_rejects; i++)
		free(ledger->rejects[i].code);
	free(ledger->rejects);
	*ledger = (struct ledger){0};
}

static void bind_name(struct stmt *stmt, int parameter, const char *text)
{
	if (text)
		stmt_bind_text(stmt, parameter, text, strlen(text));
}

static int write_load(struct store *store, int64_t load, const struct load_info *info,
	const struct load_counts *counts, int32_t first, int32_t last, struct err *err)
{
	const char *texts[] = {
		info->file, info->sheet, info->sha256, info->encoding, info->source, info->mapping};
	const int64_t numbers[] = {info->exported_at, first == NO_DAY ? NUMBER_NONE : first,
		last == NO_DAY ? NUMBER_NONE : last, (int64_t)info->n_read,
		(int64_t)counts->n_added, (int64_t)counts->n_updated, (int64_t)counts->n_unchanged,
		(int64_t)counts->n_older, (int64_t)info->n_rejected, (int64_t)info->n_nondata};
	struct stmt *stmt = stmt_prepare(store->sql,
		"INSERT INTO load VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		err);
	int status;

	if (!stmt)
		return -1;
	stmt_bind_integer(stmt, 1, load);
	stmt_bind_integer(stmt, 2, store->run);
	for (int i = 0; i < 6; i++)
		bind_name(stmt, 3 + i, texts[i]);
	for (int i = 0; i < 10; i++)
		bind_number(stmt, 9 + i, numbers[i]);
	if (info->confidence > 0)
		stmt_bind_real(stmt, 19, info->confidence);
	status = run_stmt(stmt, err);
	stmt_free(stmt);
	return status;
}

static int write_rejects(
	const struct ledger *ledger, struct sql *sql, int64_t load, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, "INSERT INTO reject VALUES(?, ?, ?)", err);
	int status = stmt ? 0 : -1;

	for (size_t i = 0; i < ledger->n_rejects && status == 0; i++) {
		stmt_bind_integer(stmt, 1, load);
		bind_name(stmt, 2, ledger->rejects[i].code);
		stmt_bind_integer(stmt, 3, ledger->rejects[i].n);
		status = run_stmt(stmt, err);
	}
	stmt_free(stmt);
	return status;
}

int ledger_write(const struct ledger *ledger, struct store *store, int64_t load,
	const struct load_info *info, const struct load_counts *counts, int32_t first, int32_t last,
	struct err *err)
{
	if (write_load(store, load, info, counts, first, last, err) < 0)
		return -1;
	return write_rejects(ledger, store->sql, load, err);
}

/* Columns of the statement below; all from FIRST_COUNT on are counts but the last three. */
enum {
	COLUMN_COMMAND = 1,
	COLUMN_STARTED_AT = 2,
	COLUMN_CONFIDENCE = 6,
	COLUMN_FIRST_COUNT = 7,
	COLUMN_UNDONE_AT = 14,
	COLUMN_RULES,
	COLUMN_MODEL
};
static const struct ledger_column {
	enum cell_type type;
	const char *unit;
} COLUMNS[COLUMN_FIRST_COUNT + 1] = {{CELL_INTEGER, "id"}, {CELL_TEXT, "text"}, {CELL_TEXT, "date"},
	{CELL_TEXT, "text"}, {CELL_TEXT, "text"}, {CELL_TEXT, "text"}, {CELL_REAL, "score"},
	{CELL_INTEGER, "count"}};

static const struct ledger_column *find_column(int column)
{
	if (column == COLUMN_UNDONE_AT)
		return &COLUMNS[COLUMN_STARTED_AT];
	if (column > COLUMN_UNDONE_AT)
		return &COLUMNS[COLUMN_COMMAND];
	return &COLUMNS[column < COLUMN_FIRST_COUNT ? column : COLUMN_FIRST_COUNT];
}

static void fill_cell(struct table *table, size_t row, struct stmt *stmt, int column)
{
	char instant[DATE_TEXT];
	size_t n;
	const char *text;

	if (stmt_type(stmt, column) == SQL_NULL)
		return;
	if (column == COLUMN_STARTED_AT || column == COLUMN_UNDONE_AT) {
		table_set_text(table, row, (size_t)column,
			instant_write(instant, stmt_integer(stmt, column), true));
	} else if (column == COLUMN_CONFIDENCE) {
		table_set_real(table, row, (size_t)column, stmt_real(stmt, column));
	} else if (column == 0 || (column >= COLUMN_FIRST_COUNT && column < COLUMN_UNDONE_AT)) {
		table_set_integer(table, row, (size_t)column, stmt_integer(stmt, column));
	} else {
		text = stmt_text(stmt, column, &n);
		table_set_text_n(table, row, (size_t)column, text, n);
	}
}

int store_add_run(struct store *store, const struct run_info *run, struct err *err)
{
	return store_begin(store, run, err) < 0 ? -1 : store_commit(store, err);
}

struct table *store_runs(struct store *store, struct err *err)
{
	struct table *table;
	int status;
	struct stmt *stmt = stmt_prepare(store->sql,
		"SELECT r.id AS run, command, started_at, file, source, encoding,"
		" round(encoding_confidence, 4) AS confidence, n_read AS read,"
		" n_added AS added, n_updated AS updated, n_unchanged AS unchanged, n_older AS "
		"older,"
		" n_rejected AS rejected, n_nondata AS nondata, undone_at,"
		" substr(rules_hash, 1, 12) AS rules, substr(model_hash, 1, 12) AS model"
		" FROM run r LEFT JOIN load l ON l.run = r.id ORDER BY r.id, l.id",
		err);

	if (!stmt)
		return NULL;
	table = table_new("runs");
	for (int i = 0; i < stmt_columns(stmt); i++) {
		const struct ledger_column *column = find_column(i);

		table_add_column(table, stmt_column_name(stmt, i), column->type, column->unit);
	}
	while ((status = stmt_step(stmt, err)) > 0) {
		size_t row = table_add_row(table);

		for (int i = 0; i < stmt_columns(stmt); i++)
			fill_cell(table, row, stmt, i);
	}
	stmt_free(stmt);
	if (status == 0)
		return table;
	table_free(table);
	return NULL;
}
