#include "match/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/take.h"

/* Texts go to vectorscan in pieces that are shorter than what its accelerations take at once.
 * Whole, version 5.4.9 of it (Debian 12) misses matches: of
 * `(sat|sitting|stood|standing|wait|waited| waiting) \d+` those behind the 57th byte, as the unit
 * tests show; and in block mode it overruns a buffer of its own (its pull request 392). */
enum { PIECE = 32 };

struct pieces {
	const char **texts;
	unsigned *lengths;
	size_t capacity;
};

struct match_scratch {
	hs_scratch_t *space;
	struct pattern_scratch pattern;
	struct pieces pieces;
	struct places places;
	struct taking taking;
	uint64_t needles[MAX_NEEDLES]; /* marks of expressions of which such a needle was found */
	struct hits regular, found;    /* of all regular expressions, and of those of one mark */
};

struct match_scratch *match_scratch_new(const struct matcher *matcher)
{
	struct match_scratch *scratch = mem_zalloc(sizeof *scratch);

	for (size_t i = 0; i < N_MARKS; i++)
		if (matcher->marked[i].database && hs_alloc_scratch(matcher->marked[i].database,
							   &scratch->space) != HS_SUCCESS)
			mem_alloc(SIZE_MAX); /* the only failure is memory, and that is reported
						there */
	taking_init(&scratch->taking, matcher);
	return scratch;
}

void match_scratch_free(struct match_scratch *scratch)
{
	if (!scratch)
		return;
	hs_free_scratch(scratch->space);
	pattern_scratch_release(&scratch->pattern);
	free(scratch->places.items);
	free(scratch->regular.items);
	free(scratch->found.items);
	free(scratch->pieces.texts);
	free(scratch->pieces.lengths);
	taking_release(&scratch->taking);
	free(scratch);
}

struct scan {
	const struct matcher *matcher;
	struct match_scratch *scratch;
	const char *text;
	size_t n;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static bool is_digit_at(const struct scan *scan, size_t i)
{
	return i < scan->n && scan->text[i] >= '0' && scan->text[i] <= '9';
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
	hits_reserve(hits, 1);
	hits->items[hits->n++] = hit;
}

static void push_regular(const struct scan *scan, struct hits *hits, const struct finds *finds,
	uint32_t from, uint32_t to, bool is_longest)
{
	for (uint32_t i = 0; i < finds->n; i++) {
		struct hit hit = {.from = from,
			.to = to,
			.term = scan->matcher->targets[finds->first + i].term};

		if (is_longest || !extends_last(hits, hit))
			push(hits, hit);
	}
}

/* A word that is a regular expression written out: by itself, or with the number before it. */
static void take_written(struct scan *scan, const struct place *place)
{
	const struct written *written = &scan->matcher->written[place->word];
	uint32_t from = place->from;

	push_regular(scan, &scan->scratch->regular, &written->alone, from, place->to, false);
	while (is_digit_at(scan, (size_t)from - 1))
		from--;
	if (from < place->from && is_whole_word(scan, from, place->to))
		push_regular(
			scan, &scan->scratch->regular, &written->numbered, from, place->to, false);
}

static void take_needle(struct scan *scan, uint32_t word)
{
	const struct needle_of *of = &scan->matcher->needles[word];

	for (size_t i = 0; i < MAX_NEEDLES; i++)
		scan->scratch->needles[i] |= of->marks[i];
}

static bool is_needle_here(
	const struct scan *scan, const struct finds *finds, const struct place *place)
{
	return (!finds->behind_digit || is_digit_at(scan, (size_t)place->from - 1)) &&
	       (!finds->before_digit || is_digit_at(scan, place->to));
}

/* Words that are needles, or regular expressions written out. */
static void take_marked(struct scan *scan)
{
	const struct taking *taking = &scan->scratch->taking;

	for (size_t i = 0; i < taking->n_marked; i++) {
		const struct place *place = &scan->scratch->places.items[taking->marked[i]];
		const struct finds *finds = &scan->matcher->words[place->word].finds;

		if (finds->is_needle && is_needle_here(scan, finds, place))
			take_needle(scan, place->word);
		if (finds->is_written)
			take_written(scan, place);
	}
}

static void take_match(const struct scan *scan, const struct regular *x, size_t from, size_t to)
{
	if (x->width)
		from = to - x->width;
	if (is_whole_word(scan, from, to))
		push_regular(scan, &scan->scratch->found, &x->finds, (uint32_t)from, (uint32_t)to,
			x->width > 0);
}

/* For vectorscan. */
static int on_match(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	const struct scan *scan = context;

	(void)flags;
	take_match(scan, &scan->matcher->regular[id], from, to);
	return 0;
}

/* An expression that is looked for by itself. */
struct search {
	const struct scan *scan;
	const struct regular *regular;
};

static void on_found(void *context, size_t from, size_t to)
{
	const struct search *search = context;

	take_match(search->scan, search->regular, from, to);
}

static void sort_by_end(struct hits *hits)
{
	size_t n = hits->n;

	for (hits->n = 0; hits->n < n;)
		hits_put(hits, hits->items[hits->n]);
}

/* Puts the hits of `more` among those of `hits`, behind others of the same end. */
static void merge(struct hits *hits, const struct hits *more)
{
	size_t i = hits->n, j = more->n;

	for (size_t k = 0; k < more->n; k++)
		push(hits, more->items[k]);
	for (size_t at = hits->n; j > 0; at--)
		if (i > 0 && hits->items[i - 1].to > more->items[j - 1].to)
			hits->items[at - 1] = hits->items[--i];
		else
			hits->items[at - 1] = more->items[--j];
}

static unsigned cut(struct pieces *pieces, const char *text, size_t n)
{
	size_t n_pieces = (n + PIECE - 1) / PIECE;

	if (n_pieces > pieces->capacity) {
		pieces->capacity = n_pieces * 2;
		pieces->texts = mem_resize(pieces->texts, pieces->capacity * sizeof *pieces->texts);
		pieces->lengths =
			mem_resize(pieces->lengths, pieces->capacity * sizeof *pieces->lengths);
	}
	for (size_t i = 0; i < n_pieces; i++) {
		size_t left = n - i * PIECE;

		pieces->texts[i] = text + i * PIECE;
		pieces->lengths[i] = left < PIECE ? (unsigned)left : PIECE;
	}
	return (unsigned)n_pieces;
}

/* What was found by one search comes among the rest. */
static void add_found(struct match_scratch *scratch)
{
	sort_by_end(&scratch->found);
	merge(&scratch->regular, &scratch->found);
	scratch->found.n = 0;
}

static void scan_alone(const struct scan *scan, const struct marked *marked)
{
	for (size_t i = 0; i < marked->n_alone; i++) {
		struct search search = {scan, &scan->matcher->regular[marked->alone[i]]};

		pattern_scan(search.regular->pattern, &scan->scratch->pattern, scan->text, scan->n,
			on_found, &search);
		add_found(scan->scratch);
	}
}

static void scan_database(struct scan *scan, hs_database_t *database)
{
	struct pieces *pieces = &scan->scratch->pieces;
	unsigned n = cut(pieces, scan->text, scan->n);

	hs_scan_vector(database, pieces->texts, pieces->lengths, n, 0, scan->scratch->space,
		on_match, scan);
	add_found(scan->scratch);
}

/* Gives the text to the expressions of which it holds the needles. */
static void scan_regular(struct scan *scan, uint64_t marks)
{
	for (; marks; marks &= marks - 1) {
		const struct marked *marked = &scan->matcher->marked[__builtin_ctzll(marks)];

		scan_alone(scan, marked);
		if (marked->database)
			scan_database(scan, marked->database);
	}
}

void matcher_scan(const struct matcher *matcher, struct match_scratch *scratch, const char *text,
	size_t n, char *folded, struct units *units, struct found *found)
{
	struct scan scan = {matcher, scratch, folded, 0};

	lexicon_scan(matcher->lexicon, text, n, folded, units, &scratch->places);
	scan.n = units->items[units->n].from;
	for (size_t i = 0; i < MAX_NEEDLES; i++)
		scratch->needles[i] = matcher->always;
	scratch->regular.n = 0;
	take_words(matcher, &scratch->taking, &scratch->places, (uint32_t)n, found);
	take_marked(&scan);
	sort_by_end(&scratch->regular);
	scan_regular(&scan, scratch->needles[0] & scratch->needles[1]);
	merge(&found->hits, &scratch->regular);
}
