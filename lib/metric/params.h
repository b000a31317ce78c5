#pragma once
/* The values of a query's own parameters, bound by name: --working-time is :working_time. :oldest
 * is the store's first day; :as_of, :from and :to are the days that the result is about, :period
 * and :lang words. */
#include "metric/relations.h"

void params_bind(struct stmt *stmt, const struct relations *relations, const struct opts *opts);
