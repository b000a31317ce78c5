#include "match/expand.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Groups nest, and so does the reading of them. */
enum { LONGEST = 2000, LONGEST_CHARACTER = 4 };

/* What is more than a character that stands for itself. */
static const char MARKS[] = "|()\\^$.[]*+?{}";

struct list {
	const char **items;
	size_t n, capacity;
};

struct expansion {
	struct arena *arena;
	const char *p;
	bool has_classes; /* [ab] and \. are written out, too */
	bool failed;
};

static void push(struct expansion *x, struct list *list, const char *text)
{
	if (list->n >= MAX_EXPANSION) {
		x->failed = true;
		return;
	}
	list->items = mem_grow(list->items, list->n, &list->capacity, sizeof *list->items);
	list->items[list->n++] = text;
}

/* Every text of `a` followed by every one of `b`; `a` becomes that. */
static void multiply(struct expansion *x, struct list *a, const struct list *b)
{
	struct list product = {0};

	for (size_t i = 0; i < a->n && !x->failed; i++)
		for (size_t j = 0; j < b->n; j++)
			push(x, &product, arena_join(x->arena, a->items[i], b->items[j]));
	free(a->items);
	*a = product;
}

static struct list expand_choice(struct expansion *x);

static void push_character(struct expansion *x, struct list *list)
{
	uint32_t code;
	size_t n;

	x->failed |= !*x->p;
	if (x->failed)
		return;
	n = text_decode(x->p, strnlen(x->p, LONGEST_CHARACTER), &code);
	push(x, list, arena_text(x->arena, x->p, n));
	x->p += n;
}

/* Characters that stand for themselves, up to one that a '?' follows. */
static void push_plain(struct expansion *x, struct list *list)
{
	size_t n = 0;

	while (x->p[n] && !strchr(MARKS, x->p[n])) {
		uint32_t code;
		size_t next =
			n + text_decode(x->p + n, strnlen(x->p + n, LONGEST_CHARACTER), &code);

		if (n > 0 && x->p[next] == '?')
			break;
		n = next;
	}
	push(x, list, arena_text(x->arena, x->p, n));
	x->p += n;
}

/* [清淡]: its characters one by one; not what has ranges, complements or escapes. */
static void push_class(struct expansion *x, struct list *list)
{
	x->p++;
	x->failed |= *x->p == ']';
	while (!x->failed && *x->p != ']') {
		x->failed |= strchr("^-\\[", *x->p) != NULL;
		push_character(x, list);
	}
	x->p += !x->failed;
}

static bool is_escaped_mark(const char *p)
{
	return *p == '\\' && p[1] > ' ' && p[1] < 0x7f && !isalnum((unsigned char)p[1]);
}

/* A character or a group, and the '?' behind it. */
static struct list expand_atom(struct expansion *x)
{
	struct list list = {0};

	if (*x->p == '(') {
		x->p++;
		list = expand_choice(x);
		x->failed |= *x->p != ')';
		x->p += !x->failed;
	} else if (x->has_classes && *x->p == '[') {
		push_class(x, &list);
	} else if (x->has_classes && is_escaped_mark(x->p)) {
		x->p++;
		push_character(x, &list);
	} else if (strchr(MARKS, *x->p)) {
		x->failed = true;
	} else {
		push_plain(x, &list);
	}
	if (!x->failed && *x->p == '?') {
		push(x, &list, "");
		x->p++;
	}
	return list;
}

static struct list expand_run(struct expansion *x)
{
	struct list run = {0};

	push(x, &run, "");
	while (*x->p && *x->p != '|' && *x->p != ')' && !x->failed) {
		struct list atom = expand_atom(x);

		multiply(x, &run, &atom);
		free(atom.items);
	}
	return run;
}

static struct list expand_choice(struct expansion *x)
{
	struct list choice = expand_run(x);

	while (*x->p == '|' && !x->failed) {
		struct list run;

		x->p++;
		run = expand_run(x);
		for (size_t i = 0; i < run.n; i++)
			push(x, &choice, run.items[i]);
		free(run.items);
	}
	return choice;
}

static size_t expand(struct expansion *x, const char ***words)
{
	struct list list = {0};

	*words = NULL;
	if (strlen(x->p) > LONGEST)
		return 0;
	list = expand_choice(x);
	x->failed |= *x->p != '\0';
	for (size_t i = 0; i < list.n; i++)
		x->failed |= !*list.items[i];
	if (x->failed) {
		free(list.items);
		list = (struct list){0};
	}
	*words = list.items;
	return list.n;
}

size_t expand_pattern(struct arena *arena, const char *pattern, const char ***words)
{
	struct expansion x = {.arena = arena, .p = pattern};

	return expand(&x, words);
}

size_t expand_classes(struct arena *arena, const char *pattern, const char ***words)
{
	struct expansion x = {.arena = arena, .p = pattern, .has_classes = true};

	return expand(&x, words);
}
