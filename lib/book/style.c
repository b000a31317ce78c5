#include "book/inner.h"

#include <math.h>
#include <string.h>

enum {
	INK = 0x1F2933,
	MUTED = 0x66727F,
	GRID = 0xE3E7EB,
	MAIN = 0x2F6DA8,
	DARK = 0x123F6E,
	BAND = 0xEEF3F8,
	BAD = 0xC8501E,
	GOOD = 0x0B7461,
	WHITE = 0xFFFFFF,
	NONE = -1,
};

static const struct {
	double size;
	bool bold;
	int color, background;
	bool wrap, line_below;
} LOOKS[] = {
	[LOOK_BODY] = {10.5, false, INK, NONE, true, false},
	[LOOK_TITLE] = {16, true, DARK, NONE, false, false},
	[LOOK_HEADING] = {13, true, DARK, NONE, false, false},
	[LOOK_NOTE] = {9, false, MUTED, NONE, true, false},
	[LOOK_LINK] = {10, false, MAIN, NONE, false, false},
	[LOOK_HEADER] = {10, true, WHITE, MAIN, true, false},
	[LOOK_CELL] = {10, false, INK, NONE, false, true},
	[LOOK_WRAPPED] = {10, false, INK, NONE, true, true},
	[LOOK_TOTAL] = {10, true, INK, BAND, false, true},
	[LOOK_KPI_NAME] = {10, false, MUTED, BAND, false, false},
	[LOOK_KPI_VALUE] = {18, true, INK, BAND, false, false},
	[LOOK_KPI_CHANGE] = {10, false, MUTED, BAND, false, false},
	[LOOK_DATA_HEADER] = {9, true, MUTED, BAND, false, false},
	[LOOK_DATA] = {9, false, MUTED, NONE, false, false},
};

static const struct {
	const char *unit, *number;
} NUMBERS[] = {
	{"count", "#,##0;−#,##0"},
	{"share", "0.0%"},
	{"growth", "+0.0%;−0.0%;0.0%"},
	{"change", "+0.0%;−0.0%;0.0%"},
	{"points", "+0.0;−0.0;0.0"},
	{"rate", "#,##0.00;−#,##0.00"},
	{"hours", "#,##0.0;−#,##0.0"},
	{"days", "#,##0.0;−#,##0.0"},
	{"score", "0.000;−0.000"},
	{"money", "#,##0.00;−#,##0.00"},
	{"int", "#,##0;−#,##0"},
	{"fix1", "#,##0.0;−#,##0.0"},
	{"fix2", "#,##0.00;−#,##0.00"},
	{"pct0", "0%"},
	{"pct1", "0.0%"},
};

const char *style_number(const char *unit)
{
	for (size_t i = 0; unit && i < sizeof NUMBERS / sizeof *NUMBERS; i++)
		if (!strcmp(NUMBERS[i].unit, unit))
			return NUMBERS[i].number;
	return NULL;
}

/* Under 1 % there is no arrow, nor where points round to nothing. */
const char *style_delta(double value, bool is_points, int good, int *tone)
{
	*tone = 0;
	if (fabs(value) < (is_points ? 0.05 : 0.01))
		return style_number(is_points ? "points" : "growth");
	*tone = value > 0 ? good : -good;
	return is_points ? "▲ 0.0;▼ 0.0;0.0" : "▲ 0.0%;▼ 0.0%;0.0%";
}

static void set_alignment(lxw_format *format, enum look look, const char *number)
{
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	if (look == LOOK_CELL || look == LOOK_WRAPPED || look == LOOK_BODY || look == LOOK_NOTE)
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (look == LOOK_HEADER)
		format_set_align(format, LXW_ALIGN_CENTER);
	if ((look == LOOK_CELL || look == LOOK_WRAPPED || look == LOOK_TOTAL) && !number)
		format_set_indent(format, 1);
	if (look >= LOOK_KPI_NAME && look <= LOOK_KPI_CHANGE)
		format_set_indent(format, 1);
}

static lxw_format *make(struct book *book, enum look look, const char *number, int tone)
{
	lxw_format *format = workbook_add_format(book->workbook);
	int color = tone ? (tone > 0 ? GOOD : BAD) : LOOKS[look].color;

	format_set_font_name(format, book->words->font);
	format_set_font_size(format, LOOKS[look].size);
	format_set_font_color(format, (lxw_color_t)color);
	if (LOOKS[look].bold)
		format_set_bold(format);
	if (look == LOOK_LINK)
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
	if (LOOKS[look].background != NONE)
		format_set_bg_color(format, (lxw_color_t)LOOKS[look].background);
	if (LOOKS[look].wrap)
		format_set_text_wrap(format);
	if (LOOKS[look].line_below) {
		format_set_bottom(format, LXW_BORDER_THIN);
		format_set_bottom_color(format, GRID);
	}
	if (number)
		format_set_num_format(format, number);
	set_alignment(format, look, number);
	return format;
}

lxw_format *style_get(struct book *book, enum look look, const char *number, int tone)
{
	struct style style = {look, number, tone, NULL};

	for (size_t i = 0; i < book->n_styles; i++) {
		const struct style *s = &book->styles[i];

		if (s->look == look && s->number == number && s->tone == tone)
			return s->format;
	}
	style.format = make(book, look, number, tone);
	book->styles = mem_grow(book->styles, book->n_styles, &book->styles_capacity, sizeof style);
	book->styles[book->n_styles++] = style;
	return style.format;
}
