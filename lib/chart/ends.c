/* Names at the right ends of lines, in place of a legend. */
#include <math.h>
#include <stdlib.h>

#include "chart/plot.h"

static const double GAP = 13, NAME_GAP = 6, WIDEST = 0.26, MARK = 8, MARK_GAP = 5;

size_t plot_most_ends(const struct plot *plot)
{
	return (size_t)fmax(1, (plot->bottom - plot->top) / GAP);
}

static void measure_end(const struct plot *plot, struct end *end)
{
	double mark = end->mark == NO_COLOUR ? 0 : MARK + MARK_GAP;
	double widest = WIDEST * plot->scene->width - mark, value;

	end->value = plot_cut(plot, end->value, LABEL_SIZE, false, widest);
	value = plot_width(plot, end->value, LABEL_SIZE, false);
	end->name = plot_cut(plot, end->name, LABEL_SIZE, true, widest - value - NAME_GAP);
	end->name_width = plot_width(plot, end->name, LABEL_SIZE, true);
	end->name_width += *end->name && *end->value ? NAME_GAP : 0;
	end->width = mark + end->name_width + value;
}

double plot_measure_ends(const struct plot *plot, struct end *ends, size_t n)
{
	double widest = 0;

	for (size_t i = 0; i < n; i++) {
		measure_end(plot, &ends[i]);
		widest = fmax(widest, ends[i].width);
	}
	return widest;
}

/* Those of equal height stay as they were given. */
static void sort_ends(struct end *ends, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && ends[k - 1].y > ends[k].y; k--) {
			struct end other = ends[k];

			ends[k] = ends[k - 1];
			ends[k - 1] = other;
		}
}

static void draw_end(const struct plot *plot, const struct end *end)
{
	struct type type = {.size = LABEL_SIZE, .bold = true, .colour = end->colour};
	double x = plot->right + 12, baseline = end->at + 0.36 * type.size;

	if (fabs(end->at - end->y) > 3 || end->x < plot->right - 20)
		scene_line(plot->scene, end->x + 5, end->y, x - 2, end->at, 0.5, ZERO_AXIS);
	if (end->mark != NO_COLOUR) {
		scene_rect(plot->scene, x, end->at - MARK / 2, MARK, MARK, end->mark);
		x += MARK + MARK_GAP;
	}
	plot_text(plot, x, baseline, ALIGN_LEFT, end->name, type);
	type.bold = false;
	plot_text(plot, x + end->name_width, baseline, ALIGN_LEFT, end->value, type);
}

void plot_draw_ends(const struct plot *plot, struct end *ends, size_t n)
{
	double *at = mem_alloc((n ? n : 1) * sizeof *at);

	sort_ends(ends, n);
	for (size_t i = 0; i < n; i++)
		at[i] = ends[i].y;
	spread(at, n, GAP, plot->top, plot->bottom - 2);
	for (size_t i = 0; i < n; i++) {
		ends[i].at = at[i];
		draw_end(plot, &ends[i]);
	}
	free(at);
}
