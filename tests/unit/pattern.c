#include "match/pattern.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <regex.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void add_place(void *context, size_t from, size_t to)
{
	buf_format(context, "%zu-%zu ", from, to);
}

static void find(const char *expression, const char *text, size_t n, struct buf *out)
{
	struct pattern *pattern = pattern_new(expression);
	struct pattern_scratch scratch = {0};

	cr_assert_not_null(pattern, "'%s' is not understood", expression);
	buf_clear(out);
	pattern_scan(pattern, &scratch, text, n, add_place, out);
	pattern_scratch_release(&scratch);
	pattern_free(pattern);
}

static void expect(const char *expression, const char *text, const char *found)
{
	struct buf out = {0};

	find(expression, text, strlen(text), &out);
	cr_assert_str_eq(
		buf_text(&out), found, "'%s' in '%s': '%s'", expression, text, buf_text(&out));
	buf_release(&out);
}

Test(pattern, every_end_with_its_first_start)
{
	expect("a+b", "xaab aab ab", "5-8 9-11 ");
	expect("took (\\w+ )+to reply", "it took 12 days to reply to reply", "3-24 3-33 ");
	expect("took (\\w+ )+to reply", "it took too long, to reply", "");
	expect("\\d{2,3}", "1 12 123 1234", "2-4 5-7 5-8 9-11 9-12 ");
	expect("(a|ab)(c|bcd)?", "abcd", "0-1 0-2 0-3 0-4 ");
	expect("x.y", "x\ny xzy", "4-7 ");
	expect("a\\.b", "a.b acb", "0-3 ");
}

Test(pattern, characters_or_bytes)
{
	expect("不怎么.{1,2}", "不怎么好用了", "0-12 0-15 ");
	expect("[一二三]+[多几]?个?月", "等了二三个月，一月", "6-18 21-27 ");
	expect("跳[ef]\\d+", "显示跳e12", "6-11 6-12 ");
	expect("a.{3}b", "a好b", "0-5 ");
	expect("[一-三🙂]x", "丁x 三x🙂x", "0-4 5-9 9-14 ");
	expect("第[é十]条", "第é条第十条", "0-8 8-17 ");
}

Test(pattern, what_it_leaves_to_others)
{
	static const char *const OTHERS[] = {"^a", "a$", "\\ba", "a\\s", "(?:a)", "[^a]b", "a+?",
		"a*", "a|", "(a)\\1", "a{0}", "a{2", "a{3,2}", "a{500}", "[b-a]", "a]", "a)", "(a",
		"[a", "\\", "a\\", "+a", "", "(a{40}){40}", "[[:digit:]]"};

	for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
		cr_assert_null(pattern_new(OTHERS[i]), "'%s'", OTHERS[i]);
}

/* Whatever is repeated: time grows with the text. */
Test(pattern, bounded_time, .timeout = 20)
{
	size_t n = 1 << 20;
	char *text = mem_alloc(n + 1);
	struct buf out = {0};

	memset(text, 'a', n);
	for (size_t i = 0; i < n; i += 2)
		text[i] = ' ';
	text[n] = '\0';
	find("(( a)+)+b", text, n, &out);
	cr_assert_eq(out.len, 0);
	find("( ?\\w ?\\w?)+c", text, n, &out);
	cr_assert_eq(out.len, 0);
	buf_release(&out);
	free(text);
}

/* ---- against the regular expressions of the C library ---- */

static bool is_inside(const char *text, size_t at)
{
	return at > 0 && isalnum((unsigned char)text[at]) && isalnum((unsigned char)text[at - 1]);
}

static bool matches(const regex_t *whole, const char *text, size_t from, size_t to)
{
	char *piece = mem_text_n(text + from, to - from);
	bool is_match = regexec(whole, piece, 0, NULL, 0) == 0;

	free(piece);
	return is_match;
}

static void find_plainly(const char *expression, const char *text, size_t n, struct buf *out)
{
	char *anchored = mem_format("^(%s)$", expression);
	regex_t whole;

	cr_assert_eq(regcomp(&whole, anchored, REG_EXTENDED | REG_NOSUB), 0, "%s", expression);
	buf_clear(out);
	for (size_t to = 1; to <= n; to++)
		for (size_t from = 0; from < to; from++)
			if (!is_inside(text, from) && matches(&whole, text, from, to)) {
				add_place(out, from, to);
				break;
			}
	regfree(&whole);
	free(anchored);
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

Test(pattern, as_the_plainest_search)
{
	static const char *const EXPRESSIONS[] = {"a", "ab|ba", "(a|b)+ c", "a?b?c", "(ab)*c",
		"a{2,3}b{0,2}c?", "(a|ab)(c|bc)", "[ab]{2}[b-c]+", "((a|b) ?){1,3}c", "a(b(c )?)+",
		"(a+b*)+ (c|a b)", "( |a){3}"};
	enum { N_TEXTS = 150 };
	uint32_t random = 7;

	for (size_t e = 0; e < sizeof EXPRESSIONS / sizeof *EXPRESSIONS; e++)
		for (size_t i = 0; i < N_TEXTS; i++) {
			char text[16];
			size_t n = next_random(&random) % sizeof text;
			struct buf ours = {0}, plain = {0};

			for (size_t k = 0; k < n; k++)
				text[k] = "abc a"[next_random(&random) % 5];
			find(EXPRESSIONS[e], text, n, &ours);
			find_plainly(EXPRESSIONS[e], text, n, &plain);
			cr_assert_str_eq(buf_text(&ours), buf_text(&plain), "'%s' in '%.*s'",
				EXPRESSIONS[e], (int)n, text);
			buf_release(&ours);
			buf_release(&plain);
		}
}
