/* Of evaluate.h: the figures of one set of records, and the bootstrap. */
#include "learn/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"
#include "learn/roc.h"

void
summary_free(struct summary *s)
{
	free(s->label);
	free(s->confusion);
}

static struct measured
percentiles(double value, double *round)
{
	return (struct measured){ value, interval_percentiles(round, EVALUATE_ROUNDS) };
}

static double
calibration_error(const struct bin *b, uint64_t n)
{
	double sum = 0;
	for (int k = 0; k < EVALUATE_BINS; k++)
		if (b[k].n)
			sum += fabs((double)b[k].right - b[k].mean_p * (double)b[k].n);
	return n ? sum / (double)n : 0;
}

static void
fill_bins(const struct evaluation *ev, const uint32_t *pick, size_t n, struct bin *bin)
{
	memset(bin, 0, EVALUATE_BINS * sizeof *bin);
	for (size_t i = 0; i < n; i++) {
		const struct judged *r = &ev->record[pick[i]];
		int k = (int)((double)r->p * EVALUATE_BINS);
		struct bin *b = &bin[k < EVALUATE_BINS ? k : EVALUATE_BINS - 1];
		b->n++;
		b->right += r->truth == r->answer;
		b->mean_p += (double)r->p;
	}
	for (int k = 0; k < EVALUATE_BINS; k++)
		bin[k].mean_p /= bin[k].n ? (double)bin[k].n : 1;
}

/* -log p of the truth (p at least 1e-4 / 2: the stream has four decimals), and the squared distance of all p. */
static void
losses(const struct evaluation *ev, size_t i, double *log_loss, double *brier)
{
	double of_truth = 0, squares = 0;
	for (size_t c = 0; c < ev->columns; c++) {
		double p = (double)ev->every[i * ev->columns + c], y = ev->column[c] == ev->record[i].truth;
		of_truth += p * y;
		squares += (p - y) * (p - y);
	}
	*log_loss = -num_log(of_truth < .00005 ? .00005 : of_truth);
	*brier = squares;
}

enum { PRECISION, RECALL, F1, AUROC, OF_LABEL };

/* Values of each bootstrap round, round by round for each figure. */
struct rounds {
	double accuracy[EVALUATE_ROUNDS], macro[EVALUATE_ROUNDS], weighted[EVALUATE_ROUNDS], kappa[EVALUATE_ROUNDS],
	    error[EVALUATE_ROUNDS], calibration[EVALUATE_ROUNDS], log_loss[EVALUATE_ROUNDS], brier[EVALUATE_ROUNDS],
	    auroc[EVALUATE_ROUNDS];
	double *label;          /* [K * OF_LABEL * EVALUATE_ROUNDS]; NULL: labels are not wanted */
};

/* The records that a summary is about, and what a round needs of them. */
struct resample {
	const struct evaluation *ev;
	const uint32_t *pick;           /* [n] */
	size_t n, K;
	uint32_t *sample, *weight;      /* of the round: records, and how often each pick is among them */
	uint64_t *confusion;
	double *log_loss, *brier;       /* by pick */
	struct roc *roc;                /* by label, if s->full and labels are wanted */
	struct rng rng;
};

static void
prepare(struct resample *b, const struct summary *s, bool labels)
{
	const struct evaluation *ev = b->ev;
	size_t n = b->n, K = b->K;
	b->sample = xmalloc((n + 1) * sizeof *b->sample);
	b->weight = xmalloc((n + 1) * sizeof *b->weight);
	b->confusion = xmalloc(K * K * sizeof *b->confusion);
	b->log_loss = xcalloc(n + 1, sizeof *b->log_loss);
	b->brier = xcalloc(n + 1, sizeof *b->brier);
	for (size_t i = 0; s->full && i < n; i++)
		losses(ev, b->pick[i], &b->log_loss[i], &b->brier[i]);
	if (!s->full || !labels)
		return;
	float *p = xmalloc((n + 1) * sizeof *p);
	bool *positive = xmalloc(n + 1);
	b->roc = xcalloc(K, sizeof *b->roc);
	for (size_t c = 0; c < ev->columns; c++) {
		for (size_t i = 0; i < n; i++) {
			p[i] = ev->every[b->pick[i] * ev->columns + c];
			positive[i] = ev->record[b->pick[i]].truth == ev->column[c];
		}
		roc_make(&b->roc[ev->column[c]], p, positive, n);
	}
	free(p);
	free(positive);
}

static void
resample_free(struct resample *b)
{
	for (size_t k = 0; b->roc && k < b->K; k++)
		roc_free(&b->roc[k]);
	free(b->roc);
	free(b->sample);
	free(b->weight);
	free(b->confusion);
	free(b->log_loss);
	free(b->brier);
}

/* Figures of the labels into at[label * OF_LABEL + …]; returns the mean AUROC of those that have one. */
static double
label_figures(const struct resample *b, double *at)
{
	double sum = 0, n = 0;
	for (size_t k = 0; k < b->K; k++, at += OF_LABEL) {
		struct label_score l = score_label(b->confusion, b->K, k);
		at[PRECISION] = l.precision;
		at[RECALL] = l.recall;
		at[F1] = l.f1;
		at[AUROC] = b->roc ? roc_area(&b->roc[k], b->weight) : (double)NAN;
		if (!isnan(at[AUROC])) {
			sum += at[AUROC];
			n++;
		}
	}
	return n > 0 ? sum / n : (double)NAN;
}

/* One round: n records drawn with replacement, and their figures. at has room for the labels' figures. */
static void
draw(struct resample *b, const struct summary *s, struct rounds *r, int k, double *at)
{
	const struct evaluation *ev = b->ev;
	double loss = 0, brier = 0;
	memset(b->confusion, 0, b->K * b->K * sizeof *b->confusion);
	memset(b->weight, 0, b->n * sizeof *b->weight);
	for (size_t i = 0; i < b->n; i++) {
		size_t pick = (size_t)rng_below(&b->rng, b->n);
		const struct judged *d = &ev->record[b->sample[i] = b->pick[pick]];
		b->weight[pick]++;
		b->confusion[d->truth * b->K + d->answer]++;
		loss += b->log_loss[pick];
		brier += b->brier[pick];
	}
	struct score c = score_of(b->confusion, b->K);
	r->accuracy[k] = c.accuracy;
	r->macro[k] = c.macro_f1;
	r->weighted[k] = c.weighted_f1;
	r->log_loss[k] = loss / (double)b->n;
	r->brier[k] = brier / (double)b->n;
	if (s->scale)
		score_scale(b->confusion, b->K, ev->value, &r->kappa[k], &r->error[k]);
	if (s->sure) {
		struct bin bin[EVALUATE_BINS];
		fill_bins(ev, b->sample, b->n, bin);
		r->calibration[k] = calibration_error(bin, b->n);
	}
	if (!r->label)
		return;
	r->auroc[k] = label_figures(b, at);
	for (size_t l = 0; l < b->K * OF_LABEL; l++)
		r->label[l * EVALUATE_ROUNDS + (size_t)k] = at[l];
}

/* Rounds in which a figure is not defined (no record of a label was drawn) do not count. */
static struct measured
defined(double value, double *round)
{
	size_t n = 0;
	for (size_t k = 0; k < EVALUATE_ROUNDS; k++)
		if (!isnan(round[k]))
			round[n++] = round[k];
	return (struct measured){ value, n ? interval_percentiles(round, n) : (struct interval){ value, value } };
}

static void
bootstrap(struct resample *b, struct summary *s, struct rounds *r)
{
	size_t n = b->n, K = b->K;
	double loss = 0, brier = 0, kappa = 1, error = 0, auroc = (double)NAN;
	double *at = xmalloc((K * OF_LABEL + 1) * sizeof *at), *value = xmalloc((K * OF_LABEL + 1) * sizeof *value);
	memcpy(b->confusion, s->confusion, K * K * sizeof *b->confusion);
	for (size_t i = 0; i < n; i++) {
		b->weight[i] = 1;
		loss += b->log_loss[i];
		brier += b->brier[i];
	}
	if (s->scale)
		score_scale(s->confusion, K, b->ev->value, &kappa, &error);
	if (r->label)
		auroc = label_figures(b, value);
	for (int k = 0; k < EVALUATE_ROUNDS; k++)
		draw(b, s, r, k, at);
	s->accuracy = percentiles(s->score.accuracy, r->accuracy);
	s->macro_f1 = percentiles(s->score.macro_f1, r->macro);
	s->weighted_f1 = percentiles(s->score.weighted_f1, r->weighted);
	if (s->scale) {
		s->kappa = percentiles(kappa, r->kappa);
		s->mean_error = percentiles(error, r->error);
	}
	if (s->sure)
		s->calibration = percentiles(calibration_error(s->bin, n), r->calibration);
	if (s->full) {
		s->log_loss = percentiles(loss / (double)n, r->log_loss);
		s->brier = percentiles(brier / (double)n, r->brier);
	}
	for (size_t l = 0; r->label && l < K; l++) {
		struct measured *m[] = { &s->label[l].precision, &s->label[l].recall, &s->label[l].f1, &s->label[l].auroc };
		for (size_t f = 0; f < OF_LABEL; f++)
			*m[f] = defined(value[l * OF_LABEL + f], r->label + (l * OF_LABEL + f) * EVALUATE_ROUNDS);
	}
	s->auroc = r->label ? defined(auroc, r->auroc) : (struct measured){ .value = (double)NAN };
	free(at);
	free(value);
}

void
evaluation_summary(const struct evaluation *ev, uint32_t group, struct summary *s)
{
	size_t K = ev->labels.n, n = 0;
	bool labels = group == UINT32_MAX;
	uint32_t *pick = xmalloc((ev->n + 1) * sizeof *pick);
	*s = (struct summary){ .sure = true, .scale = ev->scale, .full = ev->columns == K && K > 0 };
	s->confusion = xcalloc(K * K + 1, sizeof *s->confusion);
	s->label = xcalloc(K + 1, sizeof *s->label);
	for (size_t i = 0; i < ev->n; i++) {
		const struct judged *r = &ev->record[i];
		if (group != UINT32_MAX && r->group != group)
			continue;
		pick[n++] = (uint32_t)i;
		s->confusion[r->truth * K + r->answer]++;
		s->sure &= r->p >= 0;
	}
	s->sure &= n > 0;
	s->score = score_of(s->confusion, K);
	if (s->sure)
		fill_bins(ev, pick, n, s->bin);
	if (n) {
		struct resample b = { .ev = ev, .pick = pick, .n = n, .K = K, .rng = { 20260501 } };
		struct rounds *r = xmalloc(sizeof *r);
		r->label = labels ? xmalloc((K * OF_LABEL * EVALUATE_ROUNDS + 1) * sizeof *r->label) : NULL;
		prepare(&b, s, labels);
		bootstrap(&b, s, r);
		resample_free(&b);
		free(r->label);
		free(r);
	}
	free(pick);
}
