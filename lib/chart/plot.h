#pragma once
/* Inside lib/chart: what the layouts of the types share. */
#include "base/date.h"
#include "chart/layout.h"

/* The type sizes of REPORTS.md. */
enum { TITLE_SIZE = 15 };
static const double SUBTITLE_SIZE = 10.5, LABEL_SIZE = 9.5, NOTE_SIZE = 8.5;

struct plot {
	const struct chart *chart;
	const char *lang;
	struct measure measure;
	struct scene *scene;
	double left, top, right, bottom; /* what is free for the type's own layout */
};

struct scale {
	double low, high, step; /* of the values; ticks at multiples of step */
	double from, to;        /* where low and high stand, in points */
};

double plot_width(const struct plot *plot, const char *text, double size, bool bold);
/* Adds a text and notes its width; returns the width. */
double plot_text(const struct plot *plot, double x, double y, enum align align, const char *text,
	struct type type);
/* The longest start of `text` that fits with "…" behind it, or all of it; "" when nothing fits.
 * Lives as long as the scene. */
const char *plot_cut(
	const struct plot *plot, const char *text, double size, bool bold, double width);
/* Breaks into at most `most` lines, the last one cut; returns how many. */
size_t plot_lines(const struct plot *plot, const char *text, double size, bool bold, double width,
	const char **lines, size_t most);

/* A scale that holds 0 and both values, with at most `ticks` steps. */
struct scale scale_nice(double low, double high, int ticks, bool whole);
double scale_at(const struct scale *scale, double value);
/* Ticks' texts at the left of plot->left (which moves to make room) and lines across. */
void plot_value_axis(struct plot *plot, struct scale *scale);
/* Its two halves, where something stands behind the lines. */
void plot_reserve_axis(struct plot *plot, const struct scale *scale);
void plot_draw_axis(const struct plot *plot, const struct scale *scale);
/* Where the points of lines stand, label i at *x0 + i * *step, a little off both sides. */
void plot_place_points(const struct plot *plot, double *x0, double *step);
/* A value of the chart as people read it. */
void plot_value_text(const struct chart *chart, double value, struct buf *out);
/* The same, living as long as the scene. */
const char *plot_value(const struct plot *plot, double value);
const char *plot_series_value(const struct plot *plot, const struct series *series, double value);
/* The scale of all values, upright. */
struct scale scale_of(const struct chart *chart, double height);

/* Colour of the bars of a series. */
int plot_series_colour(const struct chart *chart, size_t s);
/* From one colour (0) to another (1), and along the sequential ramp. */
int plot_mix(int from, int to, double share);
int plot_ramp(double share);
/* White or ink, whichever can be read on it. */
int plot_colour_on(int colour);
/* Names of the series behind squares of their colour, at plot->top, which moves down. */
void plot_key(struct plot *plot);

/* What stands at the right end of a line: "name 1,284", in line with the point that it names. */
struct end {
	double x, y; /* of the point */
	const char *name, *value;
	int colour, mark; /* of the text; of a square in front of it, or NO_COLOUR */
	double at;        /* filled: where the middle of the text comes */
	double name_width, width;
};

/* Cuts the texts to what may stand at the right; the width of the widest, 0 without any. */
double plot_measure_ends(const struct plot *plot, struct end *ends, size_t n);
/* How many have room above each other. */
size_t plot_most_ends(const struct plot *plot);
/* Right of plot->right, moved apart (and so sorted by height). */
void plot_draw_ends(const struct plot *plot, struct end *ends, size_t n);

/* Labels that are all periods of one kind. */
bool labels_are_periods(const struct chart *chart, enum period *period);
/* Ticks of time or names below plot->bottom; label i stands at x0 + i * step. */
enum { TIME_AXIS_HEIGHT = 32 };
void plot_time_axis(const struct plot *plot, double x0, double step);

/* Texts that must not touch each other or anything else that was noted. */
struct placer {
	struct box {
		double left, top, right, bottom;
	} * boxes;
	size_t n, capacity;
	double left, top, right, bottom; /* nothing may leave this */
};

void placer_block(struct placer *placer, double left, double top, double right, double bottom);
/* Takes the place of a text if it is free. */
bool placer_take(struct placer *placer, double x, double baseline, enum align align, double width,
	double size);
void placer_release(struct placer *placer);

/* Values at the ends of upright bars: in full where none can reach the bar beside its own, else
 * short; one that would touch another, or a bar, is left out. */
struct tops {
	struct plot *plot;
	struct placer placer;
	double size; /* of the texts; 0: none */
	bool is_short;
};

/* `beyond`: how far texts may stand out at the right. Ends with placer_release(&tops->placer). */
void tops_start(struct tops *tops, struct plot *plot, double beyond);
/* What will be put, of bars `thick` wide and `step` apart. */
void tops_measure(struct tops *tops, double value, double step, double thick);
/* A bar that no text may lie on. */
void tops_bar(struct tops *tops, const struct shape *bar);
void tops_put(struct tops *tops, double x, double end, bool is_below, double value);

/* Moves n wanted positions (sorted) apart to at least `gap` within low..high, as little as can be.
 */
void spread(double *at, size_t n, double gap, double low, double high);

/* The types; `height` is what the scene has when the frame names none. */
double line_height(const struct chart *chart);
double bar_height(const struct chart *chart);
double pareto_height(const struct chart *chart);
double group_height(const struct chart *chart); /* grouped and stacked bars */
double rank_height(const struct chart *chart);
double interval_height(const struct chart *chart);
double heatmap_height(const struct chart *chart);
double control_height(const struct chart *chart);
double multiples_height(const struct chart *chart);
double survival_height(const struct chart *chart);
void line_layout(struct plot *plot);
void bar_layout(struct plot *plot);
void pareto_layout(struct plot *plot);
void grouped_layout(struct plot *plot);
void stacked_layout(struct plot *plot);
void rank_layout(struct plot *plot);
void interval_layout(struct plot *plot);
void heatmap_layout(struct plot *plot);
void control_layout(struct plot *plot);
void multiples_layout(struct plot *plot);
void survival_layout(struct plot *plot);
void column_layout(struct plot *plot); /* bars over time */
