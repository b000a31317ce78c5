#pragma once
/* Inside lib/chart: charts of several columns of one row: a value with its change, its interval or
 * its limits. */
#include "chart/chart.h"

struct chart *chart_fields(const struct table *table, enum chart_type type,
	const struct chart_choice *choice, struct err *err);
