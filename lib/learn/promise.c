#include "learn/promise.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"
#include "learn/interval.h"

struct judged_one {
	double p;
	bool wrong;
};

static int
by_falling_p(const void *a, const void *b)
{
	double x = ((const struct judged_one *)a)->p, y = ((const struct judged_one *)b)->p;
	return x > y ? -1 : x < y;
}

void
promise_make(struct promise_step step[PROMISE_STEPS], const double *p, const bool *wrong, size_t n)
{
	struct judged_one *v = xmalloc((n + 1) * sizeof *v);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct judged_one){ p[i], wrong[i] };
	sort_items(v, n, sizeof *v, by_falling_p);
	size_t at = 0;
	uint32_t errors = 0;
	for (size_t s = 0; s < PROMISE_STEPS; s++) {
		size_t end = n * (s + 1) / PROMISE_STEPS;
		/* Records with the same probability are on one side. */
		while (end > 0 && end < n && v[end].p >= v[end - 1].p)
			end++;
		for (; at < end; at++)
			errors += v[at].wrong;
		step[s] = (struct promise_step){ at ? v[at - 1].p : 1, (uint32_t)at, errors };
	}
	/* The last step answers everything. */
	step[PROMISE_STEPS - 1].p = 0;
	free(v);
}

double
promise_threshold(const struct promise_step step[PROMISE_STEPS], double most, double *best)
{
	double found = 2;
	*best = 1;
	for (size_t s = 0; s < PROMISE_STEPS; s++) {
		double bound = interval_upper(step[s].wrong, step[s].answered, 1 - .05 / PROMISE_STEPS);
		if (bound < *best)
			*best = bound;
		if (bound <= most)
			found = step[s].p;
	}
	return found;
}

bool
promise_valid(const struct promise_step step[PROMISE_STEPS])
{
	for (size_t s = 0; s < PROMISE_STEPS; s++) {
		if (!(step[s].p >= 0 && step[s].p <= 1) || step[s].wrong > step[s].answered)
			return false;
		if (s && (step[s].p > step[s - 1].p || step[s].answered < step[s - 1].answered || step[s].wrong < step[s - 1].wrong))
			return false;
	}
	return true;
}
