#pragma once
/* The last row of a file for a complaint wins.
 *
 * A file may hold a complaint more than once. When a row meets a complaint that an earlier row of
 * the same file has changed, the complaint is first put back to what it was before the file, so
 * that every row is compared with the store and reading a file again changes nothing. What it was
 * is the version that the first change left in complaint_past and narrative_past. */
#include <stdbool.h>
#include <stdint.h>

#include "sql/sql.h"
#include "store/slots.h"

enum rewind_kept {
	KEPT_VERSION = 1, /* the complaint's version, which is history */
	KEPT_IMAGE = 2,   /* likewise, only for the time of this load */
	KEPT_CAUSES = 4,  /* the cause set, in temp.cause_before */
};

enum rewind_step {
	KEEP_CAUSES,
	BACK_FACTS,
	BACK_NARRATIVE,
	BACK_CAUSES,
	BACK_FORMER_CAUSES,
	BACK_CAUSES_KEPT,
	BACK_MARKS,
	DROP_FACTS,
	DROP_NARRATIVE,
	N_REWINDS
};

struct rewind {
	struct slots changed; /* complaint ids to what was kept */
	struct stmt *stmts[N_REWINDS];
};

int rewind_init(struct rewind *rewind, struct sql *sql, struct err *err);
void rewind_release(struct rewind *rewind);

/* The complaint was changed; `kept` are the bits of what it was. */
void rewind_note(struct rewind *rewind, int64_t complaint, unsigned kept);
bool rewind_is_changed(const struct rewind *rewind, int64_t complaint);
/* Makes the complaint what it was. */
int rewind_back(struct rewind *rewind, int64_t complaint, int64_t run, struct err *err);
/* Forgets images that are not history. */
int rewind_finish(struct rewind *rewind, int64_t run, struct err *err);
