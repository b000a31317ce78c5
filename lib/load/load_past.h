#pragma once
/* Which load was the newest that had a complaint, before a newer export had it unchanged: the table
 * load_past, by ranges of complaints, because exports repeat them in the order they came. */
#include <stddef.h>
#include <stdint.h>

#include "sql/sql.h"

struct load_note {
	int64_t complaint, load;
};

struct load_past {
	struct load_note *notes;
	size_t n, capacity;
};

void load_past_note(struct load_past *past, int64_t complaint, int64_t load);
/* Until `run` the loads were those. */
int load_past_save(struct load_past *past, struct sql *sql, int64_t run, struct err *err);
void load_past_release(struct load_past *past);
