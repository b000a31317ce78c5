#pragma once
/* The limits behind service.h, of every channel of the store and every severity. Internal to
 * lib/metric. */
#include "metric/service.h"

enum { N_SERVICE_MEASURES = 3, SERVICE_SEVERITIES = 5 };
extern const char *const SERVICE_MEASURES[N_SERVICE_MEASURES];
enum service_unit { SERVICE_HOURS, SERVICE_DAYS, SERVICE_WORKDAYS };

struct service_limit {
	double maximum; /* NaN: none */
	enum service_unit unit;
};

struct service_limits;

struct service_limits *service_limits_new(const struct relations *relations, struct err *err);
void service_limits_free(struct service_limits *limits);
/* `measure` is a place in SERVICE_MEASURES, channel a term of the store, severity 0 where it is not
 * known. */
struct service_limit service_limit(
	const struct service_limits *limits, size_t measure, int64_t channel, int64_t severity);
