#include "metric/timeline.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/store.h"

enum { MAX_SLOTS = 1000000 };

static int32_t later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static int32_t earlier(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* Days that are not weekends stand for workdays where the calendar does not know. */
static int count_workdays(const struct calendar *calendar, int32_t first, int32_t last)
{
	int n = calendar_workdays(calendar, first, last);

	if (n != CALENDAR_UNKNOWN)
		return n;
	n = 0;
	for (int32_t day = first; day <= last; day++)
		n += date_weekday(day) <= 5;
	return n;
}

/* No complaint on a Saturday, or on the last workday before a holiday, is no gap in the data. */
enum { QUIET_WORKDAYS = 1 };

int32_t source_covers_from(const struct source *source, const struct calendar *calendar)
{
	int32_t day = source->first;

	while (count_workdays(calendar, day - 1, source->first - 1) <= QUIET_WORKDAYS)
		day--;
	return day;
}

int32_t source_covers_to(
	const struct source *source, const struct calendar *calendar, int32_t as_of)
{
	int32_t day = source->last;

	while (day < as_of && count_workdays(calendar, source->last + 1, day + 1) <= QUIET_WORKDAYS)
		day++;
	return day;
}

/* The first complaint's day, or the first day of its period where only quiet days lie between. */
static int32_t first_day(
	enum period period, const struct extent *extent, const struct calendar *calendar)
{
	int32_t start = period_first_day(period, period_number(period, extent->first));

	for (size_t i = 0; i < extent->n && period != PERIOD_ALL; i++)
		if (source_covers_from(&extent->sources[i], calendar) <= start)
			return start;
	return extent->first;
}

static void cover(
	struct timeline *timeline, const struct extent *extent, const struct calendar *calendar)
{
	timeline->covered_first = first_day(timeline->period, extent, calendar);
	timeline->covered_last = extent->as_of;
	for (size_t i = 0; i < extent->n; i++) {
		const struct source *source = &extent->sources[i];

		timeline->covered_first =
			later(timeline->covered_first, source_covers_from(source, calendar));
		timeline->covered_last = earlier(
			timeline->covered_last, source_covers_to(source, calendar, extent->as_of));
	}
}

/* All that there is has no first and last day of its own, and is complete by itself. */
static void make_slot(struct slot *slot, const struct timeline *timeline, int32_t t, int32_t first,
	int32_t last, const struct calendar *calendar)
{
	bool is_all = timeline->period == PERIOD_ALL;

	slot->t = t;
	slot->is_covered = is_all;
	slot->first = is_all ? first : period_first_day(timeline->period, t);
	slot->last = is_all ? last : period_last_day(timeline->period, t);
	slot->seen_first = later(slot->first, first);
	slot->seen_last = earlier(slot->last, last);
	slot->days =
		slot->seen_last < slot->seen_first ? 0 : slot->seen_last - slot->seen_first + 1;
	slot->workdays = calendar_workdays(calendar, slot->seen_first, slot->seen_last);
	slot->is_complete = slot->seen_first == slot->first && slot->seen_last == slot->last;
	if (!is_all &&
		(slot->first < timeline->covered_first || slot->last > timeline->covered_last))
		slot->is_complete = false;
}

/* One period; what is older than `from` is the one before it, not shown. */
static void build_all(struct timeline *timeline, const struct calendar *calendar, int32_t first,
	int32_t last, int32_t from)
{
	timeline->slots = mem_alloc(2 * sizeof *timeline->slots);
	if (from > first) {
		make_slot(&timeline->slots[timeline->n], timeline, -1, first, from - 1, calendar);
		timeline->slots[timeline->n++].is_shown = false;
		first = from;
	}
	make_slot(&timeline->slots[timeline->n], timeline, 0, first, last, calendar);
	timeline->slots[timeline->n++].is_shown = true;
}

/* The quiet days at the ends of a source's data are covered, but of a longer period they alone tell
 * nothing. */
static void mark_covered(struct timeline *timeline, const struct source *source,
	const struct calendar *calendar, int32_t as_of)
{
	int32_t from = source_covers_from(source, calendar),
		to = source_covers_to(source, calendar, as_of);

	for (size_t i = 0; i < timeline->n; i++) {
		struct slot *slot = &timeline->slots[i];

		slot->is_covered |= (slot->first <= source->last && slot->last >= source->first) ||
				    (slot->first >= from && slot->last <= to);
	}
}

int timeline_build(struct timeline *timeline, enum period period, const struct extent *extent,
	const struct calendar *calendar, int32_t from, int32_t to, bool has_history,
	struct err *err)
{
	int32_t first;
	int32_t last = to == NO_DAY ? extent->as_of : earlier(to, extent->as_of);
	int32_t t, end;

	*timeline = (struct timeline){.period = period};
	if (extent->first == NO_DAY || extent->as_of == NO_DAY)
		return 0;
	cover(timeline, extent, calendar);
	first = first_day(period, extent, calendar);
	/* Of days before the first load nothing is known: that is not the same as no complaint. */
	if (from != NO_DAY && !has_history && from > first)
		first = from;
	if (last < first)
		return 0;
	if (period == PERIOD_ALL) {
		build_all(timeline, calendar, first, last, from);
		return 0;
	}
	t = period_number(period, first);
	end = period_number(period, last);
	if ((int64_t)end - t >= MAX_SLOTS)
		return err_set(
			err, "more than a million periods: choose a longer --period, or --from");
	timeline->slots = mem_alloc((size_t)(end - t + 1) * sizeof *timeline->slots);
	for (; t <= end; t++) {
		struct slot *slot = &timeline->slots[timeline->n++];

		make_slot(slot, timeline, t, first, last, calendar);
		slot->is_shown = from == NO_DAY || slot->last >= from;
	}
	for (size_t i = 0; i < extent->n; i++)
		mark_covered(timeline, &extent->sources[i], calendar, extent->as_of);
	return 0;
}

size_t timeline_first_shown(const struct timeline *timeline)
{
	size_t i = 0;

	while (i < timeline->n && !timeline->slots[i].is_shown)
		i++;
	return i;
}

void timeline_release(struct timeline *timeline)
{
	free(timeline->slots);
}

/* The same date some months before; 29 February, 31 April and such are the month's last day. */
static int32_t months_before(int32_t day, int months)
{
	struct civil c = date_civil(day);
	int32_t last = date_day(c.year, c.month - months + 1, 1) - 1;

	return earlier(date_day(c.year, c.month - months, c.day), last);
}

static bool same_week_last_year(int32_t t, int32_t *partner)
{
	int32_t first = period_first_day(PERIOD_WEEK, t);
	int year, week, partner_year, partner_week;
	int32_t day;

	date_iso_week(first, &year, &week);
	day = date_day(year - 1, 1, 4) + (week - 1) * 7;
	date_iso_week(day, &partner_year, &partner_week);
	*partner = period_number(PERIOD_WEEK, day);
	return partner_week == week && partner_year == year - 1;
}

static bool find_partner(enum period period, int32_t t, enum partner partner, int32_t *t0)
{
	static const int YEAR[] = {[PERIOD_MONTH] = 12, [PERIOD_QUARTER] = 4, [PERIOD_YEAR] = 1};

	*t0 = t - 1;
	if (partner == PARTNER_PREVIOUS)
		return true;
	if (period == PERIOD_WEEK)
		return same_week_last_year(t, t0);
	*t0 = period == PERIOD_DAY ? months_before(t, 12) : t - YEAR[period];
	return true;
}

/* Where a period that is known up to `last` stops in its partner. */
static int32_t same_date(enum period period, enum partner partner, const struct slot *slot,
	int32_t last, int32_t first0)
{
	static const int MONTHS[] = {[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_YEAR] = 12};

	if (period == PERIOD_DAY || period == PERIOD_WEEK)
		return first0 + (last - slot->first);
	return months_before(last, partner == PARTNER_YEAR ? 12 : MONTHS[period]);
}

/* Days from..to have no period before them but as many days; where they begin with a month, as many
 * months, on the same dates. */
static void partner_of_days(
	const struct slot *slot, enum partner partner, int32_t last, struct comparison *c)
{
	struct civil begin = date_civil(slot->first), end = date_civil(last);
	int months = 12 * (end.year - begin.year) + end.month - begin.month + 1;

	if (partner == PARTNER_PREVIOUS && begin.day != 1) {
		c->first0 = slot->first - (last - slot->first + 1);
		c->last0 = slot->first - 1;
		return;
	}
	if (partner == PARTNER_YEAR)
		months = 12;
	c->first0 = months_before(slot->first, months);
	c->last0 = date_civil(last + 1).day == 1 ? months_before(last + 1, months) - 1
						 : months_before(last, months);
}

static void partner_of_period(const struct timeline *timeline, const struct slot *slot,
	enum partner partner, int32_t last, int32_t t0, struct comparison *c)
{
	c->first0 = period_first_day(timeline->period, t0);
	c->last0 = period_last_day(timeline->period, t0);
	if (!slot->is_complete)
		c->last0 = earlier(
			c->last0, same_date(timeline->period, partner, slot, last, c->first0));
}

/* Of the slot's days up to `last`. */
static bool set_partner(const struct timeline *timeline, const struct slot *slot,
	enum partner partner, int32_t last, struct comparison *c)
{
	int32_t t0;

	if (!find_partner(timeline->period, slot->t, partner, &t0))
		return false;
	if (timeline->period == PERIOD_ALL)
		partner_of_days(slot, partner, last, c);
	else
		partner_of_period(timeline, slot, partner, last, t0, c);
	return true;
}

bool timeline_partner(const struct timeline *timeline, const struct slot *slot,
	enum partner partner, int32_t *first0)
{
	struct comparison c;

	if (!set_partner(timeline, slot, partner, slot->seen_last, &c))
		return false;
	*first0 = c.first0;
	return true;
}

bool timeline_compare(const struct timeline *timeline, const struct calendar *calendar,
	const struct slot *slot, enum partner partner, struct comparison *c)
{
	int32_t last = earlier(slot->seen_last, timeline->covered_last);

	if (slot->seen_first != slot->first || slot->first < timeline->covered_first ||
		last < slot->first || !set_partner(timeline, slot, partner, last, c) ||
		c->first0 < timeline->covered_first)
		return false;
	c->first1 = slot->first;
	c->last1 = last;
	c->days1 = c->last1 - c->first1 + 1;
	c->days0 = c->last0 - c->first0 + 1;
	c->workdays1 = calendar_workdays(calendar, c->first1, c->last1);
	c->workdays0 = calendar_workdays(calendar, c->first0, c->last0);
	return true;
}
