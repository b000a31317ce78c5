#include "history/revision.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"
#include "store/slots.h"

enum window { WINDOW_PERIOD, WINDOW_PREVIOUS, WINDOW_YEAR_AGO, N_WINDOWS };
enum move { LATE, RECLASSIFIED_IN, RECLASSIFIED_OUT, RESTATED_IN, RESTATED_OUT, N_MOVES };

struct group {
	int64_t value; /* term or number; unassigned: 0 or -1 */
	char *label;
	int64_t before[N_WINDOWS], after[N_WINDOWS], moves[N_MOVES];
};

struct revision {
	const struct revision_of *of;
	int32_t first[N_WINDOWS], last[N_WINDOWS]; /* days */
	int64_t known_before, known_after;         /* the first day that loads cover */
	struct group *groups;
	size_t n, capacity;
	struct slots numbers; /* values to numbers of groups + 1 */
};

/* A complaint in one of the two states. */
struct side {
	struct stmt *stmt;
	int64_t id; /* INT64_MAX: no more */
	int32_t day;
	bool is_counted;
	int64_t value;
};

int revision_first_run(struct store *store, int32_t day, int64_t *run, struct err *err)
{
	char date[DATE_TEXT];
	char *text = mem_format("SELECT coalesce(min(run), 0) FROM load WHERE last_day >= %d", day);
	int status = ask_integer(store->sql, text, run, err);

	free(text);
	if (status == 0 && !*run)
		return err_set(err, "the store has no data up to %s", date_write(date, day));
	return status;
}

static void set_windows(struct revision *revision)
{
	static const int YEAR[] = {[PERIOD_MONTH] = 12, [PERIOD_QUARTER] = 4, [PERIOD_YEAR] = 1};
	enum period period = revision->of->period;
	const int32_t numbers[N_WINDOWS] = {revision->of->number, revision->of->number - 1,
		revision->of->number - YEAR[period]};

	for (int i = 0; i < N_WINDOWS; i++) {
		revision->first[i] = period_first_day(period, numbers[i]);
		revision->last[i] = period_last_day(period, numbers[i]);
	}
}

static int side_open(
	struct side *side, struct store *store, const struct revision_of *of, struct err *err)
{
	char *text = mem_format("SELECT id, day, flags & 1 AND (%d OR master = id), ifnull(%s, -1)"
				" FROM complaint ORDER BY id",
		of->has_contacts_unit, of->dimension->column);

	side->stmt = stmt_prepare(store->sql, text, err);
	free(text);
	return side->stmt ? 0 : -1;
}

static int side_next(struct side *side, struct err *err)
{
	int status = stmt_step(side->stmt, err);

	side->id = INT64_MAX;
	if (status <= 0)
		return status;
	side->id = stmt_integer(side->stmt, 0);
	side->day = (int32_t)stmt_integer(side->stmt, 1);
	side->is_counted = stmt_integer(side->stmt, 2);
	side->value = stmt_integer(side->stmt, 3);
	return 0;
}

static struct group *find_group(struct revision *revision, int64_t value)
{
	struct slot *slot = slots_find(&revision->numbers, value);

	if (slot)
		return &revision->groups[slot->value - 1];
	revision->groups = mem_grow(
		revision->groups, revision->n, &revision->capacity, sizeof *revision->groups);
	revision->groups[revision->n] = (struct group){.value = value};
	slots_add(&revision->numbers, value)->value = (uint32_t)(revision->n + 1);
	return &revision->groups[revision->n++];
}

static bool is_in(const struct revision *revision, const struct side *side, enum window window)
{
	return side->is_counted && side->day >= revision->first[window] &&
	       side->day <= revision->last[window];
}

/* NULL: the complaint is not there in that state. */
static void count(struct revision *revision, const struct side *before, const struct side *after)
{
	bool was_in = before && is_in(revision, before, WINDOW_PERIOD);
	bool is_now = after && is_in(revision, after, WINDOW_PERIOD);

	for (enum window window = 0; window < N_WINDOWS; window++) {
		if (before && is_in(revision, before, window))
			find_group(revision, before->value)->before[window]++;
		if (after && is_in(revision, after, window))
			find_group(revision, after->value)->after[window]++;
	}
	if (was_in && !is_now)
		find_group(revision, before->value)->moves[RESTATED_OUT]++;
	if (!was_in && is_now)
		find_group(revision, after->value)->moves[before ? RESTATED_IN : LATE]++;
	if (was_in && is_now && before->value != after->value) {
		find_group(revision, before->value)->moves[RECLASSIFIED_OUT]++;
		find_group(revision, after->value)->moves[RECLASSIFIED_IN]++;
	}
}

/* Both by id, side by side. */
static int count_all(
	struct revision *revision, struct side *before, struct side *after, struct err *err)
{
	int status = side_next(before, err) < 0 || side_next(after, err) < 0 ? -1 : 0;

	while (status == 0 && (before->id != INT64_MAX || after->id != INT64_MAX)) {
		bool has_before = before->id <= after->id, has_after = after->id <= before->id;

		count(revision, has_before ? before : NULL, has_after ? after : NULL);
		if ((has_before && side_next(before, err) < 0) ||
			(has_after && side_next(after, err) < 0))
			status = -1;
	}
	return status;
}

static int name_groups(struct revision *revision, struct store *store, struct err *err)
{
	bool is_number = revision->of->dimension->value == VALUE_NUMBER;

	if (!store_dictionary(store, err))
		return -1;
	for (size_t i = 0; i < revision->n; i++) {
		struct group *group = &revision->groups[i];
		struct span text = dictionary_text(store->dictionary, group->value);

		if (group->value <= (is_number ? -1 : 0))
			group->label = mem_text("(unassigned)");
		else if (is_number)
			group->label = mem_format("%lld", (long long)group->value);
		else
			group->label = mem_text_n(text.text, text.n);
	}
	return 0;
}

/* By label, what is unassigned last. */
static int compare(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if ((x->value <= 0) != (y->value <= 0))
		return x->value <= 0 ? 1 : -1;
	return strcmp(x->label, y->label);
}

static void set_growth(struct table *table, size_t row, const char *column, int64_t n, int64_t base)
{
	if (base > 0)
		table_set_real(
			table, row, table_find(table, column), (double)(n - base) / (double)base);
}

/* Of days before the first load nothing is known: that is not the same as no complaint. */
static int64_t set_base(
	struct table *table, size_t row, const char *column, int64_t base, bool is_known)
{
	if (is_known)
		table_set_integer(table, row, table_find(table, column), base);
	return is_known ? base : 0;
}

static const char *const COUNTS[] = {"before", "late", "reclassified_in", "reclassified_out",
	"restated_in", "restated_out", "after"};
enum { N_COUNTS = sizeof COUNTS / sizeof *COUNTS };

/* The base as it was and as it is; growth as it was said, of today's number on the old base, and on
 * the new one. */
static const struct base {
	enum window window;
	const char *before, *after, *said, *on_before, *on_after;
} BASES[] = {
	{WINDOW_PREVIOUS, "previous_before", "previous_after", "growth_before", "growth_old_base",
		"growth"},
	{WINDOW_YEAR_AGO, "year_ago_before", "year_ago_after", "yoy_before", "yoy_old_base", "yoy"},
};
enum { N_BASES = sizeof BASES / sizeof *BASES };

static struct table *make_table(const struct revision *revision)
{
	struct table *table = table_new("revisions");

	table_add_column(table, "period", CELL_TEXT, NULL);
	table_add_column(table, revision->of->dimension->name, CELL_TEXT, "text");
	for (int i = 0; i < N_COUNTS; i++)
		table_add_column(table, COUNTS[i], CELL_INTEGER, "count");
	table_add_column(table, "revision", CELL_REAL, "growth");
	for (int i = 0; i < N_BASES; i++) {
		table_add_column(table, BASES[i].before, CELL_INTEGER, "count");
		table_add_column(table, BASES[i].after, CELL_INTEGER, "count");
		table_add_column(table, BASES[i].said, CELL_REAL, "growth");
		table_add_column(table, BASES[i].on_before, CELL_REAL, "growth");
		table_add_column(table, BASES[i].on_after, CELL_REAL, "growth");
	}
	return table;
}

static void add_row(struct table *table, const struct revision *revision, const struct group *group)
{
	size_t row = table_add_row(table), column = 2;
	char period[PERIOD_TEXT];
	int64_t n0 = group->before[WINDOW_PERIOD], n1 = group->after[WINDOW_PERIOD];

	table_set_text(
		table, row, 0, period_write(period, revision->of->period, revision->of->number));
	table_set_text(table, row, 1, group->label);
	table_set_integer(table, row, column++, n0);
	for (int i = 0; i < N_MOVES; i++)
		table_set_integer(table, row, column++, group->moves[i]);
	table_set_integer(table, row, column, n1);
	set_growth(table, row, "revision", n1, n0);
	for (int i = 0; i < N_BASES; i++) {
		int32_t first = revision->first[BASES[i].window];
		int64_t base0 = set_base(table, row, BASES[i].before,
			group->before[BASES[i].window], first >= revision->known_before);
		int64_t base1 = set_base(table, row, BASES[i].after, group->after[BASES[i].window],
			first >= revision->known_after);

		set_growth(table, row, BASES[i].said, n0, base0);
		set_growth(table, row, BASES[i].on_before, n1, base0);
		set_growth(table, row, BASES[i].on_after, n1, base1);
	}
}

/* What moved between groups is in and out of the whole at once. */
static struct group sum_groups(const struct revision *revision)
{
	struct group sum = {.label = "(total)"};

	for (size_t i = 0; i < revision->n; i++) {
		const struct group *group = &revision->groups[i];

		for (int j = 0; j < N_WINDOWS; j++) {
			sum.before[j] += group->before[j];
			sum.after[j] += group->after[j];
		}
		for (int j = 0; j < N_MOVES; j++)
			sum.moves[j] += group->moves[j];
	}
	return sum;
}

static struct table *fill_table(const struct revision *revision)
{
	struct table *table = make_table(revision);
	struct group sum = sum_groups(revision);

	for (size_t i = 0; i < revision->n; i++)
		add_row(table, revision, &revision->groups[i]);
	if (revision->of->has_total)
		add_row(table, revision, &sum);
	return table;
}

struct table *revision_table(
	struct store *before, struct store *after, const struct revision_of *of, struct err *err)
{
	static const char FIRST_DAY[] = "SELECT ifnull(min(first_day), 0) FROM coverage";
	struct revision revision = {.of = of};
	struct side sides[2] = {0};
	struct table *table = NULL;

	set_windows(&revision);
	if (ask_integer(before->sql, FIRST_DAY, &revision.known_before, err) == 0 &&
		ask_integer(after->sql, FIRST_DAY, &revision.known_after, err) == 0 &&
		side_open(&sides[0], before, of, err) == 0 &&
		side_open(&sides[1], after, of, err) == 0 &&
		count_all(&revision, &sides[0], &sides[1], err) == 0 &&
		name_groups(&revision, after, err) == 0) {
		if (revision.n)
			qsort(revision.groups, revision.n, sizeof *revision.groups, compare);
		table = fill_table(&revision);
	}
	stmt_free(sides[0].stmt);
	stmt_free(sides[1].stmt);
	for (size_t i = 0; i < revision.n; i++)
		free(revision.groups[i].label);
	free(revision.groups);
	slots_release(&revision.numbers);
	return table;
}
