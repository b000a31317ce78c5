#include <criterion/criterion.h>
#include <string.h>

#include "input/looks.h"
#include "input/story.h"

static struct span span(const char *text)
{
	return (struct span){text, (uint32_t)strlen(text)};
}

Test(looks, of_cells)
{
	cr_expect(looks_like_date(span("2026-10-01 08:00")));
	cr_expect(!looks_like_date(span("20261001")));
	cr_expect(looks_like_phone(span("13800001111")));
	cr_expect(looks_like_phone(span("138****1111")));
	cr_expect(looks_like_phone(span("+86 138-0000-1111")));
	cr_expect(looks_like_phone(span("010-62345678")));
	cr_expect(!looks_like_phone(span("12345678901")));
	cr_expect(looks_like_order(span("230511889900112233")));
	cr_expect(!looks_like_order(span("110101199003074258")), "an identity card");
	cr_expect(!looks_like_order(span("8613800001111")), "a phone");
	cr_expect(looks_like_email(span("a@b.cn")));
	cr_expect(!looks_like_email(span("@home")));
}

Test(story, is_what_the_customer_said)
{
	static const struct {
		const char *cell, *story;
	} CASES[] = {{"慢。客服：已催", "慢。"}, {"客服：已催", "客服：已催"},
		{"【客服】您好【客户】坏了", "坏了"}, {"<p>a</p><p>b&amp;c</p>", "a\nb&c"},
		{"x < y > z", "x < y > z"}, {"slow\nOn Monday Ann wrote:\n> sorry", "slow"}};
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct span story = story_of(span(CASES[i].cell), &arena);

		cr_expect(story.n == strlen(CASES[i].story) &&
				  !memcmp(story.text, CASES[i].story, story.n),
			"%s: %.*s", CASES[i].cell, (int)story.n, story.text);
	}
	arena_release(&arena);
}
