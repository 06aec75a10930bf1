#include "learn/kind.h"

#include <string.h>

#include "base/num.h"
#include "base/opt.h"

static const char *const name[KINDS] = { "classes", "ordinal", "multilabel", "number" };

const char *
kind_name(enum kind kind)
{
	return name[kind];
}

enum kind
kind_option(const char *word)
{
	for (int k = 0; k < KINDS; k++)
		if (strcmp(word, name[k]) == 0)
			return (enum kind)k;
	opt_fail("--kind %s: classes, ordinal, multilabel or number is wanted", word);
}

struct fb_str
kind_label(struct fb_str *rest)
{
	struct fb_str label = { 0 };
	while (rest->n && !label.n) {
		label = slice_part(rest, ',');
		for (; label.n && *label.p == ' '; label.n--)
			label.p++;
		while (label.n && label.p[label.n - 1] == ' ')
			label.n--;
	}
	return label;
}

double
kind_chance(double z)
{
	return 1 / (1 + num_exp(-z));
}

void
kind_ordinal(double s, const double *cut, unsigned K, double *p)
{
	double above = 1;
	for (unsigned k = 0; k + 1 < K; k++) {
		double next = kind_chance(s - cut[k]);
		p[k] = above - next;
		above = next;
	}
	p[K - 1] = above;
}
