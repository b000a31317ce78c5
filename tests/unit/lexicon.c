#include "match/lexicon.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "match/expand.h"

static void expect(const char *const *words, size_t n, const char *text, const char *found)
{
	struct lexicon *lexicon = lexicon_new(NULL, words, n);
	char *folded = mem_alloc(strlen(text) + 1);
	struct units units = {0};
	struct places places = {0};
	struct buf out = {0};

	lexicon_scan(lexicon, text, strlen(text), folded, &units, &places);
	for (size_t i = 0; i < places.n; i++)
		buf_format(&out, "%u@%u-%u ", places.items[i].word, places.items[i].from,
			places.items[i].to);
	cr_assert_str_eq(buf_text(&out), found, "'%s' gives '%s'", text, buf_text(&out));
	buf_release(&out);
	free(places.items);
	free(folded);
	units_release(&units);
	lexicon_free(lexicon);
}

Test(lexicon, every_word_at_every_place)
{
	static const char *const WORDS[] = {"a", "abc", "不", "不好", "好", "é", "🙂!"};

	expect(WORDS, 7, "不好好", "2@0-3 3@0-6 4@3-6 4@6-9 ");
	expect(WORDS, 7, "a abc ab xabc a", "0@0-1 1@2-5 0@14-15 ");
	expect(WORDS, 7, "不a好é🙂🙂!", "2@0-3 0@3-4 4@4-7 5@7-9 6@13-18 ");
	expect(WORDS, 7, "", "");
	expect(WORDS, 0, "abc", "");
}

Test(lexicon, words_of_several_ascii_words)
{
	static const char *const WORDS[] = {
		" no", "didn't", "internationally", "internationally known", "no", "no 电"};

	expect(WORDS, 6, "no electricity, no 电", "4@0-2 0@15-18 4@16-18 5@16-22 ");
	expect(WORDS, 6, "didn't they? didnt, didn'ts", "1@0-6 ");
	expect(WORDS, 6, "internationally known, internationalXy", "2@0-15 3@0-21 ");
}

/* ---- against the plainest search there is ---- */

enum { N_WORDS = 300, N_TEXTS = 2000 };

static bool is_word(char c)
{
	return isalnum((unsigned char)c) && !(c & 0x80);
}

static bool is_edge(const char *text, size_t n, size_t at)
{
	return at == 0 || at == n || !is_word(text[at - 1]) || !is_word(text[at]);
}

static void search(const char *const *words, size_t n_words, const char *text, struct buf *out)
{
	size_t n = strlen(text);

	for (size_t from = 0; from < n; from++)
		for (size_t to = from + 1; to <= n && is_edge(text, n, from); to++)
			for (size_t w = 0; w < n_words && is_edge(text, n, to); w++)
				if (strlen(words[w]) == to - from &&
					memcmp(words[w], text + from, to - from) == 0)
					buf_format(out, "%zu@%zu-%zu ", w, from, to);
}

static const char *random_text(struct arena *arena, size_t most)
{
	static const char *const PARTS[] = {"不", "好", "没", "a", "b", "7", " ", "'", "é", "🙂"};
	size_t n = 1 + (size_t)rand() % most;
	const char *text = "";

	for (size_t i = 0; i < n; i++)
		text = arena_format(arena, "%s%s", text, PARTS[rand() % 10]);
	return text;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

Test(lexicon, finds_what_a_plain_search_finds)
{
	struct arena arena = {0};
	const char *words[N_WORDS];
	size_t n = 0;

	srand(7);
	for (size_t i = 0; i < N_WORDS; i++)
		words[i] = random_text(&arena, i % 20 ? 4 : 24);
	qsort(words, N_WORDS, sizeof *words, by_bytes);
	for (size_t i = 0; i < N_WORDS; i++)
		if (n == 0 || strcmp(words[n - 1], words[i]) != 0)
			words[n++] = words[i];
	for (size_t i = 0; i < N_TEXTS; i++) {
		const char *text = random_text(&arena, 30);
		struct buf out = {0};

		search(words, n, text, &out);
		expect(words, n, text, buf_text(&out));
		buf_release(&out);
	}
	arena_release(&arena);
}

enum { N_MANY = 20000, N_CHARACTERS = 300 };

static const char *chinese_word(struct arena *arena, size_t i)
{
	size_t digits[] = {i % N_CHARACTERS, i / N_CHARACTERS, i * 7 % N_CHARACTERS};
	char word[3 * 4];
	size_t n = 0;

	for (size_t k = 0; k < 3; k++)
		n += text_encode((uint32_t)(0x4e00 + digits[k]), word + n);
	return arena_text(arena, word, n);
}

/* So many that some states find no room among the others. */
Test(lexicon, finds_each_of_many_words)
{
	struct arena arena = {0};
	const char **words = mem_alloc(N_MANY * sizeof *words);
	struct units units = {0};
	struct places places = {0};
	struct lexicon *lexicon;
	char folded[9];

	for (size_t i = 0; i < N_MANY; i++)
		words[i] = chinese_word(&arena, i);
	qsort(words, N_MANY, sizeof *words, by_bytes);
	lexicon = lexicon_new(NULL, words, N_MANY);
	for (size_t i = 0; i < N_MANY; i++) {
		lexicon_scan(lexicon, words[i], 9, folded, &units, &places);
		cr_assert(places.n == 1 && places.items[0].word == i && places.items[0].to == 9);
		lexicon_scan(lexicon, words[i], 6, folded, &units, &places);
		cr_assert_eq(places.n, 0);
	}
	lexicon_free(lexicon);
	free(places.items);
	units_release(&units);
	free(words);
	arena_release(&arena);
}

static void expect_words(const char *pattern, const char *expected)
{
	struct arena arena = {0};
	const char **words;
	size_t n = expand_pattern(&arena, pattern, &words);
	struct buf out = {0};

	for (size_t i = 0; i < n; i++)
		buf_format(&out, "%s ", words[i]);
	cr_assert_str_eq(buf_text(&out), expected, "'%s' gives '%s'", pattern, buf_text(&out));
	buf_release(&out);
	free(words);
	arena_release(&arena);
}

Test(lexicon, short_patterns_are_written_out)
{
	expect_words("慢", "慢 ");
	expect_words("(a|b)c?", "ac a bc b ");
	expect_words("冷(清|(淡|漠)了?)", "冷清 冷淡了 冷淡 冷漠了 冷漠 ");
	expect_words("a+", "");
	expect_words("[ab]", "");
	expect_words("a?", "");
	expect_words("(a", "");
	expect_words("a)", "");
	expect_words("(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)", "");
}
