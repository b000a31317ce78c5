#include "metric/extent.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/dimension.h"
#include "store/store.h"

static int read_number(
	struct sql *sql, const char *text, int64_t argument, int64_t *value, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, text, err);
	int status;

	if (!stmt)
		return -1;
	if (strstr(text, "?1"))
		stmt_bind_integer(stmt, 1, argument);
	status = stmt_step(stmt, err);
	if (status > 0)
		*value = stmt_type(stmt, 0) == SQL_NULL ? NO_DAY : stmt_integer(stmt, 0);
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

static int read_sources(struct extent *extent, struct sql *sql, struct err *err)
{
	size_t capacity = 0;
	struct stmt *stmt = stmt_prepare(sql,
		"SELECT t.text, min(c.first_day), max(c.last_day) FROM main.coverage c "
		"JOIN main.term t ON t.id = c.source WHERE c.first_day IS NOT NULL "
		"AND c.last_day IS NOT NULL GROUP BY t.text ORDER BY t.text",
		err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0) {
		struct source *source;

		extent->sources =
			mem_grow(extent->sources, extent->n, &capacity, sizeof *extent->sources);
		source = &extent->sources[extent->n++];
		source->name = mem_text(stmt_text(stmt, 0, NULL));
		source->first = (int32_t)stmt_integer(stmt, 1);
		source->last = (int32_t)stmt_integer(stmt, 2);
	}
	stmt_free(stmt);
	return status;
}

/* Of the cells of all complaints, and of those of the dimension `dim`. */
static int read_cube(struct sql *sql, const char *what, int dim, const char *where, int32_t day,
	int64_t *value, struct err *err)
{
	char *text = mem_format("SELECT %s FROM main.daily WHERE dim IN (%d, %d) AND %s", what,
		(int)CUBE_TOTAL, dim, where);
	int status = read_number(sql, text, day, value, err);

	free(text);
	return status;
}

/* The cube knows the oldest and the newest day without a look at the complaints. */
static int read_days(struct extent *extent, struct sql *sql, bool has_every_kind, struct err *err)
{
	int64_t first = NO_DAY, newest = NO_DAY, n_later = 0;
	int dim = has_every_kind ? CUBE_LEFT_OUT : CUBE_TOTAL;

	if (read_cube(sql, "min(day)", dim, "day <= ?1", INT32_MAX, &first, err) < 0 ||
		read_cube(sql, "max(day)", dim, "day <= ?1", extent->as_of, &newest, err) < 0 ||
		read_cube(sql, "ifnull(sum(contacts), 0)", dim, "day > ?1", extent->as_of, &n_later,
			err) < 0)
		return -1;
	extent->first = extent->oldest = (int32_t)first;
	for (size_t i = 0; i < extent->n; i++)
		if (extent->first == NO_DAY || extent->sources[i].first < extent->first)
			extent->first = extent->sources[i].first;
	extent->newest = (int32_t)newest;
	extent->n_later = n_later;
	return 0;
}

int extent_load(
	struct extent *extent, struct sql *sql, int32_t as_of, bool has_every_kind, struct err *err)
{
	int64_t newest = NO_DAY;

	*extent = (struct extent){
		.first = NO_DAY, .oldest = NO_DAY, .newest = NO_DAY, .as_of = as_of};
	if (read_number(sql, "SELECT max(last_day) FROM main.load", 0, &newest, err) < 0)
		return -1;
	extent->loaded_until = (int32_t)newest;
	if (as_of == NO_DAY)
		extent->as_of = (int32_t)newest;
	if (read_sources(extent, sql, err) < 0)
		return -1;
	return read_days(extent, sql, has_every_kind, err);
}

void extent_release(struct extent *extent)
{
	for (size_t i = 0; i < extent->n; i++)
		free(extent->sources[i].name);
	free(extent->sources);
}
