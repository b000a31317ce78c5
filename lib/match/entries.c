#include "match/entries.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "match/expand.h"

/* Regular expressions of more words are left to vectorscan. */
enum { MOST_WRITTEN = 300 };

static void add_entry(struct entries *all, const char *pattern, enum role role,
	const struct match_entry *given, size_t number)
{
	all->items = mem_grow(all->items, all->n, &all->capacity, sizeof *all->items);
	all->items[all->n++] = (struct entry){
		.pattern = pattern, .role = role, .term = given->term, .number = number};
}

static void add_words(struct entries *all, const char *const *words, size_t n, enum role role,
	const struct match_entry *given, size_t number)
{
	for (size_t i = 0; i < n; i++)
		add_entry(all, words[i], role, given, number);
}

/* The lexicon finds no word right behind a digit that begins with a letter itself. */
static bool may_follow_number(const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isalnum((unsigned char)*words[i]))
			return false;
	return true;
}

/* A regular expression that stands for few words, or for a number and few words behind it. */
static bool write_out(struct entries *all, const struct match_entry *given, size_t number)
{
	bool has_number = strncmp(given->pattern, "\\d+", 3) == 0;
	const char **words;
	size_t n = expand_classes(&all->arena, given->pattern + (has_number ? 3 : 0), &words);
	bool is_written =
		n > 0 && n <= MOST_WRITTEN && (!has_number || may_follow_number(words, n));

	if (is_written)
		add_words(all, words, n, has_number ? ROLE_NUMBERED : ROLE_WRITTEN, given, number);
	free(words);
	return is_written;
}

static void add_needle(struct entries *all, const struct needle *needle, unsigned parts,
	const struct match_entry *given, size_t number)
{
	size_t first = all->n;

	add_words(all, needle->words, needle->n, ROLE_NEEDLE, given, number);
	for (size_t i = first; i < all->n; i++) {
		all->items[i].parts = parts;
		all->items[i].behind_digit = needle->behind_digit;
		all->items[i].before_digit = needle->before_digit;
	}
}

static void add_regular(struct entries *all, const struct match_entry *given, size_t number)
{
	struct needle needles[MAX_NEEDLES];
	size_t first = all->n, n = needles_find(&all->arena, given->pattern, needles);
	/* What every text is given to is looked for at once. */
	unsigned mark = n > 0 ? 1 + all->n_regular++ % (N_MARKS - 1) : 0;

	add_entry(all, given->pattern, ROLE_REGULAR, given, number);
	if (n == 0)
		all->always = 1;
	for (unsigned i = 0; i < n; i++) {
		add_needle(all, &needles[i], n == 1 ? 1u << 0 | 1u << 1 : 1u << i, given, number);
		free(needles[i].words);
	}
	for (size_t i = first; i < all->n; i++)
		all->items[i].mark = mark;
}

void entries_add(struct entries *entries, const struct match_entry *given, size_t number)
{
	if (given->is_literal) {
		add_entry(entries, given->pattern, ROLE_WORD, given, number);
	} else if (!write_out(entries, given, number)) {
		add_regular(entries, given, number);
	}
}

/* What an entry is sorted by: most are told apart by how they begin, without a look at them. */
struct key {
	uint64_t head; /* the first bytes of the pattern, as a number */
	const struct entry *entry;
};

static uint64_t read_head(const char *pattern)
{
	uint64_t head = 0;

	for (size_t i = 0; i < sizeof head; i++) {
		head = head << 8 | (unsigned char)*pattern;
		pattern += *pattern != '\0';
	}
	return head;
}

static int by_pattern(const void *a, const void *b)
{
	const struct key *p = a, *q = b;
	const struct entry *x = p->entry, *y = q->entry;
	int order;

	if (p->head != q->head)
		return p->head > q->head ? 1 : -1;
	order = strcmp(x->pattern, y->pattern);
	if (!order)
		order = (int)x->role - (int)y->role;
	if (!order)
		order = (x->term > y->term) - (x->term < y->term);
	return order ? order : (x->number > y->number) - (x->number < y->number);
}

void entries_sort(struct entries *entries)
{
	struct key *keys = mem_alloc(entries->n * sizeof *keys);
	struct entry *sorted = mem_resize_large(NULL, 0, (entries->n + 1) * sizeof *sorted);

	for (size_t i = 0; i < entries->n; i++)
		keys[i] = (struct key){read_head(entries->items[i].pattern), &entries->items[i]};
	qsort(keys, entries->n, sizeof *keys, by_pattern);
	for (size_t i = 0; i < entries->n; i++)
		sorted[i] = *keys[i].entry;
	free(keys);
	free(entries->items);
	entries->items = sorted;
	entries->capacity = entries->n;
}

void entries_release(struct entries *entries)
{
	free(entries->items);
	arena_release(&entries->arena);
}
