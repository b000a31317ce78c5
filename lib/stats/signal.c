#include "stats/signal.h"

#include <math.h>

#include "stats/gamma.h"

static double whole(struct two_by_two n)
{
	return n.a + n.b + n.c + n.d;
}

static double shifted(double ratio, double z, double variance)
{
	return exp(log(ratio) + z * sqrt(variance));
}

double signal_expected(struct two_by_two n)
{
	return whole(n) > 0 ? (n.a + n.b) * (n.a + n.c) / whole(n) : NAN;
}

double signal_prr(struct two_by_two n)
{
	return n.a / (n.a + n.b) / (n.c / (n.c + n.d));
}

static double prr_variance(struct two_by_two n)
{
	return 1 / n.a - 1 / (n.a + n.b) + 1 / n.c - 1 / (n.c + n.d);
}

double signal_prr_low(struct two_by_two n, double z)
{
	return shifted(signal_prr(n), -z, prr_variance(n));
}

double signal_prr_high(struct two_by_two n, double z)
{
	return shifted(signal_prr(n), z, prr_variance(n));
}

double signal_ror(struct two_by_two n)
{
	return n.a * n.d / (n.b * n.c);
}

static double ror_variance(struct two_by_two n)
{
	return 1 / n.a + 1 / n.b + 1 / n.c + 1 / n.d;
}

double signal_ror_low(struct two_by_two n, double z)
{
	return shifted(signal_ror(n), -z, ror_variance(n));
}

double signal_ror_high(struct two_by_two n, double z)
{
	return shifted(signal_ror(n), z, ror_variance(n));
}

double signal_chi_square(struct two_by_two n)
{
	double all = whole(n);
	double difference = fmax(0, fabs(n.a * n.d - n.b * n.c) - all / 2);
	double sides = (n.a + n.b) * (n.c + n.d) * (n.a + n.c) * (n.b + n.d);

	return sides > 0 ? all * difference * difference / sides : NAN;
}

double signal_ic(double a, double expected)
{
	return log2((a + 0.5) / (expected + 0.5));
}

double signal_ic_quantile(double a, double expected, double p)
{
	return log2(gamma_quantile(p, a + 0.5) / (expected + 0.5));
}
