/* Evaluation: what fb-eval measures of answers against the truth. fb-eval(1) explains each figure.
 *
 * All records are held as numbers (label indices and probabilities), a few bytes each; texts are not kept. Intervals are
 * 95 % percentiles of a bootstrap over records with a fixed seed (Efron & Tibshirani 1993), so the same input gives the
 * same figures. */
#ifndef FB_EVALUATE_H
#define FB_EVALUATE_H

#include "base/buf.h"
#include "base/hash.h"
#include "learn/interval.h"
#include "learn/score.h"

enum { EVALUATE_ROUNDS = 1000, EVALUATE_BINS = 10 };

struct judged {                 /* one record */
	uint32_t truth, answer; /* indices of labels */
	uint32_t rival;         /* the other answer, for --compare */
	uint32_t group;         /* for --by */
	float p;                /* of the answer; < 0: not known */
};

struct evaluation {
	struct map labels;      /* in order of first sight until evaluation_sort */
	struct map groups;
	struct judged *record;
	size_t n, cap;
	/* Probability of every label, where the stream has TARGET_p_LABEL for all: n × columns, of label column[i]. */
	float *every;
	size_t every_cap, columns;
	uint32_t *column;
	bool scale;             /* all labels are numbers; */
	double *value;          /* these, from evaluation_sort on */
	uint64_t without_truth; /* records left out: no truth */
};

/* Labels in order: numbers by value if all are numbers, else by bytes. Indices in records follow. */
void evaluation_sort(struct evaluation *ev);
void evaluation_free(struct evaluation *ev);

struct measured {               /* a figure and its interval */
	double value;
	struct interval i;
};

struct bin {                    /* of the reliability diagram: answers with p in [k/10, (k+1)/10) */
	uint64_t n, right;
	double mean_p;
};

struct of_label {               /* AUROC: the label against the rest; NAN where only one side occurs, or not all p are known */
	struct measured precision, recall, f1, auroc;
};

struct summary {
	struct score score;
	struct measured accuracy, macro_f1, weighted_f1, kappa, mean_error;
	bool scale;             /* labels are numbers: kappa and mean_error (MAE) mean something */
	bool sure;              /* p is known: bins and calibration error */
	struct bin bin[EVALUATE_BINS];
	struct measured calibration;    /* expected calibration error over the bins */
	bool full;              /* all probabilities are known: */
	struct measured log_loss, brier;
	struct of_label *label; /* [K]; not for a group */
	struct measured auroc;  /* mean of the labels that have one; NAN: none has, or a group */
	uint64_t *confusion;    /* K × K */
};

/* group: only those records; UINT32_MAX: all. Free with summary_free. */
void evaluation_summary(const struct evaluation *ev, uint32_t group, struct summary *s);
void summary_free(struct summary *s);

struct comparison {             /* answer (a) against rival (b), on the same records */
	double a, b;            /* accuracies */
	uint64_t only_a, only_b;
	double p;               /* McNemar's exact test */
	struct measured gain;   /* b - a */
	struct measured f1_gain;
};
void evaluation_compare(const struct evaluation *ev, struct comparison *c);

struct promise {                /* answer only where p >= least */
	double least;
	uint64_t answered, wrong;
	double bound;           /* the error lies below this with 95 % confidence */
};
/* The lowest threshold whose error bound is <= most; answered = 0 where there is none. */
void evaluation_promise(const struct evaluation *ev, double most, struct promise *p);

#endif
