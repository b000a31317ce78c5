#include "document/svg.h"

#include <string.h>

/* What stands in front of an id's name in the files that cairo writes. */
static const char *const PLACES[] = {" id=\"", "href=\"#", "url(#", "url('#", "url(\"#"};

static size_t place_at(const char *p, const char *end)
{
	for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
		size_t n = strlen(PLACES[i]);

		if ((size_t)(end - p) >= n && !memcmp(p, PLACES[i], n))
			return n;
	}
	return 0;
}

void svg_embed(const char *svg, size_t n, const char *prefix, struct buf *out)
{
	const char *end = svg + n;
	const char *start = memmem(svg, n, "<svg", 4);
	const char *copied;

	if (!start)
		return;
	copied = start;
	for (const char *p = start; p < end;) {
		size_t length = place_at(p, end);

		if (!length) {
			p++;
			continue;
		}
		p += length;
		buf_add(out, copied, (size_t)(p - copied));
		buf_format(out, "%s-", prefix);
		copied = p;
	}
	buf_add(out, copied, (size_t)(end - copied));
}
