#pragma once
/* What columns are by their contents, where no header tells. */
#include "input/plan.h"

/* Assigns fields that no column has to columns that nothing else is known of. Never identifiers of
 * complaints and customers: what is unique among the first rows may not be so below, and rows would
 * be taken for one. */
void guess_columns(struct plan *plan, const struct sample *sample, struct words *words);
