#pragma once
/* Complaints, counted: temp.counted(t, day, k0.., contacts, incidents), where there are any, from
 * the cube when it answers exactly (day is 0 unless the query reads days). */
#include "metric/relations.h"

int counted_make(const struct relations *relations, struct err *err);
/* Rows of the shown periods, up to the as-of date, that would be counted were they complaints. */
int counted_left_out(const struct relations *relations, int64_t *n, struct err *err);
