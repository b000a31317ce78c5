#include "recause/moved.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/map.h"
#include "base/mem.h"
#include "store/internal.h"

enum view { BEFORE, AFTER, N_VIEWS };
enum { PREVIOUS, LATEST, N_MONTHS };

struct label {
	int64_t cause, subcause;
};

struct move {
	struct label from, to;
	int64_t n;
};

struct monthly {
	int64_t cause;
	int64_t n[N_VIEWS][N_MONTHS];
};

struct moved {
	int32_t month; /* the last complete one, by period_number() */
	struct map *by_labels;
	struct move **moves;
	size_t n_moves, moves_capacity;
	struct monthly *causes;
	size_t n_causes, causes_capacity;
	bool had_causes;
	bool is_of_some; /* complaints are added that change, the others were counted before */
};

struct moved *moved_new(struct sql *sql, struct err *err)
{
	struct moved *moved;
	int64_t last = 0;
	int32_t month;

	if (ask_integer(sql, "SELECT ifnull(max(last_day), 0) FROM load", &last, err) < 0)
		return NULL;
	month = period_number(PERIOD_MONTH, (int32_t)last);
	moved = mem_zalloc(sizeof *moved);
	moved->month = period_last_day(PERIOD_MONTH, month) == (int32_t)last ? month : month - 1;
	moved->by_labels = map_new();
	return moved;
}

void moved_free(struct moved *moved)
{
	if (!moved)
		return;
	for (size_t i = 0; i < moved->n_moves; i++)
		free(moved->moves[i]);
	free((void *)moved->moves);
	free(moved->causes);
	map_free(moved->by_labels);
	free(moved);
}

static void count_move(struct moved *moved, struct label from, struct label to)
{
	const struct label key[] = {from, to};
	struct move *move = map_get(moved->by_labels, key, sizeof key);

	if (!move) {
		move = mem_zalloc(sizeof *move);
		move->from = from;
		move->to = to;
		map_put(moved->by_labels, key, sizeof key, move);
		moved->moves = mem_grow((void *)moved->moves, moved->n_moves,
			&moved->moves_capacity, sizeof *moved->moves);
		moved->moves[moved->n_moves++] = move;
	}
	move->n++;
}

static struct monthly *find_cause(struct moved *moved, int64_t cause)
{
	for (size_t i = 0; i < moved->n_causes; i++)
		if (moved->causes[i].cause == cause)
			return &moved->causes[i];
	moved->causes = mem_grow(
		moved->causes, moved->n_causes, &moved->causes_capacity, sizeof *moved->causes);
	moved->causes[moved->n_causes] = (struct monthly){.cause = cause};
	return &moved->causes[moved->n_causes++];
}

static void count_month(struct moved *moved, int64_t cause, int32_t day, enum view view, int64_t n)
{
	int32_t month = period_number(PERIOD_MONTH, day);

	if (month == moved->month || month == moved->month - 1)
		find_cause(moved, cause)->n[view][month == moved->month ? LATEST : PREVIOUS] += n;
}

int moved_count_all(struct moved *moved, struct sql *sql, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql,
		"SELECT cause, day, count(*) FROM complaint WHERE master = id AND flags & ?1"
		" AND day BETWEEN ?2 AND ?3 GROUP BY cause, day",
		err);
	int status = stmt ? 1 : -1;

	moved->is_of_some = true;
	if (stmt) {
		stmt_bind_integer(stmt, 1, FLAG_COMPLAINT);
		stmt_bind_integer(stmt, 2, period_first_day(PERIOD_MONTH, moved->month - 1));
		stmt_bind_integer(stmt, 3, period_last_day(PERIOD_MONTH, moved->month));
	}
	while (status > 0 && (status = stmt_step(stmt, err)) > 0)
		for (enum view view = BEFORE; view < N_VIEWS; view++)
			count_month(moved, stmt_integer(stmt, 0), (int32_t)stmt_integer(stmt, 1),
				view, stmt_integer(stmt, 2));
	stmt_free(stmt);
	return status;
}

void moved_add(struct moved *moved, const int64_t old[N_FACTS], const int64_t new[N_FACTS])
{
	struct label from = {old[FACT_CAUSE], old[FACT_SUBCAUSE]};
	struct label to = {new[FACT_CAUSE], new[FACT_SUBCAUSE]};
	bool is_moved = from.cause != to.cause || from.subcause != to.subcause;

	if (!(new[FACT_FLAGS] & FLAG_COMPLAINT) || new[FACT_MASTER] != new[FACT_ID])
		return;
	moved->had_causes = moved->had_causes || (is_moved && moved->is_of_some) ||
			    (from.cause && from.cause != to.cause) ||
			    (from.subcause && from.subcause != to.subcause);
	if (is_moved)
		count_move(moved, from, to);
	if (new[FACT_DAY] == NUMBER_NONE)
		return;
	if (moved->is_of_some)
		count_month(moved, from.cause, (int32_t)old[FACT_DAY], AFTER, -1);
	else
		count_month(moved, from.cause, (int32_t)old[FACT_DAY], BEFORE, 1);
	count_month(moved, to.cause, (int32_t) new[FACT_DAY], AFTER, 1);
}

/* ---- the table ---- */

enum moved_column {
	KIND,
	FROM,
	TO,
	COMPLAINTS,
	PERIOD,
	FIRST_OF_VIEW,
	N_COLUMNS = FIRST_OF_VIEW + 6
};

static const struct {
	const char *name;
	enum cell_type type;
	const char *unit, *of;
} COLUMNS[N_COLUMNS] = {
	{"kind", CELL_TEXT, "text", NULL},
	{"from", CELL_TEXT, "text", NULL},
	{"to", CELL_TEXT, "text", NULL},
	{"complaints", CELL_INTEGER, "count", NULL},
	{"period", CELL_TEXT, "text", NULL},
	{"before", CELL_INTEGER, "count", NULL},
	{"before_previous", CELL_INTEGER, "count", NULL},
	{"growth_before", CELL_REAL, "growth", "before/before_previous"},
	{"after", CELL_INTEGER, "count", NULL},
	{"after_previous", CELL_INTEGER, "count", NULL},
	{"growth_after", CELL_REAL, "growth", "after/after_previous"},
};

static void set_label(struct table *table, size_t row, size_t column,
	const struct dictionary *dictionary, struct label label)
{
	struct span cause = dictionary_text(dictionary, label.cause);
	struct span subcause = dictionary_text(dictionary, label.subcause);
	struct buf text = {0};

	if (cause.n)
		buf_add(&text, cause.text, cause.n);
	else
		buf_add_text(&text, "unclassified");
	if (subcause.n) {
		buf_add_char(&text, ':');
		buf_add(&text, subcause.text, subcause.n);
	}
	table_set_text_n(table, row, column, buf_text(&text), text.len);
	buf_release(&text);
}

/* Terms are numbered in the order of the data, which is the same for the same data. */
static int most_moved_first(const void *a, const void *b)
{
	const struct move *x = *(struct move *const *)a, *y = *(struct move *const *)b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return memcmp(&x->from, &y->from, 2 * sizeof x->from);
}

static int by_cause(const void *a, const void *b)
{
	const struct monthly *x = a, *y = b;

	return x->cause < y->cause ? -1 : x->cause > y->cause;
}

static void add_cause(struct table *table, const struct moved *moved, const struct monthly *cause,
	const struct dictionary *dictionary)
{
	size_t row = table_add_row(table);
	char period[DATE_TEXT];

	table_set_text(table, row, KIND, "cause");
	set_label(table, row, TO, dictionary, (struct label){cause->cause, 0});
	table_set_text(table, row, PERIOD, period_write(period, PERIOD_MONTH, moved->month));
	for (size_t view = 0; view < N_VIEWS; view++) {
		const int64_t *n = cause->n[view];
		size_t column = FIRST_OF_VIEW + 3 * view;

		table_set_integer(table, row, column, n[LATEST]);
		table_set_integer(table, row, column + 1, n[PREVIOUS]);
		if (n[PREVIOUS])
			table_set_real(table, row, column + 2,
				(double)(n[LATEST] - n[PREVIOUS]) / (double)n[PREVIOUS]);
	}
}

struct table *moved_table(const struct moved *moved, const struct dictionary *dictionary)
{
	struct table *table = table_new("moved");

	for (size_t i = 0; i < N_COLUMNS; i++) {
		table_add_column(table, COLUMNS[i].name, COLUMNS[i].type, COLUMNS[i].unit);
		if (COLUMNS[i].of)
			table_set_of(table, i, COLUMNS[i].of);
	}
	if (!moved->had_causes || !moved->n_moves)
		return table;
	qsort((void *)moved->moves, moved->n_moves, sizeof *moved->moves, most_moved_first);
	for (size_t i = 0; i < moved->n_moves; i++) {
		size_t row = table_add_row(table);

		table_set_text(table, row, KIND, "moved");
		set_label(table, row, FROM, dictionary, moved->moves[i]->from);
		set_label(table, row, TO, dictionary, moved->moves[i]->to);
		table_set_integer(table, row, COMPLAINTS, moved->moves[i]->n);
	}
	if (moved->n_causes)
		qsort(moved->causes, moved->n_causes, sizeof *moved->causes, by_cause);
	for (size_t i = 0; i < moved->n_causes; i++)
		add_cause(table, moved, &moved->causes[i], dictionary);
	return table;
}
