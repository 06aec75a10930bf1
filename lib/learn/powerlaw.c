#include "learn/powerlaw.h"

#include <math.h>

#include "base/num.h"

double
powerlaw_error(const struct powerlaw *law, double n)
{
	return law->floor + law->scale * num_exp(-law->exponent * num_log(n));
}

/* Floor and scale for that exponent; returns the sum of squares. */
static double
fit_at(struct powerlaw *law, double exponent, const double *n, const double *error, size_t points)
{
	double w1 = 0, wt = 0, wtt = 0, we = 0, wte = 0, squares = 0;
	law->exponent = exponent;
	for (size_t i = 0; i < points; i++) {
		double w = sqrt(n[i]), t = num_exp(-exponent * num_log(n[i]));
		w1 += w;
		wt += w * t;
		wtt += w * t * t;
		we += w * error[i];
		wte += w * t * error[i];
	}
	double det = w1 * wtt - wt * wt;
	law->scale = det > 0 ? (w1 * wte - wt * we) / det : 0;
	law->floor = (we - law->scale * wt) / w1;
	if (law->scale < 0) {
		law->scale = 0;
		law->floor = we / w1;
	} else if (law->floor < 0) {
		law->floor = 0;
		law->scale = wte / wtt;
	}
	for (size_t i = 0; i < points; i++) {
		double off = error[i] - powerlaw_error(law, n[i]);
		squares += sqrt(n[i]) * off * off;
	}
	return squares;
}

struct powerlaw
powerlaw_fit(const double *n, const double *error, size_t points)
{
	struct powerlaw best = { 0 }, law;
	double least = (double)INFINITY;
	for (int step = 5; step <= 50; step++) {
		double squares = fit_at(&law, step * .02, n, error, points);
		if (squares < least) {
			least = squares;
			best = law;
		}
	}
	return best;
}
