/* Answers out of the files that people send back. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cause/labelset.h"
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

static size_t add_reviewer(struct reader *r, size_t i)
{
	struct answers *a = r->answers;
	struct buf name = {0};

	buf_add_text(&name, file_name(r->path));
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

/* The code that a word or a name stands for, where the rules have such a label. */
static bool add_label(const struct reader *r, struct span label, struct buf *out)
{
	size_t n = strcspn(
		label.text, " \t\xe3"); /* up to the name in the drop-down; U+3000 begins so */
	const char *colon;
	const char *cause, *subcause;

	n = n < label.n ? n : label.n;
	colon = memchr(label.text, ':', n);
	cause = labels_code(
		r->labels, "cause", label.text, colon ? (size_t)(colon - label.text) : n);
	subcause = colon ? labels_code(r->labels, "subcause", colon + 1,
				   n - (size_t)(colon - label.text) - 1)
			 : "";
	if (!cause || !subcause)
		return false;
	buf_format(out, "%s%s%s%s", out->len ? ";" : "", cause, *subcause ? ":" : "", subcause);
	for (size_t i = 0; i < classifier_labels(r->classifier); i++) {
		const char *known_cause, *known_subcause;

		classifier_label(r->classifier, i, &known_cause, &known_subcause);
		if (!strcmp(cause, known_cause) &&
			(!*subcause || !strcmp(subcause, known_subcause)))
			return true;
	}
	return false;
}

static bool is_no_cause(struct span cell)
{
	static const char *const WORDS[] = {"none", "unclassified"};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
		size_t n = strlen(WORDS[i]);

		if (cell.n >= n && !memcmp(cell.text, WORDS[i], n) &&
			(cell.n == n || cell.text[n] == ' '))
			return true;
	}
	return false;
}

/* The labels of a cell appended; false when one is unknown. */
static bool add_labels(struct reader *r, struct span cell, struct buf *out)
{
	const char *text = keep(r, cell);
	struct span label;

	if (is_no_cause(cell))
		return true;
	while (label_next(&text, LABEL_SUBCAUSE, &label))
		if (!add_label(r, label, out))
			return false;
	return true;
}

static void add_answer(struct reader *r, const struct row *row, int64_t id, size_t reviewer,
	const struct buf *labels)
{
	struct answers *a = r->answers;
	const int *part = r->columns.part;

	a->items = mem_grow(a->items, a->n, &a->capacity, sizeof *a->items);
	a->items[a->n++] = (struct answer){.id = id,
		.reviewer = r->reviewer[reviewer],
		.complaint_id = keep(r, cell_of(row, part[COMPLAINT_ID])),
		.labels = arena_text(&a->arena, buf_text(labels), labels->len),
		.sample = keep(r, cell_of(row, part[SAMPLE])),
		.weight = keep(r, cell_of(row, part[WEIGHT])),
		.score = keep(r, cell_of(row, part[SCORE])),
		.machine = keep(r, cell_of(row, part[MACHINE])),
		.text = keep(r, cell_of(row, part[TEXT]))};
}

static void read_answer(struct reader *r, const struct row *row, int64_t id, size_t reviewer)
{
	struct span answer = cell_of(row, r->columns.answer[reviewer]);
	struct span also = cell_of(row, r->columns.also[reviewer]);
	struct buf labels = {0};

	if (!answer.n) {
		r->answers->n_blank++;
	} else if (add_labels(r, answer, &labels) && add_labels(r, also, &labels)) {
		add_answer(r, row, id, reviewer, &labels);
	} else {
		r->answers->n_bad++;
		cmd_say(r->run, "%s, line %llu: '%.*s%s%.*s' is no cause that the rules know",
			r->path, (unsigned long long)row->line, (int)answer.n, answer.text,
			also.n ? "; " : "", (int)also.n, also.text);
	}
	buf_release(&labels);
}

static void read_row(struct reader *r, const struct row *row)
{
	struct span cell = cell_of(row, r->columns.part[ID]);
	char *text = mem_text_n(cell.text, cell.n), *end;
	int64_t id = strtoll(text, &end, 10);
	bool is_number = cell.n && !*end;

	free(text);
	if (!is_number) /* a note below the table */
		return;
	r->answers->n_rows++;
	for (size_t i = 0; i < MOST_REVIEWERS; i++)
		if (r->columns.answer[i] != NO_COLUMN)
			read_answer(r, row, id, i);
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
	if (status > 0 && read_header(r, &row)) {
		add_reviewers(r);
		while ((status = rows_next(rows, &arena, &row, &r->run->err)) > 0)
			read_row(r, &row);
		status = status < 0 ? -1 : 1;
	} else if (status > 0) {
		status = 0;
	}
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

static int by_id(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->reviewer < y->reviewer ? -1 : x->reviewer > y->reviewer;
}

void answers_sort(struct answers *answers)
{
	if (answers->n)
		qsort(answers->items, answers->n, sizeof *answers->items, by_id);
}

void answers_release(struct answers *answers)
{
	free(answers->items);
	free((void *)answers->reviewers);
	arena_release(&answers->arena);
}
