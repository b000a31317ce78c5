#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "draw/font.h"
#include "draw/pdf.h"
#include "draw/pdf_pack.h"
#include "draw/picture.h"
#include "draw/scene.h"

static struct fonts *open_fonts(const char *lang)
{
	struct err err;
	struct fonts *fonts = fonts_open(lang, &err);

	cr_assert_not_null(fonts, "%s", err.text);
	return fonts;
}

Test(draw, placing_scales_and_moves)
{
	struct scene small = {.width = 10, .height = 10}, page = {.width = 100, .height = 100};
	const struct shape *shape;

	scene_line(&small, 0, 0, 10, 5, 1, GRID);
	scene_text(&small, 2, 4, ALIGN_LEFT, "a\tb", (struct type){.size = 8, .colour = INK});
	scene_place(&page, &small, 50, 20, 2);
	scene_release(&small);
	shape = &page.shapes[0];
	cr_assert_eq(shape->points[1].x, 70);
	cr_assert_eq(shape->points[1].y, 30);
	cr_assert_eq(shape->line_width, 2);
	shape = &page.shapes[1];
	cr_assert_eq(shape->x, 54);
	cr_assert_eq(shape->y, 28);
	cr_assert_eq(shape->type_of_text.size, 16);
	cr_assert_str_eq(shape->text, "a b");
	scene_release(&page);
}

Test(draw, a_chinese_character_is_a_square)
{
	struct fonts *fonts = open_fonts("zh-CN");

	cr_assert_float_eq(fonts_width(fonts, "投诉总量", 10, false), 40, 0.01);
	cr_assert_float_eq(fonts_width(fonts, "投诉总量", 10, true), 40, 0.01);
	cr_assert_float_eq(fonts_width(fonts, "投诉", 20, false), 40, 0.01);
	fonts_close(fonts);
}

Test(draw, quotes_are_narrow_in_english_and_wide_in_chinese)
{
	struct fonts *english = open_fonts("en"), *chinese = open_fonts("zh-CN");

	cr_assert(fonts_width(english, "“”", 10, false) < 12);
	cr_assert_float_eq(fonts_width(chinese, "“”", 10, false), 20, 0.01);
	fonts_close(english);
	fonts_close(chinese);
}

Test(draw, no_line_begins_with_a_closing_mark)
{
	struct fonts *fonts = open_fonts("zh-CN");
	const struct span spans[] = {
		{"物流延误一千二百八十四件", true}, {"，占三成。其余从略。", false}};
	/* Twelve characters wide: the comma would be the first of the second line. */
	const struct wrapped *wrapped = fonts_wrap(fonts, spans, 2, 10, 121);
	const struct piece *pieces = wrapped->pieces;
	size_t last = 0;

	cr_assert_eq(wrapped->n_lines, 2);
	cr_assert_eq(pieces[0].to - pieces[0].from, 11 * strlen("物"));
	for (size_t i = 0; i < wrapped->n_pieces; i++) {
		cr_assert(pieces[i].line >= last && pieces[i].x + pieces[i].width <= 121.01);
		last = pieces[i].line;
	}
	cr_assert_eq(pieces[1].line, 1);
	cr_assert_eq(pieces[1].span, 0);
	cr_assert_eq(pieces[2].span, 1);
	cr_assert_float_eq(pieces[2].x, 10, 0.01);
	fonts_close(fonts);
}

Test(draw, a_line_break_in_the_text_breaks_the_line)
{
	struct fonts *fonts = open_fonts("en");
	const struct span span = {"one\ntwo", false};
	const struct wrapped *wrapped = fonts_wrap(fonts, &span, 1, 10, 500);

	cr_assert_eq(wrapped->n_lines, 2);
	cr_assert_eq(wrapped->n_pieces, 2);
	cr_assert_eq(wrapped->pieces[0].to, 3);
	cr_assert_eq(wrapped->pieces[1].from, 4);
	fonts_close(fonts);
}

/* Twenty-two characters in lines of twenty-one: nineteen and three, not twenty-one and one. */
Test(draw, a_paragraph_does_not_end_in_one_character)
{
	struct fonts *fonts = open_fonts("zh-CN");
	const struct span span = {"一二三四五六七八九十一二三四五六七八九十一二", false};
	const struct wrapped *wrapped = fonts_wrap(fonts, &span, 1, 10, 211);

	cr_assert_eq(wrapped->n_lines, 2);
	cr_assert_eq(wrapped->pieces[0].to - wrapped->pieces[0].from, 19 * strlen("一"));
	fonts_close(fonts);
}

Test(draw, svg_of_a_later_picture_is_that_of_the_first)
{
	struct fonts *fonts = open_fonts("zh-TW");
	struct scene scene = {.width = 100, .height = 50};
	struct buf one = {0}, two = {0};
	struct err err;

	scene_text(&scene, 10, 20, ALIGN_LEFT, "產品品質 <1>",
		(struct type){.size = 10, .bold = true, .colour = INK});
	cr_assert_eq(picture_svg(&scene, fonts, "A & B", "c", &one, &err), 0, "%s", err.text);
	cr_assert_eq(picture_svg(&scene, fonts, "A & B", "c", &two, &err), 0);
	cr_assert_str_eq(one.data, two.data);
	cr_assert(strstr(one.data, "<title>A &amp; B</title>"));
	cr_assert(strstr(one.data, "<desc>c</desc>"));
	scene_release(&scene);
	fonts_close(fonts);
	buf_release(&one);
	buf_release(&two);
}

Test(draw, a_pdf_of_one_word_is_small)
{
	struct fonts *fonts = open_fonts("zh-CN");
	struct scene scene = {.width = 100, .height = 50};
	struct pdf_page page = {&scene, "i"};
	struct pdf_anchor anchor = {.name = "top", .title = "开头", .level = 1};
	struct pdf pdf = {.title = "t",
		.day = date_day(2026, 10, 31),
		.pages = &page,
		.n_pages = 1,
		.anchors = &anchor,
		.n_anchors = 1};
	struct buf out = {0};
	struct err err;

	scene_text(&scene, 10, 20, ALIGN_LEFT, "投诉", (struct type){.size = 10, .colour = INK});
	scene_link(&scene, 10, 10, 20, 12, "#top");
	scene_link(&scene, 10, 10, 20, 12, "#nowhere");
	cr_assert_eq(pdf_write(&pdf, fonts, &out, &err), 0, "%s", err.text);
	cr_assert(out.len < 12000, "%zu bytes", out.len);
	cr_assert_eq(memcmp(out.data, "%PDF-1.5", 8), 0);
	scene_release(&scene);
	fonts_close(fonts);
	buf_release(&out);
}

/* Object 2 is said to be where object 1 is: there is none. */
Test(draw, packing_keeps_what_is_there)
{
	static const struct pdf_words words = {.lang = "zh-TW"};
	struct buf pdf = {0};
	size_t at;

	buf_add_text(&pdf, "%PDF-1.5\n1 0 obj\n<< /Type /Catalog\n>>\nendobj\n");
	buf_add_text(&pdf, "3 0 obj\n<< >>\nstream\nabc\nendstream\nendobj\n");
	at = pdf.len;
	buf_format(&pdf,
		"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000009 00000 n \n%010zu "
		"00000 n \n"
		"trailer\n<< /Root 1 0 R /Info 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
		(size_t)(strstr(buf_text(&pdf), "3 0 obj") - pdf.data), at);
	pdf_pack(&pdf, &words);
	cr_expect_eq(strncmp(pdf.data, "%PDF-1.5\n3 0 obj\n<< >>\nstream\nabc\n", 34), 0);
	cr_expect_not_null(strstr(pdf.data, "4 0 obj\n<< /Type /ObjStm /N 1 /First 4 "));
	cr_expect_not_null(memmem(pdf.data, pdf.len, "/Type /XRef /Size 6 ", 20));
	cr_expect_not_null(memmem(pdf.data, pdf.len, "/Root 1 0 R", 11));
	buf_release(&pdf);
}

Test(draw, what_is_no_pdf_of_cairo_stays_as_it_is)
{
	static const char *const texts[] = {"", "startxref\n7\n", "%PDF-1.5\nstartxref\n0\n%%EOF\n",
		"%PDF-1.5\nxref\n0 9\n0000000000 65535 f \nstartxref\n9\n",
		"%PDF-1.5\n1 0 obj\n<< >>\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n "
		"\nstartxref\n23\n"};
	static const struct pdf_words words = {0};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf pdf = {0};

		buf_add_text(&pdf, texts[i]);
		pdf_pack(&pdf, &words);
		cr_expect_str_eq(buf_text(&pdf), texts[i]);
		buf_release(&pdf);
	}
}

static void write_words(const char *words, struct buf *out)
{
	struct fonts *fonts = open_fonts("zh-CN");
	struct scene scene = {.width = 200, .height = 40};
	struct pdf_page page = {.scene = &scene};
	struct pdf pdf = {
		.title = "t", .day = date_day(2026, 10, 31), .pages = &page, .n_pages = 1};
	struct err err;

	scene_text(&scene, 10, 20, ALIGN_LEFT, words, (struct type){.size = 12, .colour = INK});
	cr_assert_eq(pdf_write(&pdf, fonts, out, &err), 0, "%s", err.text);
	scene_release(&scene);
	fonts_close(fonts);
}

/* Files of subsets get the numbers of earlier ones; a font that was kept would be drawn again. */
Test(draw, a_document_is_the_same_after_others)
{
	static const char *const WORDS[] = {"投诉原因", "物流延误", "退款缓慢", "客服态度"};
	struct buf alone = {0}, after = {0}, other = {0};
	int ends[2];
	char bytes[4096];
	ssize_t n;

	cr_assert_eq(pipe(ends), 0);
	if (!fork()) {
		write_words("质量问题", &alone);
		n = write(ends[1], alone.data, alone.len);
		_exit(n == (ssize_t)alone.len ? 0 : 1);
	}
	close(ends[1]);
	while ((n = read(ends[0], bytes, sizeof bytes)) > 0)
		buf_add(&alone, bytes, (size_t)n);
	close(ends[0]);
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		write_words(WORDS[i], &other);
	write_words("质量问题", &after);
	cr_assert(alone.len > 1000 && alone.len == after.len &&
		  !memcmp(alone.data, after.data, alone.len));
	buf_release(&alone);
	buf_release(&after);
	buf_release(&other);
}
