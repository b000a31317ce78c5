#pragma once
/* The periods of a result: which days of them are known, which periods are complete, and with what
 * other days each may be compared. Arithmetic only; the store and the calendar are the caller's.
 *
 * A period is complete when all its days are covered by every source and not after the as-of date
 * (METRICS 1.3). t is period_number(). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "metric/calendar.h"
#include "metric/extent.h"

struct slot {
	int32_t t, first, last;
	int32_t seen_first, seen_last; /* its days that can have complaints; none: last < first */
	int days, workdays;            /* of the seen ones; CALENDAR_UNKNOWN */
	bool is_complete, is_shown;
	bool is_covered; /* some source covers one of its days, or more */
};

struct timeline {
	enum period period;
	int32_t covered_first, covered_last; /* by every source, up to the as-of date */
	struct slot *slots;
	size_t n;
};

/* The same days of another period. */
struct comparison {
	int32_t first1, last1, first0, last0;
	int days1, days0, workdays1, workdays0;
};

enum partner { PARTNER_PREVIOUS, PARTNER_YEAR };

/* The days that a source covers: those of its loads, and at both ends the quiet days that go on for
 * at most one workday (as METRICS 1.5 has it for the whole). */
int32_t source_covers_from(const struct source *source, const struct calendar *calendar);
int32_t source_covers_to(
	const struct source *source, const struct calendar *calendar, int32_t as_of);

/* from, to: NO_DAY for all that is covered. With `has_history` the periods before `from` are there
 * too, not shown. -1 when there would be more than a million periods. */
int timeline_build(struct timeline *timeline, enum period period, const struct extent *extent,
	const struct calendar *calendar, int32_t from, int32_t to, bool has_history,
	struct err *err);
void timeline_release(struct timeline *timeline);

/* The place of the first slot that is shown, or `n`. */
size_t timeline_first_shown(const struct timeline *timeline);

/* The first day of the period that one is compared with, covered or not; false: there is none. */
bool timeline_partner(const struct timeline *timeline, const struct slot *slot,
	enum partner partner, int32_t *first0);
/* The days to compare a period with (METRICS 3.1, 3.3): the whole period before or a year ago for a
 * complete one, else the same dates of it. False: there are none that are covered. */
bool timeline_compare(const struct timeline *timeline, const struct calendar *calendar,
	const struct slot *slot, enum partner partner, struct comparison *comparison);
