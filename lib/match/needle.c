#include "match/needle.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "match/expand.h"

/* Groups nest, and so does the reading of them. */
enum { LONGEST = 2000 };

/* Bytes of a second needle: shorter words are in most texts. */
enum { LEAST_SECOND = 3 };

/* What was written out since the last part of the pattern that could not be. */
struct run {
	const char **words;
	size_t n;
	bool is_start; /* the pattern begins with it */
	bool behind_digit;
};

struct search {
	struct arena *arena;
	struct run run;
	struct needle *best; /* MAX_NEEDLES, the longest first */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/* At an edge inside of the pattern any letter may be next, and the lexicon finds whole words: the
 * letters there are left out. */
static const char *trim_word(struct arena *arena, const char *word, bool is_start, bool is_end)
{
	size_t n = strlen(word);

	while (!is_end && n > 0 && is_word(word[n - 1]))
		n--;
	while (!is_start && n > 0 && is_word(*word)) {
		word++;
		n--;
	}
	return arena_text(arena, word, n);
}

static void begin_run(struct search *s, const char *const *words, size_t n, bool is_start)
{
	s->run.words = mem_copy(words, n * sizeof *words);
	s->run.n = n;
	s->run.is_start = is_start;
	s->run.behind_digit = false;
}

/* Keeps the needle if it is better than another: the longest words are the rarest. */
static void offer_needle(struct search *s, struct needle needle)
{
	for (size_t i = 0; i < MAX_NEEDLES; i++)
		if (needle.length > s->best[i].length) {
			struct needle worse = s->best[i];

			s->best[i] = needle;
			needle = worse;
		}
	free(needle.words);
}

static void end_run(struct search *s, bool is_end, bool before_digit)
{
	struct run *run = &s->run;
	struct needle needle = {run->words, run->n, SIZE_MAX, run->behind_digit, before_digit};

	for (size_t i = 0; i < run->n; i++) {
		size_t n = strlen(run->words[i]);

		needle.behind_digit &= !is_word(*run->words[i]);
		needle.before_digit &= n > 0 && !is_word(run->words[i][n - 1]);
		run->words[i] = trim_word(s->arena, run->words[i], run->is_start, is_end);
		n = strlen(run->words[i]);
		needle.length = n < needle.length ? n : needle.length;
	}
	offer_needle(s, needle);
}

/* Every word of the run followed by every one of these, and by nothing when they are optional. */
static bool extend_run(struct search *s, const char *const *words, size_t n, bool is_optional)
{
	struct run *run = &s->run;
	size_t total = run->n * (n + is_optional);
	const char **product;

	if (total > MAX_NEEDLE_WORDS)
		return false;
	product = mem_alloc(total * sizeof *product);
	for (size_t i = 0, at = 0; i < run->n; i++) {
		for (size_t j = 0; j < n; j++)
			product[at++] = arena_join(s->arena, run->words[i], words[j]);
		if (is_optional)
			product[at++] = run->words[i];
	}
	free(run->words);
	run->words = product;
	run->n = total;
	return true;
}

static void begin_blank(struct search *s, bool is_start)
{
	static const char *const BLANK[] = {""};

	begin_run(s, BLANK, 1, is_start);
}

/* Takes a part of the pattern that is plain words, and the quantifier behind it. */
static void take_words(struct search *s, const char *const *words, size_t n, char quantifier)
{
	bool is_optional = quantifier == '?';

	if (!extend_run(s, words, n, is_optional)) {
		end_run(s, false, false);
		if (is_optional)
			begin_blank(s, false);
		else
			begin_run(s, words, n, false);
	}
	if (quantifier == '+') {
		end_run(s, false, false);
		begin_run(s, words, n, false);
	}
}

/* Behind the class at `p`; NULL: it is an unusual one. */
static const char *skip_class(const char *p)
{
	p += p[1] == '^' ? 2 : 1;
	if (*p == ']')
		return NULL;
	for (; *p && *p != ']'; p++)
		if (*p == '[' || (*p == '\\' && !*++p))
			return NULL;
	return *p ? p + 1 : NULL;
}

static const char *skip_escape(const char *p)
{
	bool is_plain = p[1] && (!is_word(p[1]) || strchr("dDwWsSbB", p[1]));

	return is_plain && !(p[1] & 0x80) ? p + 2 : NULL;
}

static const char *skip_group(const char *p);

/* Behind the character, class, group or escape at `p`; NULL: nothing can be told of it. */
static const char *skip_part(const char *p)
{
	uint32_t code;

	switch (*p) {
	case '\\':
		return skip_escape(p);
	case '[':
		return skip_class(p);
	case '(':
		return skip_group(p);
	case '|':
	case ')':
	case '?':
	case '*':
	case '+':
	case '{':
		return NULL;
	default:
		return p + text_decode(p, strlen(p), &code);
	}
}

static const char *skip_group(const char *p)
{
	if (*++p == '?' || *p == '*')
		return NULL;
	while (p && *p && *p != ')')
		p = strchr("|?*+{}", *p) ? p + 1 : skip_part(p);
	return p && *p ? p + 1 : NULL;
}

static const char *skip_quantifier(const char *p)
{
	if (*p == '{') {
		p = strchr(p, '}');
		return p ? p + 1 : NULL;
	}
	return p + (*p == '?' || *p == '*' || *p == '+');
}

/* The next part and its quantifier; returns what is behind them, or NULL. */
static const char *take_part(struct search *s, const char *p)
{
	const char *end = skip_part(p), *next = end ? skip_quantifier(end) : NULL;
	const char **words;
	size_t n;

	if (!next)
		return NULL;
	n = expand_classes(s->arena, arena_text(s->arena, p, (size_t)(end - p)), &words);
	if (n > 0 && *end != '*' && *end != '{') {
		take_words(s, words, n, *end);
	} else {
		bool is_digit =
			strncmp(p, "\\d", 2) == 0 && *end != '?' && *end != '*' && *end != '{';

		end_run(s, false, is_digit);
		begin_blank(s, false);
		s->run.behind_digit = is_digit;
	}
	free(words);
	return next;
}

/* Whether each word of the first needle holds one of the second, which then tells nothing more:
 * [一二]+个月 has 一个月|二个月 and 一|二. */
static bool is_second_implied(const struct needle needles[MAX_NEEDLES])
{
	for (size_t i = 0; i < needles[0].n; i++) {
		size_t k = 0;

		while (k < needles[1].n && !strstr(needles[0].words[i], needles[1].words[k]))
			k++;
		if (k == needles[1].n)
			return false;
	}
	return true;
}

static void drop_needle(struct needle *needle)
{
	free(needle->words);
	*needle = (struct needle){0};
}

size_t needles_find(struct arena *arena, const char *pattern, struct needle needles[MAX_NEEDLES])
{
	struct search s = {.arena = arena, .best = needles};
	const char *p = strlen(pattern) <= LONGEST ? pattern : NULL;

	memset(needles, 0, MAX_NEEDLES * sizeof *needles);
	begin_blank(&s, true);
	while (p && *p)
		p = take_part(&s, p);
	end_run(&s, true, false);
	if (!p)
		drop_needle(&needles[0]);
	if (!p || needles[1].length < LEAST_SECOND || is_second_implied(needles))
		drop_needle(&needles[1]);
	return (size_t)(needles[0].n > 0) + (needles[1].n > 0);
}
