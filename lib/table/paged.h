#pragma once
/* A table from CSV of any length, some thousand rows of it in memory at a time: for writers that
 * take rows in their order.
 *
 *	struct paged *paged = paged_open("big.csv", &err);
 *	for (size_t row = 0; row < paged_rows(paged); row++) {
 *		size_t within;
 *		const struct table *page = paged_at(paged, row, &within);
 *		... table_cell(page, within, column) ...
 *	}
 *	if (paged_failed(paged, &err)) ...
 *	paged_close(paged);
 *
 * It is read twice: for what the columns are (as table_read), then for the cells. */
#include "base/err.h"
#include "table/table.h"

struct paged;

/* `path` "-" is stdin, which is kept in a file meanwhile. Errors name the file and line. */
struct paged *paged_open(const char *path, struct err *err);
void paged_close(struct paged *paged); /* NULL is allowed */

/* The columns, without rows. */
const struct table *paged_columns(const struct paged *paged);
size_t paged_rows(const struct paged *paged);
size_t paged_longest(const struct paged *paged); /* bytes of the longest cell */
/* The page with a row, until the next call; going back begins anew. Never NULL: rows that could not
 * be read again are empty, and paged_failed() says so. */
const struct table *paged_at(struct paged *paged, size_t row, size_t *within);
int paged_failed(const struct paged *paged, struct err *err);
