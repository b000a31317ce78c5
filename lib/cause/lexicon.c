#include "cause/lexicon.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { FEW = 6 }; /* so many edges are looked through one by one */

/* A node lies in one piece, since half of the time goes into fetching it: this, the bytes of `tail`
 * (what all its words go on with), the characters that may follow it, and the nodes they lead to.
 */
struct node {
	uint32_t word; /* its number + 1; 0: none ends behind the tail */
	uint32_t n_edges : 24;
	uint32_t n_tail : 8;
};

enum { NODE_UNITS = sizeof(struct node) / sizeof(uint32_t), MAX_TAIL = 255 };

/* Two characters that begin a word (or ALONE behind one that is a word by itself), and the node
 * that they lead to; 0: a free place. */
struct pair {
	uint64_t codes;
	uint32_t node;
};

/* Nearly every character of a Chinese text begins some word, but only a quarter of all pairs of
 * characters do. So the walk begins at pairs, and two bitmaps that fit into the fastest cache tell
 * where there is nothing to be found. */
struct lexicon {
	uint32_t *tree; /* nodes, known by where they begin; the root at 0 */
	size_t n_units, capacity;
	uint8_t *singles;   /* a bit for each character that may be a word by itself */
	uint8_t *may_begin; /* a bit for each hash of two characters that begin a word */
	struct pair *pairs; /* by the same hash; n_places of them, a power of two */
	size_t n_places;
};

enum { SINGLE_BITS = 1 << 16, PAIR_BITS = 1 << 17, ALONE = 0x110000 };

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

static uint32_t add_units(struct lexicon *lx, size_t n)
{
	uint32_t first = (uint32_t)lx->n_units;

	for (size_t i = 0; i < n; i++) {
		lx->tree = mem_grow(lx->tree, lx->n_units, &lx->capacity, sizeof *lx->tree);
		lx->tree[lx->n_units++] = 0;
	}
	return first;
}

static inline const struct node *node_at(const struct lexicon *lx, uint32_t node)
{
	return (const struct node *)&lx->tree[node];
}

static inline const char *node_tail(const struct lexicon *lx, uint32_t node)
{
	return (const char *)&lx->tree[node + NODE_UNITS];
}

/* Where the characters of the edges are; the nodes follow them. */
static inline uint32_t node_edges(const struct lexicon *lx, uint32_t node)
{
	return node + NODE_UNITS + (node_at(lx, node)->n_tail + 3) / 4;
}

/* How far all words go on together: whole characters. The first two characters have nodes of their
 * own, where pairs lead to. */
static size_t tail_length(const char *first, const char *last, unsigned level)
{
	size_t n = 0;

	while (level >= 2 && n < MAX_TAIL && first[n] && first[n] == last[n])
		n++;
	while (n > 0 && (first[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* The node of words[from..to), which share their first `depth` bytes: `level` characters. */
static uint32_t add_node(struct lexicon *lx, const char *const *words, size_t from, size_t to,
	size_t depth, unsigned level)
{
	size_t n_tail = tail_length(words[from] + depth, words[to - 1] + depth, level);
	uint32_t number = add_units(lx, NODE_UNITS + (n_tail + 3) / 4), n = 0, at;
	struct node node = {.n_tail = n_tail & MAX_TAIL};

	memcpy(&lx->tree[number + NODE_UNITS], words[from] + depth, n_tail);
	depth += n_tail;
	if (!words[from][depth])
		node.word = (uint32_t)++from;
	for (size_t i = from; i < to; i = group_end(words, i, to, depth))
		n++;
	node.n_edges = n & 0xffffff;
	memcpy(&lx->tree[number], &node, sizeof node);
	at = add_units(lx, (size_t)n * 2);
	for (size_t i = from; i < to; at++) {
		size_t end = group_end(words, i, to, depth);
		uint32_t code = code_at(words[i], depth), child;
		char bytes[4];

		child = add_node(lx, words, i, end, depth + text_encode(code, bytes), level + 1);
		lx->tree[at] = code;
		lx->tree[at + n] = child;
		i = end;
	}
	return number;
}

/* The node that the character leads to; 0: none. */
static inline uint32_t step(const struct lexicon *lx, uint32_t node, uint32_t code)
{
	uint32_t n = node_at(lx, node)->n_edges, low = 0, high = n;
	const uint32_t *codes = &lx->tree[node_edges(lx, node)];

	while (high - low > FEW) {
		uint32_t middle = (low + high) / 2;

		if (codes[middle] <= code)
			low = middle;
		else
			high = middle;
	}
	for (; low < high; low++)
		if (codes[low] == code)
			return codes[n + low];
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

static void add_pair(struct lexicon *lx, uint32_t a, uint32_t b, uint32_t node)
{
	*pair_place(lx, a, b) = (struct pair){pair_codes(a, b), node};
}

static void add_first(struct lexicon *lx, uint32_t code, uint32_t node)
{
	uint32_t n = node_at(lx, node)->n_edges;
	const uint32_t *codes = &lx->tree[node_edges(lx, node)];

	if (node_at(lx, node)->word) {
		set_bit(lx->singles, code % SINGLE_BITS);
		add_pair(lx, code, ALONE, node);
	}
	for (uint32_t i = 0; i < n; i++) {
		set_bit(lx->may_begin, pair_hash(code, codes[i]));
		add_pair(lx, code, codes[i], codes[n + i]);
	}
}

/* At most so many pairs and single characters. */
static size_t count_pairs(const struct lexicon *lx)
{
	uint32_t n = node_at(lx, 0)->n_edges;
	const uint32_t *children = &lx->tree[node_edges(lx, 0) + n];
	size_t count = n;

	for (uint32_t i = 0; i < n; i++)
		count += node_at(lx, children[i])->n_edges;
	return count;
}

static void add_pairs(struct lexicon *lx)
{
	uint32_t n = node_at(lx, 0)->n_edges;
	const uint32_t *codes = &lx->tree[node_edges(lx, 0)];

	lx->n_places = 1;
	while (lx->n_places < 2 * count_pairs(lx) + 2)
		lx->n_places *= 2;
	lx->pairs = mem_zalloc(lx->n_places * sizeof *lx->pairs);
	for (uint32_t i = 0; i < n; i++)
		add_first(lx, codes[i], codes[n + i]);
}

struct lexicon *lexicon_new(const char *const *words, size_t n)
{
	struct lexicon *lx = mem_zalloc(sizeof *lx);

	lx->singles = mem_zalloc(SINGLE_BITS / 8);
	lx->may_begin = mem_zalloc(PAIR_BITS / 8);
	if (n > 0) {
		add_node(lx, words, 0, n, 0, 0);
		add_pairs(lx);
	}
	return lx;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	free(lexicon->tree);
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

static inline void find_word(const struct walk *w, uint32_t node, size_t from, size_t to)
{
	uint32_t word = node_at(w->lexicon, node)->word;

	if (word && (to >= w->n || !is_word(w->text[to]) || !is_word(w->text[to - 1])))
		w->found(w->context, word - 1, (uint32_t)from, (uint32_t)to);
}

static inline bool has_tail(const struct walk *w, uint32_t node, size_t at, size_t n_tail)
{
	const char *tail = node_tail(w->lexicon, node), *text = (const char *)w->text + at;

	if (n_tail > w->n - at)
		return false;
	for (size_t i = 0; i < n_tail; i++)
		if (text[i] != tail[i])
			return false;
	return true;
}

/* The words that begin at `from` with what led to `node`, which ends at `to`. */
static inline void walk(const struct walk *w, uint32_t node, size_t from, size_t to)
{
	while (node) {
		const struct node *at = node_at(w->lexicon, node);
		uint32_t code;

		if (at->n_tail && !has_tail(w, node, to, at->n_tail))
			break;
		to += at->n_tail;
		find_word(w, node, from, to);
		if (to >= w->n || !at->n_edges)
			break;
		to += decode(w->text + to, &code);
		node = step(w->lexicon, node, code);
	}
}

void lexicon_scan(const struct lexicon *lx, const char *text, size_t n,
	void (*found)(void *context, uint32_t word, uint32_t from, uint32_t to), void *context)
{
	struct walk w = {lx, (const unsigned char *)text, n, found, context};
	uint32_t code, after;
	size_t to, next;

	if (n == 0 || !lx->tree)
		return;
	to = decode(w.text, &code);
	for (size_t from = 0; from < n; from = to, to = next, code = after) {
		after = 0;
		next = to < n ? to + decode(w.text + to, &after) : n;
		if (has_bit(lx->singles, code % SINGLE_BITS))
			find_word(&w, pair_place(lx, code, ALONE)->node, from, to);
		if (to < n && has_bit(lx->may_begin, pair_hash(code, after)))
			walk(&w, pair_place(lx, code, after)->node, from, next);
		if (!is_word(w.text[from]))
			continue;
		/* Nothing begins inside of an ASCII word. */
		while (to < n && is_word(w.text[to]))
			to++;
		next = to < n ? to + decode(w.text + to, &after) : n;
	}
}
