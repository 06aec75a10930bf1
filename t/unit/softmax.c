/* The gradient against differences, the optimiser against plain gradient descent, kernels against libm. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "learn/ascent.h"
#include "learn/calibrate.h"
#include "learn/dropout.h"
#include "learn/floats.h"
#include "learn/split.h"
#include "tap.h"

enum { N = 60, D = 9, EACH = 4 };

static size_t start[N + 1];
static uint32_t feature[N * EACH], label[N], use[N];
static float x[N * EACH], weight[N], offset[N * 8];

/* Records with some signal: the label is among their features' numbers. With `under`, scores of another model stand under theirs. */
static struct rows
make_rows(unsigned K, bool under)
{
	struct rng r = { 42 };
	for (uint32_t i = 0; i < N; i++) {
		use[i] = i;
		label[i] = (uint32_t)rng_below(&r, K);
		weight[i] = 1 + (float)(i % 3) / 2;
		start[i] = i * EACH;
		for (size_t k = 0; k < EACH; k++) {
			feature[i * EACH + k] = (uint32_t)(k == 0 && i % 4 ? label[i] : rng_below(&r, D));
			x[i * EACH + k] = (float)rng_unit(&r) + .2f;
		}
	}
	for (size_t k = 0; k < N * 8; k++)
		offset[k] = (float)(2 * rng_unit(&r)) - 1;
	start[N] = N * EACH;
	return (struct rows){ N, D, K, start, feature, x, label, weight, use, N, under ? offset : NULL };
}

static void
check_gradient(unsigned K, bool under)
{
	struct rows r = make_rows(K, under);
	size_t stride = softmax_stride(K), size = (D + 1) * stride;
	float *w = xcalloc(size, sizeof *w);
	double *g = xcalloc(size, sizeof *g), worst = 0;
	struct rng rng = { 7 };
	for (size_t j = 0; j <= D; j++)
		for (size_t k = 0; k < (stride == 1 ? 1 : K); k++)
			w[j * stride + k] = (float)rng_unit(&rng) - .5f;
	softmax_loss(&r, w, 3, g);
	for (size_t j = 0; j <= D; j++)
		for (size_t k = 0; k < (stride == 1 ? 1 : K); k++) {
			float *p = &w[j * stride + k], was = *p, h = 1.f / 128;
			*p = was + h;
			double up = softmax_loss(&r, w, 3, NULL), above = (double)*p;
			*p = was - h;
			double down = softmax_loss(&r, w, 3, NULL), numeric = (up - down) / (above - (double)*p);
			*p = was;
			worst = fmax(worst, fabs(numeric - g[j * stride + k]));
		}
	ok(worst < 2e-5, "K = %u%s: the analytic gradient is the numeric one (%.1e off)", K, under ? ", offsets" : "", worst);
	free(w);
	free(g);
}

static void
check_optimum(unsigned K, double C, bool under)
{
	struct rows r = make_rows(K, under);
	size_t stride = softmax_stride(K), size = (D + 1) * stride;
	float *w = xcalloc(size, sizeof *w);
	double *g = xcalloc(size, sizeof *g), loss = 0, worst = 0;
	for (int step = 0; step < 30000; step++) {
		loss = softmax_loss(&r, w, C, g);
		for (size_t k = 0; k < size; k++)
			w[k] -= (float)(.5 * g[k]);
	}
	struct ascent a;
	ascent_start(&a, &r, C, 1);
	unsigned passes = ascent_run(&a, 1e-6, 2000);
	double mine = softmax_loss(&r, a.w, C, NULL);
	for (size_t k = 0; k < size; k++)
		worst = fmax(worst, fabs((double)(a.w[k] - w[k])));
	ok(fabs(mine - loss) < 1e-5 * loss, "K = %u, C = %g%s: the optimiser's loss is gradient descent's, %.6f (%u passes)", K, C,
	    under ? ", offsets" : "", loss, passes);
	ok(worst < 5e-3, "and so are its weights (%.1e off)", worst);
	softmax_loss(&r, a.w, C, g);
	worst = 0;
	for (size_t k = 0; k < size; k++)
		worst = fmax(worst, fabs(g[k]));
	ok(worst < 5e-4, "the gradient is nothing there (%.1e)", worst);
	ascent_free(&a);
	free(w);
	free(g);
}

static void
check_kernels(void)
{
	double exp_off = 0, log_off = 0;
	float in[4], out[4];
	for (double t = -79; t < 79; t += .37) {
		in[0] = in[1] = in[2] = in[3] = (float)t;
		floats_exp(in, out, 4);
		exp_off = fmax(exp_off, fabs((double)out[3] / exp((double)in[3]) - 1));
	}
	for (double t = 1e-29; t < 1e6; t *= 1.31) {
		in[0] = in[1] = in[2] = in[3] = (float)t;
		floats_log(in, out, 4);
		log_off = fmax(log_off, fabs((double)out[1] - log((double)in[1])) / fmax(1, fabs(log((double)in[1]))));
	}
	ok(exp_off < 4e-7, "exp of vectors is right to %.1e", exp_off);
	ok(log_off < 4e-7, "log of vectors is right to %.1e", log_off);
	float z[8] = { 1, 2, 3, 0, 0, 0, 0, 0 }, p[8];
	struct floats_top top = floats_softmax(z, p, 3, 8);
	ok(top.at == 2 && fabs((double)top.log_sum - 3.40760596) < 1e-5 && fabs((double)p[2] - .66524096) < 1e-6 && p[3] == 0.f,
	    "the softmax of 1, 2, 3");
}

/* Of equal scores the logarithm of their number; of 3 and -3, log(e^3 + e^-3); shifted by whatever. */
static void
check_energy(void)
{
	ok(fabs(softmax_energy((double[]){ 5, 5, 5, 5 }, 4) - log(4)) < 1e-9, "the energy of equal scores");
	ok(fabs(softmax_energy((double[]){ 3, -3 }, 2) - 3.0024756851) < 1e-9 &&
	    fabs(softmax_energy((double[]){ 106, 100 }, 2) - 3.0024756851) < 1e-9, "of scores 6 apart, wherever they lie");
}

/* Scores that are twice as sure as they should be want a temperature of 2: 3 of 4 are right where log-odds are 2 log 3. */
static void
check_calibration(void)
{
	float z[8];
	uint32_t y[4] = { 0, 0, 0, 1 };
	double loss;
	for (int i = 0; i < 4; i++) {
		z[2 * i] = (float)(2 * log(3));
		z[2 * i + 1] = 0;
	}
	ok(fabs(calibrate(z, y, NULL, 4, 2, &loss) - 2) < 1e-3, "a temperature of 2");
	ok(fabs(loss - (.75 * log(4 / 3.) + .25 * log(4))) < 1e-4, "and the loss there");
	/* The wrong one counts for 1/3: 9 of 10 are right, log-odds of 2 log 3 are true. */
	float by[4] = { 1, 1, 1, 1 / 3.f };
	ok(fabs(calibrate(z, y, by, 4, 2, &loss) - 1) < 1e-3, "a temperature of 1 where the wrong one counts less");
}

static void
check_split(void)
{
	uint64_t group[100];
	uint32_t y[100];
	uint8_t fold[100];
	int per[2][5] = { { 0 } }, apart = 0;
	for (uint32_t i = 0; i < 100; i++) {
		group[i] = i < 90 ? i : i - 90;         /* the last ten repeat the first ten, with the other label */
		y[i] = i < 90 ? i % 2 : 1 - i % 2;
	}
	split_folds(group, y, 100, 5, 3, fold);
	for (int i = 0; i < 90; i++)
		per[y[i]][fold[i]]++;
	for (int i = 0; i < 10; i++)
		apart += fold[i] != fold[90 + i];
	ok(apart == 0, "equal texts are in one fold");
	ok(per[0][0] == 9 && per[0][4] == 9 && per[1][2] == 9, "each fold has its share of each label");
}

/* What dropout minimises is the loss of records that are thinned at random: at its end the gradient of that, over other draws, is
 * next to nothing. */
static void
check_dropout(unsigned K, bool under)
{
	enum { DRAWS = 400 };
	static size_t thin_start[N + 1];
	static uint32_t thin_feature[N * EACH];
	static float thin_x[N * EACH];
	struct rows r = make_rows(K, under), thin = r;
	size_t size = (D + 1) * softmax_stride(K);
	double *g = xcalloc(size, sizeof *g), *sum = xcalloc(size, sizeof *sum), *none = xcalloc(size, sizeof *none), worst = 0, first = 0;
	float *zero = xcalloc(size, sizeof *zero);
	struct rng rng = { 11 };
	struct dropout d;
	dropout_start(&d, &r, 10, 1, .5, 3);
	d.passes = 3000;
	while (dropout_pass(&d))
		;
	thin.start = thin_start;
	thin.feature = thin_feature;
	thin.x = thin_x;
	for (int draw = 0; draw < DRAWS; draw++) {
		size_t n = 0;
		for (size_t i = 0; i < N; i++) {
			thin_start[i] = n;
			for (size_t k = start[i]; k < start[i + 1]; k++)
				if (rng_unit(&rng) < .5) {
					thin_feature[n] = feature[k];
					thin_x[n++] = 2 * x[k];
				}
		}
		thin_start[N] = n;
		softmax_loss(&thin, d.w, 1e30, g);
		softmax_loss(&thin, zero, 1e30, none);
		for (size_t j = 0; j < size; j++)
			sum[j] += g[j] / DRAWS;
	}
	for (size_t j = 0; j < size; j++) {
		worst = fmax(worst, fabs(sum[j]));
		first = fmax(first, fabs(none[j]));
	}
	ok(worst < .03 && first > .1, "K = %u%s: dropout ends where thinned records have their least loss (%.3f left of %.3f)", K,
	    under ? ", offsets" : "", worst, first);
	ok(d.pass == 3000 && d.loss > 0 && d.right > .3 && d.right <= 1, "and tells what its last pass saw");
	dropout_free(&d);
	free(g);
	free(sum);
	free(none);
	free(zero);
}

int
main(void)
{
	for (int under = 0; under < 2; under++)
		for (unsigned K = 2; K <= 5; K += 3) {
			check_gradient(K, under);
			check_optimum(K, 1, under);
			check_optimum(K, 30, under);
			check_dropout(K, under);
		}
	check_kernels();
	check_energy();
	check_calibration();
	check_split();
	return tap_end();
}
