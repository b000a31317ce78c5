#include "metric/service.h"

#include <stdlib.h>

#include "base/date.h"
#include "metric/service_levels.h"

/* What lies between two moments of a complaint. */
static const struct interval {
	enum relation relation;
	const char *view;
	int measure; /* place in SERVICE_MEASURES */
	const char *began, *ended;
	int began_has_time, ended_has_time; /* complaint.flags */
	const char *is_over;                /* without a time of its end */
	bool is_optional;                   /* many exports do not have its end at all */
} INTERVALS[] = {
	/* Nobody can tell when a closed complaint without a response was answered. */
	{RELATION_RESPONSES, "responses", 0, "received", "first_response", 2, 4,
		"c.closed IS NOT NULL OR c.flags & 512", true},
	{RELATION_RESOLUTIONS, "resolutions", 1, "received", "closed", 2, 8, "c.flags & 512"},
	{RELATION_FOLLOW_UPS, "follow_ups", 2, "closed", "follow_up", 8, 16, "0", true},
};
enum { N_INTERVALS = sizeof INTERVALS / sizeof *INTERVALS };

enum { WORK_BEGINS = 9 * 3600, WORK_SECONDS = 9 * 3600 };

/* A moment after the as-of date has not come yet (METRICS 0.2). */
static void write_moment(
	const struct relations *relations, const char *column, const char *name, struct buf *out)
{
	buf_format(out, "CASE WHEN c.%s < %lld THEN c.%s END AS %s, ", column,
		((long long)relations->extent->as_of + 1) * DAY_SECONDS, column, name);
}

/* began, ended: of every complaint, with its limit. */
static void write_moments(
	const struct relations *relations, const struct interval *interval, struct buf *out)
{
	buf_add_text(out, "SELECT c.id AS id, ");
	write_moment(relations, interval->began, "began", out);
	write_moment(relations, interval->ended, "ended", out);
	write_moment(relations, "closed", "closed", out);
	buf_format(out,
		"c.flags AS flags, l.maximum AS maximum, l.unit AS unit "
		"FROM main.complaint c LEFT JOIN temp.service_levels l "
		"ON l.id = %d * (c.channel * %d + ifnull(c.severity, 0)) + %d",
		N_SERVICE_MEASURES, SERVICE_SEVERITIES, interval->measure);
}

/* Seconds of work before a moment x of the calendar's day k. */
static void write_work(const char *k, const char *x, struct buf *out)
{
	buf_format(out,
		"%d * (%s.workday_no - %s.is_workday) + %s.is_workday * "
		"max(0, min(%d, %s - %s.day * %d - %d))",
		WORK_SECONDS, k, k, k, WORK_SECONDS, x, k, DAY_SECONDS, WORK_BEGINS);
}

/* A value of the days from `began` to `until`, NULL where the calendar has not all of them. */
static void write_calendar(const char *value, struct buf *out)
{
	buf_format(out,
		"(SELECT %s FROM temp.calendar a JOIN temp.calendar b "
		"ON b.day = until / %d WHERE a.day = began / %d "
		"AND b.known_no - a.known_no = b.day - a.day)",
		value, DAY_SECONDS, DAY_SECONDS);
}

static void write_work_hours(struct buf *out)
{
	struct buf value = {0};

	buf_add_char(&value, '(');
	write_work("b", "until", &value);
	buf_add_text(&value, " - (");
	write_work("a", "began", &value);
	buf_add_text(&value, ")) / 3600.0");
	write_calendar(buf_text(&value), out);
	buf_release(&value);
}

/* Until when it went on: its end, or the as-of date. Empty where that is not known or not possible.
 * What has no time of day may end before it began on the same day. The commonest case
 * comes first: this is done for every complaint. */
static void write_until(const struct relations *relations, const struct interval *interval,
	bool is_recorded, struct buf *out)
{
	int timed = interval->began_has_time | interval->ended_has_time;

	if (!is_recorded) {
		buf_add_text(out, "NULL AS until, ");
		return;
	}
	buf_format(out,
		"CASE WHEN ended >= began THEN ended "
		"WHEN ended IS NULL THEN CASE WHEN NOT (%s) THEN %lld END "
		"WHEN flags & %d <> %d AND ended / %d = began / %d THEN ended END AS until, ",
		interval->is_over, ((long long)relations->extent->as_of + 1) * DAY_SECONDS - 1,
		timed, timed, DAY_SECONDS, DAY_SECONDS);
}

/* What can be measured of the moments. */
static void write_measurable(const struct relations *relations, const struct interval *interval,
	bool is_recorded, struct buf *out)
{
	int timed = interval->began_has_time | interval->ended_has_time;

	buf_format(out,
		"SELECT id, maximum, unit, began, "
		"ended IS NULL AND began IS NOT NULL AND NOT (%s) AS is_open, "
		"ifnull(ended < began AND (flags & %d = %d OR ended / %d < began / %d), 0) "
		"AS is_bad, "
		"flags & %d AND (ended IS NULL OR flags & %d) AS is_timed, ",
		interval->is_over, timed, timed, DAY_SECONDS, DAY_SECONDS, interval->began_has_time,
		interval->ended_has_time);
	write_until(relations, interval, is_recorded, out);
	buf_add_text(out, "flags FROM (");
	write_moments(relations, interval, out);
	buf_add_text(out, ") c");
}

/* The view from the inside out: moments, what of them can be measured, how long, in time or not. */
static void write_view(const struct relations *relations, const struct interval *interval,
	bool is_recorded, struct buf *out)
{
	buf_format(out,
		"CREATE TEMP VIEW %s AS SELECT id, is_open, is_bad, days, workdays, hours, "
		"work_hours, CASE WHEN taken > maximum THEN 'missed' "
		"WHEN taken IS NULL OR maximum IS NULL THEN NULL "
		"WHEN is_open THEN 'pending' ELSE 'met' END AS state "
		"FROM (SELECT *, CASE unit WHEN 'days' THEN days WHEN 'hours' THEN hours "
		"WHEN 'workdays' THEN workdays END AS taken FROM (SELECT id, is_open, is_bad, "
		"maximum, unit, until / %d - began / %d AS days, ",
		interval->view, DAY_SECONDS, DAY_SECONDS);
	write_calendar("b.workday_no - a.workday_no", out);
	buf_add_text(out, " AS workdays, CASE WHEN is_timed THEN (until - began) / 3600.0 END "
			  "AS hours, CASE WHEN is_timed THEN ");
	write_work_hours(out);
	buf_add_text(out, " END AS work_hours FROM (");
	write_measurable(relations, interval, is_recorded, out);
	buf_add_text(out, ")))");
}

/* An export without the column says nothing: its complaints are not late, but unknown. (What is not
 * closed is open, as in the backlog.) */
static int check_recorded(const struct relations *relations, const struct interval *interval,
	bool *is_recorded, struct err *err)
{
	char *text = mem_format(
		"SELECT 1 FROM main.complaint WHERE %s IS NOT NULL LIMIT 1", interval->ended);
	struct stmt *stmt = stmt_prepare(relations->sql, text, err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	*is_recorded = status > 0 || !interval->is_optional;
	stmt_free(stmt);
	free(text);
	return status < 0 ? -1 : 0;
}

static int make_view(
	const struct relations *relations, const struct interval *interval, struct err *err)
{
	struct buf out = {0};
	bool is_recorded;
	int status = check_recorded(relations, interval, &is_recorded, err);

	if (status == 0) {
		write_view(relations, interval, is_recorded, &out);
		status = sql_run(relations->sql, err, buf_text(&out));
	}
	buf_release(&out);
	return status;
}

int service_make(const struct relations *relations, struct err *err)
{
	if (!(relations->query->reads & RELATIONS_SERVICE))
		return 0;
	if (service_levels_make(relations, err) < 0)
		return -1;
	for (size_t i = 0; i < N_INTERVALS; i++)
		if (relations->query->reads & INTERVALS[i].relation &&
			make_view(relations, &INTERVALS[i], err) < 0)
			return -1;
	return 0;
}
