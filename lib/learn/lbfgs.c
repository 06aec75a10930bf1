#include "learn/lbfgs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { HALVES = 40, QUIET = 3 };
static const double ENOUGH = 1e-4;      /* share of what the slope promises that a step has to gain */

struct lbfgs {
	size_t n;
	double *gradient, *way, *next, *next_gradient;
	/* Pair k: how x and the gradient changed in a step, and 1 over the product of both. The last is pair (pairs - 1) % LBFGS_MEMORY. */
	double *moved, *turned, by[LBFGS_MEMORY];
	size_t pairs;
};

/* Four sums side by side: one after another, each addition would wait for the last. */
static double
dot(const double *a, const double *b, size_t n)
{
	double sum[4] = { 0 };
	size_t i = 0;
	for (; i + 4 <= n; i += 4)
		for (size_t k = 0; k < 4; k++)
			sum[k] += a[i + k] * b[i + k];
	for (; i < n; i++)
		sum[0] += a[i] * b[i];
	return sum[0] + sum[1] + (sum[2] + sum[3]);
}

static void
add(double *to, double c, const double *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] += c * a[i];
}

/* The way to go: minus the gradient, times the estimate of the inverse curvature. */
static void
set_way(struct lbfgs *l)
{
	size_t n = l->n, first = l->pairs > LBFGS_MEMORY ? l->pairs - LBFGS_MEMORY : 0;
	double along[LBFGS_MEMORY] = { 0 };
	for (size_t i = 0; i < n; i++)
		l->way[i] = -l->gradient[i];
	for (size_t p = l->pairs; p-- > first;) {
		size_t k = p % LBFGS_MEMORY;
		along[k] = l->by[k] * dot(l->moved + k * n, l->way, n);
		add(l->way, -along[k], l->turned + k * n, n);
	}
	if (l->pairs) {
		size_t k = (l->pairs - 1) % LBFGS_MEMORY;
		double scale = 1 / (l->by[k] * dot(l->turned + k * n, l->turned + k * n, n));
		for (size_t i = 0; i < n; i++)
			l->way[i] *= scale;
	}
	for (size_t p = first; p < l->pairs; p++) {
		size_t k = p % LBFGS_MEMORY;
		add(l->way, along[k] - l->by[k] * dot(l->turned + k * n, l->way, n), l->moved + k * n, n);
	}
}

/* Step to next[]; its value, or the old one where nothing is gained. */
static double
step(struct lbfgs *l, lbfgs_function *f, void *arg, const double *x, double value)
{
	size_t n = l->n;
	double slope = dot(l->way, l->gradient, n), length = l->pairs ? 1 : 1 / (1 + sqrt(dot(l->way, l->way, n)));
	for (int h = 0; h < HALVES && slope < 0; h++, length /= 2) {
		for (size_t i = 0; i < n; i++)
			l->next[i] = x[i] + length * l->way[i];
		double there = f(arg, l->next, l->next_gradient);
		if (there <= value + ENOUGH * length * slope)
			return there;
	}
	return value;
}

/* Keep the pair of the step from x to next[], where the gradient rose along it: as it does in a convex function. */
static void
remember(struct lbfgs *l, const double *x)
{
	size_t n = l->n, k = l->pairs % LBFGS_MEMORY;
	double *moved = l->moved + k * n, *turned = l->turned + k * n;
	for (size_t i = 0; i < n; i++) {
		moved[i] = l->next[i] - x[i];
		turned[i] = l->next_gradient[i] - l->gradient[i];
	}
	double product = dot(moved, turned, n);
	if (product > 1e-12 * dot(turned, turned, n)) {
		l->by[k] = 1 / product;
		l->pairs++;
	}
}

unsigned
lbfgs_run(lbfgs_function *f, void *arg, double *x, size_t n, double tolerance, unsigned most, double *value)
{
	struct lbfgs l = { .n = n };
	unsigned steps = 0, quiet = 0;
	l.gradient = xcalloc(n + 1, sizeof *l.gradient);
	l.way = xcalloc(n + 1, sizeof *l.way);
	l.next = xcalloc(n + 1, sizeof *l.next);
	l.next_gradient = xcalloc(n + 1, sizeof *l.next_gradient);
	l.moved = xcalloc(n * LBFGS_MEMORY + 1, sizeof *l.moved);
	l.turned = xcalloc(n * LBFGS_MEMORY + 1, sizeof *l.turned);
	*value = f(arg, x, l.gradient);
	while (steps < most && quiet < QUIET) {
		set_way(&l);
		double there = step(&l, f, arg, x, *value);
		if (!(there < *value))
			break;
		remember(&l, x);
		quiet = *value - there <= tolerance * fabs(*value) ? quiet + 1 : 0;
		*value = there;
		memcpy(x, l.next, n * sizeof *x);
		memcpy(l.gradient, l.next_gradient, n * sizeof *l.gradient);
		steps++;
	}
	free(l.gradient);
	free(l.way);
	free(l.next);
	free(l.next_gradient);
	free(l.moved);
	free(l.turned);
	return steps;
}
