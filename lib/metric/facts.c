#include "metric/facts.h"

#include <stdlib.h>

#include "metric/facts_fill.h"
#include "metric/pick.h"
#include "metric/where.h"

static const struct frame_column COLUMNS[] = {
	[FACTS_ID] = {"id", FRAME_INTEGER},
	[FACTS_FLAGS] = {"flags", FRAME_INTEGER, true},
	[FACTS_CHANNEL] = {"channel", FRAME_INTEGER, true},
	[FACTS_RECEIVED] = {"received", FRAME_INTEGER},
	[FACTS_FIRST_RESPONSE] = {"first_response", FRAME_INTEGER},
	[FACTS_CLOSED] = {"closed", FRAME_INTEGER},
	[FACTS_FOLLOW_UP] = {"follow_up", FRAME_INTEGER},
	[FACTS_CUSTOMER] = {"customer", FRAME_INTEGER},
	[FACTS_PRODUCT] = {"product", FRAME_INTEGER},
	[FACTS_CAUSE] = {"cause", FRAME_INTEGER},
	[FACTS_SEVERITY] = {"severity", FRAME_INTEGER},
	{"g", FRAME_INTEGER},
	{"t", FRAME_INTEGER},
	{"w", FRAME_REAL},
	{"day", FRAME_INTEGER},
	{"closed_day", FRAME_INTEGER},
	{"master", FRAME_INTEGER},
	{"status", FRAME_INTEGER},
	{"is_undated", FRAME_INTEGER},
	{"escalated", FRAME_INTEGER},
	{"chase_count", FRAME_INTEGER},
	{"demand_class", FRAME_INTEGER},
	{"severity_class", FRAME_INTEGER},
	{"reopened_count", FRAME_INTEGER},
	{"compensation", FRAME_REAL},
	{"refund_amount", FRAME_REAL},
	{"satisfaction", FRAME_INTEGER},
	{"follow_up_result", FRAME_TEXT},
	{"source", FRAME_INTEGER},
	{0},
};

void facts_write_rows(const struct relations *relations, const char *join, struct buf *out)
{
	buf_add_text(out, " FROM main.complaint c CROSS JOIN temp.slot_days d ON d.day = c.day ");
	if (where_has_parts(relations))
		buf_add_text(out, "LEFT JOIN temp.cause_parts k ON k.complaint = c.id ");
	buf_add_text(out, join);
	buf_add_text(out, where_has_every_kind(relations) ? "WHERE true" : "WHERE c.flags & 1");
}

const char *facts_weight(const struct relations *relations)
{
	return where_has_parts(relations) ? "ifnull(k.part, 1)" : "1";
}

static void write_unfinished(const struct relations *relations, struct buf *out)
{
	int64_t from, until;

	if (where_is_unfinished(relations, &from, &until))
		buf_format(out,
			" AND (c.day >= %lld OR NOT c.flags & 512 AND ifnull(c.closed >= %lld, "
			"true))",
			(long long)from, (long long)until);
}

/* What happened after the as-of date has not happened yet (METRICS 0.2). */
static void write_view(
	const struct relations *relations, const struct selection *selection, struct buf *out)
{
	static const char *const LATER[] = {"first_response", "closed", "follow_up"};
	long long end = ((long long)relations->extent->as_of + 1) * DAY_SECONDS;
	bool has_groups = relations->scope->n_by > 0;
	struct buf join = {0};

	buf_format(out,
		"CREATE TEMP VIEW fact_rows AS SELECT c.id AS id, %s AS g, d.t AS t, %s AS w, "
		"c.day AS day, c.received AS received, ",
		has_groups ? "gk.g" : "0", facts_weight(relations));
	for (size_t i = 0; i < sizeof LATER / sizeof *LATER; i++)
		buf_format(out, "CASE WHEN c.%s < %lld THEN c.%s END AS %s, ", LATER[i], end,
			LATER[i], LATER[i]);
	buf_format(out,
		"CASE WHEN c.closed < %lld THEN floor(c.closed / 86400.0) END AS closed_day, ",
		end);
	buf_format(out,
		"c.flags AS flags, c.channel AS channel, c.customer AS customer, c.product AS "
		"product, %s AS cause, c.master AS master, "
		"c.severity AS severity, c.status AS status, c.flags & 512 <> 0 AS is_undated, "
		"c.escalated AS escalated, c.chase_count AS chase_count, "
		"c.demand_class AS demand_class, "
		"c.severity_class AS severity_class, c.reopened_count AS reopened_count, "
		"c.compensation / 100.0 AS compensation, "
		"c.refund_amount / 100.0 AS refund_amount, c.satisfaction AS satisfaction, "
		"(SELECT text FROM main.term WHERE id = c.follow_up_result) AS follow_up_result, "
		"c.source AS source",
		where_has_parts(relations) ? "ifnull(k.cause, c.cause)" : "c.cause");
	if (has_groups) {
		buf_add_text(&join, "JOIN temp.group_keys gk ON ");
		selection_write(selection, "gk.k# = @", " AND ", &join);
		buf_add_char(&join, ' ');
	}
	facts_write_rows(relations, buf_text(&join), out);
	buf_release(&join);
	if (!relations->scope->has_contacts_unit)
		buf_add_text(out, " AND c.master = c.id");
	write_unfinished(relations, out);
	buf_add_text(out, buf_text(&selection->where));
}

static int make_view(const struct relations *relations, struct err *err)
{
	struct selection selection;
	struct buf out = {0};
	int status = where_select(relations, ROW_OF_FACTS, &selection, err);

	if (status == 0) {
		write_view(relations, &selection, &out);
		status = sql_run(relations->sql, err, buf_text(&out));
	}
	buf_release(&out);
	selection_release(&selection);
	return status;
}

static int fill_from_rows(const struct relations *relations, struct frame *frame, struct err *err)
{
	return frame_read(frame, relations->sql, "temp.fact_rows ORDER BY id", err);
}

static int fill(void *context, struct frame *frame, struct err *err)
{
	const struct relations *relations = context;

	return pick_is_possible(relations) ? facts_fill(relations, COLUMNS, frame, err)
					   : fill_from_rows(relations, frame, err);
}

struct frame *facts_make(const struct relations *relations, struct err *err)
{
	struct frame *frame;

	facts_drop(relations->sql);
	if (make_view(relations, err) < 0)
		return NULL;
	frame = frame_new(COLUMNS, fill, mem_copy(relations, sizeof *relations), free);
	return frame_give(relations->sql, "facts", frame, err) < 0 ? NULL : frame;
}

void facts_drop(struct sql *sql)
{
	struct err ignored;

	sql_run(sql, &ignored, "DROP VIEW IF EXISTS temp.fact_rows");
	frame_drop(sql, "facts");
}
