#pragma once
/* Which sheets of a source hold complaints, and how each is read. */
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "input/plan.h"
#include "input/rows.h"

/* One sheet that holds complaints; a text file is one sheet. */
struct table {
	size_t sheet;
	struct plan plan;
	bool is_canonical;
};

struct tables {
	size_t n, capacity;
	struct table *all;
};

struct table_options {
	struct plan_options plan;
	const char *const *sheets; /* hidden ones too */
	size_t n_sheets;   /* 0: every visible sheet that looks like a table of complaints */
	bool is_canonical; /* the source must be canonical CSV */
};

/* Text of the plans goes into `arena`; a line about every sheet left out to `notes`. -1 when no
 * sheet is a table of complaints. */
int tables_find(struct tables *tables, struct rows *rows, const struct table_options *options,
	struct arena *arena, struct buf *notes, struct err *err);
void tables_release(struct tables *tables);
