#include "table/paged.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/typed.h"

enum { PAGE_ROWS = 4096, PAGE_BYTES = 1 << 20 };

struct paged {
	char *name; /* for messages */
	FILE *file;
	size_t line; /* of what comes next, 1-based */
	struct table *columns;
	size_t n_rows, longest;
	struct table *page;
	size_t first; /* row of the page's first */
	struct err err;
	bool has_failed;
};

static FILE *keep_stdin(struct err *err)
{
	FILE *kept = tmpfile();
	char piece[65536];
	size_t n;
	bool is_kept = kept;

	while (is_kept && (n = fread(piece, 1, sizeof piece, stdin)) > 0)
		is_kept = fwrite(piece, 1, n, kept) == n;
	if (is_kept && !ferror(stdin) && fflush(kept) == 0)
		return kept;
	err_errno(err, "cannot keep the standard input");
	if (kept)
		fclose(kept);
	return NULL;
}

/* Lines up to the end of a row: a quoted field may hold line ends. */
static bool add_row(struct paged *paged, struct buf *text, size_t *n_lines)
{
	char *line = NULL;
	size_t capacity = 0, quotes = 0;
	ssize_t n;

	while ((n = getline(&line, &capacity, paged->file)) > 0) {
		++*n_lines;
		buf_add(text, line, (size_t)n);
		for (const char *p = line; (p = memchr(p, '"', (size_t)(line + n - p))); p++)
			quotes++;
		if (quotes % 2 == 0)
			break;
	}
	free(line);
	return n > 0;
}

static struct csv_rows *read_piece(struct paged *paged, struct err *err)
{
	struct buf text = {0};
	struct csv_rows *rows = NULL;
	size_t n_lines = 0;

	for (size_t i = 0; i < PAGE_ROWS && text.len < PAGE_BYTES; i++)
		if (!add_row(paged, &text, &n_lines))
			break;
	if (ferror(paged->file))
		err_errno(err, "cannot read '%s'", paged->name);
	else if (text_valid(buf_text(&text), text.len) < text.len)
		err_set(err, "'%s' is not UTF-8", paged->name);
	else if (!(rows = csv_rows_parse_from(buf_text(&text), text.len, paged->line, err)))
		err_prefix(err, "'%s'", paged->name);
	paged->line += n_lines;
	buf_release(&text);
	return rows;
}

/* The next rows, or none at the end; NULL with a message. A piece may be blank lines only. */
static struct csv_rows *read_rows(struct paged *paged, struct err *err)
{
	struct csv_rows *rows = read_piece(paged, err);

	while (rows && !rows->n && !feof(paged->file)) {
		csv_rows_free(rows);
		rows = read_piece(paged, err);
	}
	return rows;
}

static int check_width(
	const struct paged *paged, const struct csv_row *row, size_t n, struct err *err)
{

	if (row->n == n)
		return 0;
	return err_set(err, "'%s' line %zu has %zu fields, its header %zu", paged->name, row->line,
		row->n, n);
}

/* What the columns are, in the first reading. */
struct survey {
	enum cell_type *types;
	struct csv_rows *header;
};

static int take_row(struct paged *paged, const struct survey *survey, const struct csv_row *row,
	struct err *err)
{
	if (check_width(paged, row, survey->header->rows[0].n, err) < 0)
		return -1;
	for (size_t i = 0; i < row->n; i++) {
		size_t length = strlen(row->cells[i]);

		survey->types[i] = typed_join(survey->types[i], row->cells[i]);
		paged->longest = length > paged->longest ? length : paged->longest;
	}
	paged->n_rows++;
	return 0;
}

static int begin_survey(struct paged *paged, struct survey *survey, struct err *err)
{
	const struct csv_row *header;

	survey->header = read_rows(paged, err);
	if (!survey->header)
		return -1;
	if (!survey->header->n)
		return err_set(err, "'%s' is empty", paged->name);
	header = &survey->header->rows[0];
	survey->types = mem_zalloc(header->n * sizeof *survey->types);
	for (size_t i = 0; i < header->n; i++) {
		const char *unit = typed_unit(header->cells[i]);

		survey->types[i] = unit && !strcmp(unit, "id") ? CELL_TEXT : CELL_EMPTY;
	}
	return 0;
}

static int read_all(struct paged *paged, struct survey *survey, struct err *err)
{
	struct csv_rows *rows = NULL;
	size_t n = 1;
	int status = begin_survey(paged, survey, err);

	for (size_t i = 1; status == 0 && i < survey->header->n; i++)
		status = take_row(paged, survey, &survey->header->rows[i], err);
	while (status == 0 && n) {
		rows = read_rows(paged, err);
		status = rows ? 0 : -1;
		n = rows ? rows->n : 0;
		for (size_t i = 0; i < n && status == 0; i++)
			status = take_row(paged, survey, &rows->rows[i], err);
		csv_rows_free(rows);
	}
	return status;
}

static int find_columns(struct paged *paged, struct err *err)
{
	struct survey survey = {0};
	int status = read_all(paged, &survey, err);

	paged->columns = table_new(paged->name);
	for (size_t i = 0; status == 0 && i < survey.header->rows[0].n; i++) {
		const char *name = survey.header->rows[0].cells[i];

		table_add_column(paged->columns, name, survey.types[i], typed_unit(name));
	}
	free(survey.types);
	csv_rows_free(survey.header);
	return status;
}

struct paged *paged_open(const char *path, struct err *err)
{
	bool is_stdin = !strcmp(path, "-");
	struct paged *paged = mem_zalloc(sizeof *paged);

	paged->name = mem_text(is_stdin ? "standard input" : path);
	paged->line = 1;
	paged->file = is_stdin ? keep_stdin(err) : fopen(path, "re");
	if (!paged->file && !is_stdin)
		err_errno(err, "cannot open '%s'", path);
	if (paged->file && is_stdin)
		rewind(paged->file);
	if (!paged->file || find_columns(paged, err) < 0) {
		paged_close(paged);
		return NULL;
	}
	paged->first = paged->n_rows; /* so that the first row begins anew */
	paged->page = table_slice(paged->columns, 0, 0);
	return paged;
}

void paged_close(struct paged *paged)
{
	if (!paged)
		return;
	if (paged->file)
		fclose(paged->file);
	table_free(paged->columns);
	table_free(paged->page);
	free(paged->name);
	free(paged);
}

const struct table *paged_columns(const struct paged *paged)
{
	return paged->columns;
}

size_t paged_rows(const struct paged *paged)
{
	return paged->n_rows;
}

size_t paged_longest(const struct paged *paged)
{
	return paged->longest;
}

int paged_failed(const struct paged *paged, struct err *err)
{
	if (!paged->has_failed)
		return 0;
	*err = paged->err;
	return -1;
}

/* The file may have changed since it was read first. */
static int fill_row(struct paged *paged, const struct csv_row *row)
{
	size_t at = table_add_row(paged->page);

	if (check_width(paged, row, table_columns(paged->columns), &paged->err) < 0)
		return -1;
	for (size_t i = 0; i < row->n; i++) {
		enum cell_type type = table_column(paged->columns, i)->type;

		if (typed_join(type, row->cells[i]) != type)
			return err_set(&paged->err, "'%s' line %zu changed while it was read",
				paged->name, row->line);
		typed_put(paged->page, at, i, row->cells[i]);
	}
	return 0;
}

static void next_page(struct paged *paged)
{
	bool is_first = paged->line == 1;
	struct csv_rows *rows;

	paged->first += is_first ? 0 : table_rows(paged->page);
	table_free(paged->page);
	paged->page = table_slice(paged->columns, 0, 0);
	rows = read_rows(paged, &paged->err);
	paged->has_failed = !rows;
	for (size_t i = is_first; rows && i < rows->n && !paged->has_failed; i++)
		paged->has_failed = fill_row(paged, &rows->rows[i]) < 0;
	csv_rows_free(rows);
	if (!paged->has_failed && !table_rows(paged->page) && !is_first) {
		err_set(&paged->err, "'%s' became shorter while it was read", paged->name);
		paged->has_failed = true;
	}
}

const struct table *paged_at(struct paged *paged, size_t row, size_t *within)
{
	if (row < paged->first && !paged->has_failed) {
		rewind(paged->file);
		paged->line = 1;
		paged->first = 0;
		next_page(paged);
	}
	while (!paged->has_failed && row >= paged->first + table_rows(paged->page))
		next_page(paged);
	*within = row - paged->first;
	if (paged->has_failed) {
		*within = 0;
		if (!table_rows(paged->page))
			table_add_row(paged->page);
	}
	return paged->page;
}
