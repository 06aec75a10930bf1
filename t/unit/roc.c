/* Areas under ROC curves, counted by hand. */
#include <math.h>

#include "learn/roc.h"
#include "tap.h"

static int
near(double x, double y)
{
	return fabs(x - y) < 1e-12;
}

int
main(void)
{
	static const float p[] = { .9f, .6f, .4f, .1f, .4f };
	static const bool positive[] = { true, false, true, false, false };
	static const uint32_t one[] = { 1, 1, 1, 1, 0 }, twice[] = { 1, 1, 2, 1, 0 }, tie[] = { 1, 1, 1, 1, 1 }, alone[] = { 1, 0, 1, 0, 0 };
	struct roc r;
	roc_make(&r, p, positive, 5);
	/* .9 beats .6 and .1, .4 beats .1: 3 of 4. */
	ok(near(roc_area(&r, one), .75), "pairs won");
	/* .4 is there twice: 2 + 2 of 6. */
	ok(near(roc_area(&r, twice), 4. / 6), "a weight counts as so many records");
	/* And a negative .4: .9 beats it, .4 draws: 4.5 of 6. */
	ok(near(roc_area(&r, tie), 4.5 / 6), "equal p count half");
	ok(isnan(roc_area(&r, alone)), "one side only: no area");
	roc_free(&r);
	return tap_end();
}
