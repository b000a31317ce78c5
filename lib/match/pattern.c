#include "match/pattern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "match/steps.h"

enum { MOST_LINKS = 2048 };

struct pattern {
	struct step *steps;
	size_t n_steps;
	uint32_t *links;
	struct range *ranges;
	uint32_t *firsts;
	size_t n_firsts;
	bool leads[256];  /* what the first byte of a match may be */
	bool begins[256]; /* what the lowest byte of its first character's code may be */
	bool is_wide;     /* it is about characters, not bytes */
};

static size_t list_steps(const struct steps *steps, const struct step_set *set, uint32_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < steps->n; i++)
		if (set_has(set, i))
			list[n++] = (uint32_t)i;
	return n;
}

static size_t count_links(const struct steps *steps)
{
	size_t n = 0;

	for (size_t i = 0; i < steps->n; i++)
		for (size_t k = 0; k < MOST_STEPS / 64; k++)
			n += (size_t)__builtin_popcountll(steps->next[i].bits[k]);
	return n;
}

static inline bool takes(const struct pattern *pattern, const struct step *step, uint32_t code)
{
	const struct range *range = &pattern->ranges[step->range];

	if (code < ASCII_END)
		return step->ascii[code / 64] >> code % 64 & 1;
	for (uint32_t i = 0; i < step->n_ranges; i++)
		if (code >= range[i].first && code <= range[i].last)
			return true;
	return step->others;
}

static void mark_range(struct pattern *pattern, const struct range *range)
{
	uint32_t low = range->first < ASCII_END ? ASCII_END : range->first;
	char first[4], last[4];

	for (uint32_t c = low; c <= range->last && c - low < 256; c++)
		pattern->begins[c % 256] = true;
	text_encode(low, first);
	text_encode(range->last, last);
	for (unsigned c = (unsigned char)*first; c <= (unsigned char)*last; c++)
		pattern->leads[c] = true;
}

static void mark_beginnings(struct pattern *pattern, const struct step *step)
{
	for (uint32_t c = 0; c < 256; c++) {
		bool may_be = step->others || (c < ASCII_END && takes(pattern, step, c));

		pattern->begins[c] |= may_be;
		pattern->leads[c] |= may_be;
	}
	for (uint32_t i = 0; i < step->n_ranges; i++)
		mark_range(pattern, &pattern->ranges[step->range + i]);
}

static void add_steps(struct pattern *pattern, const struct steps *steps)
{
	uint32_t n = 0;

	pattern->n_steps = steps->n;
	pattern->steps = mem_copy(steps->items, steps->n * sizeof *steps->items);
	pattern->links = mem_alloc((count_links(steps) + 1) * sizeof *pattern->links);
	for (size_t i = 0; i < steps->n; i++) {
		struct step *step = &pattern->steps[i];

		step->link = n;
		step->n_links = (uint32_t)list_steps(steps, &steps->next[i], pattern->links + n);
		step->is_last = set_has(&steps->whole.last, i);
		n += step->n_links;
	}
}

static struct pattern *make(const struct steps *steps, bool is_wide)
{
	struct pattern *pattern = mem_zalloc(sizeof *pattern);

	pattern->is_wide = is_wide;
	add_steps(pattern, steps);
	pattern->ranges = mem_copy(steps->ranges, steps->n_ranges * sizeof *steps->ranges);
	pattern->firsts = mem_alloc(steps->n * sizeof *pattern->firsts);
	pattern->n_firsts = list_steps(steps, &steps->whole.first, pattern->firsts);
	for (size_t i = 0; i < pattern->n_firsts; i++)
		mark_beginnings(pattern, &pattern->steps[pattern->firsts[i]]);
	return pattern;
}

static bool is_ascii(const char *text)
{
	while (*text && !(*text & 0x80))
		text++;
	return !*text;
}

struct pattern *pattern_new(const char *expression)
{
	struct steps *steps = steps_new(expression);
	struct pattern *pattern = NULL;

	if (steps && !steps->whole.may_be_blank && count_links(steps) <= MOST_LINKS)
		pattern = make(steps, !is_ascii(expression));
	free(steps);
	return pattern;
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	free(pattern->steps);
	free(pattern->links);
	free(pattern->ranges);
	free(pattern->firsts);
	free(pattern);
}

/* ---- texts ---- */

/* A step that took the latest character, and where the match that it is in begins: of several, the
 * first. */
struct thread {
	uint32_t step;
	size_t from;
};

void pattern_scratch_release(struct pattern_scratch *scratch)
{
	free(scratch->now);
	free(scratch->next);
	free(scratch->place);
	*scratch = (struct pattern_scratch){0};
}

static void reserve(struct pattern_scratch *scratch, size_t n)
{
	if (n <= scratch->capacity)
		return;
	pattern_scratch_release(scratch);
	scratch->capacity = n;
	scratch->now = mem_alloc(n * sizeof *scratch->now);
	scratch->next = mem_alloc(n * sizeof *scratch->next);
	scratch->place = mem_zalloc(n * sizeof *scratch->place);
}

/* Those of `steps` that take `code` are next, for a match that begins at `from`. */
static inline size_t go_on(const struct pattern *pattern, struct pattern_scratch *scratch,
	size_t n_next, const uint32_t *steps, size_t n_steps, uint32_t code, size_t from)
{
	for (size_t i = 0; i < n_steps; i++) {
		uint32_t step = steps[i], place = scratch->place[step];

		if (!takes(pattern, &pattern->steps[step], code))
			continue;
		if (place < n_next && scratch->next[place].step == step) {
			if (from < scratch->next[place].from)
				scratch->next[place].from = from;
			continue;
		}
		scratch->place[step] = (uint32_t)n_next;
		scratch->next[n_next++] = (struct thread){step, from};
	}
	return n_next;
}

/* What was next is now, at `end`; tells the first of the matches that are at their end there. */
static void end_step(const struct pattern *pattern, struct pattern_scratch *scratch, size_t n,
	size_t end, void (*each)(void *context, size_t from, size_t to), void *context)
{
	struct thread *threads = scratch->next;
	size_t from = SIZE_MAX;

	for (size_t i = 0; i < n; i++)
		if (pattern->steps[threads[i].step].is_last && threads[i].from < from)
			from = threads[i].from;
	if (from != SIZE_MAX)
		each(context, from, end);
	scratch->next = scratch->now;
	scratch->now = threads;
}

static inline bool is_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/* Matches are whole words: none begins inside of one. */
static inline bool may_begin(
	const struct pattern *pattern, const unsigned char *text, size_t at, uint32_t code)
{
	return pattern->begins[code % 256] &&
	       !(at > 0 && is_word(text[at]) && is_word(text[at - 1]));
}

/* The character or byte at `text`; returns how many bytes it takes up. */
static inline size_t read_code(
	const struct pattern *pattern, const unsigned char *text, uint32_t *code)
{
	*code = text[0];
	if (!pattern->is_wide || text[0] < 0x80)
		return 1;
	if ((text[0] & 0xf0) == 0xe0) {
		*code = (text[0] & 15u) << 12 | (text[1] & 63u) << 6 | (text[2] & 63u);
		return 3;
	}
	return text_decode((const char *)text, text[0] < 0xe0 ? 2 : 4, code);
}

void pattern_scan(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
	size_t n, void (*each)(void *context, size_t from, size_t to), void *context)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t n_now = 0;

	reserve(scratch, pattern->n_steps);
	for (size_t at = 0, end; at < n; at = end) {
		uint32_t code;
		size_t n_next = 0;

		if (n_now == 0) {
			while (at < n && !pattern->leads[bytes[at]])
				at++;
			if (at == n)
				break;
		}
		end = at + read_code(pattern, bytes + at, &code);
		for (size_t i = 0; i < n_now; i++) {
			const struct step *step = &pattern->steps[scratch->now[i].step];

			n_next = go_on(pattern, scratch, n_next, pattern->links + step->link,
				step->n_links, code, scratch->now[i].from);
		}
		if (may_begin(pattern, bytes, at, code))
			n_next = go_on(pattern, scratch, n_next, pattern->firsts, pattern->n_firsts,
				code, at);
		n_now = n_next;
		if (n_now > 0)
			end_step(pattern, scratch, n_now, end, each, context);
	}
}
