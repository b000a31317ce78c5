#pragma once
/* Keeps the table complaint_columns (store/columns.h) as the table complaint is: what SQLite
 * changed is changed there, too, in the same transaction. */
#include "sql/sql.h"

struct columns_log;

struct columns_log *columns_log_new(void);
void columns_log_free(struct columns_log *log);
/* From now on it knows what the connection changes. */
void columns_log_watch(struct columns_log *log, struct sql *sql);
/* Changes the columns likewise, and forgets it. */
int columns_log_apply(struct columns_log *log, struct sql *sql, struct err *err);
void columns_log_clear(struct columns_log *log);
