/* Colours that tell series apart, and what can be read on a colour. */
#include <math.h>

#include "chart/plot.h"

static const int PALETTE[] = {MAIN, SECOND, DEEP, 0x7FACD2, SECOND_TEXT, 0xB5CFE6};
enum { N_PALETTE = sizeof PALETTE / sizeof *PALETTE };

int plot_series_colour(const struct chart *chart, size_t s)
{
	bool is_rest = chart->rest_series && s + 1 == chart->n_series;

	return is_rest || s >= N_PALETTE ? ZERO_AXIS : PALETTE[s];
}

static double part(int colour, int shift)
{
	return (colour >> shift & 255) / 255.0;
}

/* Of sRGB as it is coded: what REPORTS.md means by 0.5. */
int plot_colour_on(int colour)
{
	double luminance =
		0.2126 * part(colour, 16) + 0.7152 * part(colour, 8) + 0.0722 * part(colour, 0);

	return luminance < 0.5 ? WHITE : INK;
}
