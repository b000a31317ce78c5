#include "cause/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cause/matcher.h"

/* The line begins anew before its numbers are used up. */
enum { END_OF_LINE = 1u << 31 };

struct match_scratch {
	hs_scratch_t *space;
	uint32_t *seen; /* by term: where it was hit last, on a line through many texts */
	uint32_t start; /* of the text at hand on that line */
	struct hits words, regular;
};

struct match_scratch *match_scratch_new(const struct matcher *matcher)
{
	struct match_scratch *scratch = mem_zalloc(sizeof *scratch);

	if (matcher->database && hs_alloc_scratch(matcher->database, &scratch->space) != HS_SUCCESS)
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
	free(scratch->words.items);
	free(scratch->regular.items);
	free(scratch->seen);
	free(scratch);
}

struct scan {
	const struct matcher *matcher;
	struct match_scratch *scratch;
	const char *text;
	size_t n;
	bool has_needle;
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

static inline void push(struct hits *hits, struct hit hit)
{
	if (hits->n == hits->capacity)
		hits->items = mem_grow(hits->items, hits->n, &hits->capacity, sizeof *hits->items);
	hits->items[hits->n++] = hit;
}

static void on_word(void *context, uint32_t word, uint32_t from, uint32_t to)
{
	struct scan *scan = context;
	const struct finds finds = scan->matcher->words[word];
	const struct target *targets = &scan->matcher->targets[finds.first];
	uint32_t *seen = scan->scratch->seen;
	uint32_t at = scan->scratch->start + to, latest = UINT32_MAX;

	scan->has_needle |= finds.is_needle;
	for (uint32_t i = 0; i < finds.n; i++) {
		uint32_t term = targets[i].term, opener = targets[i].opener;

		if (opener != NO_OPENER && seen[opener] + OPENER_REACH < at)
			continue;
		if (term == latest)
			continue;
		latest = term;
		seen[term] = at;
		push(&scan->scratch->words, (struct hit){from, to, term});
	}
}

static int on_match(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	struct scan *scan = context;
	const struct regular *x = &scan->matcher->regular[id];
	struct hits *hits = &scan->scratch->regular;

	(void)flags;
	if (x->width)
		from = to - x->width;
	if (!is_whole_word(scan, from, to))
		return 0;
	for (uint32_t i = 0; i < x->finds.n; i++) {
		struct hit hit = {(uint32_t)from, (uint32_t)to,
			scan->matcher->targets[x->finds.first + i].term};

		if (x->width || !extends_last(hits, hit))
			push(hits, hit);
	}
	return 0;
}

/* They come by their starts, so each is nearly in its place already. */
static void sort_by_end(struct hits *hits)
{
	for (size_t i = 1; i < hits->n; i++) {
		struct hit hit = hits->items[i];
		size_t j = i;

		for (; j > 0 && hits->items[j - 1].to > hit.to; j--)
			hits->items[j] = hits->items[j - 1];
		hits->items[j] = hit;
	}
}

static void merge(const struct hits *a, const struct hits *b, struct hits *out)
{
	size_t i = 0, j = 0;

	while (i < a->n || j < b->n)
		if (j == b->n || (i < a->n && a->items[i].to <= b->items[j].to))
			push(out, a->items[i++]);
		else
			push(out, b->items[j++]);
}

void matcher_scan(const struct matcher *matcher, struct match_scratch *scratch, const char *text,
	size_t n, struct hits *hits)
{
	struct scan scan = {matcher, scratch, text, n, matcher->needs_all};

	scratch->words.n = scratch->regular.n = 0;
	if (scratch->start > END_OF_LINE) {
		memset(scratch->seen, 0, matcher->n_terms * sizeof *scratch->seen);
		scratch->start = OPENER_REACH + 1;
	}
	lexicon_scan(matcher->lexicon, text, n, on_word, &scan);
	if (scan.has_needle && matcher->database)
		hs_scan(matcher->database, text, (unsigned)n, 0, scratch->space, on_match, &scan);
	scratch->start += (uint32_t)n + OPENER_REACH + 1;
	sort_by_end(&scratch->words);
	sort_by_end(&scratch->regular);
	merge(&scratch->words, &scratch->regular, hits);
}
