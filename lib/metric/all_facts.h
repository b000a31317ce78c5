#pragma once
/* The relation all_facts(id, day, received, closed, customer, product, cause): every complaint up
 * to the as-of date in the unit that is counted, whatever --where, --from and --to leave out of
 * `facts`. For metrics that ask what happened before or after: a repeat by telephone may follow a
 * complaint by post. Instants are seconds; a closing that has no time of day counts at its day's
 * end; later ones are empty (METRICS 0.2). */
#include "metric/relations.h"

enum { HAS_CLOSED_TIME = 8 }; /* complaint.flags */

int all_facts_make(const struct relations *relations, struct err *err);
