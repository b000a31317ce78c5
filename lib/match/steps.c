#include "match/steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { MOST_REPEATED = 40, NESTED = 50 };

struct parser {
	const char *p;
	bool failed;
	int depth;
	struct steps *steps;
};

static void unite(struct step_set *to, const struct step_set *from)
{
	for (size_t i = 0; i < MOST_STEPS / 64; i++)
		to->bits[i] |= from->bits[i];
}

/* Whatever ends `before` may be followed by whatever begins `after`. */
static void link_parts(struct parser *x, const struct part *before, const struct part *after)
{
	struct steps *s = x->steps;

	for (size_t i = 0; i < s->n; i++)
		if (set_has(&before->last, i))
			unite(&s->next[i], &after->first);
}

static struct part add_step(struct parser *x, const struct step *step)
{
	struct steps *s = x->steps;
	struct part part = {0};

	if (s->n == MOST_STEPS) {
		x->failed = true;
		return part;
	}
	part.first.bits[s->n / 64] |= (uint64_t)1 << s->n % 64;
	part.last = part.first;
	s->items[s->n++] = *step;
	return part;
}

static void take_range(struct parser *x, struct step *step, uint32_t first, uint32_t last)
{
	struct steps *s = x->steps;

	for (uint32_t code = first; code <= last && code < ASCII_END; code++)
		step->ascii[code / 64] |= (uint64_t)1 << code % 64;
	if (last < ASCII_END)
		return;
	if (s->n_ranges == MOST_RANGES) {
		x->failed = true;
		return;
	}
	if (step->n_ranges++ == 0)
		step->range = (uint32_t)s->n_ranges;
	s->ranges[s->n_ranges++] = (struct range){first, last};
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

struct steps *steps_new(const char *expression)
{
	struct parser x = {.p = expression, .steps = mem_zalloc(sizeof *x.steps)};

	x.steps->whole = parse_choice(&x);
	if (!x.failed && !*x.p)
		return x.steps;
	free(x.steps);
	return NULL;
}
