#include "spreadsheet/xlsx_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "spreadsheet/xlsx_part.h"

#define SHARED_LIMIT ((uint64_t)2 << 30)

enum {
	ESCAPE = 7,            /* bytes of _x000D_ */
	TEXT_LIMIT = 16 << 20, /* bytes of one text */
};

struct reading {
	struct shared_texts *shared;
	struct part *part;
	struct buf text;
	bool in_text;
	int in_phonetic;
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* The code point of the escape at p, or 0 if it is none that can be turned back. */
static uint32_t escape_code(const char *p, size_t n)
{
	uint32_t code = 0;

	if (n < ESCAPE || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return 0;
	for (int i = 2; i < 6; i++) {
		if (hex_digit(p[i]) < 0)
			return 0;
		code = code * 16 + (uint32_t)hex_digit(p[i]);
	}
	return code >= 0xd800 && code < 0xe000 ? 0 : code;
}

void escapes_decode(struct buf *text, size_t from)
{
	size_t out = from;
	size_t i = from;

	if (text->len == from || !memmem(text->data + from, text->len - from, "_x", 2))
		return;
	while (i < text->len) {
		uint32_t code = escape_code(text->data + i, text->len - i);

		if (code) {
			out += text_encode(code, text->data + out);
			i += ESCAPE;
		} else {
			text->data[out++] = text->data[i++];
		}
	}
	text->len = out;
	text->data[out] = '\0';
}

static bool is_text(const char *name)
{
	return name[0] == 't' && !name[1];
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct reading *reading = context;

	(void)attributes;
	if (is_text(name))
		reading->in_text = !reading->in_phonetic;
	else if (!strcmp(name, "si"))
		buf_clear(&reading->text);
	else if (!strcmp(name, "rPh"))
		reading->in_phonetic++;
}

static void keep_text(struct reading *reading)
{
	struct shared_texts *shared = reading->shared;
	struct buf *text = &reading->text;

	escapes_decode(text, 0);
	shared->texts =
		mem_grow(shared->texts, shared->n, &shared->capacity, sizeof *shared->texts);
	shared->texts[shared->n++] =
		(struct span){text->len ? arena_text(&shared->arena, text->data, text->len) : "",
			(uint32_t)text->len};
	if (shared->arena.size + shared->n * sizeof *shared->texts > SHARED_MEMORY)
		part_fail(reading->part, "it has more than %d MB of texts", SHARED_MEMORY >> 20);
}

static void on_end(void *context, const char *name)
{
	struct reading *reading = context;

	if (is_text(name))
		reading->in_text = false;
	else if (!strcmp(name, "si"))
		keep_text(reading);
	else if (!strcmp(name, "rPh"))
		reading->in_phonetic--;
}

static void on_text(void *context, const char *text, int n)
{
	struct reading *reading = context;

	if (reading->in_text)
		buf_add(&reading->text, text, (size_t)n);
	if (reading->text.len > TEXT_LIMIT)
		part_fail(reading->part, "text %zu has more than %d MB", reading->shared->n + 1,
			TEXT_LIMIT >> 20);
}

int shared_texts_read(
	struct shared_texts *shared, struct archive *archive, const char *name, struct err *err)
{
	static const struct part_events EVENTS = {on_start, on_end, on_text};
	struct reading reading = {.shared = shared};
	int status;

	reading.part = part_open(archive, name, SHARED_LIMIT, &EVENTS, &reading, err);
	if (!reading.part)
		return -1;
	status = part_next(reading.part, err);
	part_close(reading.part);
	buf_release(&reading.text);
	return status < 0 ? err_prefix(err, "'%s'", name) : 0;
}

void shared_texts_release(struct shared_texts *shared)
{
	free(shared->texts);
	arena_release(&shared->arena);
	*shared = (struct shared_texts){0};
}
