#include "metric/counted.h"

#include <stdlib.h>

#include "base/tuples.h"
#include "metric/facts.h"
#include "metric/groups.h"
#include "metric/pick.h"
#include "metric/where.h"

/* --- counted by us, which takes a part of the time that a GROUP BY takes --- */

enum { KEYS_FROM = 2 }; /* of a tuple: t and day stand before */

struct tally {
	struct tuples tuples;
	struct count {
		int64_t contacts, incidents;
	} * counts; /* of each */
	size_t capacity;
	size_t at; /* one past the row that is given */
};

static void count(struct tally *tally, const int64_t *tuple, int64_t contacts, int64_t incidents)
{
	size_t n = tally->tuples.n;
	size_t i = tuples_add(&tally->tuples, tuple);

	if (i == n) {
		tally->counts = mem_grow(tally->counts, n, &tally->capacity, sizeof *tally->counts);
		tally->counts[i] = (struct count){0, 0};
	}
	tally->counts[i].contacts += contacts;
	tally->counts[i].incidents += incidents;
}

static int count_columns(const struct relations *relations, struct tally *tally, struct err *err)
{
	bool has_days = relations->query->reads & RELATION_DAYS;
	struct pick *pick = pick_open(relations, PICK_COUNTED, 0, err);
	int64_t tuple[KEYS_FROM + MAX_BY] = {0};
	int status = -1;

	if (pick)
		pick_all_contacts(pick);
	while (pick && (status = pick_next(pick, err)) > 0) {
		const int64_t *ids = pick_of(pick, FACT_ID), *masters = pick_of(pick, FACT_MASTER);
		const int64_t *days = pick_of(pick, FACT_DAY);

		for (size_t i = 0; i < pick->n; i++) {
			size_t row = pick->rows[i];

			tuple[0] = pick->t[i];
			tuple[1] = has_days ? days[row] : 0;
			pick_keys(pick, row, tuple + KEYS_FROM);
			count(tally, tuple, 1, ids[row] == masters[row]);
		}
	}
	pick_close(pick);
	return status;
}

static void write_cube(const struct relations *relations, const struct selection *selection,
	enum cube_dim cube, struct buf *out)
{
	buf_format(
		out, "SELECT d.t, %s, ", relations->query->reads & RELATION_DAYS ? "c.day" : "0");
	selection_write(selection, "@", ", ", out);
	buf_format(out,
		", c.contacts, c.incidents FROM main.daily c "
		"CROSS JOIN temp.slot_days d ON d.day = c.day WHERE c.dim IN (%d",
		(int)cube);
	if (where_has_every_kind(relations))
		buf_format(out, ", %d", (int)CUBE_LEFT_OUT);
	buf_add_char(out, ')');
	buf_add_text(out, buf_text(&selection->where));
}

static int count_cells(struct stmt *cells, struct tally *tally, struct err *err)
{
	int width = (int)tally->tuples.width, status;
	int64_t tuple[KEYS_FROM + MAX_BY];

	while ((status = stmt_step(cells, err)) > 0) {
		for (int i = 0; i < width; i++)
			tuple[i] = stmt_integer(cells, i);
		count(tally, tuple, stmt_integer(cells, width), stmt_integer(cells, width + 1));
	}
	return status;
}

static int count_cube(
	const struct relations *relations, enum cube_dim cube, struct tally *tally, struct err *err)
{
	struct selection selection;
	struct buf text = {0};
	struct stmt *cells = NULL;
	int status = where_select(relations, ROW_OF_CUBE, &selection, err);

	if (status == 0) {
		write_cube(relations, &selection, cube, &text);
		cells = stmt_prepare(relations->sql, buf_text(&text), err);
		status = cells ? count_cells(cells, tally, err) : -1;
	}
	stmt_free(cells);
	buf_release(&text);
	selection_release(&selection);
	return status;
}

static bool next_count(void *context)
{
	struct tally *tally = context;

	return tally->at++ < tally->tuples.n;
}

static void give_count(void *context, int column, struct sql_result *result)
{
	const struct tally *tally = context;
	size_t i = tally->at - 1, width = tally->tuples.width;

	if ((size_t)column < width)
		result_integer(result, tuples_at(&tally->tuples, i)[column]);
	else
		result_integer(result, (size_t)column == width ? tally->counts[i].contacts
							       : tally->counts[i].incidents);
}

static int put_counts(const struct relations *relations, struct tally *tally, struct err *err)
{
	struct sql_rows rows = {next_count, give_count, tally};
	struct buf names = {0}, values = {0};
	struct stmt *stmt = NULL;
	int status;

	groups_names(&names, "k", tally->tuples.width - KEYS_FROM);
	groups_names(&values, "c", tally->tuples.width + 2);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE counted(t, day, %s, contacts, incidents)", buf_text(&names));
	if (status == 0)
		stmt = stmt_prepare_rows(relations->sql, "temp.counted", buf_text(&values), err);
	if (status == 0)
		status = stmt ? stmt_insert_rows(stmt, relations->sql, &rows, err) : -1;
	stmt_free(stmt);
	buf_release(&names);
	buf_release(&values);
	return status;
}

/* From the cube if there is one, else from columns. */
static int make_from_tally(
	const struct relations *relations, bool from_cube, enum cube_dim cube, struct err *err)
{
	size_t n_keys = relations->scope->n_by ? relations->scope->n_by : 1;
	struct tally tally = {.tuples.width = KEYS_FROM + n_keys};
	int status = from_cube ? count_cube(relations, cube, &tally, err)
			       : count_columns(relations, &tally, err);

	if (status == 0)
		status = put_counts(relations, &tally, err);
	tuples_release(&tally.tuples);
	free(tally.counts);
	return status;
}

/* --- from rows --- */

static void write_counted(
	const struct relations *relations, const struct selection *selection, struct buf *out)
{
	bool has_days = relations->query->reads & RELATION_DAYS;

	buf_add_text(out, "CREATE TEMP TABLE counted AS SELECT d.t AS t, ");
	buf_add_text(out, has_days ? "c.day AS day, " : "0 AS day, ");
	selection_write(selection, "@ AS k#", ", ", out);
	buf_format(out,
		", sum(%s) AS contacts, sum(CASE WHEN c.master = c.id THEN %s ELSE 0 END) "
		"AS incidents",
		facts_weight(relations), facts_weight(relations));
	facts_write_rows(relations, "", out);
	buf_add_text(out, buf_text(&selection->where));
	buf_add_text(out, has_days ? " GROUP BY 1, 2, " : " GROUP BY 1, ");
	for (size_t i = 0; i < selection->n_keys; i++)
		buf_format(out, "%s%zu", i ? ", " : "", i + 3);
}

static int make_from_rows(const struct relations *relations, struct err *err)
{
	struct selection selection;
	struct buf out = {0};
	int status = where_select(relations, ROW_OF_FACTS, &selection, err);

	if (status == 0) {
		write_counted(relations, &selection, &out);
		status = sql_run(relations->sql, err, buf_text(&out));
	}
	buf_release(&out);
	selection_release(&selection);
	return status;
}

int counted_make(const struct relations *relations, struct err *err)
{
	enum cube_dim cube;
	bool from_cube = where_cube(relations, &cube);

	return from_cube || pick_is_possible(relations)
		       ? make_from_tally(relations, from_cube, cube, err)
		       : make_from_rows(relations, err);
}

/* --- what is not counted --- */

/* The cube knows them by day, but not by what --where may ask for. */
static int count_left_out(const struct relations *relations, int64_t *n, struct err *err)
{
	struct pick *pick = pick_open(relations, PICK_LEFT_OUT, 0, err);
	int status = -1;

	while (pick && (status = pick_next(pick, err)) > 0)
		*n += (int64_t)pick->n;
	pick_close(pick);
	return status;
}

static void write_left_out(const struct relations *relations, const struct selection *selection,
	int32_t first, int32_t last, struct buf *out)
{
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

	*n = 0;
	if (where_has_every_kind(relations))
		return 0;
	if (relations->scope->n_conditions && pick_is_possible(relations))
		return count_left_out(relations, n, err);
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
