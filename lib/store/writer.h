#pragma once
/* Changes of complaints that are in the tables complaint and narrative, with their past. */
#include "sql/sql.h"
#include "store/fact.h"

struct writer {
	struct stmt *put_facts, *put_narrative;
	struct stmt *past_facts, *past_narrative;
};

int writer_init(struct writer *writer, struct sql *sql, struct err *err);
void writer_release(struct writer *writer);

/* In the place of what is there under its id; the narrative only when it changed. */
int writer_put(struct writer *writer, const struct complaint *complaint, bool with_narrative,
	struct err *err);
/* What is there now becomes the version that ended with `run`. */
int writer_keep_past(struct writer *writer, int64_t id, int64_t run, struct err *err);
