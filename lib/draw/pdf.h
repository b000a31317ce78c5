#pragma once
/* Pages as a PDF: vector drawing, text that can be copied, fonts cut to what is used, links,
 * outline, page labels. The same pages give the same bytes. */
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "draw/font.h"
#include "draw/scene.h"

struct pdf_page {
	const struct scene *scene;
	const char *label; /* "iv", "3" */
};

/* A place that links "#anchor" lead to, and a row of the outline when it has a title. */
struct pdf_anchor {
	const char *name;
	const char *title; /* NULL: not in the outline */
	int level;         /* 1.. */
	size_t page;       /* from 0 */
	double y;
};

struct pdf {
	const char *title, *author, *subject; /* NULL: none */
	const char *lang;                     /* "zh-CN"; NULL: not said */
	int32_t day;                          /* creation date */
	const struct pdf_page *pages;
	size_t n_pages;
	const struct pdf_anchor *anchors; /* in the document's order */
	size_t n_anchors;
};

/* A link to an anchor that is not there is left out. */
int pdf_write(const struct pdf *pdf, struct fonts *fonts, struct buf *out, struct err *err);
