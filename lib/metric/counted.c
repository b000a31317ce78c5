#include "metric/counted.h"

#include "metric/where.h"

static void write_list(
	struct buf *out, const struct selection *selection, const char *format, const char *joint)
{
	for (size_t i = 0; i < selection->n_keys; i++) {
		buf_add_text(out, i ? joint : "");
		for (const char *p = format; *p; p++)
			if (*p == '#')
				buf_format(out, "%zu", i);
			else if (*p == '@')
				buf_add_text(out, buf_text(&selection->keys[i]));
			else
				buf_add_char(out, *p);
	}
}

/* Rows of complaints `c`, with their causes `k` where these count, and what else is joined. */
static void write_facts(const struct relations *relations, const char *join, struct buf *out)
{
	buf_add_text(out, " FROM main.complaint c CROSS JOIN temp.slot_days d ON d.day = c.day ");
	if (where_has_parts(relations))
		buf_add_text(out, "LEFT JOIN temp.cause_parts k ON k.complaint = c.id ");
	buf_add_text(out, join);
	buf_add_text(out, "WHERE c.flags & 1");
}

static const char *weight(const struct relations *relations)
{
	return where_has_parts(relations) ? "ifnull(k.part, 1)" : "1";
}

static void write_counted(const struct relations *relations, const struct selection *selection,
	bool from_cube, enum cube_dim cube, struct buf *out)
{
	bool has_days = relations->query->reads & RELATION_DAYS;

	buf_add_text(out, "CREATE TEMP TABLE counted AS SELECT d.t AS t, ");
	buf_add_text(out, has_days ? "c.day AS day, " : "0 AS day, ");
	write_list(out, selection, "@ AS k#", ", ");
	if (from_cube)
		buf_format(out,
			", sum(c.contacts) AS contacts, sum(c.incidents) AS incidents FROM "
			"main.daily c "
			"CROSS JOIN temp.slot_days d ON d.day = c.day WHERE c.dim = %d",
			(int)cube);
	else {
		buf_format(out,
			", sum(%s) AS contacts, sum(CASE WHEN c.master = c.id THEN %s ELSE 0 END) "
			"AS incidents",
			weight(relations), weight(relations));
		write_facts(relations, "", out);
	}
	buf_add_text(out, buf_text(&selection->where));
	buf_add_text(out, has_days ? " GROUP BY 1, 2, " : " GROUP BY 1, ");
	for (size_t i = 0; i < selection->n_keys; i++)
		buf_format(out, "%s%zu", i ? ", " : "", i + 3);
}

int counted_make(const struct relations *relations, struct err *err)
{
	enum cube_dim cube;
	bool from_cube = where_cube(relations, &cube);
	struct selection selection;
	struct buf out = {0};
	int status =
		where_select(relations, from_cube ? ROW_OF_CUBE : ROW_OF_FACTS, &selection, err);

	if (status == 0) {
		write_counted(relations, &selection, from_cube, cube, &out);
		status = sql_run(relations->sql, err, buf_text(&out));
	}
	buf_release(&out);
	selection_release(&selection);
	return status;
}

static void write_left_out(const struct relations *relations, const struct selection *selection,
	int32_t first, int32_t last, struct buf *out)
{
	/* The cube knows them by day, but not by what --where may ask for. */
	if (!relations->scope->n_conditions) {
		buf_format(out,
			"SELECT ifnull(sum(contacts), 0) FROM main.daily WHERE dim = %d AND day "
			"BETWEEN %d AND %d",
			(int)CUBE_LEFT_OUT, (int)first, (int)last);
		return;
	}
	buf_add_text(out, "SELECT count(DISTINCT c.id) FROM main.complaint c ");
	if (where_has_parts(relations))
		buf_add_text(out, "LEFT JOIN temp.cause_parts k ON k.complaint = c.id ");
	buf_format(out, "WHERE NOT c.flags & 1 AND c.day BETWEEN %d AND %d", (int)first, (int)last);
	buf_add_text(out, buf_text(&selection->where));
}

static int ask_number(struct sql *sql, const char *text, int64_t *n, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, text, err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	if (status > 0)
		*n = stmt_integer(stmt, 0);
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

int counted_left_out(const struct relations *relations, int64_t *n, struct err *err)
{
	const struct timeline *timeline = relations->timeline;
	int32_t first = INT32_MAX, last = INT32_MIN; /* no day lies between */
	struct selection selection;
	struct buf text = {0};
	int status;

	for (size_t i = 0; i < timeline->n; i++) {
		const struct slot *slot = &timeline->slots[i];

		if (!slot->is_shown)
			continue;
		first = slot->seen_first < first ? slot->seen_first : first;
		last = slot->seen_last > last ? slot->seen_last : last;
	}
	status = where_select(relations, ROW_OF_FACTS, &selection, err);
	if (status == 0) {
		write_left_out(relations, &selection, first, last, &text);
		status = ask_number(relations->sql, buf_text(&text), n, err);
	}
	buf_release(&text);
	selection_release(&selection);
	return status;
}

/* What happened after the as-of date has not happened yet (METRICS 0.2). */
static void write_view(
	const struct relations *relations, const struct selection *selection, struct buf *out)
{
	static const char *const LATER[] = {"first_response", "closed", "follow_up"};
	long long end = ((long long)relations->extent->as_of + 1) * DAY_SECONDS;
	struct buf join = {0};

	buf_format(out,
		"CREATE TEMP VIEW facts AS SELECT c.id AS id, gk.g AS g, d.t AS t, %s AS w, "
		"c.day AS day, c.received AS received, ",
		weight(relations));
	for (size_t i = 0; i < sizeof LATER / sizeof *LATER; i++)
		buf_format(out, "CASE WHEN c.%s < %lld THEN c.%s END AS %s, ", LATER[i], end,
			LATER[i], LATER[i]);
	buf_format(out,
		"c.customer AS customer, c.product AS product, %s AS cause, c.master AS master, "
		"c.severity AS severity, c.status AS status, c.flags & 512 <> 0 AS is_undated, "
		"c.escalated AS escalated, c.chase_count AS chase_count, "
		"c.demand_class AS demand_class, "
		"c.severity_class AS severity_class, c.reopened_count AS reopened_count, "
		"c.compensation / 100.0 AS compensation, c.satisfaction AS satisfaction, "
		"(SELECT text FROM main.term WHERE id = c.follow_up_result) AS follow_up_result",
		where_has_parts(relations) ? "ifnull(k.cause, c.cause)" : "c.cause");
	buf_add_text(&join, "JOIN temp.group_keys gk ON ");
	write_list(&join, selection, "gk.k# = @", " AND ");
	buf_add_char(&join, ' ');
	write_facts(relations, buf_text(&join), out);
	buf_release(&join);
	if (!relations->scope->has_contacts_unit)
		buf_add_text(out, " AND c.master = c.id");
	buf_add_text(out, buf_text(&selection->where));
}

int facts_make(const struct relations *relations, struct err *err)
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
