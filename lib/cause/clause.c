#include "cause/reading.h"

#include <string.h>

#include "base/mem.h"

/* A clause without any mark is cut, so that work stays linear. */
enum { MAX_CLAUSE = 300 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_wide(char c)
{
	return c & 0x80;
}

/* ， ！ ？ ； ： （ ） ～ */
static bool is_wide_mark(const unsigned char *p)
{
	switch (p[1] << 8 | p[2]) {
	case 0xbc8c:
	case 0xbc81:
	case 0xbc9f:
	case 0xbc9b:
	case 0xbc9a:
	case 0xbc88:
	case 0xbc89:
	case 0xbd9e:
		return true;
	default:
		return false;
	}
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* "terrible service.The food": sentences joined without a space, as line breaks are lost in
 * exports; not "p.m." and "amazon.com". */
static bool joins_sentences(const char *text, size_t i, size_t n)
{
	static const char *const NAMES[] = {"com", "net", "org", "gov", "edu"};

	if (i < 3 || i + 3 >= n || !is_letter(text[i + 1]) || !is_letter(text[i - 1]) ||
		!is_letter(text[i - 2]) || !is_letter(text[i - 3]))
		return false;
	for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++)
		if (memcmp(text + i + 1, NAMES[k], 3) == 0 &&
			!(i + 4 < n && is_letter(text[i + 4])))
			return false;
	return true;
}

static size_t ascii_mark(const char *text, size_t i, size_t n)
{
	char before = i ? text[i - 1] : '\n', after = i + 1 < n ? text[i + 1] : '\n';

	switch (text[i]) {
	case '\n':
	case '\r':
	case ';':
	case '!':
	case '?':
	case '~':
	case '(':
	case ')':
	case '|':
	case '<': /* <br>, </p>: exports of web shops */
	case '>':
	case '[':
	case ']':
		return 1;
	case ',':
	case ':':
		return !is_digit(before) || !is_digit(after);
	case '.':
		return after == ' ' || after == '\n' || after == '\r' || after == '.' ||
		       after == '"' || is_wide(after) || joins_sentences(text, i, n);
	case ' ':
		return after == ' ' || (is_wide(before) && is_wide(after));
	default:
		return 0;
	}
}

/* A mark of three bytes: 。 【 】, one of full width, … or —. */
static bool is_long_mark(const unsigned char *p)
{
	if (p[0] == 0xe3)
		return p[1] == 0x80 && (p[2] == 0x82 || p[2] == 0x90 || p[2] == 0x91);
	if (p[0] == 0xe2)
		return p[1] == 0x80 && (p[2] == 0xa6 || p[2] == 0x94);
	return p[0] == 0xef && is_wide_mark(p);
}

/* Bytes of the mark between clauses that stands at `i`; 0: none does. */
static size_t mark_at(const char *text, size_t i, size_t n)
{
	const unsigned char *p = (const unsigned char *)text + i;

	if (p[0] < 0x80)
		return ascii_mark(text, i, n);
	return i + 3 <= n && is_long_mark(p) ? 3 : 0;
}

/* Room for one more, and one at the end. */
static void reserve_clauses(struct reading *r)
{
	r->clause_capacity = (r->n_clauses + 2) * 2;
	r->clauses = mem_resize(r->clauses, r->clause_capacity * sizeof *r->clauses);
}

static void add_clause(struct reading *r, size_t from, size_t to, bool after_contrast)
{
	if (from >= to)
		return;
	if (r->n_clauses + 1 >= r->clause_capacity)
		reserve_clauses(r);
	if (r->n_clauses > 0)
		r->clauses[r->n_clauses - 1].end = (uint32_t)from;
	r->clauses[r->n_clauses++] = (struct clause){.from = (uint32_t)from,
		.to = (uint32_t)to,
		.end = r->n,
		.after_contrast = after_contrast};
}

/* The next hit of a contrast word from number `i` on. */
static size_t next_contrast(const struct reading *r, size_t i)
{
	if (!(r->traits & TERM_CONTRAST))
		return r->n_hits;
	while (i < r->n_hits && !(r->hits[i].traits & TERM_CONTRAST))
		i++;
	return i;
}

/* The next place from `i` on where a clause may end: at a mark, at `contrast`, or where the clause
 * that began at `from` has grown too long. */
static size_t next_stop(
	const struct reading *r, size_t i, size_t from, size_t contrast, const uint32_t **mark)
{
	size_t stop = from + MAX_CLAUSE < r->n ? from + MAX_CLAUSE : r->n;

	if (contrast < r->n_hits && r->hits[contrast].from < stop)
		stop = r->hits[contrast].from;
	while (**mark < i)
		++*mark;
	if (**mark < stop)
		return **mark;
	i = i > stop ? i : stop;
	while (i < r->n && (r->text[i] & 0xc0) == 0x80)
		i++;
	return i;
}

void reading_split(struct reading *r)
{
	size_t from = 0, contrast = next_contrast(r, 0);
	const uint32_t *next_mark = r->marks;
	bool after_contrast = false;

	r->n_clauses = 0;
	for (size_t i = next_stop(r, 0, 0, contrast, &next_mark); i < r->n;
		i = next_stop(r, i, from, contrast, &next_mark)) {
		size_t mark = mark_at(r->text, i, r->n);

		if (contrast < r->n_hits && r->hits[contrast].from == i) {
			add_clause(r, from, i, after_contrast);
			from = i;
			after_contrast = true;
		} else if (mark || i - from >= MAX_CLAUSE) {
			add_clause(r, from, i, after_contrast);
			from = i + mark;
			after_contrast = false;
		}
		i += mark ? mark : 1;
		while (contrast < r->n_hits && r->hits[contrast].from < i)
			contrast = next_contrast(r, contrast + 1);
	}
	add_clause(r, from, r->n, after_contrast);
}
