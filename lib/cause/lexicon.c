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

struct lexicon {
	struct node *nodes;
	size_t n_nodes, node_capacity;
	struct edge *edges;
	size_t n_edges, edge_capacity;
	uint32_t *first; /* by the first character: a node, 0: none */
	uint8_t *pairs; /* a bit for each hash of two characters that begin a word: most do not, and
			 * this tells without a look into the tree */
};

enum { N_FIRST = 0x10000, PAIR_BITS = 1 << 17 };

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

static inline uint32_t pair_hash(uint32_t a, uint32_t b)
{
	return (a * 0x9e3779b1u + b * 0x85ebca6bu) >> 15 & (PAIR_BITS - 1);
}

static void mark_pairs(struct lexicon *lx)
{
	const struct node *root = &lx->nodes[0];

	for (uint32_t i = 0; i < root->n_edges; i++) {
		const struct edge *a = &lx->edges[root->first_edge + i];
		const struct node *next = &lx->nodes[a->to];

		for (uint32_t j = 0; j < next->n_edges; j++) {
			uint32_t bit = pair_hash(a->code, lx->edges[next->first_edge + j].code);

			lx->pairs[bit / 8] |= (uint8_t)(1u << bit % 8);
		}
	}
}

static inline bool may_go_on(const struct lexicon *lx, uint32_t a, uint32_t b)
{
	uint32_t bit = pair_hash(a, b);

	return lx->pairs[bit / 8] >> bit % 8 & 1;
}

struct lexicon *lexicon_new(const char *const *words, size_t n)
{
	struct lexicon *lx = mem_zalloc(sizeof *lx);
	const struct node *root;

	lx->first = mem_zalloc(N_FIRST * sizeof *lx->first);
	lx->pairs = mem_zalloc(PAIR_BITS / 8);
	if (n == 0)
		return lx;
	add_node(lx, words, 0, n, 0);
	root = &lx->nodes[0];
	for (uint32_t i = 0; i < root->n_edges; i++) {
		const struct edge *e = &lx->edges[root->first_edge + i];

		if (e->code < N_FIRST)
			lx->first[e->code] = e->to;
	}
	mark_pairs(lx);
	return lx;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	free(lexicon->nodes);
	free(lexicon->edges);
	free(lexicon->first);
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

static inline uint32_t first_node(const struct lexicon *lx, uint32_t code)
{
	if (code < N_FIRST)
		return lx->first[code];
	return lx->n_nodes ? step(lx, 0, code) : 0;
}

void lexicon_scan(const struct lexicon *lx, const char *text, size_t n,
	void (*found)(void *context, uint32_t word, uint32_t from, uint32_t to), void *context)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t from = 0; from < n;) {
		uint32_t code, before, node;
		bool is_start;
		size_t to = from + decode(p + from, &code);
		size_t next = to;

		node = first_node(lx, code);
		if (from > 0 && is_word(p[from]) && is_word(p[from - 1]))
			node = 0;
		while (node) {
			uint32_t word = lx->nodes[node].word;

			if (word && (to >= n || !is_word(p[to]) || !is_word(p[to - 1])))
				found(context, word - 1, (uint32_t)from, (uint32_t)to);
			if (to >= n || !lx->nodes[node].n_edges)
				break;
			before = code;
			is_start = to == next;
			to += decode(p + to, &code);
			if (is_start && !may_go_on(lx, before, code))
				break;
			node = step(lx, node, code);
		}
		from = next;
	}
}
