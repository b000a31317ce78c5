/* Texts that must fit a width. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "chart/plot.h"

double plot_width(const struct plot *plot, const char *text, double size, bool bold)
{
	return *text ? plot->measure.width(plot->measure.context, text, size, bold) : 0;
}

double plot_text(const struct plot *plot, double x, double y, enum align align, const char *text,
	struct type type)
{
	double width = plot_width(plot, text, type.size, type.bold);

	scene_text(plot->scene, x, y, align, text, type)->width = width;
	return width;
}

static double start_width(const struct plot *plot, const char *text, size_t n, const char *tail,
	double size, bool bold)
{
	char *start = mem_format("%.*s%s", (int)n, text, tail);
	double width = plot_width(plot, start, size, bold);

	free(start);
	return width;
}

static size_t next_character(const char *text, size_t at)
{
	uint32_t code;

	return at + text_decode(text + at, strlen(text + at), &code);
}

/* Bytes of the longest start of whole characters that is at most `width` wide with its tail. */
static size_t fitting(const struct plot *plot, const char *text, const char *tail, double size,
	bool bold, double width)
{
	size_t n = 0;

	while (text[n]) {
		size_t next = next_character(text, n);

		if (start_width(plot, text, next, tail, size, bold) > width)
			break;
		n = next;
	}
	return n;
}

const char *plot_cut(
	const struct plot *plot, const char *text, double size, bool bold, double width)
{
	size_t n;

	if (plot_width(plot, text, size, bold) <= width)
		return text;
	n = fitting(plot, text, "…", size, bold, width);
	while (n && text[n - 1] == ' ')
		n--;
	return n ? arena_format(&plot->scene->arena, "%.*s…", (int)n, text) : "";
}

/* No line begins with a closing mark; Latin words stay whole. */
static bool may_break(const char *text, size_t at)
{
	static const char CLOSING[] = "，。、；：！？）》”’…·%";
	size_t n = next_character(text, at) - at;
	bool is_latin = !(text[at] & 0x80) && !(text[at - 1] & 0x80);
	char *character = mem_text_n(text + at, n);
	bool closes = strstr(CLOSING, character) != NULL;

	free(character);
	if (text[at] == ' ' || text[at - 1] == ' ')
		return true;
	return !is_latin && !closes;
}

size_t plot_lines(const struct plot *plot, const char *text, double size, bool bold, double width,
	const char **lines, size_t most)
{
	size_t n_lines = 0;

	while (*text && n_lines < most) {
		size_t n = fitting(plot, text, "", size, bold, width), end = n;

		if (n_lines + 1 == most || !text[n]) {
			lines[n_lines++] = plot_cut(plot, text, size, bold, width);
			break;
		}
		while (end && !(may_break(text, end)))
			while (--end && (text[end] & 0xC0) == 0x80)
				;
		end = end ? end : n;
		if (!end)
			break;
		lines[n_lines++] = arena_text(&plot->scene->arena, text, end);
		for (text += end; *text == ' '; text++)
			;
	}
	return n_lines;
}
