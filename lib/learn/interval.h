/* Intervals: how far a figure from so many records can be trusted. */
#ifndef FB_INTERVAL_H
#define FB_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

struct interval {
	double low, high;
};

/* 95 % interval of a share x / n by Wilson's score (1927); n = 0: [0, 1]. */
struct interval interval_wilson(uint64_t x, uint64_t n);

/* The bound below which the true share lies with that confidence (one-sided Clopper & Pearson 1934); n = 0: 1. */
double interval_upper(uint64_t x, uint64_t n, double confidence);

/* P(X <= x), X binomial(n, p). */
double binomial_cdf(uint64_t x, uint64_t n, double p);

/* Two-sided exact P of McNemar's test (1947): b and c records right only by one of the two. */
double mcnemar_exact(uint64_t b, uint64_t c);

/* 95 % interval of x1 / n1 - x0 / n0 by Newcombe's hybrid score (1998, method 10). */
struct interval interval_difference(uint64_t x1, uint64_t n1, uint64_t x0, uint64_t n0);

/* Upper tail of chi squared with df degrees of freedom, P(X > x): the incomplete gamma function by its series or its continued
 * fraction (Abramowitz & Stegun 1964, 6.5.29, 6.5.31). df = 0: 1. */
double chi_squared_tail(double x, uint64_t df);
/* The x whose tail is p. */
double chi_squared_quantile(double p, uint64_t df);

/* The 2.5th and 97.5th percentile of a bootstrap's rounds (Efron & Tibshirani 1993), which are sorted. */
struct interval interval_percentiles(double *round, size_t n);

/* log n! , relative error < 1e-12. */
double log_factorial(uint64_t n);

#endif
