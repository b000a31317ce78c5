#include "metric/counted.h"

#include "metric/facts.h"
#include "metric/where.h"

static void write_counted(const struct relations *relations, const struct selection *selection,
	bool from_cube, enum cube_dim cube, struct buf *out)
{
	bool has_days = relations->query->reads & RELATION_DAYS;

	buf_add_text(out, "CREATE TEMP TABLE counted AS SELECT d.t AS t, ");
	buf_add_text(out, has_days ? "c.day AS day, " : "0 AS day, ");
	selection_write(selection, "@ AS k#", ", ", out);
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
			facts_weight(relations), facts_weight(relations));
		facts_write_rows(relations, "", out);
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
