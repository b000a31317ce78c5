/* Whether every character has a glyph. */
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "draw/font_set.h"

/* Characters that show nothing and need no glyph. */
static bool is_invisible(uint32_t code)
{
	return code < ' ' || code == 0x7F || code == 0xAD || (code >= 0x200B && code <= 0x200F) ||
	       (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
	       (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF;
}

static bool has_character(const struct fonts *fonts, uint32_t code, bool bold)
{
	for (int f = 0; f < N_FAMILIES; f++) {
		const FcCharSet *characters = fonts->faces[f][bold].characters;

		if (characters && FcCharSetHasChar(characters, code))
			return true;
	}
	return false;
}

enum { MOST_NAMED = 20 };

static void collect_missing(
	const struct fonts *fonts, const struct shape *shape, FcCharSet *seen, struct buf *missing)
{
	size_t n = strlen(shape->text), length;
	uint32_t code;

	for (size_t i = 0; i < n; i += length) {
		length = text_decode(shape->text + i, n - i, &code);
		if (is_invisible(code) || has_character(fonts, code, shape->type_of_text.bold) ||
			FcCharSetHasChar(seen, code) || FcCharSetCount(seen) == MOST_NAMED)
			continue;
		FcCharSetAddChar(seen, code);
		buf_format(missing, "%s%.*s (U+%04X)", missing->len ? " " : "", (int)length,
			shape->text + i, code);
	}
}

int fonts_check(
	struct fonts *fonts, const struct scene *const *scenes, size_t n_scenes, struct err *err)
{
	FcCharSet *seen = FcCharSetCreate();
	struct buf missing = {0};
	int status = 0;

	for (size_t s = 0; s < n_scenes; s++)
		for (size_t i = 0; i < scenes[s]->n_shapes; i++)
			if (scenes[s]->shapes[i].type == SHAPE_TEXT)
				collect_missing(fonts, &scenes[s]->shapes[i], seen, &missing);
	if (missing.len)
		status = err_set(err, "no font has the characters %s", buf_text(&missing));
	buf_release(&missing);
	FcCharSetDestroy(seen);
	return status;
}
