/* Which colour is which series, where the bars have no room for names. */
#include <math.h>

#include "chart/plot.h"

static const double ROW = 16, SQUARE = 9, GAP = 5, BETWEEN = 16, LEAST_PLOT = 60, WIDEST = 0.4;
enum { MOST_ROWS = 4 };

void plot_key(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	const struct type type = {.size = LABEL_SIZE, .colour = INK};
	double x = plot->left, room = plot->bottom - plot->top - LEAST_PLOT;
	int row = 0, most = (int)fmin(MOST_ROWS, fmax(1, room / ROW));

	for (size_t s = 0; s < chart->n_series; s++) {
		const char *name = plot_cut(plot, chart->series[s].name, type.size, false,
			WIDEST * (plot->right - plot->left));
		double width = SQUARE + GAP + plot_width(plot, name, type.size, false), y;

		if (x > plot->left && x + width > plot->right) {
			if (++row == most)
				break;
			x = plot->left;
		}
		y = plot->top + row * ROW;
		scene_rect(plot->scene, x, y, SQUARE, SQUARE, plot_series_colour(chart, s));
		plot_text(plot, x + SQUARE + GAP, y + 8.2, ALIGN_LEFT, name, type);
		x += width + BETWEEN;
	}
	plot->top += fmin(row + 1, most) * ROW + 8;
}
