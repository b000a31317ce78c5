#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void buf_reserve(struct buf *buf, size_t more)
{
	size_t need = buf->len + more + 1;

	if (need <= buf->capacity)
		return;
	buf->capacity = buf->capacity * 2 > need ? buf->capacity * 2 : need;
	buf->data = mem_resize(buf->data, buf->capacity);
}

void buf_add(struct buf *buf, const void *bytes, size_t n)
{
	buf_reserve(buf, n);
	if (n)
		memcpy(buf->data + buf->len, bytes, n);
	buf->len += n;
	buf->data[buf->len] = '\0';
}

void buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_add_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_format(struct buf *buf, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	buf_reserve(buf, (size_t)n);
	va_start(args, format);
	vsnprintf(buf->data + buf->len, (size_t)n + 1, format, args);
	va_end(args);
	buf->len += (size_t)n;
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
	char *text = buf->data ? buf->data : mem_text("");

	*buf = (struct buf){0};
	return text;
}

void buf_release(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){0};
}

void buf_add_json(struct buf *out, const char *text)
{
	static const char SPECIAL[] = "\"\\\b\f\n\r\t", WRITTEN[] = "\"\\bfnrt";

	buf_add_char(out, '"');
	for (; *text; text++) {
		const char *special = strchr(SPECIAL, *text);

		if (special) {
			buf_add_char(out, '\\');
			buf_add_char(out, WRITTEN[special - SPECIAL]);
		} else if ((unsigned char)*text < ' ') {
			buf_format(out, "\\u%04x", (unsigned char)*text);
		} else {
			buf_add_char(out, *text);
		}
	}
	buf_add_char(out, '"');
}
