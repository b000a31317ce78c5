#pragma once
/* The limits behind service.h: temp.service_levels(id, maximum, unit), one row for every channel of
 * the store and every severity (0: not known) that has a limit. One number makes the look-up quick:
 * id = N_SERVICE_MEASURES * (channel * SERVICE_SEVERITIES + severity) + measure, which is a place
 * in SERVICE_MEASURES. Internal to lib/metric. */
#include "metric/service.h"

enum { N_SERVICE_MEASURES = 3, SERVICE_SEVERITIES = 5 };
extern const char *const SERVICE_MEASURES[N_SERVICE_MEASURES];

int service_levels_make(const struct relations *relations, struct err *err);
