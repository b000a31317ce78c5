#pragma once
/* A growing run of bytes, always followed by a NUL that does not count.
 *
 *	struct buf out = {0};
 *	buf_format(&out, "%zu rows", n);
 *	puts(buf_text(&out));
 *	buf_release(&out); */
#include <stddef.h>

struct buf {
	char *data; /* NULL while nothing was ever added: use buf_text() where a string is needed */
	size_t len;
	size_t capacity;
};

void buf_add(struct buf *buf, const void *bytes, size_t n);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
/* The text as a JSON string, with its quotes. */
void buf_add_json(struct buf *buf, const char *text);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_reserve(struct buf *buf, size_t more); /* room for `more` bytes at data + len */
void buf_clear(struct buf *buf);
const char *buf_text(const struct buf *buf); /* "" when empty */
char *buf_take(struct buf *buf);             /* the caller frees it; the buf is empty again */
void buf_release(struct buf *buf);
