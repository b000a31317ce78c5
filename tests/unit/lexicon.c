#include "cause/lexicon.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cause/expand.h"

static void note(void *context, uint32_t word, uint32_t from, uint32_t to)
{
	buf_format(context, "%u@%u-%u ", word, from, to);
}

static void expect(const char *const *words, size_t n, const char *text, const char *found)
{
	struct lexicon *lexicon = lexicon_new(words, n);
	struct buf out = {0};

	lexicon_scan(lexicon, text, strlen(text), note, &out);
	cr_assert_str_eq(buf_text(&out), found, "'%s' gives '%s'", text, buf_text(&out));
	buf_release(&out);
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
