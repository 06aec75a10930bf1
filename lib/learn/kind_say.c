#include "learn/kind_say.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "learn/score.h"
#include "learn/values.h"

enum { WIDEST = 12 };           /* labels that are told one by one */

/* Answers of the held-out records */

static unsigned
likeliest(const double *p, unsigned K)
{
	unsigned top = 0;
	for (unsigned k = 1; k < K; k++)
		top = p[k] > p[top] ? k : top;
	return top;
}

static void
hold_ranks(const struct training *t, const struct kind_truth *truth, const struct kind_choice *c, struct kind_held *h, double *p, bool *wrong)
{
	unsigned K = truth->K;
	uint64_t *confusion = xcalloc((size_t)K * K, sizeof *confusion);
	double *chance = xmalloc(K * sizeof *chance), *cut = xmalloc(K * sizeof *cut), *value = xmalloc(K * sizeof *value);
	for (unsigned k = 0; k < K; k++) {
		cut[k] = k + 1 < K ? c->cut[k] / c->temperature : 0;
		if (!num_read(t->display[k].name, &value[k]))
			value[k] = k;
	}
	for (size_t u = 0; u < c->held_out; u++) {
		kind_ordinal(c->z[u] / c->temperature, cut, K, chance);
		unsigned top = likeliest(chance, K), rank = truth->rank[c->held[u]];
		confusion[(size_t)rank * K + top]++;
		p[u] = chance[top];
		wrong[u] = top != rank;
	}
	h->accuracy = score_of(confusion, K).accuracy;
	score_scale(confusion, K, value, &h->kappa, &h->mean_error);
	free(confusion);
	free(chance);
	free(cut);
	free(value);
}

static double
f1_of(uint64_t right, uint64_t has, uint64_t answered)
{
	return has + answered ? 2 * (double)right / (double)(has + answered) : 0;
}

struct scored {
	double z;
	bool is;
};

static int
by_falling_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;
	return x->z > y->z ? -1 : x->z < y->z;
}

/* The score above which labels are given for the best micro-F1: halfway between two that held-out records have. */
static double
best_cut(const struct kind_truth *truth, const struct kind_choice *c)
{
	size_t n = c->held_out * truth->scores, right = 0, has = 0;
	struct scored *s = xmalloc((n + 1) * sizeof *s);
	double best = 0, cut = 0;
	for (size_t i = 0; i < n; i++) {
		s[i] = (struct scored){ c->z[i], truth->has[i % truth->scores * truth->n + c->held[i / truth->scores]] };
		has += s[i].is;
	}
	sort_items(s, n, sizeof *s, by_falling_score);
	for (size_t i = 0; i + 1 < n; i++) {
		right += s[i].is;
		double f1 = f1_of(right, has, i + 1);
		if (f1 > best && s[i].z > s[i + 1].z) {
			best = f1;
			cut = (s[i].z + s[i + 1].z) / 2;
		}
	}
	free(s);
	return cut;
}

static void
hold_labels(const struct kind_truth *truth, const struct kind_choice *c, struct kind_held *h, double *p, bool *wrong)
{
	uint64_t right = 0, has = 0, answered = 0, exact = 0, seen = 0;
	double cut = best_cut(truth, c);
	h->cut = cut / c->temperature;
	for (size_t u = 0; u < c->held_out; u++)
		p[u] = 1;
	for (unsigned k = 0; k < truth->K; k++) {
		uint64_t r = 0, n = 0, a = 0;
		for (size_t u = 0; u < c->held_out; u++) {
			double z = c->z[u * truth->scores + k];
			bool is = truth->has[k * truth->n + c->held[u]], said = z > cut;
			p[u] *= kind_chance((said ? z : -z) / c->temperature);
			wrong[u] |= is != said;
			r += is && said;
			n += is;
			a += said;
		}
		h->macro_f1 += f1_of(r, n, a);
		seen += n + a > 0;
		right += r;
		has += n;
		answered += a;
	}
	for (size_t u = 0; u < c->held_out; u++)
		exact += !wrong[u];
	h->accuracy = c->held_out ? (double)exact / (double)c->held_out : 0;
	h->micro_f1 = f1_of(right, has, answered);
	h->macro_f1 = seen ? h->macro_f1 / (double)seen : 0;
}

static void
hold_numbers(const struct kind_truth *truth, const struct kind_choice *c, struct kind_held *h)
{
	double off = 0, square = 0, mean = 0, all = 0, n = (double)(c->held_out + !c->held_out);
	for (size_t u = 0; u < c->held_out; u++)
		mean += truth->value[c->held[u]] / n;
	for (size_t u = 0; u < c->held_out; u++) {
		double value = truth->value[c->held[u]], by = c->z[u] - value;
		off += fabs(by);
		square += by * by;
		all += (value - mean) * (value - mean);
	}
	h->mean_error = off / n * truth->deviation;
	h->square_error = sqrt(square / n) * truth->deviation;
	h->r2 = all > 0 ? 1 - square / all : 0;
}

struct kind_held
kind_held(const struct training *t, const struct kind_truth *truth, const struct kind_choice *c, struct promise_step *promise)
{
	struct kind_held h = { 0 };
	double *p = xcalloc(c->held_out + 1, sizeof *p);
	bool *wrong = xcalloc(c->held_out + 1, sizeof *wrong);
	if (truth->kind == KIND_NUMBER)
		hold_numbers(truth, c, &h);
	else if (truth->kind == KIND_ORDINAL)
		hold_ranks(t, truth, c, &h, p, wrong);
	else
		hold_labels(truth, c, &h, p, wrong);
	if (promise)
		promise_make(promise, p, wrong, c->held_out);
	free(p);
	free(wrong);
	return h;
}

/* Words */

static void
figure(struct buf *b, const char *what, double x, int decimals)
{
	buf_text(b, what);
	num_fixed(b, x, decimals);
}

static void
say_held(const struct kind_truth *truth, const struct kind_choice *c, const struct kind_held *h, struct buf *b)
{
	if (truth->kind == KIND_NUMBER) {
		figure(b, "mean absolute error ", h->mean_error, 4);
		figure(b, ", root mean square error ", h->square_error, 4);
		figure(b, ", R² ", h->r2, 4);
		figure(b, ", 9 in 10 off by less than ", h->off, 4);
	} else if (truth->kind == KIND_ORDINAL) {
		figure(b, "accuracy ", h->accuracy, 4);
		figure(b, ", mean absolute error ", h->mean_error, 4);
		figure(b, ", quadratic kappa ", h->kappa, 4);
		figure(b, ", cross-entropy ", c->loss, 4);
	} else {
		figure(b, "all labels right ", h->accuracy, 4);
		figure(b, ", micro-F1 ", h->micro_f1, 4);
		figure(b, ", macro-F1 ", h->macro_f1, 4);
		figure(b, ", cross-entropy of a label ", c->loss, 4);
	}
	buf_char(b, '\n');
}

static void
say_settings(const struct training *t, const struct kind_choice *c, struct buf *b)
{
	buf_printf(b, "%s, C ", values_name(c->scaling));
	num_fixed(b, c->strength, 1);
	buf_text(b, t->weight ? ", balanced" : "");
}

void
kind_notes(const struct training *t, const struct kind_truth *truth, const struct kind_choice *c, const struct kind_held *h, struct buf *b)
{
	buf_text(b, "settings ");
	say_settings(t, c, b);
	figure(b, ", temperature ", c->temperature, 3);
	buf_printf(b, "\n%s %zu records: ", t->devs ? "dev" : "held-out", c->held_out);
	say_held(truth, c, h, b);
}

static void
say_order(const struct training *t, const struct kind_truth *truth, struct buf *b)
{
	buf_text(b, "in the order ");
	for (unsigned k = 0; k < truth->K; k++)
		if (k < WIDEST - 2 || k + 1 == truth->K || truth->K <= WIDEST)
			buf_printf(b, "%s%.*s", k ? " < " : "", (int)t->display[k].name.n, t->display[k].name.p);
		else if (k == WIDEST - 2)
			buf_text(b, " < …");
	buf_char(b, '\n');
}

void
kind_say(const struct training *t, const struct dataset *d, const struct kind_truth *truth, const struct kind_choice *c,
    const struct kind_held *h, struct buf *b)
{
	training_say_records(t, d, b);
	if (truth->kind == KIND_ORDINAL)
		say_order(t, truth, b);
	buf_text(b, "chosen: ");
	say_settings(t, c, b);
	buf_printf(b, "\n%s, %zu records, each after learning from %zu: ", t->devs ? t->o->dev : "held out", c->held_out, c->learnt);
	say_held(truth, c, h, b);
	training_say_known(t, b);
}
