/* A mixture of multinomials over the words of texts, fitted by expectation maximisation (Nigam, McCallum, Thrun & Mitchell
 * 2000): what makes the words of a text probable together is its cluster.
 *
 * A word counts once a text, and clusters have equal priors: with word counts or shares, large clusters swallow small ones.
 * Words of a cluster are smoothed by MIXTURE_ALPHA each, or by a number of words as all texts have them. */
#ifndef FB_MIXTURE_H
#define FB_MIXTURE_H

#include <stdbool.h>

#include "learn/sparse.h"

#define MIXTURE_ALPHA .5

struct mixture {
	size_t k, terms;
	double *logp;           /* terms × k: log probability of the term in each cluster */
	double *none;           /* k: log probability of a term that no text of the cluster has */
	double *weight;         /* k: texts in each cluster, as weighted */
	double *all;            /* terms: log probability of the term in all texts together */
	uint32_t *owner;        /* k: the cluster that this one is a part of, or itself; NULL: there are no parts */
};

struct mixture_data {
	const struct sparse *b, *bt;    /* texts × terms, ones; its transpose */
	const double *weight;           /* by text: how often it counts */
	double smooth;                  /* words as all texts have them that each cluster is smoothed by; 0: MIXTURE_ALPHA a term */
	bool keep;      /* MIXTURE_ALPHA is less where it were more words in all than a cluster has on average: no small one is swallowed */
};

/* Fit from the posteriors r (texts × k, rows sum to 1), which become those of the fit. Returns the mean log likelihood of a
 * word. m is filled. */
double mixture_fit(struct mixture *m, const struct mixture_data *d, size_t k, double *r, size_t rounds, size_t jobs);
/* From counts: count[terms × k] texts of each cluster with the term, all[terms] texts with it, smoothed by MIXTURE_ALPHA; texts[k]. */
void mixture_count(struct mixture *m, size_t terms, size_t k, const double *count, const double *all, const double *texts);

/* A term that less than half a text of a cluster has becomes no likelier there than in all texts together. MIXTURE_ALPHA a term makes rare words
 * likelier in a cluster of few texts, of which little is known, than anywhere else: it would take every text of words that it never had. */
void mixture_temper(struct mixture *m);

/* Append the clusters j of `more` (over the same terms) for which take[j]. */
void mixture_append(struct mixture *m, const struct mixture *more, const bool *take);
void mixture_free(struct mixture *m);

/* score[k] = the log probability of these terms together in each cluster. */
void mixture_score(const struct mixture *m, const uint32_t *term, size_t n, double *score);

/* The same in all texts together: what a text is worth that belongs to no cluster. */
double mixture_background(const struct mixture *m, const uint32_t *term, size_t n);

/* score becomes probabilities that sum to 1; returns the logarithm of what their sum was. */
double mixture_posterior(double *score, size_t k);

/* r (rows × k) says label[i] for certain. */
void mixture_certain(const uint32_t *label, size_t rows, size_t k, double *r);

#endif
