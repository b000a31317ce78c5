#pragma once
/* The tags and texts of a web page, tolerantly. Pure functions over bytes of any encoding that
 * keeps ASCII bytes up to '?' for ASCII (GBK and Big5 do).
 *
 *	struct html_scan scan = {bytes, bytes + n};
 *	while (html_next(&scan, &token))
 *		... */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum html_kind { HTML_TEXT, HTML_OPEN, HTML_CLOSE };

struct html_token {
	enum html_kind kind;
	const char *text; /* the text, or the tag's name */
	size_t n;
	const char *attributes, *end; /* of an opening tag */
};

struct html_scan {
	const char *p, *end;
	bool is_cut; /* the page ended within a tag */
};

/* False at the end. Comments, declarations, scripts and style sheets are left out. */
bool html_next(struct html_scan *scan, struct html_token *token);

/* True when the tag's name is that word of lower case. */
bool html_is(const struct html_token *token, const char *name);

/* The value of an attribute, without quotes; *n is 0 where it is absent. */
const char *html_attribute(const struct html_token *token, const char *name, size_t *n);

/* The number that an attribute has, at least 1 and at most `most`; 1 where it is absent. */
unsigned html_number(const struct html_token *token, const char *name, unsigned most);

/* Appends UTF-8 text with its entities (&amp; &#20013; &#x4e2d;) made characters; what is no entity
 * stays as it is written. */
void html_unescape(const char *text, size_t n, struct buf *out);
