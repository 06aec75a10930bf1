#include "learn/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"
#include "base/sort.h"

static bool
all_numbers(const struct evaluation *ev)
{
	double x;
	for (size_t i = 0; i < ev->labels.n; i++)
		if (!num_read(ev->labels.entry[i].key, &x))
			return false;
	return ev->labels.n > 0;
}

static int
by_bytes(const void *a, const void *b, void *labels)
{
	const struct map_entry *e = labels;
	return slice_cmp(e[*(const uint32_t *)a].key, e[*(const uint32_t *)b].key);
}

static int
by_value(const void *a, const void *b, void *labels)
{
	const struct map_entry *e = labels;
	double x = 0, y = 0;
	num_read(e[*(const uint32_t *)a].key, &x);
	num_read(e[*(const uint32_t *)b].key, &y);
	return x < y ? -1 : x > y ? 1 : by_bytes(a, b, labels);
}

void
evaluation_sort(struct evaluation *ev)
{
	size_t K = ev->labels.n;
	uint32_t *order = xmalloc(K * sizeof *order), *place = xmalloc(K * sizeof *place);
	struct map sorted = { 0 };
	for (size_t i = 0; i < K; i++)
		order[i] = (uint32_t)i;
	sort_items_by(order, K, sizeof *order, all_numbers(ev) ? by_value : by_bytes, ev->labels.entry);
	for (size_t i = 0; i < K; i++) {
		place[order[i]] = (uint32_t)i;
		map_put(&sorted, ev->labels.entry[order[i]].key, NULL);
	}
	for (size_t i = 0; i < ev->n; i++) {
		struct judged *r = &ev->record[i];
		r->truth = place[r->truth];
		r->answer = place[r->answer];
		r->rival = r->rival == UINT32_MAX ? UINT32_MAX : place[r->rival];
	}
	for (size_t i = 0; i < ev->columns; i++)
		ev->column[i] = place[ev->column[i]];
	map_free(&ev->labels);
	ev->labels = sorted;
	free(order);
	free(place);
}

void
evaluation_free(struct evaluation *ev)
{
	map_free(&ev->labels);
	map_free(&ev->groups);
	free(ev->record);
	free(ev->every);
	free(ev->column);
}

void
summary_free(struct summary *s)
{
	free(s->auroc);
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

struct ranked {
	float p;
	bool positive;
};

static int
by_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return (x->p > y->p) - (x->p < y->p);
}

/* How often a record of the label has a higher p for it than one of another label, ties counting half (Mann-Whitney). */
static double
auroc(const struct evaluation *ev, const uint32_t *pick, size_t n, size_t column)
{
	struct ranked *r = xmalloc(n * sizeof *r);
	double sum = 0, below = 0, positives = 0;
	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){ ev->every[pick[i] * ev->columns + column], ev->record[pick[i]].truth == ev->column[column] };
	sort_items(r, n, sizeof *r, by_p);
	for (size_t i = 0, j; i < n; i = j) {
		double pos = 0, neg = 0;
		for (j = i; j < n && r[j].p == r[i].p; j++) {
			pos += r[j].positive;
			neg += !r[j].positive;
		}
		sum += pos * (below + neg / 2);
		below += neg;
		positives += pos;
	}
	free(r);
	return positives > 0 && below > 0 ? sum / (positives * below) : (double)NAN;
}

struct rounds {                 /* values of each bootstrap round */
	double accuracy[EVALUATE_ROUNDS], macro[EVALUATE_ROUNDS], weighted[EVALUATE_ROUNDS], kappa[EVALUATE_ROUNDS],
	    error[EVALUATE_ROUNDS], calibration[EVALUATE_ROUNDS], log_loss[EVALUATE_ROUNDS], brier[EVALUATE_ROUNDS];
};

static void
bootstrap(const struct evaluation *ev, const uint32_t *pick, size_t n, struct summary *s)
{
	size_t K = ev->labels.n;
	struct rounds *r = xmalloc(sizeof *r);
	uint64_t *confusion = xmalloc(K * K * sizeof *confusion);
	uint32_t *sample = xmalloc(n * sizeof *sample);
	double *log_loss = xmalloc((n + 1) * sizeof *log_loss), *brier = xmalloc((n + 1) * sizeof *brier);
	struct rng rng = { 20260501 };
	double mean_loss = 0, mean_brier = 0;
	for (size_t i = 0; s->full && i < n; i++) {
		losses(ev, pick[i], &log_loss[i], &brier[i]);
		mean_loss += log_loss[i] / (double)n;
		mean_brier += brier[i] / (double)n;
	}
	for (int k = 0; k < EVALUATE_ROUNDS; k++) {
		struct bin bin[EVALUATE_BINS];
		memset(confusion, 0, K * K * sizeof *confusion);
		r->log_loss[k] = r->brier[k] = 0;
		for (size_t i = 0; i < n; i++) {
			size_t at = rng_below(&rng, n);
			const struct judged *d = &ev->record[sample[i] = pick[at]];
			confusion[d->truth * K + d->answer]++;
			if (s->full) {
				r->log_loss[k] += log_loss[at] / (double)n;
				r->brier[k] += brier[at] / (double)n;
			}
		}
		struct score c = score_of(confusion, K);
		r->accuracy[k] = c.accuracy;
		r->macro[k] = c.macro_f1;
		r->weighted[k] = c.weighted_f1;
		r->kappa[k] = c.kappa;
		r->error[k] = c.mean_error;
		if (s->sure) {
			fill_bins(ev, sample, n, bin);
			r->calibration[k] = calibration_error(bin, n);
		}
	}
	s->accuracy = percentiles(s->score.accuracy, r->accuracy);
	s->macro_f1 = percentiles(s->score.macro_f1, r->macro);
	s->weighted_f1 = percentiles(s->score.weighted_f1, r->weighted);
	s->kappa = percentiles(s->score.kappa, r->kappa);
	s->mean_error = percentiles(s->score.mean_error, r->error);
	if (s->sure)
		s->calibration = percentiles(calibration_error(s->bin, n), r->calibration);
	if (s->full) {
		s->log_loss = percentiles(mean_loss, r->log_loss);
		s->brier = percentiles(mean_brier, r->brier);
	}
	free(r);
	free(confusion);
	free(sample);
	free(log_loss);
	free(brier);
}

void
evaluation_summary(const struct evaluation *ev, uint32_t group, struct summary *s)
{
	size_t K = ev->labels.n, n = 0;
	uint32_t *pick = xmalloc((ev->n + 1) * sizeof *pick);
	*s = (struct summary){ .sure = true, .scale = all_numbers(ev), .full = ev->columns == K && K > 0 };
	s->confusion = xcalloc(K * K + 1, sizeof *s->confusion);
	s->auroc = xmalloc((K + 1) * sizeof *s->auroc);
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
	for (size_t i = 0; i < K; i++)
		s->auroc[i] = (double)NAN;
	for (size_t c = 0; s->full && c < ev->columns; c++)
		s->auroc[ev->column[c]] = auroc(ev, pick, n, c);
	if (n)
		bootstrap(ev, pick, n, s);
	free(pick);
}

void
evaluation_compare(const struct evaluation *ev, struct comparison *c)
{
	size_t K = ev->labels.n, n = ev->n;
	uint64_t *a = xcalloc(K * K + 1, sizeof *a), *b = xcalloc(K * K + 1, sizeof *b);
	double *gain = xmalloc(EVALUATE_ROUNDS * sizeof *gain), *f1 = xmalloc(EVALUATE_ROUNDS * sizeof *f1);
	struct rng rng = { 20260501 };
	*c = (struct comparison){ 0 };
	for (size_t i = 0; i < n; i++) {
		const struct judged *r = &ev->record[i];
		a[r->truth * K + r->answer]++;
		b[r->truth * K + r->rival]++;
		c->only_a += r->truth == r->answer && r->truth != r->rival;
		c->only_b += r->truth != r->answer && r->truth == r->rival;
	}
	struct score sa = score_of(a, K), sb = score_of(b, K);
	c->a = sa.accuracy;
	c->b = sb.accuracy;
	c->p = mcnemar_exact(c->only_a, c->only_b);
	for (int k = 0; n && k < EVALUATE_ROUNDS; k++) {
		memset(a, 0, K * K * sizeof *a);
		memset(b, 0, K * K * sizeof *b);
		for (size_t i = 0; i < n; i++) {
			const struct judged *r = &ev->record[rng_below(&rng, n)];
			a[r->truth * K + r->answer]++;
			b[r->truth * K + r->rival]++;
		}
		struct score ra = score_of(a, K), rb = score_of(b, K);
		gain[k] = rb.accuracy - ra.accuracy;
		f1[k] = rb.macro_f1 - ra.macro_f1;
	}
	if (n) {
		c->gain = percentiles(sb.accuracy - sa.accuracy, gain);
		c->f1_gain = percentiles(sb.macro_f1 - sa.macro_f1, f1);
	}
	free(a);
	free(b);
	free(gain);
	free(f1);
}

static int
surest_first(const void *a, const void *b)
{
	float x = (*(const struct judged *const *)a)->p, y = (*(const struct judged *const *)b)->p;
	return (x < y) - (x > y);
}

void
evaluation_promise(const struct evaluation *ev, double most, struct promise *p)
{
	const struct judged **order = xmalloc((ev->n + 1) * sizeof *order);
	uint64_t wrong = 0;
	*p = (struct promise){ .least = 1, .bound = 1 };
	for (size_t i = 0; i < ev->n; i++)
		order[i] = &ev->record[i];
	sort_items(order, ev->n, sizeof *order, surest_first);
	for (size_t i = 0; i < ev->n; i++) {
		wrong += order[i]->truth != order[i]->answer;
		/* A threshold falls between two different p only. */
		if (i + 1 < ev->n && order[i + 1]->p == order[i]->p)
			continue;
		double bound = interval_upper(wrong, i + 1, .95);
		if (bound <= most)
			*p = (struct promise){ (double)order[i]->p, i + 1, wrong, bound };
	}
	free(order);
}
