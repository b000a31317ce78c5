#include "metric/service.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "metric/facts.h"
#include "metric/params.h"
#include "metric/service_levels.h"
#include "store/columns.h"

/* What lies between two moments of a complaint. */
static const struct interval {
	enum relation relation;
	const char *name;
	size_t measure;                     /* place in SERVICE_MEASURES */
	int began, ended;                   /* columns of facts */
	enum fact end;                      /* of the store */
	int began_has_time, ended_has_time; /* complaint.flags */
	int over;               /* without a time of its end: these flags say that it is */
	bool ends_with_closing; /* or that the complaint is closed */
	bool is_optional;       /* many exports do not have its end at all */
} INTERVALS[] = {
	/* Nobody can tell when a closed complaint without a response was answered. */
	{RELATION_RESPONSES, "responses", 0, FACTS_RECEIVED, FACTS_FIRST_RESPONSE,
		FACT_FIRST_RESPONSE, 2, 4, 512, true, true},
	{RELATION_RESOLUTIONS, "resolutions", 1, FACTS_RECEIVED, FACTS_CLOSED, FACT_CLOSED, 2, 8,
		512, false, false},
	{RELATION_FOLLOW_UPS, "follow_ups", 2, FACTS_CLOSED, FACTS_FOLLOW_UP, FACT_FOLLOW_UP, 8, 16,
		0, false, true},
};
enum { N_INTERVALS = sizeof INTERVALS / sizeof *INTERVALS };

enum { ID, IS_OPEN, IS_BAD, DAYS, WORKDAYS, HOURS, WORK_HOURS, STATE, N_COLUMNS };
static const struct frame_column COLUMNS[] = {
	[ID] = {"id", FRAME_INTEGER},
	[IS_OPEN] = {"is_open", FRAME_INTEGER},
	[IS_BAD] = {"is_bad", FRAME_INTEGER},
	[DAYS] = {"days", FRAME_INTEGER},
	[WORKDAYS] = {"workdays", FRAME_INTEGER},
	[HOURS] = {"hours", FRAME_REAL},
	[WORK_HOURS] = {"work_hours", FRAME_REAL},
	[STATE] = {"state", FRAME_TEXT},
	[N_COLUMNS] = {0},
};

enum { WORK_BEGINS = 9 * 3600, WORK_SECONDS = 9 * 3600 };
#define NEVER FRAME_NULL

enum state { STATE_UNKNOWN, STATE_MISSED, STATE_PENDING, STATE_MET, N_STATES };
static const char *const STATES[] = {
	[STATE_MISSED] = "missed", [STATE_PENDING] = "pending", [STATE_MET] = "met"};

struct service {
	const struct interval *interval;
	struct frame *facts;
	const struct calendar *calendar;
	struct service_limits *limits;
	int64_t end; /* the first moment after the as-of date: nothing from then on has come yet */
	bool is_recorded;
	int64_t within;           /* days instead of the limits, or NO_DAYS */
	int64_t states[N_STATES]; /* their cells in the frame */
};
enum { NO_DAYS = -1 };

/* Moments of a complaint, or NEVER, and what can be told of them. */
struct stretch {
	int64_t began, ended, until; /* until its end, or the as-of date */
	int32_t first, last;         /* the days of began and until, where both are known */
	int64_t flags;
	bool is_open, is_bad, is_timed, is_known;
};

static int32_t day_of(int64_t moment)
{
	int64_t day = moment / DAY_SECONDS;

	return (int32_t)(moment % DAY_SECONDS < 0 ? day - 1 : day);
}

/* Until when it went on. NEVER where that is not known or not possible. What has no time of day may
 * end before it began on the same day. */
static int64_t find_until(
	const struct service *service, const struct stretch *stretch, bool is_over)
{
	int timed = service->interval->began_has_time | service->interval->ended_has_time;

	if (!service->is_recorded)
		return NEVER;
	if (stretch->ended == NEVER)
		return is_over ? NEVER : service->end - 1;
	if (stretch->began == NEVER)
		return NEVER;
	if (stretch->ended >= stretch->began)
		return stretch->ended;
	return (stretch->flags & timed) != timed && day_of(stretch->ended) == day_of(stretch->began)
		       ? stretch->ended
		       : NEVER;
}

static void measure(const struct service *service, struct stretch *stretch, bool is_over)
{
	const struct interval *interval = service->interval;
	int timed = interval->began_has_time | interval->ended_has_time;
	bool has_both = stretch->began != NEVER && stretch->ended != NEVER;

	stretch->is_open = stretch->ended == NEVER && stretch->began != NEVER && !is_over;
	stretch->is_bad = has_both && stretch->ended < stretch->began &&
			  ((stretch->flags & timed) == timed ||
				  day_of(stretch->ended) < day_of(stretch->began));
	stretch->is_timed = stretch->flags & interval->began_has_time &&
			    (stretch->ended == NEVER || stretch->flags & interval->ended_has_time);
	stretch->until = find_until(service, stretch, is_over);
	stretch->is_known = stretch->began != NEVER && stretch->until != NEVER;
	if (stretch->is_known) {
		stretch->first = day_of(stretch->began);
		stretch->last = day_of(stretch->until);
	}
}

/* Workdays after the first day, up to the last; unknown where the calendar has not all of them. */
static int workdays(const struct service *service, const struct stretch *stretch)
{
	if (!stretch->is_known || calendar_workdays(service->calendar, stretch->first,
					  stretch->last) == CALENDAR_UNKNOWN)
		return CALENDAR_UNKNOWN;
	return calendar_workdays(service->calendar, stretch->first + 1, stretch->last);
}

/* Seconds of work of a moment's day before it. */
static int64_t worked(const struct calendar *calendar, int64_t moment)
{
	int32_t day = day_of(moment);
	int64_t seconds = moment - (int64_t)day * DAY_SECONDS - WORK_BEGINS;

	if (calendar_workdays(calendar, day, day) != 1 || seconds < 0)
		return 0;
	return seconds < WORK_SECONDS ? seconds : WORK_SECONDS;
}

static double work_hours(const struct service *service, const struct stretch *stretch)
{
	const struct calendar *calendar = service->calendar;

	if (!stretch->is_known || !stretch->is_timed ||
		calendar_workdays(calendar, stretch->first, stretch->last) == CALENDAR_UNKNOWN)
		return NAN;
	return (double)(WORK_SECONDS * (int64_t)calendar_workdays(
					       calendar, stretch->first, stretch->last - 1) +
			worked(calendar, stretch->until) - worked(calendar, stretch->began)) /
	       3600;
}

static double hours(const struct stretch *stretch)
{
	return stretch->is_known && stretch->is_timed
		       ? (double)(stretch->until - stretch->began) / 3600
		       : NAN;
}

static double taken(
	const struct service *service, const struct stretch *stretch, enum service_unit unit)
{
	int n;

	switch (unit) {
	case SERVICE_HOURS:
		return hours(stretch);
	case SERVICE_WORKDAYS:
		n = workdays(service, stretch);
		return n == CALENDAR_UNKNOWN ? NAN : n;
	case SERVICE_DAYS:
		break;
	}
	return stretch->is_known ? stretch->last - stretch->first : NAN;
}

/* The param `within` of a query stands for days after the day of receipt. */
static struct service_limit limit_of(
	const struct service *service, int64_t channel, int64_t severity)
{
	if (service->within != NO_DAYS)
		return (struct service_limit){(double)service->within, SERVICE_DAYS};
	return service_limit(service->limits, service->interval->measure, channel, severity);
}

static enum state find_state(
	const struct service *service, const struct stretch *stretch, struct service_limit limit)
{
	double time = taken(service, stretch, limit.unit);

	if (isnan(time) || isnan(limit.maximum))
		return STATE_UNKNOWN;
	if (time > limit.maximum)
		return STATE_MISSED;
	return stretch->is_open ? STATE_PENDING : STATE_MET;
}

/* --- the relation of an interval --- */

/* The frame's NULL is ours. Later moments are not there already (METRICS 0.2). */
static int64_t moment_at(const struct service *service, int column, size_t row)
{
	return frame_number(service->facts, column, row);
}

/* Of row `from` of facts, one column. */
static int64_t cell_of(
	const struct service *service, int column, size_t from, const struct stretch *stretch)
{
	const struct frame *facts = service->facts;
	int n;

	switch (column) {
	case ID:
		return frame_number(facts, FACTS_ID, from);
	case IS_OPEN:
		return stretch->is_open;
	case IS_BAD:
		return stretch->is_bad;
	case DAYS:
		return stretch->is_known ? stretch->last - stretch->first : FRAME_NULL;
	case WORKDAYS:
		n = workdays(service, stretch);
		return n == CALENDAR_UNKNOWN ? FRAME_NULL : n;
	case HOURS:
		return frame_real(hours(stretch));
	case WORK_HOURS:
		return frame_real(work_hours(service, stretch));
	default:
		return service->states[find_state(service, stretch,
			limit_of(service, frame_number(facts, FACTS_CHANNEL, from),
				frame_number(facts, FACTS_SEVERITY, from)))];
	}
}

static struct stretch stretch_of(const struct service *service, size_t from)
{
	const struct interval *interval = service->interval;
	struct stretch stretch = {.flags = frame_number(service->facts, FACTS_FLAGS, from),
		.began = moment_at(service, interval->began, from),
		.ended = moment_at(service, interval->ended, from)};
	bool is_closed =
		interval->ends_with_closing && moment_at(service, FACTS_CLOSED, from) != NEVER;

	measure(service, &stretch, is_closed || stretch.flags & interval->over);
	return stretch;
}

/* A complaint that counts for several causes has as many facts, one after the other. */
static bool is_first(const struct frame *facts, size_t row)
{
	return row == 0 ||
	       frame_number(facts, FACTS_ID, row) != frame_number(facts, FACTS_ID, row - 1);
}

static uint64_t needed_columns(const struct interval *interval)
{
	return 1 << FACTS_ID | 1 << FACTS_FLAGS | 1 << interval->began | 1 << interval->ended |
	       1 << FACTS_CLOSED | 1 << FACTS_CHANNEL | 1 << FACTS_SEVERITY;
}

enum { RUN = 1024 };

/* Of these rows of facts. */
static void fill_run(const struct service *service, struct frame *frame, size_t first, size_t end)
{
	int64_t cells[N_COLUMNS][RUN];
	size_t n = 0;

	for (size_t from = first; from < end; from++) {
		struct stretch stretch;

		if (!is_first(service->facts, from))
			continue;
		stretch = stretch_of(service, from);
		for (int i = 0; i < N_COLUMNS; i++)
			if (frame_wants(frame, i))
				cells[i][n] = cell_of(service, i, from, &stretch);
		n++;
	}
	for (int i = 0; i < N_COLUMNS; i++)
		if (frame_wants(frame, i))
			frame_add(frame, i, cells[i], n);
}

static int fill(void *context, struct frame *frame, struct err *err)
{
	struct service *service = context;
	size_t n_facts;

	if (frame_want(service->facts, needed_columns(service->interval), err) < 0)
		return -1;
	service->states[STATE_UNKNOWN] = FRAME_NULL;
	for (int i = STATE_UNKNOWN + 1; i < N_STATES; i++)
		service->states[i] = frame_text(frame, STATES[i], strlen(STATES[i]));
	n_facts = frame_rows(service->facts);
	for (size_t first = 0; first < n_facts; first += RUN)
		fill_run(service, frame, first, n_facts - first < RUN ? n_facts : first + RUN);
	return 0;
}

static void release(void *context)
{
	struct service *service = context;

	service_limits_free(service->limits);
	free(service);
}

/* An export without the column says nothing: its complaints are not late, but unknown. (What is not
 * closed is open, as in the backlog.) */
static int check_recorded(struct service *service, struct sql *sql, struct err *err)
{
	service->is_recorded = true;
	return service->interval->is_optional
		       ? columns_have(sql, service->interval->end, &service->is_recorded, err)
		       : 0;
}

static int make_one(const struct relations *relations, struct frame *facts,
	const struct interval *interval, struct err *err)
{
	struct service *service = mem_zalloc(sizeof *service);

	*service = (struct service){
		.interval = interval,
		.facts = facts,
		.calendar = relations->calendar,
		.limits = service_limits_new(relations, err),
		.end = ((int64_t)relations->extent->as_of + 1) * DAY_SECONDS,
		.within = params_integer(relations, "within", NO_DAYS),
	};
	if (!service->limits || check_recorded(service, relations->sql, err) < 0) {
		release(service);
		return -1;
	}
	return frame_give(
		relations->sql, interval->name, frame_new(COLUMNS, fill, service, release), err);
}

int service_make(const struct relations *relations, struct frame *facts, struct err *err)
{
	for (size_t i = 0; i < N_INTERVALS; i++)
		if (relations->query->reads & INTERVALS[i].relation &&
			make_one(relations, facts, &INTERVALS[i], err) < 0)
			return -1;
	return 0;
}

void service_drop(struct sql *sql)
{
	for (size_t i = 0; i < N_INTERVALS; i++)
		frame_drop(sql, INTERVALS[i].name);
}
