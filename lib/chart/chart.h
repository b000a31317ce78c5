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
	CHART_RANK,    /* bars with their change */
	CHART_GROWTH,  /* a value and its interval: dot and whisker */
	CHART_HEATMAP,
	CHART_CONTROL,   /* values over time with their limits */
	CHART_MULTIPLES, /* a small line chart for each series */
	CHART_SURVIVAL,  /* shares by number of days */
};

enum role {
	ROLE_VALUE,
	ROLE_CUMULATIVE,
	ROLE_LOW, /* of the values' intervals or limits */
	ROLE_HIGH,
	ROLE_LIMIT,
	ROLE_CENTRE, /* what was expected */
	ROLE_CHANGE, /* against an earlier period */
	ROLE_ALARM,  /* 1: stands out, 0: does not */
};

struct series {
	char *name;
	char *unit; /* NULL: the chart's */
	enum role role;
	double *y; /* one per label; NAN is a gap */
};

struct chart {
	enum chart_type type;
	char *title, *subtitle, *note; /* NULL or "" where there is none */
	char *plain_note;              /* the note without what explains colours; NULL: as it is */
	char *unit;                    /* of the values, as a column's unit; NULL: count */
	size_t n_labels;
	char **labels;
	bool *partial; /* per label: incomplete, drawn hollow; NULL: none is */
	size_t n_series;
	struct series *series;
	char **remarks; /* per label, each or all NULL: what is to be said of it */
	int good;       /* -1: falls are good news, 1: rises are */
	bool adds_up;   /* values may be summed */
	bool scales_are_free;
	bool rest_label, rest_series; /* the last one sums up the rest */
};

/* Which columns; NULL picks x = "period", else the first text column; series = the next text
 * column; value = "complaints", else the first number column. `top` 0: all labels/series (12 lines
 * or 40 bars at most, the rest summed as other). */
struct chart_choice {
	const char *x, *series, *value;
	const char *change; /* of a rank: "growth" */
	int good;           /* 1: rises are good news; 0 and -1: falls are */
	bool scales_are_free;
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
/* Of one of its series, as people read it. */
void chart_value_text(
	const struct chart *chart, const struct series *series, double value, struct buf *out);
/* The series of a role, or NULL. */
const struct series *chart_role(const struct chart *chart, enum role role);
bool chart_has_value(const struct chart *chart); /* any, in any series */
void chart_free(struct chart *chart);

/* The chart as lines of `width` characters: eighth blocks and sparklines, or ASCII. */
void chart_text(
	const struct chart *chart, size_t width, bool is_ascii, const char *lang, struct buf *out);

enum picture { PICTURE_SVG, PICTURE_PNG, PICTURE_PDF };

/* The whole picture into `out`. Width and height in points (0: the type's own); `scale` for PNG.
 * Missing glyphs are an error that lists the characters. Same input, same bytes. */
int chart_picture(const struct chart *chart, enum picture picture, double width, double height,
	double scale, const char *lang, struct buf *out, struct err *err);
