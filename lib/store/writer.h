#pragma once
/* Complaints into the tables complaint and narrative, with their past. */
#include "sql/sql.h"
#include "store/fact.h"

enum { PENDING_COMPLAINTS = 64 }; /* as many as stay in the processor's cache */

struct writer {
	struct sql *sql;
	struct stmt *add_facts, *add_narrative, *put_facts, *put_narrative;
	/* Columns that new complaints had something in so far: the others are not asked for. */
	bool has_fact[N_FACTS], has_narrative[N_NARRATIVES + 2];
	int64_t blank[N_FACTS];
	struct stmt *past_facts, *past_narrative;
	struct complaint *pending; /* new ones that are not written yet */
	size_t n_pending;
};

int writer_init(struct writer *writer, struct sql *sql, struct err *err);
void writer_release(struct writer *writer);

/* A new complaint, which the caller fills; its texts must live until the next writer_flush(). NULL
 * when the ones before could not be written. */
struct complaint *writer_next(struct writer *writer, struct err *err);
/* Takes back the last one. */
void writer_drop(struct writer *writer);
/* Writes the new ones. */
int writer_flush(struct writer *writer, struct err *err);
/* In the place of what is there under its id; the narrative only when it changed. */
int writer_put(struct writer *writer, const struct complaint *complaint, bool with_narrative,
	struct err *err);
/* What is there now becomes the version that ended with `run`. */
int writer_keep_past(struct writer *writer, int64_t id, int64_t run, struct err *err);
