#include "learn/interval.h"

#include <math.h>

#include "base/num.h"
#include "base/sort.h"

struct interval
interval_wilson(uint64_t x, uint64_t n)
{
	const double z = 1.959963984540054, z2 = z * z;
	if (n == 0)
		return (struct interval){ 0, 1 };
	double m = (double)n, p = (double)x / m;
	double middle = (p + z2 / (2 * m)) / (1 + z2 / m), half = z * sqrt(p * (1 - p) / m + z2 / (4 * m * m)) / (1 + z2 / m);
	struct interval i = { x == 0 ? 0 : middle - half, x == n ? 1 : middle + half };
	return i;
}

double
log_factorial(uint64_t n)
{
	static const double half_log_2pi = .918938533204672741780;
	double sum = 0, x;
	if (n < 2)
		return 0;
	if (n < 16) {
		for (uint64_t i = 2; i <= n; i++)
			sum += num_log((double)i);
		return sum;
	}
	/* Stirling's series for log gamma(x), x = n + 1. */
	x = (double)n + 1;
	double r = 1 / x, r2 = r * r;
	return (x - .5) * num_log(x) - x + half_log_2pi + r * (1 / 12. - r2 * (1 / 360. - r2 * (1 / 1260. - r2 / 1680.)));
}

double
binomial_cdf(uint64_t x, uint64_t n, double p)
{
	if (x >= n || p <= 0)
		return 1;
	if (p >= 1)
		return 0;
	/* From the last term down; each is the one before times a ratio. */
	double log_last = log_factorial(n) - log_factorial(x) - log_factorial(n - x) + (double)x * num_log(p) +
	    (double)(n - x) * num_log(1 - p);
	double term = 1, sum = 0, odds = (1 - p) / p;
	for (uint64_t i = x;; i--) {
		sum += term;
		if (i == 0)
			break;
		term *= (double)i / (double)(n - i + 1) * odds;
		if (term < 1e-18 * sum)
			break;
		if (term > 1e250) {
			term *= 1e-250;
			sum *= 1e-250;
			log_last += num_log(1e250);
		}
	}
	double c = num_exp(log_last + num_log(sum));
	return c < 1 ? c : 1;
}

double
interval_upper(uint64_t x, uint64_t n, double confidence)
{
	double low = n ? (double)x / (double)n : 1, high = 1;
	if (x >= n)
		return 1;
	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;
		if (binomial_cdf(x, n, middle) > 1 - confidence)
			low = middle;
		else
			high = middle;
	}
	return high;
}

double
mcnemar_exact(uint64_t b, uint64_t c)
{
	uint64_t least = b < c ? b : c;
	double p = b + c ? 2 * binomial_cdf(least, b + c, .5) : 1;
	return p < 1 ? p : 1;
}

struct interval
interval_difference(uint64_t x1, uint64_t n1, uint64_t x0, uint64_t n0)
{
	struct interval a = interval_wilson(x1, n1), b = interval_wilson(x0, n0);
	double p1 = n1 ? (double)x1 / (double)n1 : 0, p0 = n0 ? (double)x0 / (double)n0 : 0, d = p1 - p0;
	double down = sqrt((p1 - a.low) * (p1 - a.low) + (b.high - p0) * (b.high - p0));
	double up = sqrt((a.high - p1) * (a.high - p1) + (p0 - b.low) * (p0 - b.low));
	return (struct interval){ d - down, d + up };
}

/* log gamma(df / 2). */
static double
log_gamma_half(uint64_t df)
{
	static const double half_log_pi = .572364942924700087, log_4 = 1.386294361119890619;
	uint64_t m = df / 2;
	if (df % 2 == 0)
		return log_factorial(m - 1);
	/* gamma(m + 1/2) = (2m)! sqrt(pi) / (4^m m!) */
	return log_factorial(2 * m) - log_factorial(m) - (double)m * log_4 + half_log_pi;
}

double
chi_squared_tail(double x, uint64_t df)
{
	double a = (double)df / 2, y = x / 2;
	if (df == 0 || x <= 0)
		return 1;
	double front = num_exp(a * num_log(y) - y - log_gamma_half(df));
	if (y < a + 1) {
		double term = 1 / a, sum = term;
		for (double n = a + 1; term > sum * 1e-16; n++)
			sum += term *= y / n;
		return 1 - front * sum;
	}
	/* Lentz's way to evaluate the fraction, from the front. */
	double b = y + 1 - a, c = 1e300, d = 1 / b, f = d;
	for (double i = 1; i < 10000; i++) {
		double an = i * (a - i);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		f *= d * c;
		if (fabs(d * c - 1) < 1e-15)
			break;
	}
	return front * f;
}

double
chi_squared_quantile(double p, uint64_t df)
{
	double low = 0, high = 1;
	while (chi_squared_tail(high, df) > p && df > 0)
		high *= 2;
	for (int i = 0; i < 100; i++) {
		double middle = (low + high) / 2;
		if (chi_squared_tail(middle, df) > p)
			low = middle;
		else
			high = middle;
	}
	return df ? high : 0;
}

struct interval
interval_percentiles(double *round, size_t n)
{
	sort_items(round, n, sizeof *round, sort_rising);
	return (struct interval){ round[n / 40], round[n - 1 - n / 40] };
}
