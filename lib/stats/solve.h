#pragma once
/* Quantiles: the argument at which a tail of a distribution has a given probability. */

/* The tail's probability at `u`, on a scale where its logarithm is concave (normal, log of a gamma,
 * log-odds of a beta variable); stores its derivative. `shape` is the caller's. */
typedef double tail_function(double u, const double *shape, double *slope);

/* Newton's method on log(tail / p): a tangent of a concave function lies above it, so every step
 * but the first comes from the same side and cannot overshoot. `start` is near the middle of the
 * distribution; p <= 1/2. NAN when it does not settle. */
double tail_solve(tail_function *tail, const double *shape, double p, double start);
