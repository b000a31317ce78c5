#include "input/header.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "input/looks.h"

enum { HEADER_ROWS = 40 };

static bool is_known(const struct plan_options *options, struct span name)
{
	return field_find(name.text, name.n) < N_FIELDS || columns_find(options->columns, name) ||
	       (options->user && columns_find(options->user, name));
}

static struct span cell_of(const struct sample_row *row, size_t column)
{
	return column < row->n ? row->cells[column] : (struct span){0};
}

static size_t count_filled(const struct sample_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++)
		n += row->cells[i].n != 0;
	return n;
}

static bool has_data(const struct sample_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (looks_like_data(row->cells[i]))
			return true;
	return false;
}

/* How many known headers the row has; a row of data has none, whatever its words. */
static size_t count_known(const struct sample_row *row, const struct plan_options *options)
{
	size_t known = 0;

	for (size_t i = 0; i < row->n; i++) {
		struct span cell = row->cells[i];

		if (!cell.n)
			continue;
		if (options->user && columns_find(options->user, cell))
			known += 2;
		else
			known += is_known(options, cell);
	}
	return known && has_data(row) ? 0 : known;
}

/* --- headers of two rows --- */

/* The name that stands over a column of the lower row: its own, or that of the merged cell that
 * began further left. */
static struct span group_of(
	const struct sample_row *upper, const struct sample_row *lower, size_t column)
{
	for (size_t i = column + 1; i-- > 0;) {
		struct span group = cell_of(upper, i);

		if (group.n)
			return group;
		if (!cell_of(lower, i).n)
			break;
	}
	return (struct span){0};
}

static bool is_repeated(const struct sample_row *row, struct span cell)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++)
		n += row->cells[i].n == cell.n && !memcmp(row->cells[i].text, cell.text, cell.n);
	return n > 1;
}

static struct span join(struct arena *arena, struct span a, const char *between, struct span b)
{
	char *text = arena_format(arena, "%.*s%s%.*s", (int)a.n, a.text, between, (int)b.n, b.text);

	return (struct span){text, (uint32_t)strlen(text)};
}

/* "投诉人" over "电话" is 投诉人电话 where that is known, else 电话, else both. A name that stands
 * under several groups means nothing without them. */
static struct span name_of(const struct sample_row *upper, const struct sample_row *lower,
	size_t column, const struct plan_options *options, struct arena *arena)
{
	struct span name = cell_of(lower, column);
	struct span group = group_of(upper, lower, column);
	struct span both;

	if (!name.n || !group.n)
		return name.n ? name : cell_of(upper, column);
	both = join(arena, group, "", name);
	if (is_known(options, both))
		return both;
	if (is_repeated(lower, name))
		return join(arena, group, " ", name);
	return is_known(options, name) ? name : join(arena, group, " ", name);
}

/* Whether `upper` holds the groups of the names in `lower`: two rows that follow each other, words
 * only, and cells of one that were merged with the other's: a column named above and not below,
 * and a name with no word of its own above it. */
static bool are_two(const struct sample_row *upper, const struct sample_row *lower)
{
	size_t above = 0, grouped = 0;

	if (upper->line + 1 != lower->line || count_filled(upper) < 2 || has_data(upper) ||
		has_data(lower))
		return false;
	for (size_t i = 0; i < upper->n || i < lower->n; i++) {
		struct span a = cell_of(upper, i), b = cell_of(lower, i);

		if ((a.n && looks_like_number(a)) || (b.n && looks_like_number(b)))
			return false;
		above += a.n && !b.n;
		grouped += b.n && !a.n && group_of(upper, lower, i).n;
	}
	return grouped && (above || count_filled(upper) < count_filled(lower));
}

static size_t last_column(const struct sample_row *row)
{
	size_t n = row->n;

	while (n && !row->cells[n - 1].n)
		n--;
	return n;
}

static void take_names(struct header *header, const struct sample *sample, size_t at,
	const struct plan_options *options, struct arena *arena)
{
	const struct sample_row *rows = sample->rows;
	bool is_lower = at > 0 && are_two(&rows[at - 1], &rows[at]);
	bool is_upper = !is_lower && at + 1 < sample->n && are_two(&rows[at], &rows[at + 1]);
	size_t upper = is_lower ? at - 1 : at;
	size_t lower = is_upper ? at + 1 : at;

	header->line = rows[lower].line;
	header->first_data = lower + 1;
	header->lower = &rows[lower];
	header->upper = upper == lower ? NULL : &rows[upper];
	header->n = rows[at].n;
	if (upper != lower) {
		size_t n = last_column(&rows[upper]);

		header->n = rows[lower].n > n ? rows[lower].n : n;
	}
	header->names = arena_alloc(arena, (header->n + 1) * sizeof *header->names);
	for (size_t i = 0; i < header->n; i++)
		header->names[i] = upper == lower
					   ? rows[at].cells[i]
					   : name_of(&rows[upper], &rows[lower], i, options, arena);
}

/* --- tables without a known header --- */

static void take_none(struct header *header, const struct sample *sample, struct arena *arena)
{
	for (size_t i = 0; i < sample->n; i++)
		if (sample->rows[i].n > header->n)
			header->n = sample->rows[i].n;
	header->names = arena_alloc(arena, (header->n + 1) * sizeof *header->names);
	for (size_t i = 0; i < header->n; i++)
		header->names[i] = (struct span){0};
}

/* The column that holds dates in most rows, or SIZE_MAX. */
static size_t column_of_dates(const struct sample *sample)
{
	size_t n = sample->n ? sample->rows[sample->n - 1].n : 0;

	for (size_t i = 0; i < sample->n; i++)
		n = sample->rows[i].n > n ? sample->rows[i].n : n;
	for (size_t column = 0; column < n; column++) {
		size_t filled = 0, dates = 0;

		for (size_t i = 0; i < sample->n; i++) {
			struct span cell = cell_of(&sample->rows[i], column);

			filled += cell.n != 0;
			dates += looks_like_date(cell);
		}
		if (dates && dates * 5 >= filled * 4 - 4 && dates * 2 > sample->n)
			return column;
	}
	return SIZE_MAX;
}

/* The contents tell: the row before the first date is the header when it names most columns, and
 * with the date in the first row there is none. */
static bool find_by_contents(struct header *header, const struct sample *sample,
	struct arena *arena, const struct plan_options *options)
{
	size_t dates = column_of_dates(sample);
	size_t first = 0;

	if (dates == SIZE_MAX)
		return false;
	while (!looks_like_date(cell_of(&sample->rows[first], dates)))
		first++;
	if (first && cell_of(&sample->rows[first - 1], dates).n &&
		count_filled(&sample->rows[first - 1]) * 5 >= sample->rows[first].n * 4)
		take_names(header, sample, first - 1, options, arena);
	else if (first)
		return false;
	else
		take_none(header, sample, arena);
	return true;
}

/* --- */

static size_t best_row(const struct sample *sample, const struct plan_options *options)
{
	size_t best = 0, found = SIZE_MAX;

	for (size_t i = 0; i < sample->n && i < HEADER_ROWS; i++) {
		size_t known = count_known(&sample->rows[i], options);

		if (known <= best)
			continue;
		best = known;
		found = i;
	}
	return found;
}

static size_t row_of_line(const struct sample *sample, uint64_t line)
{
	for (size_t i = 0; i < sample->n && i < HEADER_ROWS; i++)
		if (sample->rows[i].line == line)
			return i;
	return SIZE_MAX;
}

int header_find(struct header *header, const struct sample *sample,
	const struct plan_options *options, struct arena *arena, struct err *err)
{
	bool is_line = options->header && strcmp(options->header, "none") != 0;
	uint64_t line = is_line ? strtoull(options->header, NULL, 10) : 0;
	size_t row = options->is_canonical ? 0
		     : is_line             ? row_of_line(sample, line)
					   : best_row(sample, options);

	*header = (struct header){0};
	if (options->header && !is_line && !options->is_canonical)
		take_none(header, sample, arena);
	else if (row != SIZE_MAX)
		take_names(header, sample, row, options, arena);
	else if (is_line)
		return err_set(err, "line %" PRIu64 " is no row among the first %d", line,
			(int)HEADER_ROWS);
	else if (!find_by_contents(header, sample, arena, options))
		return err_set(err, "no header of a complaint table found: name its line by "
				    "--header, its columns by --columns");
	return 0;
}
