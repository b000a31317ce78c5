#include "match/alphabet.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void expect(const char *text, const char *expected)
{
	static const char *const WORDS[] = {"late", "it's 7", "extraordinary", "慢🙂"};
	struct alphabet *alphabet = alphabet_new(NULL, WORDS, 4);
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
	expect("it's late7 7", "0:5 2:1 3:6 4:2 5:0 10:2 11:7 12:0 | 12");
	expect("extraordinary extraordinarx", "0:8 13:2 14:0 27:0 | 27");
	expect("慢  it 慢", "0:3 3:2 4:2 5:5 7:2 8:3 11:0 | 3 7 11");
	expect("", "0:0 | 0");
}

Test(alphabet, other_characters_are_one_unit_each)
{
	expect("慢,é。🙂🙁", "0:3 3:0 4:0 6:0 9:9 13:0 17:0 | 3 6 17");
}

/* In one pass, or by fold_text() and alphabet_read(). */
static void expect_folded(const struct fold *fold, const char *text)
{
	static const char *const WORDS[] = {
		"late", "it's 7", "broken 100", "慢", "质量", "extraordinary"};
	struct alphabet *alphabet = alphabet_new(fold, WORDS, 6);
	struct units units = {0}, expected = {0};
	size_t n = strlen(text);
	char *folded = mem_alloc(n + 1), *plain = mem_alloc(n + 1);
	size_t n_plain = fold_text(fold, text, n, plain);

	alphabet_fold(alphabet, text, n, folded, &units);
	alphabet_read(alphabet, plain, n_plain, &expected);
	cr_assert_eq(units.items[units.n].from, n_plain, "'%s'", text);
	cr_assert_eq(memcmp(folded, plain, n_plain), 0, "'%s'", text);
	cr_assert_eq(units.n, expected.n, "'%s'", text);
	cr_assert_eq(memcmp(units.items, expected.items, (units.n + 1) * sizeof *units.items), 0);
	/* It may have a few more: a blank before a wide character that folds into a narrow one. */
	for (size_t i = 0, k = 0; i <= expected.n_marks; i++) {
		while (k < units.n_marks && units.marks[k] < expected.marks[i])
			k++;
		cr_assert_eq(units.marks[k], expected.marks[i], "'%s'", text);
	}
	free(folded);
	free(plain);
	units_release(&units);
	units_release(&expected);
	alphabet_free(alphabet);
}

Test(alphabet, folds_and_reads_in_one_pass)
{
	static const char *const PIECES[] = {"late", " ", "IT’s", "７", "1０0", "brｏKen", "慢",
		"質量", "ＥＸtraordinary", "　", "。", "，", "é", "🙂", "出貨", "Ｂ",
		"extraordinarily long", "\n"};
	enum { N_PIECES = sizeof PIECES / sizeof *PIECES, N_TEXTS = 3000 };
	struct err err;
	struct fold *fold = fold_new(&err);
	struct buf text = {0};
	uint32_t random = 1;

	cr_assert_not_null(fold, "%s", err.text);
	for (size_t i = 0; i < N_TEXTS; i++) {
		buf_clear(&text);
		for (size_t k = i % 12; k > 0; k--) {
			random = random * 1664525 + 1013904223;
			buf_add_text(&text, PIECES[(random >> 16) % N_PIECES]);
		}
		expect_folded(fold, buf_text(&text));
	}
	buf_release(&text);
	fold_free(fold);
}
