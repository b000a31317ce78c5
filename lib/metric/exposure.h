#pragma once
/* Denominators: temp.exposures(t, g, measure, e) for each period's seen days, and, where the query
 * reads comparisons, temp.comparison_exposures(t, kind, g, measure, e1, e0) (METRICS 2.1).
 *
 * A row of several days stands for each of its days alike. Flows (orders, units) add up over time,
 * stocks (anything with "users") are averaged. Dimensions of the population must be in the
 * exposure; those of the complaint take all of it. Without an answer there is no row.
 *
 * temp.measure(name) has one row: the measure that the query's --exposure means (a name, a part of
 * one, auto or none); auto is orders, or the only one of these periods. NULL: none. */
#include "metric/relations.h"

/* Which exposures serve these groups: temp.exposure_rows. Once per run. */
int exposure_prepare(const struct relations *relations, struct err *err);
/* Groups that have an exposure but no complaint, into temp.counted. */
int exposure_add_groups(const struct relations *relations, struct err *err);
/* From temp.group_keys, again after each merge. */
int exposure_make(const struct relations *relations, struct err *err);
/* What --exposure asks for, where these groups and periods have none such; else NULL. */
const char *exposure_missing(const struct relations *relations);
/* Complaints of the shown periods in groups that have no exposure at all. */
int exposure_count_missing(const struct relations *relations, int64_t *n, struct err *err);
