#include "cause/match.h"

#include <stdlib.h>
#include <string.h>
#include <hs.h>

#include "base/buf.h"
#include "base/mem.h"

/* One distinct pattern, and the terms it stands for: terms[first] .. terms[first + n - 1]. */
struct expression {
	uint32_t first, n;
	uint32_t width; /* bytes of every match; 0: they differ, and vectorscan tells the start */
};

struct matcher {
	hs_database_t *database;
	struct expression *expressions;
	uint32_t *terms;
	struct match_openers *openers_of; /* by term */
	uint32_t *openers;
	size_t n_terms;
};

struct match_scratch {
	hs_scratch_t *space;
	uint64_t *seen; /* by term: where it was hit last, on a line through all texts */
	uint64_t start; /* of the text at hand on that line */
};

/* What hs_compile_multi wants. */
struct compilation {
	const char **patterns;
	unsigned *flags, *ids;
	size_t *entries; /* the first entry of each expression */
	size_t n;
	struct buf texts;
};

struct sorted_entry {
	const struct match_entry *entry;
	size_t number;
};

static int by_pattern(const void *a, const void *b)
{
	const struct sorted_entry *x = a, *y = b;
	int order = strcmp(x->entry->pattern, y->entry->pattern);

	if (!order)
		order = (int)x->entry->is_literal - (int)y->entry->is_literal;
	if (!order)
		order = (x->entry->term > y->entry->term) - (x->entry->term < y->entry->term);
	return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* The literal with every byte that a regular expression would read otherwise made plain. */
static void add_escaped(struct buf *out, const char *literal)
{
	for (const char *p = literal; *p; p++) {
		if (strchr("\\^$.[]|()?*+{}#-/", *p))
			buf_add_char(out, '\\');
		buf_add_char(out, *p);
	}
}

static bool is_ascii(const char *text)
{
	while (*text && !(*text & 0x80))
		text++;
	return !*text;
}

/* Whether all matches of a pattern have one length; then the start need not be tracked. */
static uint32_t fixed_width(const char *pattern, unsigned flags)
{
	hs_expr_info_t *info = NULL;
	hs_compile_error_t *error = NULL;
	uint32_t width = 0;

	if (hs_expression_info(pattern, flags, &info, &error) == HS_SUCCESS &&
		info->min_width == info->max_width)
		width = info->min_width;
	hs_free_compile_error(error);
	free(info);
	return width;
}

/* Texts are kept as offsets until the buffer stands still. */
static void add_expression(struct matcher *m, struct compilation *c, const struct match_entry *e)
{
	size_t from = c->texts.len;
	struct expression *x = &m->expressions[c->n];
	unsigned flags = 0;

	if (e->is_literal) {
		add_escaped(&c->texts, e->pattern);
		x->width = (uint32_t)strlen(e->pattern);
	} else {
		buf_add_text(&c->texts, e->pattern);
		flags = is_ascii(e->pattern) ? 0 : HS_FLAG_UTF8;
		x->width = is_ascii(e->pattern) ? fixed_width(e->pattern, flags) : 0;
		if (!x->width)
			flags |= HS_FLAG_SOM_LEFTMOST;
	}
	buf_add_char(&c->texts, '\0');
	c->flags[c->n] = flags;
	c->ids[c->n] = (unsigned)c->n;
	c->patterns[c->n] = (const char *)from;
	c->n++;
}

static void gather(
	struct matcher *m, struct compilation *c, const struct match_entry *entries, size_t n)
{
	struct sorted_entry *sorted = mem_alloc((n + 1) * sizeof *sorted);
	uint32_t n_terms = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct sorted_entry){&entries[i], i};
	qsort(sorted, n, sizeof *sorted, by_pattern);
	for (size_t i = 0; i < n; i++) {
		const struct match_entry *e = sorted[i].entry;
		const struct match_entry *before = i ? sorted[i - 1].entry : NULL;
		bool is_same = before && before->is_literal == e->is_literal &&
			       strcmp(before->pattern, e->pattern) == 0;

		if (is_same && before->term == e->term)
			continue;
		if (!is_same) {
			c->entries[c->n] = sorted[i].number;
			m->expressions[c->n].first = n_terms;
			add_expression(m, c, e);
		}
		m->terms[n_terms++] = e->term;
		m->expressions[c->n - 1].n++;
	}
	for (size_t i = 0; i < c->n; i++)
		c->patterns[i] = buf_text(&c->texts) + (size_t)c->patterns[i];
	free(sorted);
}

static int compile(struct matcher *m, struct compilation *c, size_t *bad, struct err *err)
{
	hs_compile_error_t *error = NULL;

	if (hs_compile_multi(c->patterns, c->flags, c->ids, (unsigned)c->n, HS_MODE_BLOCK, NULL,
		    &m->database, &error) == HS_SUCCESS)
		return 0;
	*bad = error->expression >= 0 ? c->entries[error->expression] : 0;
	err_set(err, "%s", error->message);
	hs_free_compile_error(error);
	return -1;
}

struct matcher *matcher_new(
	const struct match_entry *entries, size_t n, size_t *bad, struct err *err)
{
	struct matcher *m = mem_zalloc(sizeof *m);
	struct compilation c = {
		.patterns = mem_alloc((n + 1) * sizeof *c.patterns),
		.flags = mem_alloc((n + 1) * sizeof *c.flags),
		.ids = mem_alloc((n + 1) * sizeof *c.ids),
		.entries = mem_alloc((n + 1) * sizeof *c.entries),
	};

	m->expressions = mem_zalloc((n + 1) * sizeof *m->expressions);
	m->terms = mem_alloc((n + 1) * sizeof *m->terms);
	gather(m, &c, entries, n);
	if (compile(m, &c, bad, err) < 0) {
		matcher_free(m);
		m = NULL;
	}
	free(c.patterns);
	free(c.flags);
	free(c.ids);
	free(c.entries);
	buf_release(&c.texts);
	return m;
}

void matcher_take_openers(
	struct matcher *matcher, struct match_openers *by_term, uint32_t *openers, size_t n_terms)
{
	matcher->openers_of = by_term;
	matcher->openers = openers;
	matcher->n_terms = n_terms;
}

void matcher_free(struct matcher *matcher)
{
	if (!matcher)
		return;
	hs_free_database(matcher->database);
	free(matcher->expressions);
	free(matcher->terms);
	free(matcher->openers_of);
	free(matcher->openers);
	free(matcher);
}

struct match_scratch *match_scratch_new(const struct matcher *matcher)
{
	struct match_scratch *scratch = mem_zalloc(sizeof *scratch);

	if (hs_alloc_scratch(matcher->database, &scratch->space) != HS_SUCCESS)
		mem_alloc(SIZE_MAX); /* the only failure is memory, and that is reported there */
	scratch->seen = mem_zalloc((matcher->n_terms + 1) * sizeof *scratch->seen);
	scratch->start = OPENER_REACH + 1;
	return scratch;
}

void match_scratch_free(struct match_scratch *scratch)
{
	if (!scratch)
		return;
	hs_free_scratch(scratch->space);
	free(scratch->seen);
	free(scratch);
}

struct scan {
	const struct matcher *matcher;
	struct match_scratch *scratch;
	const char *text;
	size_t n;
	struct hits *hits;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static bool is_whole_word(const struct scan *scan, size_t from, size_t to)
{
	const char *text = scan->text;

	if (from > 0 && is_word(text[from]) && is_word(text[from - 1]))
		return false;
	return to >= scan->n || !is_word(text[to - 1]) || !is_word(text[to]);
}

/* Regular expressions report every end: a longer one from the same start takes the place of the
 * shorter. */
static bool extends_last(struct hits *hits, struct hit hit)
{
	struct hit *last = hits->n ? &hits->items[hits->n - 1] : NULL;

	if (!last || last->term != hit.term || last->from != hit.from)
		return false;
	last->to = hit.to;
	return true;
}

static bool was_opened(const struct scan *scan, uint32_t term, uint64_t at)
{
	const struct matcher *m = scan->matcher;
	const struct match_openers *o = &m->openers_of[term];

	for (uint32_t i = 0; i < o->n; i++)
		if (scan->scratch->seen[m->openers[o->first + i]] + OPENER_REACH >= at)
			return true;
	return o->n == 0;
}

static int on_match(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	struct scan *scan = context;
	const struct expression *x = &scan->matcher->expressions[id];
	struct hits *hits = scan->hits;
	uint64_t at = scan->scratch->start + to;

	(void)flags;
	if (x->width)
		from = to - x->width;
	if (!is_whole_word(scan, from, to))
		return 0;
	for (uint32_t i = 0; i < x->n; i++) {
		struct hit hit = {(uint32_t)from, (uint32_t)to, scan->matcher->terms[x->first + i]};

		if (!was_opened(scan, hit.term, at) || (!x->width && extends_last(hits, hit)))
			continue;
		scan->scratch->seen[hit.term] = at;
		hits->items = mem_grow(hits->items, hits->n, &hits->capacity, sizeof *hits->items);
		hits->items[hits->n++] = hit;
	}
	return 0;
}

void matcher_scan(const struct matcher *matcher, struct match_scratch *scratch, const char *text,
	size_t n, struct hits *hits)
{
	struct scan scan = {matcher, scratch, text, n, hits};

	hs_scan(matcher->database, text, (unsigned)n, 0, scratch->space, on_match, &scan);
	scratch->start += n + OPENER_REACH + 1;
}
