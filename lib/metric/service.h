#pragma once
/* How long things took and whether that was in time (METRICS 6.1, 6.3): the relations responses,
 * resolutions and follow_ups, frames (sql/frame.h) with one row for every complaint of facts,
 * all with the columns
 *
 *	id, is_open, is_bad, days, workdays, hours, work_hours, state
 *
 * Limits are those of rules/service-levels.csv (measure,channel,severity,limit,unit). A row with a
 * blank channel or severity is for all of them; one that names the channel goes before one that
 * names only the severity. See man kesu-handling.
 *
 *	struct service_levels *levels = service_levels_load(share, &err);
 *	service_make(&relations, facts, &err);    // relations.levels
 *	service_levels_free(levels); */
#include "base/err.h"
#include "base/share.h"
#include "metric/relations.h"
#include "sql/frame.h"

struct service_levels;

/* Without the file nothing has a limit. */
struct service_levels *service_levels_load(const struct share *share, struct err *err);
void service_levels_free(struct service_levels *levels);

/* Those of the relations that the query reads, from the frame of facts, which must outlive them. */
int service_make(const struct relations *relations, struct frame *facts, struct err *err);
void service_drop(struct sql *sql);
