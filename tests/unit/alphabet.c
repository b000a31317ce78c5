#include "cause/alphabet.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"

static void expect(const char *text, const char *expected)
{
	static const char *const WORDS[] = {"late", "it's 7", "extraordinary", "慢"};
	struct alphabet *alphabet = alphabet_new(WORDS, 4);
	struct units units = {0};
	struct buf out = {0};

	alphabet_read(alphabet, text, strlen(text), &units);
	for (size_t i = 0; i <= units.n; i++) {
		uint32_t number = units.items[i].number;

		buf_format(&out, number < UNIT_FIRST_WORD ? "%u:%x " : "%u:#%u ",
			units.items[i].from, number % UNIT_FIRST_WORD);
	}
	buf_add_char(&out, '|');
	for (size_t i = 0; i <= units.n_marks; i++)
		buf_format(&out, " %u", units.marks[i]);
	cr_assert_str_eq(buf_text(&out), expected, "'%s' gives '%s'", text, buf_text(&out));
	buf_release(&out);
	units_release(&units);
	alphabet_free(alphabet);
}

Test(alphabet, ascii_words_are_one_unit)
{
	expect("late", "0:#0 4:0 | 4");
	expect("it's late7 7", "0:#1 2:27 3:#2 4:20 5:0 10:20 11:#3 12:0 | 4 10 12");
	expect("extraordinary extraordinarx", "0:#4 13:20 14:0 27:0 | 13 27");
	expect("", "0:0 | 0");
}

Test(alphabet, other_characters_are_their_code_points)
{
	expect("慢,é。🙂", "0:6162 3:2c 4:e9 6:3002 9:1f642 13:0 | 3 6 13");
}
