#pragma once
/* The fonts of one language, and measuring with them: Noto Sans CJK for Chinese, DejaVu Sans for
 * English, each the other's reserve. Nothing else that is installed can change a picture.
 *
 *	struct fonts *fonts = fonts_open("zh-CN", &err);
 *	double width = fonts_width(fonts, "投诉总量", 10.5, false);
 *	fonts_close(fonts); */
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "draw/scene.h"

struct fonts;

/* `lang` "zh-CN", "zh-TW", "en". NULL when the fonts are not installed. */
struct fonts *fonts_open(const char *lang, struct err *err);
void fonts_close(struct fonts *fonts);

/* Width in points of a text on one line. */
double fonts_width(struct fonts *fonts, const char *text, double size, bool bold);

/* A part of a paragraph in one style. */
struct span {
	const char *text; /* '\n' breaks the line */
	bool bold;
};

/* What stands on one line of one span: bytes from..to-1 of its text, `x` points from the left. */
struct piece {
	size_t line, span;
	size_t from, to;
	double x, width;
};

struct wrapped {
	size_t n_lines, n_pieces;
	struct piece *pieces;
};

/* Breaks a paragraph into lines of at most `width` points by the rules of its language. The result
 * belongs to the fonts. */
const struct wrapped *fonts_wrap(
	struct fonts *fonts, const struct span *spans, size_t n_spans, double size, double width);

/* -1 with the characters of the scenes' texts that no font has. */
int fonts_check(
	struct fonts *fonts, const struct scene *const *scenes, size_t n_scenes, struct err *err);
