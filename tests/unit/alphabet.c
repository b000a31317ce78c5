#include "cause/alphabet.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"

static void expect(const char *text, const char *expected)
{
	static const char *const WORDS[] = {"late", "it's 7", "extraordinary", "慢🙂"};
	struct alphabet *alphabet = alphabet_new(WORDS, 4);
	struct units units = {0};
	struct buf out = {0};

	alphabet_read(alphabet, text, strlen(text), &units);
	for (size_t i = 0; i <= units.n; i++)
		buf_format(&out, "%u:%u ", units.items[i].from, units.items[i].number);
	buf_add_char(&out, '|');
	for (size_t i = 0; i <= units.n_marks; i++)
		buf_format(&out, " %u", units.marks[i]);
	cr_assert_str_eq(buf_text(&out), expected, "'%s' gives '%s'", text, buf_text(&out));
	buf_release(&out);
	units_release(&units);
	alphabet_free(alphabet);
}

/* Characters of the first plane come first: ' is 1, the blank 2, 慢 3; late 4, it 5, s 6, 7 7, ...
 */
Test(alphabet, ascii_words_are_one_unit)
{
	expect("late", "0:4 4:0 | 4");
	expect("it's late7 7", "0:5 2:1 3:6 4:2 5:0 10:2 11:7 12:0 | 4 10 12");
	expect("extraordinary extraordinarx", "0:8 13:2 14:0 27:0 | 13 27");
	expect("", "0:0 | 0");
}

Test(alphabet, other_characters_are_one_unit_each)
{
	expect("慢,é。🙂🙁", "0:3 3:0 4:0 6:0 9:9 13:0 17:0 | 3 6 17");
}
