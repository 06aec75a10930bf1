/* The power law: laws that are known are found again. */
#include <math.h>

#include "learn/powerlaw.h"
#include "tap.h"

static int
near(double x, double y)
{
	return fabs(x - y) < 1e-9;
}

int
main(void)
{
	static const double n[] = { 100, 400, 1600, 6400, 25600 };
	/* .1 + 2 / sqrt(n); at 102,400: .1 + 2 / 320. */
	static const double root[] = { .3, .2, .15, .125, .1125 };
	struct powerlaw law = powerlaw_fit(n, root, 5);
	ok(near(law.floor, .1) && near(law.scale, 2) && near(law.exponent, .5), "a law with a floor");
	ok(near(powerlaw_error(&law, 102400), .10625), "and where it leads");
	/* 40 / n */
	static const double steep[] = { .4, .1, .025, .00625, .0015625 };
	law = powerlaw_fit(n, steep, 5);
	ok(near(law.floor, 0) && near(law.scale, 40) && near(law.exponent, 1), "a law without a floor");
	/* A straight line in log n goes below 0 in the end; the law does not. */
	static const double line[] = { .4, .3, .2, .1, .0 };
	law = powerlaw_fit(n, line, 5);
	ok(law.floor >= 0 && powerlaw_error(&law, 1e9) >= 0, "errors stay above 0");
	static const double rising[] = { .1, .1, .2, .2, .3 };
	law = powerlaw_fit(n, rising, 5);
	ok(law.scale <= 0 && law.scale >= 0 && near(powerlaw_error(&law, 100), powerlaw_error(&law, 1e6)), "what does not fall stays level");
	/* Two points of weight 10 and 20: level at (10 * .2 + 20 * .5) / 30 = .4. */
	static const double few[] = { .2, .5 };
	law = powerlaw_fit(n, few, 2);
	ok(near(powerlaw_error(&law, 100), .4), "at the mean, weighted by the square root of the records");
	return tap_end();
}
