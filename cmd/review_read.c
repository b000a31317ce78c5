/* Answers out of the files that people send back. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/review.h"
#include "input/rows.h"

enum { MOST_REVIEWERS = 9, NO_COLUMN = -1 };

enum part { ID, COMPLAINT_ID, SAMPLE, WEIGHT, SCORE, MACHINE, TEXT, N_PARTS };

static const char *const PARTS[N_PARTS] = {
	"id", "complaint_id", "sample", "weight", "score", "machine", "text"};

struct columns {
	int part[N_PARTS];
	int answer[MOST_REVIEWERS], also[MOST_REVIEWERS];
};

struct reader {
	struct run *run;
	const struct classifier *classifier;
	const struct labels *labels;
	const char *path;
	struct answers *answers;
	struct columns columns;
	size_t reviewer[MOST_REVIEWERS]; /* of answers.reviewers */
};

/* ---- the header ---- */

/* The column's own name, whatever language the workbook was in. */
static struct span header_name(const struct reader *r, struct span cell)
{
	size_t n = cell.n;
	const char *text = text_trim(cell.text, &n), *code;

	code = labels_code(r->labels, "column", text, n);
	return code ? (struct span){code, (uint32_t)strlen(code)}
		    : (struct span){text, (uint32_t)n};
}

/* "answer" is 0, "answer_2" is 1; SIZE_MAX for other names. */
static size_t person(struct span name, const char *word)
{
	size_t n = strlen(word);

	if (name.n < n || memcmp(name.text, word, n) != 0)
		return SIZE_MAX;
	if (name.n == n)
		return 0;
	if (name.n == n + 2 && name.text[n] == '_' && name.text[n + 1] >= '2' &&
		name.text[n + 1] <= '9')
		return (size_t)(name.text[n + 1] - '1');
	return SIZE_MAX;
}

static void clear(struct columns *columns)
{
	for (size_t i = 0; i < N_PARTS; i++)
		columns->part[i] = NO_COLUMN;
	for (size_t i = 0; i < MOST_REVIEWERS; i++)
		columns->answer[i] = columns->also[i] = NO_COLUMN;
}

static void set_column(struct reader *r, struct span name, int column)
{
	size_t answer = person(name, "answer"), also = person(name, "also");

	for (size_t i = 0; i < N_PARTS; i++)
		if (text_is(name.text, name.n, PARTS[i]))
			r->columns.part[i] = column;
	if (answer < MOST_REVIEWERS)
		r->columns.answer[answer] = column;
	if (also < MOST_REVIEWERS)
		r->columns.also[also] = column;
}

static bool read_header(struct reader *r, const struct row *row)
{
	clear(&r->columns);
	for (size_t i = 0; i < row->n; i++)
		set_column(r, header_name(r, row->cells[i]), (int)i);
	if (r->columns.part[ID] == NO_COLUMN)
		return false;
	for (size_t i = 0; i < MOST_REVIEWERS; i++)
		if (r->columns.answer[i] != NO_COLUMN)
			return true;
	return false;
}

/* Whether another file's path ends in `tail`, too. */
static bool is_shared(const struct run *run, const char *path, const char *tail)
{
	size_t n = strlen(tail);

	for (size_t i = 0; i < run->n_operands; i++) {
		const char *other = run->operands[i];
		size_t length = strlen(other);

		if (length >= n && strcmp(other, path) != 0 && !strcmp(other + length - n, tail) &&
			(length == n || other[length - n - 1] == '/'))
			return true;
	}
	return false;
}

/* As much of the path as tells the file from the others: "review.xlsx" or "anna/review.xlsx". */
static const char *short_name(const struct run *run, const char *path)
{
	const char *name = file_name(path);

	while (name > path && is_shared(run, path, name))
		for (name--; name > path && name[-1] != '/';)
			name--;
	return name;
}

static size_t add_reviewer(struct reader *r, size_t i)
{
	struct answers *a = r->answers;
	struct buf name = {0};

	buf_add_text(&name, short_name(r->run, r->path));
	if (i)
		buf_format(&name, " answer_%zu", i + 1);
	a->reviewers = mem_grow(
		(void *)a->reviewers, a->n_reviewers, &a->reviewers_capacity, sizeof *a->reviewers);
	a->reviewers[a->n_reviewers] = arena_text(&a->arena, buf_text(&name), name.len);
	buf_release(&name);
	return a->n_reviewers++;
}

static void add_reviewers(struct reader *r)
{
	for (size_t i = 0; i < MOST_REVIEWERS; i++)
		if (r->columns.answer[i] != NO_COLUMN)
			r->reviewer[i] = add_reviewer(r, i);
}

/* ---- rows ---- */

static struct span cell_of(const struct row *row, int column)
{
	struct span cell = {"", 0};
	size_t n;

	if (column == NO_COLUMN || (size_t)column >= row->n || !row->cells[column].n)
		return cell;
	n = row->cells[column].n;
	cell.text = text_trim(row->cells[column].text, &n);
	cell.n = (uint32_t)n;
	return cell;
}

static const char *keep(struct reader *r, struct span cell)
{
	return arena_text(&r->answers->arena, cell.text, cell.n);
}

/* 17, and what pandas (17.0) and a spreadsheet (1,234) make of it; false: it is no id. */
static bool read_id(struct span cell, int64_t *id)
{
	enum { MOST_DIGITS = 18 };
	const char *dot = memchr(cell.text, '.', cell.n);
	size_t n = dot ? (size_t)(dot - cell.text) : cell.n, n_digits = 0;

	*id = 0;
	for (size_t i = 0; i < n; i++) {
		if (cell.text[i] == ',' && n_digits && (n - i) % 4 == 0)
			continue;
		if (cell.text[i] < '0' || cell.text[i] > '9' || n_digits++ == MOST_DIGITS)
			return false;
		*id = *id * 10 + (cell.text[i] - '0');
	}
	for (size_t i = n + 1; i < cell.n; i++)
		if (cell.text[i] != '0')
			return false;
	return n_digits > 0;
}

static struct review_row *add_row(struct reader *r, const struct row *row, int64_t id)
{
	struct answers *a = r->answers;
	struct review_row *own = arena_alloc(&a->arena, sizeof *own);
	const int *part = r->columns.part;

	*own = (struct review_row){.path = r->path,
		.line = row->line,
		.id = id,
		.complaint_id = keep(r, cell_of(row, part[COMPLAINT_ID])),
		.sample = keep(r, cell_of(row, part[SAMPLE])),
		.weight = keep(r, cell_of(row, part[WEIGHT])),
		.score = keep(r, cell_of(row, part[SCORE])),
		.machine = keep(r, cell_of(row, part[MACHINE])),
		.text = keep(r, cell_of(row, part[TEXT]))};
	a->rows = mem_grow((void *)a->rows, a->n_rows, &a->rows_capacity, sizeof *a->rows);
	a->rows[a->n_rows++] = own;
	return own;
}

static void add_answer(
	struct reader *r, struct review_row *row, size_t reviewer, const struct said *said)
{
	struct answers *a = r->answers;
	struct answer *answer;

	a->items = mem_grow(a->items, a->n, &a->capacity, sizeof *a->items);
	answer = &a->items[a->n++];
	*answer = (struct answer){.row = row, .reviewer = r->reviewer[reviewer]};
	if (!said)
		return;
	row->is_answered = true;
	answer->labels = arena_text(&a->arena, buf_text(&said->labels), said->labels.len);
	answer->said = said->labels.len ? answer->labels : said->word;
}

/* "'anna.csv', line 3, column answer_2: 'late' " and why it is left out. */
static void say_cell(const struct reader *r, const struct row *row, size_t reviewer,
	const char *column, struct span cell, const char *reason)
{
	char number[8] = "";

	if (reviewer)
		snprintf(number, sizeof number, "_%zu", reviewer + 1);
	cmd_say(r->run, "'%s', line %llu, column %s%s: '%.*s' %s", r->path,
		(unsigned long long)row->line, column, number, (int)cell.n, cell.text, reason);
}

/* A row without a known answer stands for complaints all the same, in the table of the answers. */
static void read_answer(
	struct reader *r, const struct row *row, struct review_row *own, size_t reviewer)
{
	struct span answer = cell_of(row, r->columns.answer[reviewer]);
	struct span also = cell_of(row, r->columns.also[reviewer]), wrong = {0};
	struct said said = {0};
	const char *reason = NULL;

	if (answer.n)
		reason = said_read(&said, r->classifier, r->labels, answer, also, &wrong);
	else if (also.n)
		say_cell(r, row, reviewer, "also", also, "stands without an answer");
	if (reason)
		say_cell(r, row, reviewer, wrong.text == also.text ? "also" : "answer", wrong,
			reason);
	r->answers->n_blank += !answer.n;
	r->answers->n_bad += reason != NULL;
	add_answer(r, own, reviewer, answer.n && !reason ? &said : NULL);
	buf_release(&said.labels);
}

/* Below the table people write notes; but where an answer stands the id has been lost. */
static void pass_stray(struct reader *r, const struct row *row)
{
	struct span id = cell_of(row, r->columns.part[ID]);
	bool is_answered = false;

	for (size_t i = 0; i < MOST_REVIEWERS; i++)
		is_answered |=
			cell_of(row, r->columns.answer[i]).n || cell_of(row, r->columns.also[i]).n;
	if (!is_answered)
		return;
	r->answers->n_stray++;
	cmd_say(r->run, "'%s', line %llu, column id: '%.*s' is no id, and the row has an answer",
		r->path, (unsigned long long)row->line, (int)id.n, id.text);
}

static void read_row(struct reader *r, const struct row *row)
{
	struct review_row *own;
	int64_t id;

	if (!read_id(cell_of(row, r->columns.part[ID]), &id)) {
		pass_stray(r, row);
		return;
	}
	own = add_row(r, row, id);
	for (size_t i = 0; i < MOST_REVIEWERS; i++)
		if (r->columns.answer[i] != NO_COLUMN)
			read_answer(r, row, own, i);
}

/* What comes below the header. */
static int read_body(struct reader *r, struct rows *rows, struct arena *arena)
{
	struct row row;
	int status;

	if (r->columns.part[COMPLAINT_ID] == NO_COLUMN)
		return err_set(&r->run->err,
			"'%s' has no column complaint_id, which tells whose complaints its rows "
			"are",
			r->path);
	add_reviewers(r);
	while ((status = rows_next(rows, arena, &row, &r->run->err)) > 0)
		read_row(r, &row);
	return status;
}

/* 1 when the sheet is a review, 0 when it is not. */
static int read_sheet(struct reader *r, struct rows *rows, size_t sheet)
{
	struct arena arena = {0};
	struct row row;
	int status;

	if (rows_start(rows, sheet, &r->run->err) < 0)
		return -1;
	status = rows_next(rows, &arena, &row, &r->run->err);
	if (status > 0 && read_header(r, &row))
		status = read_body(r, rows, &arena) < 0 ? -1 : 1;
	else if (status > 0)
		status = 0;
	arena_release(&arena);
	return status;
}

int answers_read(struct run *run, const struct classifier *classifier, const char *path,
	struct answers *answers)
{
	struct reader r = {.run = run,
		.classifier = classifier,
		.labels = cmd_labels(run),
		.path = path,
		.answers = answers};
	struct rows *rows = rows_open(path, &(struct rows_choice){0}, &run->err);
	bool found = false;
	int status = rows ? 0 : -1;

	for (size_t i = 0; status >= 0 && i < rows_sheets(rows); i++) {
		status = read_sheet(&r, rows, i);
		found |= status > 0;
	}
	rows_close(rows);
	if (status >= 0 && !found)
		return err_set(
			&run->err, "'%s' is no review: it has no columns id and answer", path);
	return status < 0 ? -1 : 0;
}

void answers_release(struct answers *answers)
{
	free(answers->items);
	free((void *)answers->rows);
	free((void *)answers->reviewers);
	arena_release(&answers->arena);
}
