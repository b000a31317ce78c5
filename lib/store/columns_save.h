#pragma once
/* Keeps the table complaint_columns (store/columns.h) as the table complaint is: what SQLite
 * changed is changed there, too, in the same transaction. Parts of a first load, which passes
 * SQLite by, are made of what it adds. */
#include "base/buf.h"
#include "sql/sql.h"
#include "store/fact.h"

/* The key of a column of a part. */
int64_t columns_place(int64_t part, enum fact fact);

/* --- one part --- */
struct columns_part {
	int64_t *numbers; /* one column after the other; NULL: nothing was added yet */
	size_t n;
};

void columns_part_add(struct columns_part *part, const int64_t fact[N_FACTS]);
/* Rows of `complaint` with all its columns, of the ids that `where` says by parameters. */
struct stmt *columns_prepare_rows(struct sql *sql, const char *where, struct err *err);
/* Adds them, and makes the statement ready for the next time. */
int columns_part_read(struct columns_part *part, struct stmt *rows, struct err *err);
const int64_t *columns_part_column(const struct columns_part *part, enum fact fact);
/* The packed column, added to `out`. */
void columns_part_pack(const struct columns_part *part, enum fact fact, struct buf *out);
void columns_part_release(struct columns_part *part);

/* --- what is stored --- */
extern const char COLUMNS_CELLS[]; /* of a place */
extern const char COLUMNS_PUT[];

int columns_put(struct stmt *put, int64_t place, const struct buf *cells, struct err *err);

/* --- what changed --- */
struct columns_log;

struct columns_log *columns_log_new(void);
void columns_log_free(struct columns_log *log);
/* From now on it knows what the connection changes. */
void columns_log_watch(struct columns_log *log, struct sql *sql);
/* Changes the columns likewise, and forgets it. */
int columns_log_apply(struct columns_log *log, struct sql *sql, struct err *err);
void columns_log_clear(struct columns_log *log);

/* Compares the table with the facts: the number of packed columns, of those that are wrong, and the
 * place of the first of them. */
int columns_check(
	struct sql *sql, int64_t *n_checked, int64_t *n_wrong, int64_t *first, struct err *err);
