/* Regression on one score: gradients against differences, optima against plain descent and by hand; L-BFGS on a valley. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "learn/lbfgs.h"
#include "learn/regress.h"
#include "tap.h"

enum { N = 80, D = 7, EACH = 3, K = 4 };

static size_t start[N + 1];
static uint32_t feature[N * EACH], rank[N], use[N];
static float x[N * EACH], weight[N];
static double value[N];

/* Records whose rank, and number, grow with the numbers of their features. */
static struct rows
make_rows(void)
{
	struct rng r = { 5 };
	for (uint32_t i = 0; i < N; i++) {
		double sum = 0;
		use[i] = i;
		weight[i] = 1 + (float)(i % 3) / 2;
		start[i] = i * EACH;
		for (size_t k = 0; k < EACH; k++) {
			feature[i * EACH + k] = (uint32_t)rng_below(&r, D);
			x[i * EACH + k] = (float)rng_unit(&r) + .5f;
			sum += feature[i * EACH + k];
		}
		sum += 6 * rng_unit(&r) - 3;
		rank[i] = sum < 6 ? 0 : sum < 9 ? 1 : sum < 12 ? 2 : 3;
		value[i] = sum / 3;
	}
	start[N] = N * EACH;
	return (struct rows){ N, D, K, start, feature, x, rank, weight, use, N, NULL };
}

static void
check_gradient(const double *numbers)
{
	struct rows rows = make_rows();
	struct regress r;
	regress_start(&r, &rows, numbers);
	r.C = 3;
	size_t n = D + regress_extras(&r);
	double g[D + K], ignored[D + K], worst = 0;
	struct rng rng = { 7 };
	for (size_t j = 0; j < D; j++)
		r.w[j] = rng_unit(&rng) - .5;
	regress_function(&r, r.w, g);
	for (size_t j = 0; j < n; j++) {
		double was = r.w[j], h = 1. / 4096;
		r.w[j] = was + h;
		double up = regress_function(&r, r.w, ignored);
		r.w[j] = was - h;
		double down = regress_function(&r, r.w, ignored);
		r.w[j] = was;
		worst = fmax(worst, fabs((up - down) / (2 * h) - g[j]));
	}
	ok(worst < 1e-6, "%s: the analytic gradient is the numeric one (%.1e off)", numbers ? "number" : "ordinal", worst);
	regress_free(&r);
}

static void
check_optimum(const double *numbers)
{
	struct rows rows = make_rows();
	struct regress slow, fast;
	double g[D + K], loss, steepest = 0;
	regress_start(&slow, &rows, numbers);
	regress_start(&fast, &rows, numbers);
	slow.C = fast.C = 2;
	size_t n = D + regress_extras(&slow);
	for (int step = 0; step < 40000; step++) {
		loss = regress_function(&slow, slow.w, g);
		for (size_t j = 0; j < n; j++)
			slow.w[j] -= .1 * g[j];
	}
	unsigned steps = regress_run(&fast, 1e-12, 200, &loss);
	double worst = 0;
	for (size_t j = 0; j < n; j++)
		worst = fmax(worst, fabs(slow.w[j] - fast.w[j]));
	regress_function(&fast, fast.w, g);
	for (size_t j = 0; j < n; j++)
		steepest = fmax(steepest, fabs(g[j]));
	ok(worst < 1e-4 && steepest < 1e-5, "%s: L-BFGS ends where plain descent does (%.1e apart, %u steps)", numbers ? "number" : "ordinal", worst,
	    steps);
	regress_free(&slow);
	regress_free(&fast);
}

/* Three ranks, no features: the chance of each is its share, with half a record of each added. */
static void
check_shares(void)
{
	static const size_t none[11];
	static const uint32_t ranks[] = { 0, 0, 0, 1, 1, 2, 2, 2, 2, 2 }, all[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	struct rows rows = { .n = 10, .D = 0, .K = 3, .start = none, .label = ranks, .use = all, .used = 10 };
	struct regress r;
	double loss, p[3];
	regress_start(&r, &rows, NULL);
	r.w[0] = -3;
	r.w[1] = 3;
	regress_run(&r, 1e-14, 200, &loss);
	kind_ordinal(0, r.w, 3, p);
	ok(fabs(p[0] - 3.5 / 11.5) < 1e-6 && fabs(p[1] - 2.5 / 11.5) < 1e-6 && fabs(p[2] - 5.5 / 11.5) < 1e-6,
	    "without features the chances are the shares (%.4f %.4f %.4f)", p[0], p[1], p[2]);
	ok(fabs(regress_loss_at(0, r.w, 3, 1, NULL, 1) + log(p[1])) < 1e-9 && fabs(regress_loss_at(0, r.w, 3, 2, NULL, 1) + log(p[2])) < 1e-9 &&
	    fabs(regress_loss_at(0, r.w, 3, 0, NULL, 1) + log(p[0])) < 1e-9, "the loss of a record is -log of its chance");
	double sum = 0, cuts[] = { -1, 0, 2 }, q[4];
	kind_ordinal(.7, cuts, 4, q);
	for (int k = 0; k < 4; k++)
		sum += q[k];
	ok(fabs(sum - 1) < 1e-12 && q[0] > 0 && fabs(q[3] - 1 / (1 + exp(2 - .7))) < 1e-12, "chances add up to 1, the last is that above the last cut");
	regress_free(&r);
}

/* Least squares of two records by hand: x = 1, value 3 and x = 0, value 1; C = 1. With b free: b = 2 - w/2, and
 * F = (3 - w - b)^2/2 + (1 - b)^2/2 + w^2/2 is least at w = 2/3, b = 5/3. */
static void
check_ridge(void)
{
	static const size_t at[] = { 0, 1, 1 };
	static const uint32_t one[] = { 0 }, both[] = { 0, 1 };
	static const float by[] = { 1 };
	static const double wanted[] = { 3, 1 };
	struct rows rows = { .n = 2, .D = 1, .K = 1, .start = at, .feature = one, .x = by, .use = both, .used = 2 };
	struct regress r;
	double loss;
	regress_start(&r, &rows, wanted);
	regress_run(&r, 1e-14, 100, &loss);
	ok(fabs(r.w[0] - 2. / 3) < 1e-7 && fabs(r.w[1] - 5. / 3) < 1e-7, "least squares of two records, by hand (%.6f, %.6f)", r.w[0], r.w[1]);
	regress_free(&r);
}

/* Rosenbrock's valley: not convex, but it has one lowest point, (1, 1). */
static double
valley(void *arg, const double *v, double *g)
{
	double a = 1 - v[0], b = v[1] - v[0] * v[0];
	(void)arg;
	g[0] = -2 * a - 400 * v[0] * b;
	g[1] = 200 * b;
	return a * a + 100 * b * b;
}

int
main(void)
{
	double at[] = { -1.2, 1 }, low;
	lbfgs_run(valley, NULL, at, 2, 1e-15, 200, &low);
	ok(fabs(at[0] - 1) < 1e-5 && fabs(at[1] - 1) < 1e-5, "L-BFGS finds the end of a bent valley (%.6f, %.6f)", at[0], at[1]);
	make_rows();
	check_gradient(NULL);
	check_gradient(value);
	check_optimum(NULL);
	check_optimum(value);
	check_shares();
	check_ridge();
	return tap_end();
}
