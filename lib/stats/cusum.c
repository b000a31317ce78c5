#include "stats/cusum.h"

#include <math.h>

double cusum_next(double sum, double x, double k)
{
	return fmax(0, sum + x - k);
}

double cusum_standard(double y, double mean)
{
	return (y - mean) / sqrt(mean);
}

double cusum_rossi(double y, double mean)
{
	return (y - 3 * mean + 2 * sqrt(y * mean)) / (2 * sqrt(mean));
}

double cusum_anscombe(double y, double mean)
{
	return 1.5 * (cbrt(y * y) - cbrt(mean * mean)) / sqrt(cbrt(mean));
}

double cusum_poisson_reference(double m0, double m1)
{
	return (m1 - m0) / log(m1 / m0);
}

double ewma_next(double ewma, double x, double share)
{
	return ewma + share * (x - ewma);
}

double ewma_limit(double mean, double share, double steps, double z)
{
	double settled = 1 - pow(1 - share, 2 * steps);

	return mean + z * sqrt(mean * share / (2 - share) * settled);
}
