#include "desk/stats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"

double
stats_normal_tail(double z)
{
	if (z < 0)
		return 1 - stats_normal_tail(-z);
	double density = num_exp(-z * z / 2) * .39894228040143267794;
	if (z < 3) { /* P(0 < Z < z) = density (z + z^3/3 + z^5/15 + …) */
		double term = z, sum = z;
		for (int i = 3; term > sum * 1e-17 && i < 200; i += 2) {
			term *= z * z / i;
			sum += term;
		}
		return .5 - density * sum;
	}
	double f = z;
	for (int i = 100; i >= 1; i--)
		f = z + i / f;
	return density / f;
}

double
stats_chi1_tail(double x)
{
	return x <= 0 ? 1 : 2 * stats_normal_tail(sqrt(x));
}

struct interval
stats_wilson(double k, double n)
{
	const double z2 = STATS_Z * STATS_Z;
	if (n <= 0)
		return (struct interval){ 0, 1 };
	double p = k / n, mid = p + z2 / (2 * n), half = STATS_Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)), d = 1 + z2 / n;
	struct interval i = { (mid - half) / d, (mid + half) / d };
	if (k <= 0)
		i.lo = 0;
	if (k >= n)
		i.hi = 1;
	return i;
}

struct interval
stats_mean(double sum, double squares, double n)
{
	double mean = n > 0 ? sum / n : 0;
	if (n < 2)
		return (struct interval){ mean, mean };
	double variance = (squares - n * mean * mean) / (n - 1);
	double half = STATS_Z * sqrt((variance > 0 ? variance : 0) / n);
	return (struct interval){ mean - half, mean + half };
}

struct interval
stats_newcombe(double k1, double n1, double k0, double n0)
{
	if (n1 <= 0 || n0 <= 0)
		return (struct interval){ -1, 1 };
	double p1 = k1 / n1, p0 = k0 / n0, d = p1 - p0;
	struct interval a = stats_wilson(k1, n1), b = stats_wilson(k0, n0);
	return (struct interval){
		d - sqrt((p1 - a.lo) * (p1 - a.lo) + (b.hi - p0) * (b.hi - p0)),
		d + sqrt((a.hi - p1) * (a.hi - p1) + (p0 - b.lo) * (p0 - b.lo)),
	};
}

double
stats_shares_p(double k1, double n1, double k0, double n0)
{
	if (n1 <= 0 || n0 <= 0)
		return 1;
	double p = (k1 + k0) / (n1 + n0), v = p * (1 - p) * (1 / n1 + 1 / n0);
	if (v <= 0)
		return 1;
	double d = fabs(k1 / n1 - k0 / n0) - .5 * (1 / n1 + 1 / n0);
	return d <= 0 ? 1 : 2 * stats_normal_tail(d / sqrt(v));
}

double
stats_counts_p(double k1, double t1, double k0, double t0)
{
	double n = k1 + k0;
	if (n <= 0 || t1 <= 0 || t0 <= 0)
		return 1;
	double p = t1 / (t1 + t0), d = fabs(k1 - n * p) - .5;
	return d <= 0 ? 1 : 2 * stats_normal_tail(d / sqrt(n * p * (1 - p)));
}

struct interval
stats_ratio(double k1, double t1, double k0, double t0)
{
	if (k1 + k0 <= 0 || t1 <= 0 || t0 <= 0)
		return (struct interval){ 0, (double)INFINITY };
	struct interval w = stats_wilson(k1, k1 + k0);
	return (struct interval){
		w.lo / (1 - w.lo) * t0 / t1,
		w.hi < 1 ? w.hi / (1 - w.hi) * t0 / t1 : (double)INFINITY,
	};
}

struct ranked {
	double p;
	size_t at;
};

static int
by_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	return x->at < y->at ? -1 : 1;
}

void
stats_adjust(const double *p, double *q, size_t n)
{
	struct ranked *r = xcalloc(n, sizeof *r);
	double least = 1;
	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){ p[i], i };
	sort_items(r, n, sizeof *r, by_p);
	for (size_t i = n; i-- > 0;) {
		double x = r[i].p * (double)n / (double)(i + 1);
		least = x < least ? x : least;
		q[r[i].at] = least;
	}
	free(r);
}

void
stats_split(const struct group_counts *g, size_t n, bool centred, struct part *out)
{
	double K1 = 0, N1 = 0, K0 = 0, N0 = 0;
	for (size_t i = 0; i < n; i++) {
		K1 += g[i].k1;
		N1 += g[i].n1;
		K0 += g[i].k0;
		N0 += g[i].n0;
	}
	double R = centred && N1 > 0 && N0 > 0 ? (K1 / N1 + K0 / N0) / 2 : 0;
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct part){ 0, 0 };
		if (N1 <= 0 || N0 <= 0 || g[i].n1 + g[i].n0 <= 0)
			continue;
		double w1 = g[i].n1 / N1, w0 = g[i].n0 / N0;
		double r1 = g[i].n1 > 0 ? g[i].k1 / g[i].n1 : g[i].k0 / g[i].n0;
		double r0 = g[i].n0 > 0 ? g[i].k0 / g[i].n0 : r1;
		out[i].rate = (w1 + w0) / 2 * (r1 - r0);
		out[i].mix = ((r1 + r0) / 2 - R) * (w1 - w0);
	}
}

void
stats_round(const double *x, size_t n, double total, int64_t *out)
{
	int64_t want = num_round(total), sum = 0;
	for (size_t i = 0; i < n; i++) {
		out[i] = num_round(x[i]);
		sum += out[i];
	}
	/* The value whose rounding is nearest to going the other way gives or takes a unit; no more than n are ever wanted. */
	for (size_t round = 0; sum != want && round < n; round++) {
		double best = -1;
		size_t at = 0;
		int step = sum < want ? 1 : -1;
		for (size_t i = 0; i < n; i++) {
			double slack = step * (x[i] - (double)out[i]);
			if (slack > best) {
				best = slack;
				at = i;
			}
		}
		if (best < 0)
			break;
		out[at] += step;
		sum += step;
	}
}

static double
bernoulli(double k, double n)
{
	double l = 0;
	if (k > 0)
		l += k * num_log(k / n);
	if (n - k > 0)
		l += (n - k) * num_log((n - k) / n);
	return l;
}

double
stats_scan(double k, double n, double K, double N)
{
	if (n <= 0 || N - n <= 0 || k / n <= (K - k) / (N - n))
		return 0;
	double x = 2 * (bernoulli(k, n) + bernoulli(K - k, N - n) - bernoulli(K, N));
	return x > 0 ? x : 0;
}

double
stats_poisson(double k1, double t1, double k0, double t0)
{
	double rate = (k1 + k0) / (t1 + t0), l = 0;
	if (k1 > 0)
		l += k1 * num_log(k1 / (t1 * rate));
	if (k0 > 0)
		l += k0 * num_log(k0 / (t0 * rate));
	return l;
}

void
stats_shapley(const double *worth, size_t players, double *out)
{
	double weight[9]; /* |S|! (M - |S| - 1)! / M! */
	for (size_t s = 0; s < players; s++) {
		weight[s] = 1 / (double)players;
		for (size_t i = 0; i < s; i++) /* 1 / binomial(M - 1, s) */
			weight[s] *= (double)(i + 1) / (double)(players - 1 - i);
	}
	for (size_t i = 0; i < players; i++) {
		out[i] = 0;
		for (unsigned set = 0; set < 1u << players; set++)
			if (!(set >> i & 1))
				out[i] += weight[__builtin_popcount(set)] * (worth[set | 1u << i] - worth[set]);
	}
}
