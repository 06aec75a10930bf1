#include "base/num.h"

#include <math.h>
#include <stdlib.h>

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

enum { PLAIN = 16 };

/* What most numbers are: up to 15 digits, perhaps a point and a sign. Both the digits and the power of ten are exact, and so their
 * quotient is the nearest double (Clinger 1990). False: it has an exponent. */
static bool
short_number(struct fb_str s, double *x)
{
	static const double ten[PLAIN + 1] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16 };
	bool negative = s.p[0] == '-';
	uint64_t digits = 0;
	size_t point = s.n;
	for (size_t i = s.p[0] == '-' || s.p[0] == '+'; i < s.n; i++) {
		if (s.p[i] == '.')
			point = i + 1;
		else if (digit(s.p[i]))
			digits = digits * 10 + (uint64_t)(s.p[i] - '0');
		else
			return false;
	}
	if (digits >= UINT64_C(1) << 53)
		return false;
	double value = (double)digits / ten[s.n - point];
	*x = negative ? -value : value;
	return true;
}

bool
num_read(struct fb_str s, double *x)
{
	char text[64];
	size_t i = 0, digits = 0;
	if (s.n == 0 || s.n >= sizeof text)
		return false;
	if (s.p[i] == '+' || s.p[i] == '-')
		i++;
	for (; i < s.n && digit(s.p[i]); i++)
		digits++;
	if (i < s.n && s.p[i] == '.')
		for (i++; i < s.n && digit(s.p[i]); i++)
			digits++;
	if (!digits)
		return false;
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		if (++i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
			i++;
		if (i == s.n)
			return false;
		while (i < s.n && digit(s.p[i]))
			i++;
	}
	if (i != s.n)
		return false;
	if (s.n <= PLAIN && short_number(s, x))
		return true;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	/* No program calls setlocale, so that strtod reads a point. */
	*x = strtod(text, NULL);
	return isfinite(*x);
}

bool
num_share(struct fb_str s, double *x)
{
	bool percent = s.n && s.p[s.n - 1] == '%';
	if (!num_read((struct fb_str){ s.p, s.n - percent }, x))
		return false;
	*x /= percent ? 100 : 1;
	return true;
}

bool
num_count(struct fb_str s, uint64_t *x)
{
	uint64_t v = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!digit(s.p[i]))
			return false;
		if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	}
	*x = v;
	return true;
}

void
num_write(struct buf *b, uint64_t x)
{
	char text[20];
	size_t i = sizeof text;
	do
		text[--i] = (char)('0' + x % 10);
	while (x /= 10);
	buf_add(b, text + i, sizeof text - i);
}

void
num_fixed(struct buf *b, double x, int decimals)
{
	static const double scale[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
	bool negative = x < 0;
	double y = (negative ? -x : x) * scale[decimals] + .5;
	uint64_t v = y < 1.8e19 ? (uint64_t)y : UINT64_MAX;
	char text[24];
	size_t i = sizeof text;
	for (int k = 0; k < decimals; k++, v /= 10)
		text[--i] = (char)('0' + v % 10);
	if (decimals)
		text[--i] = '.';
	do
		text[--i] = (char)('0' + v % 10);
	while (v /= 10);
	if (negative)
		for (size_t k = i; k < sizeof text; k++)
			if (text[k] != '0' && text[k] != '.') {
				buf_char(b, '-');
				break;
			}
	buf_add(b, text + i, sizeof text - i);
}

/* exp(x) = 2^k exp(r), |r| <= ln2/2; exp(r) by its Taylor series to r^13/13! (remainder < 5e-18). ln 2 is split in a
 * short high part and a rest (Cody & Waite 1980), so that k * LN2_HIGH is exact. */
static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;

double
num_exp(double x)
{
	if (x < -745.2)
		return 0;
	if (x > 709.78)
		return (double)INFINITY;
	int k = (int)(x * 1.44269504088896338700 + (x < 0 ? -.5 : .5));
	double r = x - k * LN2_HIGH - k * LN2_LOW, sum = 1;
	static const double inverse[] = { 1, 1, 1 / 2., 1 / 3., 1 / 4., 1 / 5., 1 / 6., 1 / 7., 1 / 8., 1 / 9., 1 / 10.,
		1 / 11., 1 / 12., 1 / 13. };
	for (int i = 13; i >= 1; i--)
		sum = 1 + sum * r * inverse[i];
	return ldexp(sum, k);
}

/* log(x) = e ln2 + log(m), m in [sqrt(1/2), sqrt(2)); log(m) = 2 atanh(s), s = (m-1)/(m+1), |s| < .1716, by its series. */
double
num_log(double x)
{
	int e;
	double m = frexp(x, &e);
	if (m < .70710678118654752440) {
		m *= 2;
		e--;
	}
	double s = (m - 1) / (m + 1), z = s * s, sum = 0;
	for (int i = 21; i >= 1; i -= 2)
		sum = sum * z + 1. / i;
	return e * LN2_HIGH + (2 * s * sum + e * LN2_LOW);
}

double
num_softplus(double x)
{
	return x > 0 ? x + num_log(1 + num_exp(-x)) : num_log(1 + num_exp(x));
}
