#pragma once
/* The facts of many complaints, column by column: what a metric counts is read by the hundred
 * thousand, and from rows most of that time goes into finding a cell in its record.
 *
 * The table complaint_columns has them once more, packed, PART_ROWS complaints (by id) at a time.
 * A store without that (a private one, or what one was after a former run) is read row by row, with
 * the same answer.
 *
 *	struct columns *columns = columns_open(sql, 1ull << FACT_ID | 1ull << FACT_DAY, &err);
 *	while ((status = columns_next(columns, first_day, last_day, &err)) > 0)
 *		for (size_t i = 0; i < columns_rows(columns); i++)
 *			columns_of(columns, FACT_DAY)[i] ...
 *	columns_close(columns); */
#include "sql/sql.h"
#include "store/fact.h"

enum { PART_BITS = 14, PART_ROWS = 1 << PART_BITS };

struct columns;

/* `facts`: bits of those that will be looked at. */
struct columns *columns_open(struct sql *sql, uint64_t facts, struct err *err);
/* The next part that may have complaints of these days: 1, 0 when there is none left, or -1. */
int columns_next(struct columns *columns, int64_t first_day, int64_t last_day, struct err *err);
size_t columns_most(const struct columns *columns); /* complaints there are, at most */
size_t columns_rows(const struct columns *columns); /* of the part; by id */
/* Until the next part. */
const int64_t *columns_of(const struct columns *columns, enum fact fact);
/* Whether any complaint has the fact. */
int columns_have(struct sql *sql, enum fact fact, bool *have, struct err *err);
void columns_close(struct columns *columns);
