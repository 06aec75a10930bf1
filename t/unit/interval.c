/* Intervals and tails against published values. */
#include <math.h>

#include "learn/interval.h"
#include "tap.h"

static int
near(double x, double y, double within)
{
	return fabs(x - y) < within;
}

int
main(void)
{
	/* Tables of chi squared: 5 % points. */
	static const double five[] = { 3.841459, 5.991465, 7.814728, 9.487729, 11.070498 };
	for (uint64_t df = 1; df <= 5; df++) {
		ok(near(chi_squared_tail(five[df - 1], df), .05, 1e-7), "the 5 %% point of %d degrees of freedom", (int)df);
		ok(near(chi_squared_quantile(.05, df), five[df - 1], 1e-6), "and back");
	}
	ok(near(chi_squared_tail(124.342113, 100), .05, 1e-7), "100 degrees of freedom");
	ok(near(chi_squared_tail(2, 2), exp(-1), 1e-14), "two: exp(-x / 2), by the series");
	ok(near(chi_squared_tail(20, 2), exp(-10), 1e-17), "and by the fraction");
	ok(near(chi_squared_tail(8, 1), erfc(2), 1e-14), "one: erfc(sqrt(x / 2))");
	ok(chi_squared_tail(0, 3) >= 1 && chi_squared_tail(5, 0) >= 1, "nothing to see");
	/* Newcombe 1998, table II, (a): 56/70 - 48/80, method 10. */
	struct interval d = interval_difference(56, 70, 48, 80);
	ok(near(d.low, .0524, 5e-5) && near(d.high, .3339, 5e-5), "Newcombe's example");
	return tap_end();
}
