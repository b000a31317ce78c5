#include "input/extra.h"

static void add_json_text(struct buf *out, struct span text)
{
	size_t start = 0;

	buf_add_char(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.text[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, text.text + start, i - start);
		start = i + 1;
		if (c >= 0x20)
			buf_format(out, "\\%c", c);
		else if (c == '\n' || c == '\t' || c == '\r')
			buf_add_text(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
		else
			buf_format(out, "\\u%04x", c);
	}
	buf_add(out, text.text + start, text.n - start);
	buf_add_char(out, '"');
}

void extra_add(struct buf *extra, struct span header, struct span cell)
{
	buf_add_char(extra, extra->len ? ',' : '{');
	add_json_text(extra, header);
	buf_add_char(extra, ':');
	add_json_text(extra, cell);
}
