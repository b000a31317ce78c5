#include "history/check_terms.h"

#include <stdio.h>

#include "base/buf.h"
#include "store/internal.h"

static const struct place {
	const char *table, *row, *id; /* what a row is called, and its number */
	enum field fields[5]; /* of its columns, whose names they have; N_FIELDS ends them */
} PLACES[] = {
	{"complaint_cause", "causes", "complaint", {FIELD_CAUSE, FIELD_SUBCAUSE, N_FIELDS}},
	{"coverage", "coverage of load", "load", {FIELD_SOURCE, N_FIELDS}},
	{"exposure", "exposure of run", "run",
		{FIELD_PRODUCT, FIELD_CATEGORY, FIELD_MERCHANT, FIELD_REGION, N_FIELDS}},
	{"exposure_past", "exposure of run", "run",
		{FIELD_PRODUCT, FIELD_CATEGORY, FIELD_MERCHANT, FIELD_REGION, N_FIELDS}},
};

static bool is_right(const struct store *store, struct stmt *rows, const enum field *fields)
{
	for (int i = 1; i < stmt_columns(rows); i++)
		if (stmt_type(rows, i) != SQL_INTEGER ||
			!dictionary_is(store->dictionary, fields[i - 1], stmt_integer(rows, i)))
			return false;
	return true;
}

/* `select` has the number of the row, then terms of the fields. */
static int check_rows(const struct store *store, const char *select, const char *row,
	const enum field *fields, struct check_result *result, struct err *err)
{
	struct stmt *rows = stmt_prepare(store->sql, select, err);
	int status = rows ? 0 : -1;

	while (rows && (status = stmt_step(rows, err)) > 0)
		if (!is_right(store, rows, fields) && result->n_wrong++ == 0)
			snprintf(result->first, sizeof result->first, "%s %lld", row,
				(long long)stmt_integer(rows, 0));
	stmt_free(rows);
	return status;
}

static int check_place(const struct store *store, const struct place *place,
	struct check_result *result, struct err *err)
{
	struct buf select = {0};
	int status;

	buf_format(&select, "SELECT %s", place->id);
	for (size_t i = 0; place->fields[i] != N_FIELDS; i++)
		buf_format(&select, ", %s", FIELDS[place->fields[i]].name);
	buf_format(&select, " FROM %s", place->table);
	status = check_rows(store, buf_text(&select), place->row, place->fields, result, err);
	buf_release(&select);
	return status;
}

static int check_complaints(
	const struct store *store, const char *table, struct check_result *result, struct err *err)
{
	struct buf select = {0};
	enum field fields[N_FACTS];
	size_t n = 0;
	int status;

	buf_add_text(&select, "SELECT id");
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		if (fact_is_term(fact)) {
			buf_format(&select, ", %s", FACTS[fact].column);
			fields[n++] = FACTS[fact].field;
		}
	buf_format(&select, " FROM %s", table);
	status = check_rows(store, buf_text(&select), "complaint", fields, result, err);
	buf_release(&select);
	return status;
}

int check_terms(struct store *store, struct check_result *result, struct err *err)
{
	int status = ask_integer(store->sql, "SELECT count(*) FROM term", &result->n_checked, err);

	result->what = "terms are of their field";
	if (status == 0)
		status = check_complaints(store, "complaint", result, err);
	if (status == 0)
		status = check_complaints(store, "complaint_past", result, err);
	for (size_t i = 0; status == 0 && i < sizeof PLACES / sizeof *PLACES; i++)
		status = check_place(store, &PLACES[i], result, err);
	return status;
}
