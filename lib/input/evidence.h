#pragma once
/* What only a whole table can prove: the order of day and month in its columns of dates, and
 * whether long identifiers that end in zeros are what Excel has left of others. */
#include <stdbool.h>

#include "base/err.h"
#include "input/plan.h"
#include "input/rows.h"

/* True when a date of the sample cannot be read without knowing its order. */
bool evidence_is_needed(const struct plan *plan, const struct sample *sample);

/* Reads all of the sheet and sets the orders in the plan (and `rounded`): by the values of each
 * column, else by other columns of the table, else by what is known of the system. -1 when none of
 * it tells. The rows stand anywhere after it. */
int evidence_gather(struct rows *rows, size_t sheet, struct plan *plan, struct err *err);
