#include "input/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "input/duration.h"
#include "record/key.h"

enum { LONGEST = 512, MARKS_NEEDED = 3 };

struct mark {
	const char *system;
	const struct mark *next;
};

struct columns {
	struct map *rules;     /* by folded header: struct column_rule */
	struct map *marks;     /* by folded header: struct mark */
	struct map *exposures; /* systems that do not export complaints */
	struct column_rule **all;
	size_t n, capacity;
	struct arena arena;
};

static const char *const FORMATS[] = {[COLUMN_PLAIN] = "",
	[COLUMN_TITLE] = "title",
	[COLUMN_SECOND] = "second",
	[COLUMN_TIME] = "time",
	[COLUMN_VALUES] = "values",
	[COLUMN_VARIED] = "varied",
	[COLUMN_LONE] = "lone",
	[COLUMN_DISPUTED] = "disputed",
	[COLUMN_DURATION] = "duration",
	[COLUMN_SECONDS] = "seconds",
	[COLUMN_MINUTES] = "minutes",
	[COLUMN_HOURS] = "hours",
	[COLUMN_DAYS] = "days",
	[COLUMN_DMY] = "dmy",
	[COLUMN_MDY] = "mdy",
	[COLUMN_YMD] = "ymd"};

const char *column_format_word(enum column_format format)
{
	return FORMATS[format];
}

static int read_format(const char *word, enum column_format *format, struct err *err)
{
	for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
		if (!strcmp(word, FORMATS[i])) {
			*format = (enum column_format)i;
			return 0;
		}
	return err_set(err,
		"'%s' is no format: title second time values varied lone disputed duration seconds "
		"minutes "
		"hours days dmy mdy ymd",
		word);
}

static size_t fold(char *key, const char *text, size_t n)
{
	return n <= LONGEST ? key_fold(key, text, n) : 0;
}

static void add_mark(
	struct columns *columns, const char *header, const char *system, bool is_exposure)
{
	struct mark *mark = arena_alloc(&columns->arena, sizeof *mark);
	char key[LONGEST];
	size_t n = fold(key, header, strlen(header));

	mark->system = arena_text(&columns->arena, system, strlen(system));
	mark->next = map_get(columns->marks, key, n);
	if (is_exposure)
		map_put(columns->exposures, system, strlen(system), mark);
	map_put(columns->marks, key, n, mark);
}

static void add_rule(struct columns *columns, const struct column_rule *rule)
{
	struct column_rule *copy = arena_alloc(&columns->arena, sizeof *copy);
	struct column_rule *last;
	char key[LONGEST];
	size_t n = fold(key, rule->header, strlen(rule->header));

	*copy = *rule;
	copy->rank = columns->n;
	columns->all = mem_grow(
		columns->all, columns->n, &columns->capacity, sizeof(struct column_rule *));
	columns->all[columns->n++] = copy;
	last = map_get(columns->rules, key, n);
	if (!last) {
		map_put(columns->rules, key, n, copy);
		return;
	}
	while (last->next)
		last = last->next;
	last->next = copy;
}

/* "#-1" would be compared as "#1". */
static bool is_negative_number(const char *header)
{
	char key[LONGEST];
	size_t n = fold(key, header, strlen(header)), i = 1;

	while (i < n && key[i] >= '0' && key[i] <= '9')
		i++;
	return n > 1 && key[0] == '#' && i == n && (strchr(header, '-') || strstr(header, "－"));
}

static int add_row(struct columns *columns, const struct csv_rows *csv, size_t row, struct err *err)
{
	const char *field = csv_cell(csv, row, csv_column(csv, "field"));
	const char *header = csv_cell(csv, row, csv_column(csv, "header"));
	const char *system = csv_cell(csv, row, csv_column(csv, "system"));
	struct column_rule rule = {.field = field_find(field, strlen(field))};

	if (!*field && *system) {
		add_mark(columns, header, system,
			!strcmp(csv_cell(csv, row, csv_column(csv, "format")), "exposure"));
		return 0;
	}
	if (rule.field == N_FIELDS)
		return err_set(err, "line %zu: '%s' is no field", csv->rows[row].line, field);
	if (is_negative_number(header))
		return err_set(err, "line %zu: '%s' is no column: #1 is the first",
			csv->rows[row].line, header);
	if (rule.field == FIELD_EXTRA)
		rule.field = N_FIELDS;
	if (read_format(csv_cell(csv, row, csv_column(csv, "format")), &rule.format, err) < 0)
		return err_prefix(err, "line %zu", csv->rows[row].line);
	if (rule.format == COLUMN_TIME && rule.field != FIELD_RECEIVED_AT)
		return err_set(err,
			"line %zu: only received_at may have its time in another column",
			csv->rows[row].line);
	rule.system = arena_text(&columns->arena, system, strlen(system));
	rule.header = arena_text(&columns->arena, header, strlen(header));
	add_rule(columns, &rule);
	return 0;
}

static int add_file(struct columns *columns, const char *path, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);
	int status = 0;

	if (!csv)
		return -1;
	if (csv_column(csv, "field") == SIZE_MAX || csv_column(csv, "header") == SIZE_MAX)
		status = err_set(err, "its header must be field,header[,format]");
	for (size_t row = 1; status == 0 && row < csv->n; row++)
		status = add_row(columns, csv, row, err);
	csv_rows_free(csv);
	return status < 0 ? err_prefix(err, "'%s'", path) : 0;
}

static struct columns *columns_new(void)
{
	struct columns *columns = mem_zalloc(sizeof *columns);

	columns->rules = map_new();
	columns->marks = map_new();
	columns->exposures = map_new();
	return columns;
}

struct columns *columns_load(const struct share *share, struct err *err)
{
	struct columns *columns = columns_new();
	char *user = share_find(share, "rules", "columns.csv");
	char *built_in = share_find_built_in(share, "rules", "columns.csv");
	int status = 0;

	if (!user)
		status = err_set(err, "cannot find rules/columns.csv");
	if (status == 0 && user &&
		(!built_in || strcmp(built_in, user) != 0)) /* the user's rules come first */
		status = add_file(columns, user, err);
	if (status == 0 && built_in)
		status = add_file(columns, built_in, err);
	free(user);
	free(built_in);
	if (status == 0)
		return columns;
	columns_free(columns);
	return NULL;
}

struct columns *columns_read(const char *path, struct err *err)
{
	struct columns *columns = columns_new();

	if (add_file(columns, path, err) == 0)
		return columns;
	columns_free(columns);
	return NULL;
}

void columns_free(struct columns *columns)
{
	if (!columns)
		return;
	map_free(columns->rules);
	map_free(columns->marks);
	map_free(columns->exposures);
	free(columns->all);
	arena_release(&columns->arena);
	free(columns);
}

/* Seconds of the unit of time at the end of a folded header, before which it has *shorter bytes:
 * "(分钟)", "/小时", "inminutes". 0: there is none. */
static int unit_at_end(const char *key, size_t n, size_t *shorter)
{
	static const struct {
		const char *before, *behind;
	} WAYS[] = {{"(in", ")"}, {"(", ")"}, {"/", ""}, {"in", ""}};

	for (size_t k = 0; k < sizeof WAYS / sizeof *WAYS; k++) {
		size_t before = strlen(WAYS[k].before), behind = strlen(WAYS[k].behind);

		for (size_t i = n; i-- > 1;) {
			int seconds;

			if (i + before + behind >= n || memcmp(key + i, WAYS[k].before, before) ||
				memcmp(key + n - behind, WAYS[k].behind, behind))
				continue;
			seconds = duration_unit_seconds(key + i + before, n - behind - i - before);
			if (!seconds)
				continue;
			*shorter = i;
			return seconds;
		}
	}
	return 0;
}

enum column_format columns_unit(struct span header)
{
	static const struct {
		int seconds;
		enum column_format format;
	} UNITS[] = {{1, COLUMN_SECONDS}, {60, COLUMN_MINUTES}, {3600, COLUMN_HOURS},
		{DAY_SECONDS, COLUMN_DAYS}};
	char key[LONGEST];
	size_t shorter, n = fold(key, header.text, header.n);
	int seconds = unit_at_end(key, n, &shorter);

	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
		if (UNITS[i].seconds == seconds)
			return UNITS[i].format;
	return COLUMN_DURATION;
}

/* Without "(元)" at the end, whose bracket closes the key, "/小时" or ".1". */
static size_t strip_unit(const char *key, size_t n)
{
	size_t shorter;

	if (n && key[n - 1] == ')')
		for (size_t i = n; i-- > 1;)
			if (key[i] == '(')
				return i;
	if (unit_at_end(key, n, &shorter))
		return shorter;
	if (n > 2 && key[n - 1] >= '0' && key[n - 1] <= '9' && key[n - 2] == '.')
		return n - 2;
	return n;
}

const struct column_rule *columns_find(const struct columns *columns, struct span header)
{
	char key[LONGEST];
	size_t n = fold(key, header.text, header.n);

	while (n) {
		const struct column_rule *rule = map_get(columns->rules, key, n);
		size_t shorter = strip_unit(key, n);

		if (rule || shorter == n)
			return rule;
		n = shorter;
	}
	return NULL;
}

const struct column_rule *columns_find_number(const struct columns *columns, size_t number)
{
	char key[32];
	int n = snprintf(key, sizeof key, "#%zu", number);

	return map_get(columns->rules, key, (size_t)n);
}

static size_t count_marks(
	const struct columns *columns, const struct span *headers, size_t n, const char *system)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		char key[LONGEST];
		size_t length = fold(key, headers[i].text, headers[i].n);
		const struct mark *mark = map_get(columns->marks, key, length);

		for (; mark; mark = mark->next)
			count += !strcmp(mark->system, system);
	}
	return count;
}

const char *columns_system(const struct columns *columns, const struct span *headers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char key[LONGEST];
		size_t length = fold(key, headers[i].text, headers[i].n);
		const struct mark *mark = map_get(columns->marks, key, length);

		for (; mark; mark = mark->next)
			if (count_marks(columns, headers, n, mark->system) >= MARKS_NEEDED)
				return mark->system;
	}
	return "";
}

bool columns_is_exposure(const struct columns *columns, const char *system)
{
	return map_get(columns->exposures, system, strlen(system)) != NULL;
}

size_t columns_count(const struct columns *columns)
{
	return columns->n;
}

const struct column_rule *columns_rule(const struct columns *columns, size_t i)
{
	return columns->all[i];
}
