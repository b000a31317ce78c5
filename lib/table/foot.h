#pragma once
/* Whether a printed table foots: parts that sum to their total, shares and growth that follow from
 * the counts beside them.
 *
 *	struct table *faults = foot_check(csv);     // a row for each fault; none: it foots
 *
 * Numbers may have thousands separators, a percent sign or a unit behind them, and be in 万 or 亿.
 * A row is a total when one of its cells is such a word ("total", "合计"); its parts are the rows
 * that have the same other words, or those between two such totals. A column of whole numbers is
 * checked for its sum, but such as are known not to add up (rank, median, longest, customers, ...).
 * A share, or growth, is right when it is what its count says, to its own last digit; a share may
 * be one unit off where all sum to 100. */
#include "base/csv.h"
#include "table/table.h"

/* Columns: line, column, fault (sum, share, shares, growth), found, expected. */
struct table *foot_check(const struct csv_rows *csv);
