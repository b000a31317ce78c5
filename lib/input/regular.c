#include "input/regular.h"

#include <stdlib.h>

#include "input/marks.h"

enum { LONGEST = 1 << 16 };

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The mark right behind the quote that closes a cell; NULL when there is none, or a line ends
 * before. */
static const char *find_closed(struct marks *marks, bool *has_doubles)
{
	const char *mark, *quote;

	for (;;) {
		quote = marks_next(marks);
		if (!quote || is_end(*quote))
			return NULL;
		if (*quote != '"')
			continue;
		mark = marks_next(marks);
		if (mark != quote + 1)
			return NULL;
		if (*mark != '"')
			return mark;
		*has_doubles = true;
	}
}

static void add_cell(struct regular *regular, size_t start, size_t n, bool has_doubles)
{
	regular->cells =
		mem_grow(regular->cells, regular->n, &regular->capacity, sizeof *regular->cells);
	regular->cells[regular->n++] =
		(struct regular_cell){(uint32_t)start, (uint32_t)n, has_doubles};
}

/* The mark that ends the cell, which is added. */
static const char *take_cell(struct regular *regular, struct marks *marks, const char *record,
	const char *cell, bool *has_quotes)
{
	const char *mark = marks_next(marks);
	bool has_doubles = false;

	if (mark == cell && *mark == '"') {
		*has_quotes = true;
		mark = find_closed(marks, &has_doubles);
		if (mark)
			add_cell(regular, (size_t)(cell + 1 - record), (size_t)(mark - cell) - 2,
				has_doubles);
		return mark;
	}
	for (; mark && *mark == '"'; mark = marks_next(marks))
		*has_quotes = true; /* within a cell it is a quote */
	if (mark)
		add_cell(regular, (size_t)(cell - record), (size_t)(mark - cell), false);
	return mark;
}

bool regular_record(struct regular *regular, const char *p, size_t n, struct scan_record *record)
{
	size_t limit = n < LONGEST ? n : LONGEST;
	struct marks marks = marks_of(p, limit, regular->delimiter);
	const char *cell = p, *mark;
	bool has_quotes = false, is_crlf;

	regular->n = 0;
	regular->is_found = false;
	for (;; cell = mark + 1) {
		mark = take_cell(regular, &marks, p, cell, &has_quotes);
		if (!mark)
			return false;
		if (*mark != regular->delimiter)
			break;
	}
	if (regular->n >= SCAN_CELLS || (*mark == '\r' && mark + 1 == p + n))
		return false; /* too many for one pass, perhaps half a CRLF */
	is_crlf = *mark == '\r' && mark[1] == '\n';
	*record = (struct scan_record){.length = (size_t)(mark - p),
		.n = (size_t)(mark - p) + 1 + is_crlf,
		.n_lines = 1,
		.has_quotes = has_quotes};
	return regular->is_found = true;
}

static size_t undouble(char *text, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		text[length++] = text[i];
		i += text[i] == '"';
	}
	return length;
}

size_t regular_cells(
	const struct regular *regular, char *text, struct span **cells, size_t *capacity)
{
	if (*capacity < regular->n) {
		*capacity = regular->capacity;
		*cells = mem_resize(*cells, *capacity * sizeof **cells);
	}
	for (size_t i = 0; i < regular->n; i++) {
		const struct regular_cell *cell = &regular->cells[i];

		(*cells)[i] = (struct span){text + cell->start,
			cell->has_doubles ? (uint32_t)undouble(text + cell->start, cell->n)
					  : cell->n};
	}
	return regular->n;
}

void regular_release(struct regular *regular)
{
	free(regular->cells);
	*regular = (struct regular){0};
}
