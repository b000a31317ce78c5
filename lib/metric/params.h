#pragma once
/* The values of a query's own parameters, bound by name: --working-time is :working_time. :oldest
 * is the store's first day; :as_of, :from and :to are the days that the result is about, :period
 * and :lang words. */
#include "metric/relations.h"

void params_bind(struct stmt *stmt, const struct relations *relations, const struct opts *opts);

/* For relations that follow a query's params: what the caller or the file says, where the query has
 * such a param, of that kind (a choice for a word); else `otherwise`, or NULL. */
const char *params_text(const struct relations *relations, const char *name);
int64_t params_integer(const struct relations *relations, const char *name, int64_t otherwise);
const char *params_word(const struct relations *relations, const char *name);
