#pragma once
/* What marks of a complaint were before: the table mark_past. */
#include "record/batch.h"
#include "sql/sql.h"

struct marks {
	struct stmt *put, *put_causes;
};

int marks_init(struct marks *marks, struct sql *sql, struct err *err);
void marks_release(struct marks *marks);

/* Until `run` the complaint's mark `what` was this; nothing is written for a complaint or mark that
 * began in the same run, nor where a version of the complaint that ended with the run tells it. */
int mark_integer(struct marks *marks, int64_t complaint, const char *what, int64_t value,
	int64_t run, struct err *err);
int mark_text(struct marks *marks, int64_t complaint, const char *what, struct span value,
	int64_t run, struct err *err);
/* Likewise the cause set since `since`; rows: "[[cause, subcause, score], ...]". Versions do not
 * tell it. */
int mark_causes(struct marks *marks, int64_t complaint, int64_t by, const char *rows,
	struct span evidence, int64_t since, int64_t run, struct err *err);

/* Likewise the column `what` of all complaints that a condition names. */
int mark_many(
	struct sql *sql, const char *what, const char *condition, int64_t run, struct err *err);
