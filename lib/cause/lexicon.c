#include "cause/lexicon.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { FEW = 6 }; /* so many edges are looked through one by one */

struct edge {
	uint32_t code; /* a character */
	uint32_t to;
};

struct node {
	uint32_t word; /* its number + 1; 0: none ends here */
	uint32_t first_edge, n_edges;
};

/* Two characters that begin a word, and the node that they lead to; 0: a free place. */
struct pair {
	uint64_t codes;
	uint32_t node;
};

/* Nearly every character of a Chinese text begins some word, but only a quarter of all pairs of
 * characters do. So the walk begins at pairs, and two bitmaps that fit into the fastest cache tell
 * where there is nothing to be found. */
struct lexicon {
	struct node *nodes;
	size_t n_nodes, node_capacity;
	struct edge *edges;
	size_t n_edges, edge_capacity;
	uint8_t *singles;   /* a bit for each character that may be a word by itself */
	uint8_t *may_begin; /* a bit for each hash of two characters that begin a word */
	struct pair *pairs; /* by the same hash; n_places of them, a power of two */
	size_t n_places;
};

enum { SINGLE_BITS = 1 << 16, PAIR_BITS = 1 << 17 };

static uint32_t code_at(const char *word, size_t depth)
{
	uint32_t code;

	text_decode(word + depth, strlen(word + depth), &code);
	return code;
}

static size_t group_end(const char *const *words, size_t from, size_t to, size_t depth)
{
	uint32_t code = code_at(words[from], depth);
	size_t end = from + 1;

	while (end < to && code_at(words[end], depth) == code)
		end++;
	return end;
}

static uint32_t add_edges(struct lexicon *lx, uint32_t n)
{
	uint32_t first = (uint32_t)lx->n_edges;

	for (uint32_t i = 0; i < n; i++) {
		lx->edges = mem_grow(lx->edges, lx->n_edges, &lx->edge_capacity, sizeof *lx->edges);
		lx->n_edges++;
	}
	return first;
}

/* The node of words[from..to), which share their first `depth` bytes. */
static uint32_t add_node(
	struct lexicon *lx, const char *const *words, size_t from, size_t to, size_t depth)
{
	uint32_t number = (uint32_t)lx->n_nodes, n = 0, first;

	lx->nodes = mem_grow(lx->nodes, lx->n_nodes, &lx->node_capacity, sizeof *lx->nodes);
	lx->nodes[lx->n_nodes++] = (struct node){0};
	if (!words[from][depth])
		lx->nodes[number].word = (uint32_t)++from;
	for (size_t i = from; i < to; i = group_end(words, i, to, depth))
		n++;
	first = add_edges(lx, n);
	lx->nodes[number].first_edge = first;
	lx->nodes[number].n_edges = n;
	for (size_t i = from; i < to; first++) {
		size_t end = group_end(words, i, to, depth);
		uint32_t code = code_at(words[i], depth);
		char bytes[4];
		uint32_t child = add_node(lx, words, i, end, depth + text_encode(code, bytes));

		lx->edges[first] = (struct edge){code, child};
		i = end;
	}
	return number;
}

static uint32_t step(const struct lexicon *lx, uint32_t node, uint32_t code)
{
	const struct node *at = &lx->nodes[node];
	const struct edge *edges = &lx->edges[at->first_edge];
	uint32_t low = 0, high = at->n_edges;

	while (high - low > FEW) {
		uint32_t middle = (low + high) / 2;

		if (edges[middle].code <= code)
			low = middle;
		else
			high = middle;
	}
	for (; low < high; low++)
		if (edges[low].code == code)
			return edges[low].to;
	return 0;
}

static inline bool has_bit(const uint8_t *bits, uint32_t i)
{
	return bits[i / 8] >> i % 8 & 1;
}

static void set_bit(uint8_t *bits, uint32_t i)
{
	bits[i / 8] |= (uint8_t)(1u << i % 8);
}

static inline uint32_t pair_hash(uint32_t a, uint32_t b)
{
	return (a * 0x9e3779b1u + b * 0x85ebca6bu) >> 15; /* PAIR_BITS of them */
}

static inline uint64_t pair_codes(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 32 | b;
}

/* The place of a pair that is there, or a free one. */
static inline struct pair *pair_place(const struct lexicon *lx, uint32_t a, uint32_t b)
{
	size_t i = pair_hash(a, b) & (lx->n_places - 1);

	while (lx->pairs[i].node && lx->pairs[i].codes != pair_codes(a, b))
		i = (i + 1) & (lx->n_places - 1);
	return &lx->pairs[i];
}

static void add_first(struct lexicon *lx, const struct edge *first)
{
	const struct node *node = &lx->nodes[first->to];

	if (node->word)
		set_bit(lx->singles, first->code % SINGLE_BITS);
	for (uint32_t i = 0; i < node->n_edges; i++) {
		const struct edge *second = &lx->edges[node->first_edge + i];

		set_bit(lx->may_begin, pair_hash(first->code, second->code));
		*pair_place(lx, first->code, second->code) =
			(struct pair){pair_codes(first->code, second->code), second->to};
	}
}

static size_t count_pairs(const struct lexicon *lx)
{
	const struct node *root = lx->nodes;
	size_t n = 0;

	for (uint32_t i = 0; i < root->n_edges; i++)
		n += lx->nodes[lx->edges[root->first_edge + i].to].n_edges;
	return n;
}

struct lexicon *lexicon_new(const char *const *words, size_t n)
{
	struct lexicon *lx = mem_zalloc(sizeof *lx);

	lx->singles = mem_zalloc(SINGLE_BITS / 8);
	lx->may_begin = mem_zalloc(PAIR_BITS / 8);
	lx->n_places = 1;
	if (n > 0) {
		add_node(lx, words, 0, n, 0);
		while (lx->n_places < 2 * count_pairs(lx) + 2)
			lx->n_places *= 2;
	}
	lx->pairs = mem_zalloc(lx->n_places * sizeof *lx->pairs);
	for (uint32_t i = 0; n > 0 && i < lx->nodes[0].n_edges; i++)
		add_first(lx, &lx->edges[lx->nodes[0].first_edge + i]);
	return lx;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	free(lexicon->nodes);
	free(lexicon->edges);
	free(lexicon->singles);
	free(lexicon->may_begin);
	free(lexicon->pairs);
	free(lexicon);
}

static inline size_t decode(const unsigned char *p, uint32_t *code)
{
	if (p[0] < 0x80) {
		*code = p[0];
		return 1;
	}
	if (p[0] < 0xe0) {
		*code = (p[0] & 31u) << 6 | (p[1] & 63u);
		return 2;
	}
	if (p[0] < 0xf0) {
		*code = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
		return 3;
	}
	*code = (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
	return 4;
}

static inline bool is_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

struct walk {
	const struct lexicon *lexicon;
	const unsigned char *text;
	size_t n;
	void (*found)(void *context, uint32_t word, uint32_t from, uint32_t to);
	void *context;
};

/* The words that begin at `from` with what led to `node`, which ends at `to`. */
static inline void walk(const struct walk *w, uint32_t node, size_t from, size_t to)
{
	const struct lexicon *lx = w->lexicon;
	const unsigned char *p = w->text;

	while (node) {
		uint32_t word = lx->nodes[node].word, code;

		if (word && (to >= w->n || !is_word(p[to]) || !is_word(p[to - 1])))
			w->found(w->context, word - 1, (uint32_t)from, (uint32_t)to);
		if (to >= w->n || !lx->nodes[node].n_edges)
			break;
		to += decode(p + to, &code);
		node = step(lx, node, code);
	}
}

static inline void find_single(const struct walk *w, uint32_t code, size_t from, size_t to)
{
	uint32_t node = step(w->lexicon, 0, code);
	uint32_t word = w->lexicon->nodes[node].word;

	if (node && word && (to >= w->n || !is_word(w->text[to]) || !is_word(w->text[to - 1])))
		w->found(w->context, word - 1, (uint32_t)from, (uint32_t)to);
}

void lexicon_scan(const struct lexicon *lx, const char *text, size_t n,
	void (*found)(void *context, uint32_t word, uint32_t from, uint32_t to), void *context)
{
	struct walk w = {lx, (const unsigned char *)text, n, found, context};
	uint32_t code, after;
	size_t to, next;

	if (n == 0 || lx->n_nodes == 0)
		return;
	to = decode(w.text, &code);
	for (size_t from = 0; from < n; from = to, to = next, code = after) {
		after = 0;
		next = to < n ? to + decode(w.text + to, &after) : n;
		if (is_word(w.text[from]) && from > 0 && is_word(w.text[from - 1]))
			continue;
		if (has_bit(lx->singles, code % SINGLE_BITS))
			find_single(&w, code, from, to);
		if (to < n && has_bit(lx->may_begin, pair_hash(code, after)))
			walk(&w, pair_place(lx, code, after)->node, from, next);
	}
}
