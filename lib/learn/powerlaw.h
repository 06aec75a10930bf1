/* The inverse power law that learning curves follow: error(n) = floor + scale n^-exponent after learning from n records
 * (Cortes, Jackel, Solla, Vapnik & Denker 1994, "Learning curves: asymptotic values and rate of convergence"; for text
 * Figueroa, Zeng-Treitler, Kandula & Ngo 2012, "Predicting sample size required for classification performance"). */
#ifndef FB_POWERLAW_H
#define FB_POWERLAW_H

#include <stddef.h>

struct powerlaw {
	double floor, scale, exponent;
};

/* Least squares over points (n[i], error[i]), weighted by the square root of n: small samples scatter more. Floor and scale are
 * not negative, the exponent is one of .10, .12 … 1.00. Errors that do not fall give scale 0. */
struct powerlaw powerlaw_fit(const double *n, const double *error, size_t points);
double powerlaw_error(const struct powerlaw *law, double n);

#endif
