#pragma once
/* A chart as numbers; layout and drawing are apart (chart/layout.h, chart/paint.h). */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "record/labels.h"
#include "table/table.h"

enum chart_type {
	CHART_LINE,
	CHART_BAR,
	CHART_PARETO,
	CHART_GROUPED, /* bars of several series beside each other */
	CHART_STACKED, /* on each other */
};

enum role { ROLE_VALUE, ROLE_CUMULATIVE, ROLE_LOW, ROLE_HIGH, ROLE_LIMIT, ROLE_ALARM };

struct series {
	char *name;
	enum role role;
	double *y; /* one per label; NAN is a gap */
};

struct chart {
	enum chart_type type;
	char *title, *subtitle, *note; /* NULL or "" where there is none */
	char *unit;                    /* of the values, as a column's unit; NULL: count */
	size_t n_labels;
	char **labels;
	bool *partial; /* per label: incomplete, drawn hollow; NULL: none is */
	size_t n_series;
	struct series *series;
	bool rest_label, rest_series; /* the last one sums up the rest */
};

/* Which columns; NULL picks x = "period", else the first text column; series = the next text
 * column; value = "complaints", else the first number column. `top` 0: all labels/series (12 lines
 * or 40 bars at most, the rest summed as other). */
struct chart_choice {
	const char *x, *series, *value;
	size_t top;
	const struct labels *labels;
	const char *lang;
	const char *title, *subtitle, *note; /* NULL: the table's title and notes */
};

/* "line" .. ; false for another word. */
bool chart_type_read(const char *word, enum chart_type *type);
/* All of them, "line, bar ... or NAME", for a message. */
void chart_type_list(struct buf *out);
struct chart *chart_from_table(const struct table *table, enum chart_type type,
	const struct chart_choice *choice, struct err *err);
void chart_free(struct chart *chart);

enum picture { PICTURE_SVG, PICTURE_PNG, PICTURE_PDF };

/* The whole picture into `out`. Width and height in points (0: the type's own); `scale` for PNG.
 * Missing glyphs are an error that lists the characters. Same input, same bytes. */
int chart_picture(const struct chart *chart, enum picture picture, double width, double height,
	double scale, const char *lang, struct buf *out, struct err *err);
