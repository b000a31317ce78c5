#pragma once
/* temp.periods, temp.slot_days(day, t) and, where the query reads them, temp.comparisons(t, kind,
 * first1, last1, first0, last0, days1, days0, workdays1, workdays0): the days of a period that is
 * shown and those that they are compared with, of the period before ('previous') and a year ago
 * ('year'). */
#include "metric/relations.h"

int periods_make(const struct relations *relations, struct err *err);
