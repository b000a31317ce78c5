/* Which complaints of the store the rows of a review are about. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "book/celltext.h"
#include "cmd/review.h"

enum { MOST_SAID = 10 };

/* ---- what a spreadsheet leaves of an id and a text ---- */

/* A number's digits without zeros in front; 0: the text is no number. */
static size_t count_digits(const char *text, double *value)
{
	size_t n = 0;
	char *end;

	*value = strtod(text, &end);
	if (*end || !*text || strspn(text, "0123456789.eE+-") != strlen(text))
		return 0;
	for (const char *p = text; *p && *p != 'e' && *p != 'E'; p++)
		n += *p >= (n ? '0' : '1') && *p <= '9';
	return n;
}

/* Whether a spreadsheet that takes the id `was` for a number makes `now` of it: 123 of 000123,
 * 2.02601E+17 of 18 digits, of which it keeps 15. */
static bool is_mangled(const char *was, const char *now)
{
	enum { KEPT = 15 };
	double a, b, unit;
	size_t n_was = count_digits(was, &a), n = count_digits(now, &b);

	if (!n_was || !n || a < 1 || b < 1)
		return false;
	unit = pow(10, floor(log10(b)) + 1 - (double)(n < KEPT ? n : KEPT)); /* of the last digit */
	return fabs(a - b) < (strpbrk(now, "eE") ? 0.501 : 1) * unit;
}

/* The text as a cell of a workbook holds it, without blanks around it. */
static struct span cell_text(const char *text, struct buf *out)
{
	size_t n;
	const char *trimmed;

	celltext_add(text, CELL_LONGEST, out);
	n = out->len;
	trimmed = text_trim(buf_text(out), &n);
	return (struct span){trimmed, (uint32_t)n};
}

static bool is_same_text(struct span stored, const char *text)
{
	char *whole = mem_text_n(stored.n ? stored.text : "", stored.n);
	struct buf was = {0}, now = {0};
	struct span a = cell_text(whole, &was), b = cell_text(text, &now);
	bool is_same = a.n > 0 && a.n == b.n && !memcmp(a.text, b.text, a.n);

	free(whole);
	buf_release(&was);
	buf_release(&now);
	return is_same;
}

/* ---- rows ---- */

/* Another store may have another complaint of that number: its id tells, or its text where the id
 * is what a spreadsheet leaves. `other` is the id that stands there. */
static void compare(struct arena *arena, struct review_row *row, const struct batch *batch,
	size_t i, const char **other)
{
	struct span id = batch_text(batch, FIELD_COMPLAINT_ID, i);

	*other = arena_text(arena, id.n ? id.text : "", id.n);
	row->is_here = !strcmp(*other, row->complaint_id) ||
		       (is_mangled(*other, row->complaint_id) &&
			       is_same_text(batch_text(batch, FIELD_TEXT, i), row->text));
	if (row->is_here)
		row->complaint_id = *other;
}

/* The ids that the store has for the rows' numbers, NULL where it has no such number. */
static int find_rows(
	struct run *run, struct store *store, struct answers *answers, const char **other)
{
	const bool wanted[N_FIELDS] = {[FIELD_COMPLAINT_ID] = true, [FIELD_TEXT] = true};
	int64_t *ids = mem_alloc((answers->n_rows + 1) * sizeof *ids);
	struct batch *batch = batch_new();
	struct scan *scan;
	size_t at = 0;
	int status = -1;

	for (size_t i = 0; i < answers->n_rows; i++)
		ids[i] = answers->rows[i]->id;
	scan = scan_open_rows(store, wanted, ids, answers->n_rows, &run->err);
	while (scan && (status = scan_next(scan, batch, &run->err)) > 0)
		for (size_t i = 0; i < batch->n; i++, at++) {
			while (ids[at] != batch->id[i]) /* which the store has not */
				at++;
			compare(&answers->arena, answers->rows[at], batch, i, &other[at]);
		}
	scan_close(scan);
	batch_free(batch);
	free(ids);
	return status;
}

static void say_row(struct run *run, const struct review_row *row, const char *other)
{
	unsigned long long line = row->line;

	if (!other)
		cmd_say(run, "'%s', line %llu: the store has no id %lld (complaint_id '%s')",
			row->path, line, (long long)row->id, row->complaint_id);
	else
		cmd_say(run,
			"'%s', line %llu: id %lld has complaint_id '%s' in the store, not '%s'%s",
			row->path, line, (long long)row->id, other, row->complaint_id,
			is_mangled(other, row->complaint_id) ? ", and another text" : "");
}

int answers_find(struct run *run, struct store *store, struct answers *answers, size_t *n_unknown)
{
	const char **other = mem_zalloc((answers->n_rows + 1) * sizeof *other);
	int status = find_rows(run, store, answers, other);

	*n_unknown = 0;
	for (size_t i = 0; i < answers->n_rows && status == 0; i++) {
		const struct review_row *row = answers->rows[i];

		if (row->is_here || !row->is_answered)
			continue;
		if ((*n_unknown)++ < MOST_SAID)
			say_row(run, row, other[i]);
	}
	if (*n_unknown > MOST_SAID)
		cmd_say(run, "and %zu more rows that are not of this store",
			*n_unknown - MOST_SAID);
	free((void *)other);
	return status;
}
