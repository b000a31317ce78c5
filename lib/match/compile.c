#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/entries.h"
#include "match/matcher.h"

/* What the two engines are made of. */
struct compilation {
	const struct fold *fold;
	const char **words;
	const char **patterns;
	unsigned *flags;
	size_t *entries; /* the entry of each pattern */
	unsigned *marks;
	/* Of one mark. */
	const char **marked;
	unsigned *marked_flags, *ids;
};

enum { MOST_REPETITIONS = 1000 };

static bool is_ascii(const char *text)
{
	while (*text && !(*text & 0x80))
		text++;
	return !*text;
}

/* All counts of {n,m} in a pattern multiplied. Vectorscan writes repetitions out, and nested ones
 * can keep it busy for minutes. */
static double repetitions(const char *pattern)
{
	double product = 1;

	for (const char *p = pattern; *p; p++) {
		char *end;
		unsigned long high;

		if (*p == '\\' && p[1])
			p++;
		else if (*p == '{') {
			high = strtoul(p + 1, &end, 10);
			if (*end == ',' && end[1] != '}')
				high = strtoul(end + 1, &end, 10);
			product *= high > 1 ? (double)high : 1;
		}
	}
	return product;
}

/* Tells the length in bytes of all matches, or 0 where they differ and the start must be tracked.
 */
static int read_width(const char *pattern, unsigned flags, uint32_t *width, struct err *err)
{
	hs_expr_info_t *info = NULL;
	hs_compile_error_t *error = NULL;

	if (repetitions(pattern) > MOST_REPETITIONS)
		return err_set(err, "its repetitions multiply to more than %d", MOST_REPETITIONS);
	if (hs_expression_info(pattern, flags, &info, &error) != HS_SUCCESS) {
		err_set(err, "%s", error->message);
		hs_free_compile_error(error);
		return -1;
	}
	*width = info->min_width == info->max_width ? info->min_width : 0;
	free(info);
	return 0;
}

static void add_word(struct matcher *m, struct compilation *c, const char *word)
{
	c->words[m->n_words++] = word;
}

/* Where the word that was added last has its targets of that role. */
static struct finds *word_finds(struct matcher *m, enum role role)
{
	size_t word = m->n_words - 1;

	m->words[word].finds.is_written |= role == ROLE_WRITTEN || role == ROLE_NUMBERED;
	if (role == ROLE_WRITTEN)
		return &m->written[word].alone;
	return role == ROLE_NUMBERED ? &m->written[word].numbered : &m->words[word].finds;
}

static struct finds *add_regular(
	struct matcher *m, struct compilation *c, const struct entry *entry, struct err *err)
{
	const char *pattern = entry->pattern;
	struct regular *x = &m->regular[m->n_regular];
	unsigned flags = is_ascii(pattern) ? 0 : HS_FLAG_UTF8;

	if (read_width(pattern, flags, &x->width, err) < 0)
		return NULL;
	if (!is_ascii(pattern))
		x->width = 0; /* told in characters */
	if (!x->width)
		flags |= HS_FLAG_SOM_LEFTMOST;
	c->flags[m->n_regular] = flags;
	c->marks[m->n_regular] = entry->mark;
	c->entries[m->n_regular] = entry->number;
	c->patterns[m->n_regular++] = pattern;
	return &x->finds;
}

/* The needle of several expressions is looked for at the edges that suit any of them. */
static void add_needle(struct matcher *m, const struct entry *entry)
{
	struct finds *finds = &m->words[m->n_words - 1].finds;

	finds->behind_digit = entry->behind_digit && (finds->behind_digit || !finds->is_needle);
	finds->before_digit = entry->before_digit && (finds->before_digit || !finds->is_needle);
	finds->is_needle = true;
	for (unsigned i = 0; i < MAX_NEEDLES; i++)
		m->needles[m->n_words - 1].marks[i] |= (uint64_t)(entry->parts >> i & 1)
						       << entry->mark;
}

static bool is_same_pattern(const struct entry *a, const struct entry *b)
{
	return (a->role == ROLE_REGULAR) == (b->role == ROLE_REGULAR) &&
	       strcmp(a->pattern, b->pattern) == 0;
}

static void add_target(struct matcher *m, struct finds *finds, size_t *n_targets, uint32_t term)
{
	if (finds->n == 0)
		finds->first = (uint32_t)*n_targets;
	if (term >= m->n_terms)
		m->n_terms = term + 1;
	m->targets[(*n_targets)++] = (struct target){.term = term & MATCH_TERMS};
	finds->n++;
}

static int gather(struct matcher *m, struct compilation *c, const struct entries *all, size_t *bad,
	struct err *err)
{
	struct finds *regular = NULL;
	size_t n_targets = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct entry *e = &all->items[i], *before = i > 0 ? e - 1 : NULL;
		bool is_same = before && is_same_pattern(e, before), is_regular;

		if (is_same && e->role != ROLE_NEEDLE && before->role == e->role &&
			before->term == e->term)
			continue;
		is_regular = e->role == ROLE_REGULAR;
		if (!is_same && !is_regular)
			add_word(m, c, e->pattern);
		if (!is_same && is_regular)
			regular = add_regular(m, c, e, err);
		*bad = e->number;
		if (is_regular && !regular)
			return -1;
		if (e->role == ROLE_NEEDLE)
			add_needle(m, e);
		else
			add_target(m, is_regular ? regular : word_finds(m, e->role), &n_targets,
				e->term);
	}
	return 0;
}

/* Every text is given to those without needles (mark 0): for many at once vectorscan is the best.
 */
static struct pattern *make_pattern(const struct compilation *c, size_t i)
{
	return c->marks[i] > 0 ? pattern_new(c->patterns[i]) : NULL;
}

static int compile_mark(
	struct matcher *m, struct compilation *c, unsigned mark, size_t *bad, struct err *err)
{
	struct marked *marked = &m->marked[mark];
	hs_compile_error_t *error = NULL;
	size_t capacity = 0;
	unsigned n = 0;

	for (size_t i = 0; i < m->n_regular; i++) {
		if (c->marks[i] != mark)
			continue;
		m->regular[i].pattern = make_pattern(c, i);
		if (m->regular[i].pattern) {
			marked->alone = mem_grow(
				marked->alone, marked->n_alone, &capacity, sizeof *marked->alone);
			marked->alone[marked->n_alone++] = (uint32_t)i;
			continue;
		}
		c->marked[n] = c->patterns[i];
		c->marked_flags[n] = c->flags[i];
		c->ids[n++] = (unsigned)i;
	}
	if (n == 0 || hs_compile_multi(c->marked, c->marked_flags, c->ids, n, HS_MODE_VECTORED,
			      NULL, &marked->database, &error) == HS_SUCCESS)
		return 0;
	*bad = error->expression >= 0 ? c->entries[c->ids[error->expression]] : 0;
	err_set(err, "%s", error->message);
	hs_free_compile_error(error);
	return -1;
}

static int compile(struct matcher *m, struct compilation *c, size_t *bad, struct err *err)
{
	m->lexicon = lexicon_new(c->fold, c->words, m->n_words);
	for (unsigned mark = 0; mark < N_MARKS; mark++)
		if (compile_mark(m, c, mark, bad, err) < 0)
			return -1;
	return 0;
}

static int build(struct matcher *m, const struct fold *fold, const struct entries *all, size_t *bad,
	struct err *err)
{
	size_t n = all->n + 1;
	struct compilation c = {
		.fold = fold,
		.words = mem_alloc(n * sizeof *c.words),
		.patterns = mem_alloc(n * sizeof *c.patterns),
		.flags = mem_alloc(n * sizeof *c.flags),
		.entries = mem_alloc(n * sizeof *c.entries),
		.marks = mem_alloc(n * sizeof *c.marks),
		.marked = mem_alloc(n * sizeof *c.marked),
		.marked_flags = mem_alloc(n * sizeof *c.marked_flags),
		.ids = mem_alloc(n * sizeof *c.ids),
	};
	int status;

	m->words = mem_zalloc_table(n * sizeof *m->words);
	m->written = mem_zalloc_table(n * sizeof *m->written);
	m->needles = mem_zalloc(n * sizeof *m->needles);
	m->regular = mem_zalloc(n * sizeof *m->regular);
	m->targets = mem_alloc(n * sizeof *m->targets);
	status = gather(m, &c, all, bad, err);
	if (status == 0)
		status = compile(m, &c, bad, err);
	free(c.words);
	free(c.patterns);
	free(c.flags);
	free(c.entries);
	free(c.marks);
	free(c.marked);
	free(c.marked_flags);
	free(c.ids);
	return status;
}

struct matcher *matcher_new(const struct fold *fold, const struct match_entry *entries, size_t n,
	size_t *bad, struct err *err)
{
	struct matcher *m = mem_zalloc(sizeof *m);
	struct entries all = {0};

	for (size_t i = 0; i < n; i++)
		entries_add(&all, &entries[i], i);
	entries_sort(&all);
	m->always = all.always;
	if (build(m, fold, &all, bad, err) < 0) {
		matcher_free(m);
		m = NULL;
	}
	entries_release(&all);
	return m;
}

void matcher_free(struct matcher *matcher)
{
	if (!matcher)
		return;
	lexicon_free(matcher->lexicon);
	for (size_t i = 0; i < N_MARKS; i++) {
		hs_free_database(matcher->marked[i].database);
		free(matcher->marked[i].alone);
	}
	for (size_t i = 0; i < matcher->n_regular; i++)
		pattern_free(matcher->regular[i].pattern);
	free(matcher->words);
	free(matcher->written);
	free(matcher->needles);
	free(matcher->regular);
	free(matcher->targets);
	free(matcher);
}
