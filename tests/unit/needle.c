#include "match/needle.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/buf.h"

/* The words of one needle of a pattern; with 7 where a digit stands. */
static void expect_needle(const char *pattern, size_t number, const char *words)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct needle needles[MAX_NEEDLES];

	needles_find(&arena, pattern, needles);
	for (size_t i = 0; i < needles[number].n; i++)
		buf_format(&out, "%s[%s]%s", needles[number].behind_digit ? "7" : "",
			needles[number].words[i], needles[number].before_digit ? "7" : "");
	cr_assert_str_eq(buf_text(&out), words, "'%s' gives '%s'", pattern, buf_text(&out));
	buf_release(&out);
	for (size_t i = 0; i < MAX_NEEDLES; i++)
		free(needles[i].words);
	arena_release(&arena);
}

static void expect(const char *pattern, const char *words)
{
	expect_needle(pattern, 0, words);
}

Test(needle, the_longest_plain_run_of_a_pattern)
{
	expect("\\d+ ?天", "7[ 天]7[天]");
	expect("好一个.七天无理由", "[七天无理由]");
	expect("卡在(广州|.{1,3}站)", "[卡在]");
	expect("第[二三]天", "[第二天][第三天]");
	expect("won\\'t (boot|open)", "[won't boot][won't open]");
	expect("[一二]+个?月", "[一个月][一月][二个月][二月]");
	expect("(收到)*货", "[货]");
	expect("收{2,3}到货", "[到货]");
}

Test(needle, may_stand_at_a_digit)
{
	expect("收了\\d+", "[收了]7");
	expect("收了\\d", "[收了]7");
	expect("收了\\d?", "[收了]");
	expect("收了\\d*元", "[收了]");
	expect("\\d{2}个月", "[个月]");
	expect("\\d+(日|号)?买", "7[日买]7[号买]7[买]");
	expect("\\d+买\\d", "7[买]7");
	expect("\\d+ days late\\d", "7[ days ]");
}

Test(needle, holds_no_half_of_an_ascii_word)
{
	expect("took (\\w+ )+to reply", "[ reply]");
	expect("last(ed)? only (a|\\d+)", "[lasted only ][last only ]");
	expect("late 20\\d\\d", "[late ]");
	expect("\\d+days", "");
	expect("a+b", "");
	expect("late.*", "");
}

Test(needle, none_where_a_pattern_is_unusual)
{
	expect("\\w+", "");
	expect("慢?", "");
	expect("慢|快递", "");
	expect("(?i)慢", "");
	expect("\\x6162", "");
	expect("[]慢]快递", "");
	expect("慢+?快递", "");
	expect("(慢", "");
	expect("慢[", "");
	expect("慢\\", "");
	expect("", "");
}

Test(needle, a_second_one_where_it_tells_more)
{
	expect_needle("took (\\w+ )+to reply", 1, "[took ]");
	expect_needle("(waited|for) \\d+ (minutes|mins) to", 1, "[waited ]7[for ]7");
	expect_needle("卡在.{1,3}中心", 1, "[中心]");
	expect_needle("\\d+月\\d+日购买", 1, "7[月]7");
	expect_needle("[一二]+个?月", 1, "");
	expect_needle("at \\d+ no service", 1, "[at ]7");
	expect_needle("a \\d+ no service", 1, "");
	expect_needle("收了\\d+", 1, "");
	expect_needle("到货.+(慢", 1, "");
}
