#pragma once
/* Inside lib/chart: shares by number of days, with their limits where there is one curve. Reads
 * long tables (days, share, low, high) and the columns p7, p30, p30_low ... of `repeat-forward`. */
#include "chart/chart.h"

struct chart *chart_days(
	const struct table *table, const struct chart_choice *choice, struct err *err);
