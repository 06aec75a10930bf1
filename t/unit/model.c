/* Models made and read again: scores by hand, every key found, crowded buckets. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/rng.h"
#include "learn/model.h"
#include "learn/softmax.h"
#include "tap.h"

static struct fb_err e;
static const char *const column[] = { "text" };
static const bool segmented[] = { false };

static void
write_kind(const char *path, enum kind kind, unsigned K, size_t D, const uint64_t *key, const float *w, const double *levels, size_t levels_n,
    size_t *crowded)
{
	struct label *label = xcalloc(K, sizeof *label);
	char (*name)[8] = xcalloc(K, sizeof *name);
	struct buf out = { 0 };
	for (unsigned k = 0; k < K; k++) {
		snprintf(name[k], sizeof name[k], "l%u", k % 10000);
		label[k] = (struct label){ slice(name[k]), slice("名"), slice("Name") };
	}
	struct model_draft draft = { .target = slice("t"), .kind = kind, .levels = levels, .levels_n = levels_n, .label = label, .K = K, .column = column, .segmented = segmented, .columns = 1,
		.notes = slice("records 3\n"), .D = D, .key = key, .w = w };
	model_make(&out, &draft, crowded);
	file_write(path, buf_str(&out), OUTFILE_PUBLIC, &e);
	buf_free(&out);
	free(label);
	free(name);
}

static void
write_model(const char *path, unsigned K, size_t D, const uint64_t *key, const float *w, size_t *crowded)
{
	write_kind(path, KIND_CLASSES, K, D, key, w, NULL, 0, crowded);
}

/* One feature of weight 2 and a bias of 1, or of 2, 4 … and 1, 2 … where there are several scores. The feature is found once. */
static void
kind_by_hand(enum kind kind, unsigned K, const double *levels, size_t n)
{
	uint64_t key[] = { 0x123456789abcdef0u };
	unsigned scores = kind_scores(kind, K);
	float w[16] = { 0 };
	double z[8], worst = 0;
	size_t crowded;
	struct model m;
	struct model_scratch s = { 0 };
	struct grams g = { .key = key, .n = 1 };
	for (unsigned k = 0; k < scores; k++) {
		w[k] = (float)(2 * (k + 1));
		w[scores + k] = (float)(k + 1);
	}
	write_kind("model", kind, K, 1, key, w, levels, n, &crowded);
	ok(model_open(&m, "model", &e) == 0 && m.kind == kind && m.K == K && m.Z == scores + 1, "%s, K = %u: made and opened %s", kind_name(kind), K,
	    e.text);
	model_scores(&m, &g, &s, z);
	for (unsigned k = 0; k < scores; k++)
		worst = fmax(worst, fabs(z[k] - 3 * (k + 1)));
	ok(worst < 2e-3 && z[scores] == 0, "its scores are bias and weight, and a 0 behind them (%.1e off)", worst);
	free(s.row);
	model_close(&m);
}

/* A file that is whole but makes no sense. */
static void
nonsense(enum kind kind, unsigned K, const double *levels, size_t n, const char *what)
{
	uint64_t key[] = { 1 };
	float w[16] = { 1, 1 };
	size_t crowded;
	struct model m;
	write_kind("model", kind, K, 1, key, w, levels, n, &crowded);
	ok(model_open(&m, "model", &e) == FB_EDATA && strstr(e.text, what), "%s: %s", kind_name(kind), e.text);
}

static void
kinds(void)
{
	static const double rising[] = { -1, 0, 2 }, flat[] = { -1, 2, 2 }, endless[] = { 0, 1, INFINITY }, range[] = { 1, 5, .5, 2 },
		upside_down[] = { 5, 1, .5, 2 }, too_fine[] = { 1, 5, .5, 12 };
	kind_by_hand(KIND_ORDINAL, 4, rising, 3);
	kind_by_hand(KIND_NUMBER, 0, range, 4);
	kind_by_hand(KIND_MULTILABEL, 3, rising, 1);
	kind_by_hand(KIND_MULTILABEL, 6, rising, 1);
	nonsense(KIND_ORDINAL, 4, flat, 3, "its cuts do not rise");
	nonsense(KIND_ORDINAL, 4, endless, 3, "its cuts do not rise");
	nonsense(KIND_ORDINAL, 4, rising, 2, "levels");
	nonsense(KIND_MULTILABEL, 3, NULL, 0, "levels");
	nonsense(KIND_NUMBER, 0, upside_down, 4, "its range makes no sense");
	nonsense(KIND_NUMBER, 0, too_fine, 4, "its range makes no sense");
	nonsense(KIND_ORDINAL, 1, rising, 0, "its settings are out of range");
	e = (struct fb_err){ 0 };
}

/* Three features with whole weights; two are found, one of them twice: their sum is over sqrt(3). */
static void
by_hand(unsigned K)
{
	size_t stride = softmax_stride(K), crowded;
	uint64_t key[] = { 0x123456789abcdef0u, 0x0fedcba987654321u, 0xf00000000000ffffu };
	float *w = xcalloc(4 * stride, sizeof *w);
	for (size_t j = 0; j < 4; j++)
		for (size_t k = 0; k < (stride == 1 ? 1 : K); k++)
			w[j * stride + k] = (float)((int)(j * 7 + k * 5) % 11) - 4;
	write_model("model", K, 3, key, w, &crowded);
	struct model m;
	struct model_scratch s = { 0 };
	uint64_t seen[] = { key[1], 0x7777777777777777u, key[0], key[1] };
	struct grams g = { .key = seen, .n = 4 };
	ok(model_open(&m, "model", &e) == 0 && m.K == K && slice_is(m.label[K - 1].zh, "名"), "K = %u: made and opened %s", K, e.text);
	double *z = xcalloc(K, sizeof *z), worst = 0;
	size_t found = model_scores(&m, &g, &s, z);
	ok(found == 3, "three of four are known");
	for (unsigned k = 1; k < K; k++) {
		double sum = 0, bias;
		if (stride == 1) {
			sum = (double)(w[0] + 2 * w[1]);
			bias = (double)w[3];
		} else {
			sum = (double)(w[k] + 2 * w[stride + k] - w[0] - 2 * w[stride]);
			bias = (double)(w[3 * stride + k] - w[3 * stride]);
		}
		worst = fmax(worst, fabs(z[k] - z[0] - (bias + sum / sqrt(3))));
	}
	ok(worst < 2e-3, "scores are the sum over sqrt(3) and the bias (%.1e off)", worst);
	free(s.row);
	free(z);
	free(w);
	model_close(&m);
}

/* All features of a large model are found, but for the few that were crowded out, and no others. */
static void
large(unsigned K)
{
	enum { D = 20000 };
	size_t stride = softmax_stride(K), crowded, found = 0, false_ones = 0;
	uint64_t *key = xmalloc(D * sizeof *key);
	float *w = xcalloc((D + 1) * stride, sizeof *w);
	struct rng r = { 5 };
	int32_t *weights = xcalloc(K, sizeof *weights);
	double worst = 0;
	for (size_t j = 0; j < D; j++) {
		key[j] = rng_next(&r);
		w[j * stride] = (float)rng_unit(&r) - .5f;
	}
	write_model("model", K, D, key, w, &crowded);
	struct model m;
	ok(model_open(&m, "model", &e) == 0, "K = %u: %d features %s", K, D, e.text);
	for (size_t j = 0; j < D; j++) {
		bool known = model_weights(&m, key[j], weights);
		found += known;
		double want = stride == 1 ? -(double)w[j] : (double)w[j * stride];
		if (known)
			worst = fmax(worst, fabs(weights[0] * m.s.step - want));
		false_ones += model_weights(&m, rng_next(&r), weights);
	}
	ok(found == D - crowded && crowded < D / 50, "all are found but %zu that had no room", crowded);
	ok(worst < 2e-5, "with their weights (%.1e off)", worst);
	ok(false_ones <= 5, "%zu of %d other keys are taken for one", false_ones, D);
	model_close(&m);
	free(key);
	free(w);
	free(weights);
}

int
main(void)
{
	char dir[] = "/tmp/fb-model.XXXXXX";
	if (!mkdtemp(dir) || chdir(dir) != 0)
		return 1;
	for (unsigned K = 2; K < 7; K++)
		by_hand(K);
	kinds();
	large(2);
	large(3);
	large(6);
	unlink("model");
	if (chdir("/") == 0)
		rmdir(dir);
	return tap_end();
}
