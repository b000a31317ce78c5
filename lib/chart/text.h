#pragma once
/* Inside lib/chart: charts of characters, for terminals and mails. Everything is written with block
 * characters; for ASCII they are replaced at the end. */
#include "chart/chart.h"

struct text {
	const struct chart *chart;
	const char *lang;
	size_t width; /* columns */
	struct buf *out;
};

/* The types. */
void text_bars(struct text *text);
void text_stacks(struct text *text);
void text_lines(struct text *text);
void text_control(struct text *text);
void text_heatmap(struct text *text);
void text_intervals(struct text *text);

/* Cut to `width` columns, filled up with blanks at its right or left. */
void text_left(struct text *text, const char *words, size_t width);
void text_right(struct text *text, const char *words, size_t width);
void text_blanks(struct text *text, size_t n);
/* Broken where it has to be, and ended. */
void text_paragraph(struct text *text, const char *words);
/* Ends the line; no blanks stay at its end. */
void text_end_line(struct text *text);
/* A value of the series as it is shown; the caller frees it. "" when there is none. */
char *text_value(const struct text *text, const struct series *series, size_t i);
/* Width of the widest label, at most a third of the line. */
size_t text_label_width(const struct text *text);
