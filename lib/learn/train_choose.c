#include "learn/train_choose.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/par.h"

const char *const scaling_name[SCALINGS] = { "binary", "tf-idf", "ratio" };

enum { FOLDS = 5, MOST_FITTED = 12000, PASSES = 30 };
static const double STRENGTH[] = { 1, 3, 10, 30, 100 };
enum { STRENGTHS = sizeof STRENGTH / sizeof *STRENGTH };

/* |log ratio| of a feature's share in the two classes, add-one smoothed (Wang & Manning 2012). */
static void
ratios(float *scale, const struct corpus *c, const bool *in)
{
	uint32_t *count = xcalloc(2 * c->D + 2, sizeof *count);
	double total[2] = { 0, 0 };
	for (size_t i = 0; i < c->n; i++)
		for (size_t a = c->start[i]; in[i] && a < c->start[i + 1]; a++)
			if (c->col[a] != UINT32_MAX) {
				count[2 * c->col[a] + c->label[i]]++;
				total[c->label[i]]++;
			}
	for (size_t j = 0; j < c->D; j++)
		scale[j] *= (float)fabs(num_log((count[2 * j] + 1.) / (total[0] + 1)) - num_log((count[2 * j + 1] + 1.) / (total[1] + 1)));
	free(count);
}

void
scale_make(float *scale, const struct corpus *c, const bool *in, enum scaling scaling)
{
	for (size_t j = 0; j < c->D; j++)
		scale[j] = scaling == SCALE_BINARY ? 1 : (float)(num_log((1. + (double)c->n) / (1. + c->df[j])) + 1);
	if (scaling == SCALE_RATIO)
		ratios(scale, c, in);
}

void
rows_make(struct rows *r, const struct corpus *c, const bool *in, const float *scale)
{
	size_t n = 0, m = 0;
	*r = (struct rows){ .D = c->D };
	for (size_t i = 0; i < c->n; i++)
		if (in[i]) {
			n++;
			m += c->start[i + 1] - c->start[i];
		}
	r->start = xmalloc((n + 1) * sizeof *r->start);
	r->label = xmalloc((n + 1) * sizeof *r->label);
	r->col = xmalloc((m + 1) * sizeof *r->col);
	r->x = xmalloc((m + 1) * sizeof *r->x);
	m = 0;
	for (size_t i = 0; i < c->n; i++) {
		double square = 0;
		if (!in[i])
			continue;
		r->start[r->n] = m;
		r->label[r->n++] = c->label[i];
		for (size_t a = c->start[i]; a < c->start[i + 1]; a++)
			if (c->col[a] != UINT32_MAX) {
				float x = scale[c->col[a]];
				square += (double)x * (double)x;
				r->col[m] = c->col[a];
				r->x[m++] = x;
			}
		float by = square > 0 ? (float)(1 / sqrt(square)) : 0;
		for (size_t a = r->start[r->n - 1]; a < m; a++)
			r->x[a] *= by;
	}
	r->start[r->n] = m;
}

void
rows_free(struct rows *r)
{
	free(r->start);
	free(r->label);
	free(r->col);
	free(r->x);
	*r = (struct rows){ 0 };
}

double
rows_unit(const struct rows *r)
{
	double sum = 0;
	for (size_t a = 0; a < r->start[r->n]; a++)
		sum += (double)r->x[a] * (double)r->x[a];
	return sum > 0 ? (double)r->n / sum : 1;
}

struct trial {
	const struct corpus *c;
	const bool *fit, *held;
	struct choice best[SCALINGS];
};

struct held {                   /* scores of the held-out rows */
	double *z;
	const struct rows *r;
	size_t K;
};

static double
held_loss(const struct held *h, double sharpness)
{
	double loss = 0, *p = xmalloc(h->K * sizeof *p);
	for (size_t i = 0; i < h->r->n; i++) {
		for (size_t k = 0; k < h->K; k++)
			p[k] = h->z[i * h->K + k] * sharpness;
		softmax_of(p, h->K);
		double q = p[h->r->label[i]];
		loss -= num_log(q < 1e-9 ? 1e-9 : q);
	}
	free(p);
	return loss / (double)h->r->n;
}

/* The sharpness with the least held-out loss, by golden section over [1/8, 8] in logarithms. */
static double
sharpen(const struct held *h)
{
	double low = -2.0794, high = 2.0794;
	const double g = .6180339887498949;
	for (int i = 0; i < 18; i++) {
		double a = high - g * (high - low), b = low + g * (high - low);
		if (held_loss(h, num_exp(a)) < held_loss(h, num_exp(b)))
			high = b;
		else
			low = a;
	}
	return num_exp((low + high) / 2);
}

struct teller {
	struct buf *log;
	const char *scaling;
	double C;
};

static void
tell(void *arg, const struct step *s)
{
	struct teller *t = arg;
	buf_printf(t->log, "%s\t", t->scaling);
	num_fixed(t->log, t->C, 1);
	buf_printf(t->log, "\t%d\t", s->pass);
	num_fixed(t->log, s->gap, 6);
	buf_char(t->log, '\t');
	num_fixed(t->log, s->loss, 6);
	buf_char(t->log, '\n');
}

static void
judge(struct choice *now, const struct softmax *s, const struct rows *held)
{
	size_t K = s->K, right = 0;
	struct held h = { xmalloc((held->n * K + 1) * sizeof(double)), held, K };
	now->confusion = xcalloc(K * K, sizeof *now->confusion);
	for (size_t i = 0; i < held->n; i++) {
		double *z = h.z + i * K;
		size_t best = 0;
		softmax_scores(s, held, i, z);
		for (size_t k = 1; k < K; k++)
			best = z[k] > z[best] ? k : best;
		right += best == held->label[i];
		now->confusion[held->label[i] * K + best]++;
	}
	now->accuracy = held->n ? (double)right / (double)held->n : 0;
	now->sharpness = held->n ? sharpen(&h) : 1;
	now->loss = held->n ? held_loss(&h, now->sharpness) : 0;
	free(h.z);
}

static void
try_scaling(void *arg, size_t piece, size_t thread)
{
	struct trial *t = arg;
	struct choice *best = &t->best[piece];
	size_t K = t->c->labels.n;
	struct rows fit, held;
	struct softmax s = { 0 };
	(void)thread;
	*best = (struct choice){ .loss = INFINITY };
	if (piece == SCALE_RATIO && K != 2)
		return;
	float *scale = xmalloc((t->c->D + 1) * sizeof *scale);
	scale_make(scale, t->c, t->fit, (enum scaling)piece);
	rows_make(&fit, t->c, t->fit, scale);
	rows_make(&held, t->c, t->held, scale);
	double unit = rows_unit(&fit);
	for (int i = 0; i < STRENGTHS; i++) {
		struct choice now = { .scaling = (enum scaling)piece, .C = STRENGTH[i] };
		struct teller teller = { &best->log, scaling_name[piece], now.C };
		if (i == 0)
			softmax_start(&s, &fit, K, now.C * unit);
		else
			softmax_again(&s, fit.D, now.C * unit);
		softmax_fit(&s, &fit, 1e-3, PASSES, tell, &teller);
		judge(&now, &s, &held);
		if (now.loss < best->loss) {
			free(best->confusion);
			now.log = best->log;
			now.fitted = fit.n;
			now.held = held.n;
			*best = now;
		} else {
			free(now.confusion);
			if (now.loss > 1.05 * best->loss)
				break;
		}
	}
	softmax_free(&s);
	rows_free(&fit);
	rows_free(&held);
	free(scale);
}

void
choice_make(struct choice *best, const struct corpus *c, size_t jobs)
{
	bool *fit = xcalloc(c->n + 1, sizeof *fit), *held = xcalloc(c->n + 1, sizeof *held);
	struct trial t = { .c = c, .fit = fit, .held = held };
	struct buf log = { 0 };
	/* Equal texts have equal digests, so that a text is never on both sides. Of many texts a fixed share is enough. */
	uint64_t share = c->n > MOST_FITTED * FOLDS / (FOLDS - 1) ? (uint64_t)MOST_FITTED * 1000 * FOLDS / (FOLDS - 1) / c->n : 1000;
	for (size_t i = 0; i < c->n; i++) {
		bool in = c->group[i] / 1024 % 1000 < share, out = c->group[i] % FOLDS == 0;
		held[i] = in && out;
		fit[i] = in && !out;
	}
	par_run(jobs, SCALINGS, try_scaling, &t);
	*best = (struct choice){ .loss = INFINITY };
	for (int s = 0; s < SCALINGS; s++) {
		buf_slice(&log, buf_str(&t.best[s].log));
		buf_free(&t.best[s].log);
		if (t.best[s].loss < best->loss) {
			free(best->confusion);
			*best = t.best[s];
		} else {
			free(t.best[s].confusion);
		}
	}
	best->log = log;
	free(fit);
	free(held);
}

void
choice_free(struct choice *ch)
{
	free(ch->confusion);
	buf_free(&ch->log);
}
