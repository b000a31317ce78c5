#pragma once
/* The limits behind service.h: temp.service_levels(measure, channel, severity, maximum, unit), one
 * row for every channel of the store and every severity (0: not known) that has a limit. `measure`
 * is a place in SERVICE_MEASURES. Internal to lib/metric. */
#include "metric/service.h"

enum { N_SERVICE_MEASURES = 3 };
extern const char *const SERVICE_MEASURES[N_SERVICE_MEASURES];

int service_levels_make(const struct relations *relations, struct err *err);
