#pragma once
/* One part of the table complaint_columns (store/columns.h) while it is made: numbers in memory,
 * packed column by column. A first load, which passes SQLite by, adds its complaints; others are
 * read from their rows. */
#include "base/buf.h"
#include "sql/sql.h"
#include "store/fact.h"

/* The key of a column of a part: its number above the bits of the fact. */
enum { FACT_BITS = 6 };
int64_t columns_place(int64_t part, enum fact fact);

struct columns_part {
	int64_t *numbers; /* one column after the other; NULL: nothing was added yet */
	size_t n;
};

void columns_part_add(struct columns_part *part, const int64_t fact[N_FACTS]);
/* Rows of `complaint` with all its columns, of the ids that `where` says by parameters. */
struct stmt *columns_prepare_rows(struct sql *sql, const char *where, struct err *err);
/* Adds them, and makes the statement ready for the next time. No more than are in a part: ids of a
 * damaged store may come twice. */
int columns_part_read(struct columns_part *part, struct stmt *rows, struct err *err);
/* Likewise all rows of a part, and its contents are these. */
struct stmt *columns_prepare_part(struct sql *sql, struct err *err);
int columns_part_reread(
	struct columns_part *part, struct stmt *rows, int64_t number, struct err *err);
const int64_t *columns_part_column(const struct columns_part *part, enum fact fact);
/* The packed column, added to `out`. */
void columns_part_pack(const struct columns_part *part, enum fact fact, struct buf *out);
/* Numbers of the parts that have complaints, or stored columns, ascending; ids and places of none
 * are left out. Each is looked for after the one before: ids of a damaged store lie far apart. */
struct columns_parts {
	int64_t *numbers;
	size_t n;
};
int columns_list_rows(struct columns_parts *parts, struct sql *sql, struct err *err);
int columns_list_stored(struct columns_parts *parts, struct sql *sql, struct err *err);
void columns_part_release(struct columns_part *part);

/* What is stored. */
extern const char COLUMNS_CELLS[]; /* of a place */
extern const char COLUMNS_PUT[];

int columns_put(struct stmt *put, int64_t place, const struct buf *cells, struct err *err);
