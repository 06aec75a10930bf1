/* Statistics that a report needs: intervals, comparisons, many looks at once, and the exact split of a change.
 *
 * All of it is deterministic: num_log and num_exp, sqrt, and sums in the order given. Intervals are at 95 %. */
#ifndef FB_STATS_H
#define FB_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct interval {
	double lo, hi;
};

#define STATS_Z 1.959963984540054       /* normal quantile of .975 */

/* Upper tail of the standard normal, P(Z > z), and of chi squared with one degree of freedom. Abramowitz & Stegun
 * (1964) 26.2.11 (series) and 26.2.14 (continued fraction); relative error < 1e-10. */
double stats_normal_tail(double z);
double stats_chi1_tail(double x);

/* A share k / n: Wilson's score interval (Wilson 1927, JASA 22). n = 0: the whole of [0, 1]. */
struct interval stats_wilson(double k, double n);

/* Mean of n values from their sum and sum of squares: normal interval. n < 2: [mean, mean]. */
struct interval stats_mean(double sum, double squares, double n);

/* k1/n1 - k0/n0: Newcombe's hybrid score interval (Newcombe 1998, Statistics in Medicine 17, method 10). */
struct interval stats_newcombe(double k1, double n1, double k0, double n0);

/* Two-sided p of k1/n1 against k0/n0: pooled z test with Yates' correction, at least as careful as small numbers need.
 * 1 where either n is 0. */
double stats_shares_p(double k1, double n1, double k0, double n0);

/* Two-sided p of counts k1, k0 over exposures t1, t0 (days): given their sum, k1 is binomial with t1/(t1+t0)
 * (Przyborowski & Wilenski 1940); its normal approximation with continuity correction. */
double stats_counts_p(double k1, double t1, double k0, double t0);

/* Ratio (k1/t1) / (k0/t0) by Wilson's interval of the conditional binomial share. k0 = 0: hi is INFINITY. */
struct interval stats_ratio(double k1, double t1, double k0, double t0);

/* Benjamini & Hochberg (1995): q[i] is the smallest false discovery rate at which p[i] counts. q may be p. */
void stats_adjust(const double *p, double *q, size_t n);

/* One group's part in the change of a share from R0 = sum k0 / sum n0 to R1 = sum k1 / sum n1. With w = n_g / n and
 * r = k_g / n_g (a group missing on one side has the other side's r), bars being means of then and now:
 *
 *     rate = mean(w) (r1 - r0)        people in this group are unhappier
 *     mix  = (mean(r) - c) (w1 - w0)  there are more people of a group that is unhappier than most
 *
 * The parts of all groups sum to R1 - R0 exactly (Kitagawa 1955, JASA 50), whatever c is, since the changes of w sum to 0.
 * Centred, c is mean(R): right where groups are kinds of people or goods. Else c is 0, and rate + mix is k1/n1 - k0/n0 of
 * the group: right where the group is what was complained about. */
struct part {
	double rate, mix;
};
struct group_counts {
	double k1, n1, k0, n0;
};
void stats_split(const struct group_counts *g, size_t n, bool centred, struct part *out);

/* Round parts to that many decimals so that they sum to the rounded total (largest remainder; ties to the earlier).
 * Values in units of the last decimal, e.g. tenths of a point. */
void stats_round(const double *x, size_t n, double total, int64_t *out);

/* Kulldorff's scan (1997, Communications in Statistics 26), Bernoulli: twice the log likelihood ratio of share k/n inside
 * against (K - k)/(N - n) outside; 0 where inside is not higher. */
double stats_scan(double k, double n, double K, double N);

/* The log likelihood ratio of Poisson counts k1 over t1 days and k0 over t0 with rates of their own against one rate. */
double stats_poisson(double k1, double t1, double k0, double t0);

/* Shapley values of M <= 8 players from worth[set], set a bit mask of players, worth[0] the empty one: out[0 .. M) sums
 * to worth[all] - worth[0] (Shapley 1953). */
void stats_shapley(const double *worth, size_t players, double *out);

#endif
