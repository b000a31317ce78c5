#include "cause/pattern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* An expression is steps, one for each character or class in it as often as it is repeated, and
 * which of them may come after which (Glushkov's automaton). */
enum { MOST_STEPS = 512, MOST_LINKS = 2048, MOST_REPEATED = 40, MOST_RANGES = 64, NESTED = 50 };

enum { ASCII_END = 0x80, CODE_END = 0x110000 };

struct range {
	uint32_t first, last;
};

struct step {
	uint64_t ascii[2];        /* the ASCII characters it takes */
	bool others;              /* and all others, */
	uint32_t range, n_ranges; /* or those of ranges[range ...] */
	uint32_t link, n_links;   /* links[link ...] are the steps that may come next */
	bool is_last;
};

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

/* ---- expressions ---- */

struct steps {
	uint64_t bits[MOST_STEPS / 64];
};

/* A part of an expression. */
struct part {
	bool may_be_blank;
	struct steps first, last;
};

struct parser {
	const char *p;
	bool failed;
	int depth;
	struct step steps[MOST_STEPS];
	struct steps next[MOST_STEPS]; /* by step: those that may come after it */
	size_t n_steps;
	struct range ranges[MOST_RANGES];
	size_t n_ranges;
};

static void unite(struct steps *to, const struct steps *from)
{
	for (size_t i = 0; i < MOST_STEPS / 64; i++)
		to->bits[i] |= from->bits[i];
}

static bool has_step(const struct steps *steps, size_t i)
{
	return steps->bits[i / 64] >> i % 64 & 1;
}

/* Whatever ends `before` may be followed by whatever begins `after`. */
static void link_parts(struct parser *x, const struct part *before, const struct part *after)
{
	for (size_t i = 0; i < x->n_steps; i++)
		if (has_step(&before->last, i))
			unite(&x->next[i], &after->first);
}

static struct part add_step(struct parser *x, const struct step *step)
{
	struct part part = {0};

	if (x->n_steps == MOST_STEPS) {
		x->failed = true;
		return part;
	}
	part.first.bits[x->n_steps / 64] |= (uint64_t)1 << x->n_steps % 64;
	part.last = part.first;
	x->next[x->n_steps] = (struct steps){0};
	x->steps[x->n_steps++] = *step;
	return part;
}

static void take_range(struct parser *x, struct step *step, uint32_t first, uint32_t last)
{
	for (uint32_t code = first; code <= last && code < ASCII_END; code++)
		step->ascii[code / 64] |= (uint64_t)1 << code % 64;
	if (last < ASCII_END)
		return;
	if (x->n_ranges == MOST_RANGES) {
		x->failed = true;
		return;
	}
	if (step->n_ranges++ == 0)
		step->range = (uint32_t)x->n_ranges;
	x->ranges[x->n_ranges++] = (struct range){first, last};
}

static uint32_t take_code(struct parser *x)
{
	uint32_t code = 0;

	if (*x->p)
		x->p += text_decode(x->p, strlen(x->p), &code);
	else
		x->failed = true;
	return code;
}

/* Behind a backslash: \d, \w, or a mark that stands for itself, which is told. */
static bool take_escape(struct parser *x, struct step *step, uint32_t *code)
{
	char c = *x->p;

	*code = (unsigned char)c;
	x->failed |= !c;
	x->p += !x->failed;
	if (c == 'd' || c == 'w')
		take_range(x, step, '0', '9');
	if (c == 'w') {
		take_range(x, step, 'a', 'z');
		take_range(x, step, 'A', 'Z');
		take_range(x, step, '_', '_');
	}
	if (c == 'd' || c == 'w')
		return false;
	x->failed |= !strchr(".?*+()[]{}|\\/-&$^", c);
	return true;
}

/* [清淡], [a-f\d]; not [^ab]. */
static void take_class(struct parser *x, struct step *step)
{
	x->failed |= *x->p == '^' || *x->p == ']';
	while (!x->failed && *x->p != ']') {
		uint32_t first = take_code(x), last;
		bool is_one = true;

		x->failed |= first == '[';
		if (first == '\\')
			is_one = take_escape(x, step, &first);
		last = first;
		if (is_one && *x->p == '-' && x->p[1] != ']') {
			x->p++;
			last = take_code(x);
			x->failed |= last < first || last == '\\' || last == '[';
		}
		if (is_one && !x->failed)
			take_range(x, step, first, last);
	}
	x->p += !x->failed;
}

static struct part parse_choice(struct parser *x);

static struct part parse_group(struct parser *x)
{
	struct part part = {0};

	x->failed |= *x->p == '?' || *x->p == '*' || ++x->depth > NESTED;
	if (!x->failed)
		part = parse_choice(x);
	x->failed |= *x->p != ')';
	x->p += !x->failed;
	x->depth--;
	return part;
}

/* A character, class or group. */
static struct part parse_atom(struct parser *x)
{
	struct step step = {0};
	uint32_t code = take_code(x);

	if (code == '(')
		return parse_group(x);
	if (code == '.') {
		take_range(x, &step, 0, '\n' - 1);
		take_range(x, &step, '\n' + 1, ASCII_END - 1);
		step.others = true;
	} else if (code == '[') {
		take_class(x, &step);
	} else if (code != '\\') {
		x->failed |= code < ASCII_END && strchr("^$*+?{}])", (int)code);
		take_range(x, &step, code, code);
	} else if (take_escape(x, &step, &code)) {
		take_range(x, &step, code, code);
	}
	return add_step(x, &step);
}

/* How often an atom may stand in a row; most == 0: there is no end to it. */
struct repetition {
	size_t least, most;
};

static size_t take_number(struct parser *x)
{
	size_t number = 0;

	x->failed |= !(*x->p >= '0' && *x->p <= '9');
	while (*x->p >= '0' && *x->p <= '9' && number <= MOST_REPEATED)
		number = number * 10 + (size_t)(*x->p++ - '0');
	x->failed |= number > MOST_REPEATED;
	return number;
}

static struct repetition take_repetition(struct parser *x)
{
	struct repetition r = {1, 1};

	switch (*x->p) {
	case '?':
		r = (struct repetition){0, 1};
		break;
	case '*':
		r = (struct repetition){0, 0};
		break;
	case '+':
		r = (struct repetition){1, 0};
		break;
	case '{':
		x->p++;
		r.least = r.most = take_number(x);
		if (!x->failed && *x->p == ',') {
			x->p++;
			r.most = *x->p == '}' ? 0 : take_number(x);
			x->failed |= r.most > 0 && r.most < r.least;
		} else {
			x->failed |= r.most == 0;
		}
		x->failed |= *x->p != '}';
		break;
	default:
		return r;
	}
	x->p += !x->failed;
	/* Lazy and possessive ones are others' business. */
	x->failed |= *x->p == '?' || *x->p == '+' || *x->p == '*' || *x->p == '{';
	return r;
}

static struct part join(struct parser *x, const struct part *a, const struct part *b)
{
	struct part joined = {a->may_be_blank && b->may_be_blank, a->first, b->last};

	link_parts(x, a, b);
	if (a->may_be_blank)
		unite(&joined.first, &b->first);
	if (b->may_be_blank)
		unite(&joined.last, &a->last);
	return joined;
}

/* An atom and its repetition: it is read again for each time it may stand there. */
static struct part parse_piece(struct parser *x)
{
	const char *atom = x->p, *end;
	struct part piece = parse_atom(x), latest = piece;
	struct repetition r = {1, 1};
	size_t times;

	if (!x->failed)
		r = take_repetition(x);
	end = x->p;
	times = r.most > r.least ? r.most : r.least;
	piece.may_be_blank |= r.least == 0;
	for (size_t i = 1; i < times && !x->failed; i++) {
		x->p = atom;
		latest = parse_atom(x);
		latest.may_be_blank |= i >= r.least;
		piece = join(x, &piece, &latest);
	}
	if (r.most == 0)
		link_parts(x, &latest, &latest);
	x->p = end;
	return piece;
}

static struct part parse_run(struct parser *x)
{
	struct part run = {.may_be_blank = true};

	while (!x->failed && *x->p && *x->p != '|' && *x->p != ')') {
		struct part piece = parse_piece(x);

		run = join(x, &run, &piece);
	}
	return run;
}

static struct part parse_choice(struct parser *x)
{
	struct part choice = parse_run(x);

	while (!x->failed && *x->p == '|') {
		struct part run;

		x->p++;
		run = parse_run(x);
		choice.may_be_blank |= run.may_be_blank;
		unite(&choice.first, &run.first);
		unite(&choice.last, &run.last);
	}
	return choice;
}

/* ---- patterns ---- */

static size_t list_steps(const struct parser *x, const struct steps *steps, uint32_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n_steps; i++)
		if (has_step(steps, i))
			list[n++] = (uint32_t)i;
	return n;
}

static size_t count_links(const struct parser *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n_steps; i++)
		for (size_t k = 0; k < MOST_STEPS / 64; k++)
			n += (size_t)__builtin_popcountll(x->next[i].bits[k]);
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

static struct pattern *make(struct parser *x, const struct part *whole, size_t n_links)
{
	struct pattern *pattern = mem_zalloc(sizeof *pattern);
	uint32_t n = 0;

	pattern->links = mem_alloc((n_links + 1) * sizeof *pattern->links);
	for (size_t i = 0; i < x->n_steps; i++) {
		x->steps[i].link = n;
		x->steps[i].n_links = (uint32_t)list_steps(x, &x->next[i], pattern->links + n);
		x->steps[i].is_last = has_step(&whole->last, i);
		n += x->steps[i].n_links;
	}
	pattern->n_steps = x->n_steps;
	pattern->steps = mem_copy(x->steps, x->n_steps * sizeof *x->steps);
	pattern->ranges = mem_copy(x->ranges, x->n_ranges * sizeof *x->ranges);
	pattern->firsts = mem_alloc(x->n_steps * sizeof *pattern->firsts);
	pattern->n_firsts = list_steps(x, &whole->first, pattern->firsts);
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
	struct parser *x = mem_zalloc(sizeof *x);
	struct pattern *pattern = NULL;
	struct part whole;
	size_t n_links;

	x->p = expression;
	whole = parse_choice(x);
	n_links = count_links(x);
	if (!x->failed && !*x->p && !whole.may_be_blank && n_links <= MOST_LINKS) {
		pattern = make(x, &whole, n_links);
		pattern->is_wide = !is_ascii(expression);
	}
	free(x);
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
