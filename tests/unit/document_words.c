#include <criterion/criterion.h>

#include "document/words.h"

static void check(void (*show)(const char *, double, bool, struct buf *), const char *lang,
	double change, bool is_points, const char *want)
{
	struct buf out = {0};

	show(lang, change, is_points, &out);
	cr_expect_str_eq(buf_text(&out), want);
	buf_release(&out);
}

/* Growth is a fraction; contribution_pp, ontime_pp and repeat_rate_pp are in points. */
Test(document_words, changes)
{
	check(words_delta, "zh-CN", 0.072, false, "+7.2%");
	check(words_delta, "zh-CN", 1.25, true, "+1.3 个百分点");
	check(words_delta, "en", -1.25, true, "−1.3 pts");
	check(words_delta, "en", 0.0004, false, "0.0%");
	check(words_delta, "en", 0.04, true, "0.0 pts");
	check(words_change, "zh-CN", -0.369, false, "下降 36.9%");
	check(words_change, "en", 0.9, true, "up 0.9 points");
	check(words_change, "zh-TW", 0, false, "持平");
}

Test(document_words, blanks_between_chinese_and_letters)
{
	cr_expect(words_are_spaced("zh-CN", "A5", "投诉"));
	cr_expect(words_are_spaced("zh-TW", "吸塵器", "V9"));
	cr_expect(!words_are_spaced("zh-CN", "A5", "，"));
	cr_expect(!words_are_spaced("zh-CN", "产品", "类"));
	cr_expect(!words_are_spaced("zh-CN", "产品", " A5"));
	cr_expect(!words_are_spaced("zh-CN", "", "A5"));
	cr_expect(!words_are_spaced("en", "A5", "投诉"));
}
