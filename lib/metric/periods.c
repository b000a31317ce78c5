#include "metric/periods.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void bind_workdays(struct stmt *insert, int parameter, int workdays)
{
	if (workdays == CALENDAR_UNKNOWN)
		stmt_bind_null(insert, parameter);
	else
		stmt_bind_integer(insert, parameter, workdays);
}

static int insert_slot(
	struct stmt *insert, enum period period, const struct slot *slot, struct err *err)
{
	char label[PERIOD_TEXT];

	period_write(label, period, slot->t);
	stmt_reset(insert);
	stmt_bind_integer(insert, 1, slot->t);
	stmt_bind_text(insert, 2, label, strlen(label));
	stmt_bind_integer(insert, 3, slot->first);
	stmt_bind_integer(insert, 4, slot->last);
	stmt_bind_integer(insert, 5, slot->days);
	bind_workdays(insert, 6, slot->workdays);
	stmt_bind_integer(insert, 7, slot->is_complete);
	stmt_bind_integer(insert, 8, slot->seen_first);
	stmt_bind_integer(insert, 9, slot->seen_last);
	stmt_bind_integer(insert, 10, slot->is_shown);
	return stmt_step(insert, err) < 0 ? -1 : 0;
}

static int make_slots(const struct relations *relations, struct err *err)
{
	const struct timeline *timeline = relations->timeline;
	struct stmt *insert;
	int status = 0;

	if (sql_run(relations->sql, err,
		    "CREATE TEMP TABLE periods(t INTEGER PRIMARY KEY, period TEXT, first_day "
		    "INTEGER, "
		    "last_day INTEGER, days INTEGER, workdays INTEGER, complete INTEGER, "
		    "seen_first INTEGER, seen_last INTEGER, shown INTEGER, n DEFAULT 0); "
		    "CREATE TEMP TABLE slot_days(day INTEGER PRIMARY KEY, t INTEGER)") < 0)
		return -1;
	insert = stmt_prepare(
		relations->sql, "INSERT INTO temp.periods VALUES(?,?,?,?,?,?,?,?,?,?,0)", err);
	if (!insert)
		return -1;
	for (size_t i = 0; i < timeline->n && status == 0; i++)
		status = insert_slot(insert, timeline->period, &timeline->slots[i], err);
	stmt_free(insert);
	return status;
}

struct days {
	const struct timeline *timeline;
	size_t slot;
	int32_t day;  /* of that slot */
	bool *wanted; /* of the first day and those after it; NULL: all are */
};

static void mark(bool *wanted, int32_t base, int32_t end, int32_t first, int32_t last)
{
	for (int32_t day = first > base ? first : base; day <= last && day <= end; day++)
		wanted[day - base] = true;
}

/* From the first day on, those of periods that are shown and those that these are compared with. */
static bool *compared_days(const struct relations *relations)
{
	const struct timeline *timeline = relations->timeline;
	int32_t base = timeline->slots[0].seen_first, end = base;
	bool *wanted;

	/* Of a period after the data, what is before it ends later than it does itself. */
	for (size_t i = 0; i < timeline->n; i++)
		if (timeline->slots[i].seen_last > end)
			end = timeline->slots[i].seen_last;
	wanted = mem_zalloc((size_t)(end - base) + 1);
	for (size_t i = timeline_first_shown(timeline); i < timeline->n; i++) {
		const struct slot *slot = &timeline->slots[i];
		struct comparison c;

		mark(wanted, base, end, slot->seen_first, slot->seen_last);
		if (timeline_compare(timeline, relations->calendar, slot, PARTNER_PREVIOUS, &c))
			mark(wanted, base, end, c.first0, c.last0);
		if (timeline_compare(timeline, relations->calendar, slot, PARTNER_YEAR, &c))
			mark(wanted, base, end, c.first0, c.last0);
	}
	return wanted;
}

static bool to_next_day(struct days *days)
{
	days->day++;
	while (days->slot < days->timeline->n &&
		days->day > days->timeline->slots[days->slot].seen_last) {
		days->slot++;
		if (days->slot < days->timeline->n)
			days->day = days->timeline->slots[days->slot].seen_first;
	}
	return days->slot < days->timeline->n;
}

static bool next_day(void *context)
{
	struct days *days = context;
	bool is_there = to_next_day(days);

	while (is_there && days->wanted &&
		!days->wanted[days->day - days->timeline->slots[0].seen_first])
		is_there = to_next_day(days);
	return is_there;
}

static void give_day(void *context, int column, struct sql_result *result)
{
	const struct days *days = context;

	result_integer(result, column ? days->timeline->slots[days->slot].t : days->day);
}

static int make_slot_days(const struct relations *relations, struct err *err)
{
	const struct timeline *timeline = relations->timeline;
	struct days days = {.timeline = timeline};
	struct sql_rows rows = {next_day, give_day, &days};
	struct stmt *insert;
	int status;

	if (!timeline->n)
		return 0;
	days.day = timeline->slots[0].seen_first - 1;
	if (relations->query->reads & RELATION_COMPARED)
		days.wanted = compared_days(relations);
	insert = stmt_prepare_rows(relations->sql, "temp.slot_days", "c0, c1", err);
	status = insert ? stmt_insert_rows(insert, relations->sql, &rows, err) : -1;
	stmt_free(insert);
	free(days.wanted);
	return status;
}

static int insert_comparison(struct stmt *insert, int32_t t, enum partner partner,
	const struct comparison *c, struct err *err)
{
	static const char *const KINDS[] = {
		[PARTNER_PREVIOUS] = "previous", [PARTNER_YEAR] = "year"};

	stmt_reset(insert);
	stmt_bind_integer(insert, 1, t);
	stmt_bind_text(insert, 2, KINDS[partner], strlen(KINDS[partner]));
	stmt_bind_integer(insert, 3, c->first1);
	stmt_bind_integer(insert, 4, c->last1);
	stmt_bind_integer(insert, 5, c->first0);
	stmt_bind_integer(insert, 6, c->last0);
	stmt_bind_integer(insert, 7, c->days1);
	stmt_bind_integer(insert, 8, c->days0);
	bind_workdays(insert, 9, c->workdays1);
	bind_workdays(insert, 10, c->workdays0);
	return stmt_step(insert, err) < 0 ? -1 : 0;
}

static int make_comparisons(const struct relations *relations, struct err *err)
{
	const struct timeline *timeline = relations->timeline;
	struct stmt *insert;
	int status = 0;

	if (sql_run(relations->sql, err,
		    "CREATE TEMP TABLE comparisons(t INTEGER, kind TEXT, first1 INTEGER, "
		    "last1 INTEGER, first0 INTEGER, last0 INTEGER, days1 INTEGER, days0 INTEGER, "
		    "workdays1 INTEGER, workdays0 INTEGER, PRIMARY KEY(t, kind)) WITHOUT ROWID") <
		0)
		return -1;
	insert = stmt_prepare(
		relations->sql, "INSERT INTO temp.comparisons VALUES(?,?,?,?,?,?,?,?,?,?)", err);
	if (!insert)
		return -1;
	for (size_t i = 0; i < 2 * timeline->n && status == 0; i++) {
		const struct slot *slot = &timeline->slots[i / 2];
		enum partner partner = i % 2 ? PARTNER_YEAR : PARTNER_PREVIOUS;
		struct comparison c;

		if (slot->is_shown &&
			timeline_compare(timeline, relations->calendar, slot, partner, &c))
			status = insert_comparison(insert, slot->t, partner, &c, err);
	}
	stmt_free(insert);
	return status;
}

int periods_make(const struct relations *relations, struct err *err)
{
	if (make_slots(relations, err) < 0 || make_slot_days(relations, err) < 0)
		return -1;
	return relations->query->reads & RELATION_COMPARISONS ? make_comparisons(relations, err)
							      : 0;
}
