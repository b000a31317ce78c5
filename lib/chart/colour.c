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

/* The sequential ramp of REPORTS.md. */
static const int RAMP[] = {0xF5F8FB, 0xDCE8F3, 0xB5CFE6, 0x7FACD2, 0x4A85B9, 0x25609A, 0x123F6E};
enum { N_RAMP = sizeof RAMP / sizeof *RAMP };

static int mix_part(int from, int to, int shift, double share)
{
	int a = from >> shift & 255, b = to >> shift & 255;

	return (int)lround(a + (b - a) * share) << shift;
}

int plot_mix(int from, int to, double share)
{
	return mix_part(from, to, 16, share) | mix_part(from, to, 8, share) |
	       mix_part(from, to, 0, share);
}

int plot_ramp(double share)
{
	double at = fmin(fmax(share, 0), 1) * (N_RAMP - 1);
	int i = (int)fmin(floor(at), N_RAMP - 2);

	return plot_mix(RAMP[i], RAMP[i + 1], at - i);
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
