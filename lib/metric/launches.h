#pragma once
/* What was launched and when (METRICS 8.5), from rules/launches.csv
 *(name,kind,from,keywords,owner): temp.launches(name, kind, from_day, keyword, owner), a row for
 *the name and one for each of the keywords, which are separated by '|'. All keywords are in lower
 *case (ASCII).
 *
 *	struct launches *launches = launches_load(share, &err);
 *	launches_make(launches, sql, &err);
 *	launches_free(launches); */
#include "base/err.h"
#include "base/share.h"
#include "sql/sql.h"

struct launches;

/* Without the file nothing was launched. NULL: the file is wrong, by line. */
struct launches *launches_load(const struct share *share, struct err *err);
void launches_free(struct launches *launches);

int launches_make(const struct launches *launches, struct sql *sql, struct err *err);
