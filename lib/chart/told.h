#pragma once
/* Inside lib/chart: title, subtitle and footnote of a chart that was given none. */
#include "chart/chart.h"

struct told {
	const struct table *table;
	const struct chart_choice *choice;
	size_t value, by, and_by; /* columns; SIZE_MAX: none */
	const char *from, *to;    /* periods that it covers; "" where there is none */
	bool left_out;            /* of the smaller ones some are not shown */
	bool not_comparable;      /* some have nothing to be compared with and are not shown */
};

/* Says what is shown; a finding is the reader's to make. */
void chart_tell(struct chart *chart, const struct told *told);
