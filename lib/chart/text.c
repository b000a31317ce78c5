#include "chart/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/words.h"

static void (*const TYPES[])(struct text *text) = {
	[CHART_LINE] = text_lines,
	[CHART_BAR] = text_bars,
	[CHART_PARETO] = text_bars,
	[CHART_GROUPED] = text_bars,
	[CHART_STACKED] = text_stacks,
	[CHART_RANK] = text_bars,
	[CHART_GROWTH] = text_intervals,
	[CHART_HEATMAP] = text_heatmap,
	[CHART_CONTROL] = text_control,
	[CHART_MULTIPLES] = text_lines,
	[CHART_SURVIVAL] = text_lines,
};

/* One column wide as they are. */
static const struct {
	const char *block;
	char ascii;
} ASCII[] = {{"█", '#'}, {"▉", '='}, {"▊", '='}, {"▋", '='}, {"▌", '='}, {"▍", '-'}, {"▎", '-'},
	{"▏", '-'}, {"▇", '*'}, {"▆", '+'}, {"▅", '='}, {"▄", '-'}, {"▃", ':'}, {"▂", '.'},
	{"▁", '_'}, {"▓", '%'}, {"▒", ':'}, {"░", '.'}, {"├", '['}, {"┤", ']'}, {"─", '-'},
	{"│", '|'}, {"●", 'O'}, {"○", 'o'}, {"▲", '^'}, {"▼", 'v'}, {"−", '-'}, {"–", '-'},
	{"…", '~'}, {"×", 'x'}, {"·", '/'}};

static bool replace_one(const char *at, struct buf *out)
{
	for (size_t i = 0; i < sizeof ASCII / sizeof *ASCII; i++)
		if (!strncmp(at, ASCII[i].block, strlen(ASCII[i].block))) {
			buf_add_char(out, ASCII[i].ascii);
			return true;
		}
	return false;
}

static void replace_blocks(const char *from, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		uint32_t code;
		size_t length = text_decode(from + i, n - i, &code);

		if (code < 0x80 || !replace_one(from + i, out))
			buf_add(out, from + i, length);
		i += length;
	}
}

static void pad(struct text *text, const char *words, size_t width, bool right)
{
	size_t n = strlen(words), columns = text_width(words, n);
	bool cut = columns > width;

	if (cut) {
		n = width ? text_fit(words, n, width - 1) : 0;
		columns = text_width(words, n) + (width > 0);
	}
	if (right)
		text_blanks(text, width - columns);
	for (size_t i = 0; i < n; i++)
		buf_add_char(text->out, (unsigned char)words[i] < ' ' ? ' ' : words[i]);
	if (cut && width)
		buf_add_text(text->out, "…");
	if (!right)
		text_blanks(text, width - columns);
}

void text_left(struct text *text, const char *words, size_t width)
{
	pad(text, words, width, false);
}

void text_right(struct text *text, const char *words, size_t width)
{
	pad(text, words, width, true);
}

void text_blanks(struct text *text, size_t n)
{
	while (n-- > 0)
		buf_add_char(text->out, ' ');
}

void text_end_line(struct text *text)
{
	struct buf *out = text->out;

	while (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	buf_add_char(out, '\n');
}

char *text_value(const struct text *text, const struct series *series, size_t i)
{
	struct buf out = {0};

	if (isfinite(series->y[i]))
		chart_value_text(text->chart, series, series->y[i], &out);
	return out.len ? buf_take(&out) : mem_text("");
}

size_t text_label_width(const struct text *text)
{
	size_t widest = 0;

	for (size_t i = 0; i < text->chart->n_labels; i++) {
		const char *label = text->chart->labels[i];
		size_t width = text_width(label, strlen(label));

		widest = width > widest ? width : widest;
	}
	return widest < text->width / 3 ? widest : text->width / 3;
}

void text_paragraph(struct text *text, const char *words)
{
	while (*words) {
		size_t n = strlen(words), fit = text_fit(words, n, text->width), end = fit;

		if (fit < n && !((unsigned char)words[fit] & 0x80)) {
			while (end > 0 && words[end] != ' ' &&
				!((unsigned char)words[end - 1] & 0x80))
				end--;
		}
		end = end ? end : fit ? fit : n;
		buf_add(text->out, words, end);
		text_end_line(text);
		for (words += end; *words == ' '; words++)
			;
	}
}

void chart_text(
	const struct chart *chart, size_t width, bool is_ascii, const char *lang, struct buf *out)
{
	const char *note = chart->plain_note ? chart->plain_note : chart->note;
	struct buf drawn = {0};
	struct text text = {chart, lang, width < 40 ? 40 : width, &drawn};

	text_paragraph(&text, chart->title ? chart->title : "");
	text_paragraph(&text, chart->subtitle ? chart->subtitle : "");
	text_end_line(&text);
	if (chart_has_value(chart))
		TYPES[chart->type](&text);
	else
		text_paragraph(&text, chart_word(lang, WORD_NO_DATA));
	if (note && *note)
		text_end_line(&text);
	text_paragraph(&text, note ? note : "");
	if (is_ascii)
		replace_blocks(buf_text(&drawn), drawn.len, out);
	else
		buf_add(out, buf_text(&drawn), drawn.len);
	buf_release(&drawn);
}
