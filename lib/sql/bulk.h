#pragma once
/* Many rows in order into empty tables of a database that nobody else uses yet.
 *
 * What INSERT spends on a row - a program of some hundred steps, a search for its place, a check of
 * what is there - is three times what the row itself costs, and half of a first load. A table that
 * is empty, whose rows come in the order of its keys, and that no index or trigger hangs on, can as
 * well be written as the file format says it lies (https://sqlite.org/fileformat2.html, which is
 * promised not to change): that is what this does, and SQLite reads it as its own.
 *
 *	struct bulk *bulk = bulk_begin(sql, &err);
 *	struct bulk_table *table = bulk_table(bulk, "narrative", TREE_TABLE, &err);
 *	image_null(bulk_row(table));                 // its INTEGER PRIMARY KEY, which is the rowid
 *	image_text(bulk_row(table), "noisy", 5);
 *	bulk_add(table, 1, &err);
 *	bulk_end(bulk, &err); */
#include "sql/image.h"
#include "sql/sql.h"
#include "sql/tree.h"

struct bulk;
struct bulk_table;

/* Whether the connection has the file to itself, see sql_own_file(), and no statement is under way.
 */
bool bulk_is_possible(const struct sql *sql);

/* Commits the transaction that is open; until bulk_end() nothing may be asked of the connection. */
struct bulk *bulk_begin(struct sql *sql, struct err *err);
/* Of a table that is empty. Lives as long as `bulk`. */
struct bulk_table *bulk_table(
	struct bulk *bulk, const char *name, enum tree_kind kind, struct err *err);
/* The row that is added next: its columns in turn. Those left out at its end have their DEFAULT. */
struct image *bulk_row(struct bulk_table *table);
/* Adds it. Its key comes after those before; `id` is the rowid, of a table that has them. */
int bulk_add(struct bulk_table *table, int64_t id, struct err *err);
/* All rows are there, and a transaction is open. Frees `bulk` in any case. */
int bulk_end(struct bulk *bulk, struct err *err);
void bulk_abandon(struct bulk *bulk); /* the file is good for nothing */
