#include "base/text.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
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

/* Texts of under a block are checked byte by byte: whatever stands across the edge of a block must
 * have the same verdict. */
static void assert_same_verdict(const unsigned char sequence[4], size_t at)
{
	enum { LENGTH = 80, REST = 12 };
	char text[LENGTH + 1];
	size_t expected;

	memset(text, 'a', LENGTH);
	for (size_t i = 0; i + 3 <= at; i += 3)
		memcpy(text + i, "汉", 3);
	memcpy(text + at, sequence, 4);
	expected = text_valid(text + at, REST);
	expected = expected == REST ? LENGTH : at + expected;
	cr_assert_eq(text_valid(text, LENGTH), expected, "%02x %02x %02x %02x at %zu", sequence[0],
		sequence[1], sequence[2], sequence[3], at);
}

Test(text, blocks_have_the_verdict_of_bytes)
{
	static const unsigned char EDGES[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
		0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff};

	for (int first = 0x7f; first < 256; first++)
		for (int second = 0; second < 256; second++)
			for (size_t i = 0; i < sizeof EDGES * sizeof EDGES; i++) {
				const unsigned char sequence[] = {(unsigned char)first,
					(unsigned char)second, EDGES[i / sizeof EDGES],
					EDGES[i % sizeof EDGES]};

				assert_same_verdict(sequence, 27 + (i + (size_t)second) % 8);
			}
}

Test(text, a_latin_word_begins_with_a_capital)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {{"product", "Product"}, {"iPad", "iPad"}, {"", ""}, {"a", "A"},
		{"Week 43", "Week 43"}, {"(other)", "(other)"}, {"产品", "产品"}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[16];

		snprintf(text, sizeof text, "%s", cases[i].text);
		text_capital(text);
		cr_expect_str_eq(text, cases[i].expected);
	}
}
