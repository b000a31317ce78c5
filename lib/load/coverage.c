#include "load/coverage.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/internal.h"

static struct span_of_days *find_source(struct coverage *coverage, int64_t source)
{
	for (size_t i = coverage->n; i-- > 0;)
		if (coverage->sources[i].source == source)
			return &coverage->sources[i];
	coverage->sources = mem_grow(
		coverage->sources, coverage->n, &coverage->capacity, sizeof *coverage->sources);
	coverage->sources[coverage->n] = (struct span_of_days){source, INT32_MAX, NO_DAY, NO_DAY};
	return &coverage->sources[coverage->n++];
}

void coverage_add(struct coverage *coverage, int64_t source, int32_t day)
{
	struct span_of_days *days = find_source(coverage, source);

	if (day < days->first)
		days->first = day;
	if (day > days->newest)
		days->newest = day;
	if (day > days->last && day <= coverage->own_day)
		days->last = day;
}

void coverage_release(struct coverage *coverage)
{
	free(coverage->sources);
	*coverage = (struct coverage){0};
}

/* Data that is all later than its own file's date is taken as it is. */
static void settle(struct span_of_days *days, const struct load_info *info)
{
	if (days->last == NO_DAY)
		days->last = days->newest;
	if (info->covers_first != NO_DAY)
		days->first = info->covers_first;
	if (info->covers_last != NO_DAY)
		days->last = info->covers_last;
}

int coverage_save(struct coverage *coverage, struct sql *sql, int64_t load,
	const struct load_info *info, int32_t *first, int32_t *last, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, "INSERT INTO coverage VALUES(?, ?, ?, ?)", err);
	int status = stmt ? 0 : -1;

	*first = coverage->n ? INT32_MAX : info->covers_first;
	*last = coverage->n ? NO_DAY : info->covers_last;
	for (size_t i = 0; i < coverage->n && status == 0; i++) {
		struct span_of_days *days = &coverage->sources[i];

		settle(days, info);
		*first = days->first < *first ? days->first : *first;
		*last = days->last > *last ? days->last : *last;
		stmt_bind_integer(stmt, 1, load);
		stmt_bind_integer(stmt, 2, days->source);
		stmt_bind_integer(stmt, 3, days->first);
		stmt_bind_integer(stmt, 4, days->last);
		status = run_stmt(stmt, err);
	}
	stmt_free(stmt);
	return status;
}
