#include "model/sigmoid.h"

#include <math.h>

enum { MOST_STEPS = 100 };

static const double LEAST_STEP = 1e-10, RIDGE = 1e-12, FLAT = 1e-5;

struct sample {
	const double *values;
	const bool *is_true;
	size_t n;
	double high, low; /* targets of true and false ones: not quite 1 and 0 */
};

/* log(1 + exp(x)) without overflow. */
static double softplus(double x)
{
	return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

double sigmoid_probability(struct sigmoid s, double value)
{
	double x = s.slope * value + s.offset;

	return x >= 0 ? exp(-x) / (1 + exp(-x)) : 1 / (1 + exp(x));
}

static double target(const struct sample *sample, size_t i)
{
	return sample->is_true[i] ? sample->high : sample->low;
}

static double loss(const struct sample *sample, struct sigmoid s)
{
	double sum = 0;

	for (size_t i = 0; i < sample->n; i++) {
		double x = s.slope * sample->values[i] + s.offset;

		sum += softplus(x) - (1 - target(sample, i)) * x;
	}
	return sum;
}

/* Gradient and second derivatives at `s`. */
struct slopes {
	double g1, g2, h11, h22, h21;
};

static struct slopes slopes_at(const struct sample *sample, struct sigmoid s)
{
	struct slopes d = {.h11 = RIDGE, .h22 = RIDGE};

	for (size_t i = 0; i < sample->n; i++) {
		double v = sample->values[i], p = sigmoid_probability(s, v);
		double second = p * (1 - p), first = target(sample, i) - p;

		d.h11 += v * v * second;
		d.h22 += second;
		d.h21 += v * second;
		d.g1 += v * first;
		d.g2 += first;
	}
	return d;
}

/* A step of Newton's method, halved until it helps; false when none does. */
static bool step(
	const struct sample *sample, const struct slopes *d, struct sigmoid *s, double *now)
{
	double det = d->h11 * d->h22 - d->h21 * d->h21;
	double a = -(d->h22 * d->g1 - d->h21 * d->g2) / det;
	double b = -(d->h11 * d->g2 - d->h21 * d->g1) / det;
	double size = 1;

	while (size >= LEAST_STEP) {
		struct sigmoid next = {s->slope + size * a, s->offset + size * b};
		double then = loss(sample, next);

		if (then < *now + 1e-4 * size * (d->g1 * a + d->g2 * b)) {
			*s = next;
			*now = then;
			return true;
		}
		size /= 2;
	}
	return false;
}

struct sigmoid sigmoid_fit(const double *values, const bool *is_true, size_t n)
{
	struct sample sample = {.values = values, .is_true = is_true, .n = n};
	struct sigmoid s = {0};
	double n_true = 0, now;

	for (size_t i = 0; i < n; i++)
		n_true += is_true[i];
	sample.high = (n_true + 1) / (n_true + 2);
	sample.low = 1 / ((double)n - n_true + 2);
	s.offset = log(((double)n - n_true + 1) / (n_true + 1));
	now = loss(&sample, s);
	for (int i = 0; i < MOST_STEPS; i++) {
		struct slopes d = slopes_at(&sample, s);

		if ((fabs(d.g1) < FLAT && fabs(d.g2) < FLAT) || !step(&sample, &d, &s, &now))
			break;
	}
	return s;
}
