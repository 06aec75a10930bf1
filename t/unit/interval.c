/* Intervals and tails against published values, and promises made with them. */
#include <math.h>

#include "learn/interval.h"
#include "learn/promise.h"
#include "tap.h"

static int
near(double x, double y, double within)
{
	return fabs(x - y) < within;
}

/* 1,000 sure answers, all right; 1,000 less sure ones, every other wrong. With no error in n the bound of Clopper & Pearson at
 * confidence 1 - a is 1 - a^(1/n); a is .05 / 20: 1 - .0025^.001 = .0059736. Of all 2,000, 500 are wrong: .25, and the bound about
 * 2.807 standard errors of sqrt(.25 * .75 / 2000) above, .277. */
static void
promises(void)
{
	static double p[2000], best;
	static bool wrong[2000];
	struct promise_step step[PROMISE_STEPS];
	for (size_t i = 0; i < 2000; i++) {
		p[i] = i % 2 ? .9 : .6;
		wrong[i] = i % 4 == 0;
	}
	promise_make(step, p, wrong, 2000);
	ok(promise_valid(step) && step[0].answered == 1000 && step[0].wrong == 0, "answers of one probability are on one side");
	ok(step[PROMISE_STEPS - 1].answered == 2000 && step[PROMISE_STEPS - 1].wrong == 500, "at the end stand all");
	ok(near(promise_threshold(step, .006, &best), .9, 1e-12), "0.6 %% can be promised of the sure ones");
	ok(promise_threshold(step, .0059, &best) > 1 && near(best, .0059736, 1e-6), "0.59 %% cannot, and what can is told: %.7f", best);
	ok(near(promise_threshold(step, .28, &best), 0, 1e-12) && near(promise_threshold(step, .274, &best), .9, 1e-12), "28 %% of all, 27.4 %% not");
}

int
main(void)
{
	promises();
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
