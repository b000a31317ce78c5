#include "base/text.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(text, valid_stops_at_the_first_bad_byte)
{
	static const struct {
		const char *bytes;
		size_t n, valid;
	} known[] = {
		{"投诉 complaint", 16, 16}, {"a\xff", 2, 1}, {"\xc0\x80", 2, 0}, /* overlong NUL */
		{"\xe0\x9f\xbf", 3, 0},                                          /* overlong */
		{"\xed\xa0\x80", 3, 0},                                          /* surrogate */
		{"\xf4\x90\x80\x80", 4, 0},                                      /* past U+10FFFF */
		{"\xf0\x9f\x98\x80", 4, 4},                                      /* an emoji */
		{"abcdefgh\xe6\x8a", 10, 8},                                     /* cut off */
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		cr_assert(eq(sz, text_valid(known[i].bytes, known[i].n), known[i].valid), "row %zu",
			i);
}

Test(text, widths)
{
	cr_assert(eq(sz, text_width("投诉ab", 8), 6));
	cr_assert(eq(sz, text_width("e\xcc\x81", 3), 1));
	cr_assert(eq(sz, text_width("\xef\xbc\xa1", 3), 2));
	cr_assert(eq(sz, text_fit("投诉ab", 8, 3), 3));
	cr_assert(eq(sz, text_count("投诉ab", 8), 4));
}

Test(text, trims_all_blanks)
{
	const char *text = " \xe3\x80\x80\xc2\xa0 投诉 \t\xe3\x80\x80\r\n";
	size_t n = strlen(text);
	const char *start = text_trim(text, &n);

	cr_assert(text_is(start, n, "投诉"));
	n = 3;
	text_trim(" \t ", &n);
	cr_assert(eq(sz, n, 0));
}
