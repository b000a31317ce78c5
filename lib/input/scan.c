#include "input/scan.h"

#include <string.h>

/* How far an irregular or unclosed quote may look for its end. */
enum { QUOTED_LIMIT = 1 << 20, IRREGULAR_LIMIT = 1 << 16 };
enum { SAMPLE_RECORDS = 200, MOST_CELLS = 64 };

/* LOOSE: closed, with blanks between the quote and the delimiter. */
enum outcome { CLOSED, LOOSE, IRREGULAR, UNCLOSED };

static const char *find_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));
	const char *cr = memchr(p, '\r', (size_t)((lf ? lf : end) - p));

	return cr ? cr : lf ? lf : end;
}

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

static const char *skip_blanks(const char *p, const char *end, char delimiter)
{
	while (p < end && (*p == ' ' || *p == '\t') && *p != delimiter)
		p++;
	return p;
}

/* The byte after the cell that starts with the quote at p. `is_lenient`: a quote closes only right
 * before a delimiter or an end; else blanks may stand between, and any other quote makes the cell
 * irregular. */
static enum outcome skip_quoted(
	const char *p, const char *end, char delimiter, bool is_lenient, const char **after)
{
	for (p++; (p = memchr(p, '"', (size_t)(end - p)));) {
		const char *quote = p++;

		*after = is_lenient ? p : skip_blanks(p, end, delimiter);
		if (*after == end || **after == delimiter || is_end(**after))
			return *after == quote + 1 ? CLOSED : LOOSE;
		if (*p == '"')
			p++;
		else if (!is_lenient)
			return IRREGULAR;
	}
	return UNCLOSED;
}

/* Walks over the cells of one record; *stop is its end without the line end. A cell that was not
 * closed is, when lenient, no quoted cell at all. */
static enum outcome walk(const char *p, const char *end, char delimiter, bool is_lenient,
	const char **stop, size_t *n_cells)
{
	enum outcome all = CLOSED;

	*n_cells = 0;
	for (;;) {
		++*n_cells;
		if (p < end && *p == '"') {
			enum outcome outcome = skip_quoted(p, end, delimiter, is_lenient, &p);

			if (outcome == IRREGULAR || (outcome == UNCLOSED && !is_lenient))
				return outcome;
			if (outcome == LOOSE)
				all = LOOSE;
		}
		while (p < end && *p != delimiter && !is_end(*p))
			p++;
		*stop = p;
		if (p == end || *p != delimiter)
			return all;
		p++;
	}
}

static size_t count_lines(const char *p, size_t n)
{
	size_t lines = 1;

	for (const char *end = p + n; (p = find_end(p, end)) != end; lines++)
		p += *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
	return lines;
}

static bool finish(
	const char *p, const char *stop, const char *end, bool at_end, struct scan_record *record)
{
	const char *next = stop;

	if (next < end) {
		if (*next == '\r' && next + 1 == end && !at_end)
			return false; /* perhaps half a CRLF */
		next += *next == '\r' && next + 1 < end && next[1] == '\n' ? 2 : 1;
	} else if (!at_end) {
		return false;
	}
	record->length = (size_t)(stop - p);
	record->n = (size_t)(next - p);
	return true;
}

/* The end of a record whose quotes are irregular: its line when that alone has the right number of
 * cells, else the nearest lenient reading that has, else its line. */
static bool recover(const struct scan *scan, const char *p, const char *line, const char *end,
	bool at_end, struct scan_record *record)
{
	const char *limit = end - p > IRREGULAR_LIMIT ? p + IRREGULAR_LIMIT : end;
	const char *stop = line;
	size_t n_cells;

	record->is_irregular = true;
	if (limit == end && !at_end)
		return false;
	walk(p, line, scan->delimiter, true, &stop, &n_cells);
	if (n_cells != scan->n_expected &&
		(walk(p, limit, scan->delimiter, true, &stop, &n_cells) != CLOSED ||
			n_cells != scan->n_expected || stop == limit))
		stop = line;
	record->n_lines = count_lines(p, (size_t)(stop - p));
	return finish(p, stop, end, at_end, record);
}

static bool scan_quoted(const struct scan *scan, const char *p, const char *line, const char *end,
	bool at_end, struct scan_record *record)
{
	const char *limit = end - p > QUOTED_LIMIT ? p + QUOTED_LIMIT : end;
	const char *stop = line, *line_stop;
	size_t n_cells, n_line_cells;
	enum outcome outcome = walk(p, limit, scan->delimiter, false, &stop, &n_cells);

	if (stop == end && !at_end)
		return false;
	if (outcome == UNCLOSED && limit == end && !at_end)
		return false;
	if (outcome == IRREGULAR || outcome == UNCLOSED)
		return recover(scan, p, line, end, at_end, record);
	if (outcome == LOOSE && scan->n_expected && n_cells != scan->n_expected)
		return recover(scan, p, line, end, at_end, record);
	if (stop > line && scan->n_expected && n_cells != scan->n_expected) {
		walk(p, line, scan->delimiter, true, &line_stop, &n_line_cells);
		if (n_line_cells == scan->n_expected)
			return recover(scan, p, line, end, at_end, record);
	}
	record->n_lines = stop > line ? count_lines(p, (size_t)(stop - p)) : 1;
	return finish(p, stop, end, at_end, record);
}

bool scan_record(
	const struct scan *scan, const char *p, size_t n, bool at_end, struct scan_record *record)
{
	const char *end = p + n;
	const char *line = find_end(p, end);

	if (line == end && !at_end)
		return false;
	*record = (struct scan_record){.n_lines = 1};
	record->has_quotes = memchr(p, '"', (size_t)(line - p));
	if (record->has_quotes)
		return scan_quoted(scan, p, line, end, at_end, record);
	return finish(p, line, end, at_end, record);
}

bool scan_line(const char *p, size_t n, bool at_end, struct scan_record *record)
{
	const char *end = p + n;

	*record = (struct scan_record){.n_lines = 1};
	return finish(p, find_end(p, end), end, at_end, record);
}

/* Takes the doubled quotes and the closing one out of a quoted cell of n bytes after its opening
 * quote. */
static size_t unquote(char *cell, size_t n)
{
	size_t length = 0;

	n -= n && cell[n - 1] == '"';
	if (!memchr(cell, '"', n))
		return n;
	for (size_t i = 0; i < n; i++) {
		cell[length++] = cell[i];
		if (cell[i] == '"' && i + 1 < n && cell[i + 1] == '"')
			i++;
	}
	return length;
}

static struct span take_cell(
	char *p, char *end, char delimiter, const struct scan_record *record, char **next)
{
	const char *after;

	if (record->has_quotes && p < end && *p == '"' &&
		skip_quoted(p, end, delimiter, record->is_irregular, &after) <= LOOSE &&
		(after == end || *after == delimiter)) {
		*next = (char *)after;
		while (after[-1] != '"')
			after--;
		return (struct span){p + 1, (uint32_t)unquote(p + 1, (size_t)(after - p) - 1)};
	}
	*next = memchr(p, delimiter, (size_t)(end - p));
	if (!*next)
		*next = end;
	return (struct span){p, (uint32_t)(*next - p)};
}

size_t scan_cells(char *text, size_t n, char delimiter, const struct scan_record *record,
	struct span **cells, size_t *capacity)
{
	char *p = text;
	char *end = text + n;
	size_t count = 0;

	for (;; p++) {
		*cells = mem_grow(*cells, count, capacity, sizeof **cells);
		if (count == SCAN_CELLS - 1) {
			(*cells)[count++] = (struct span){p, (uint32_t)(end - p)};
			return count;
		}
		(*cells)[count++] = take_cell(p, end, delimiter, record, &p);
		if (p == end)
			return count;
	}
}

/* How well a delimiter cuts: records with the most frequent number of cells (at least two). A
 * record that goes on behind the text, as a long narrative in quotes does, is not one of them,
 * unless it is the first. */
static size_t cuts(const char *text, size_t n, bool is_whole, char delimiter, size_t *n_cells)
{
	const struct scan scan = {.delimiter = delimiter};
	size_t seen[MOST_CELLS + 1] = {0};
	size_t best = 0;
	struct scan_record record;

	for (size_t k = 0;
		n && k < SAMPLE_RECORDS && scan_record(&scan, text, n, is_whole || k == 0, &record);
		k++) {
		const char *stop;
		size_t count;

		walk(text, text + record.length, delimiter, record.is_irregular, &stop, &count);
		seen[count < MOST_CELLS ? count : MOST_CELLS]++;
		text += record.n;
		n -= record.n;
	}
	for (size_t count = 2; count <= MOST_CELLS; count++)
		if (seen[count] && seen[count] >= best) {
			best = seen[count];
			*n_cells = count;
		}
	return best;
}

char scan_delimiter(const char *text, size_t n, bool is_whole)
{
	static const char CANDIDATES[] = {',', '\t', ';', '|'};
	char chosen = ',';
	size_t best = 0, best_cells = 0;

	for (size_t i = 0; i < sizeof CANDIDATES; i++) {
		size_t n_cells = 0;
		size_t score = cuts(text, n, is_whole, CANDIDATES[i], &n_cells);

		if (score * n_cells > best * best_cells) {
			best = score;
			best_cells = n_cells;
			chosen = CANDIDATES[i];
		}
	}
	return chosen;
}
