/* L-BFGS: the least value of a smooth convex function of many variables.
 *
 * Each step goes along an estimate of the inverse curvature made of the last LBFGS_MEMORY steps and the changes of the gradient there
 * (Nocedal 1980; Nocedal & Wright 2006, algorithm 7.5), as far as the function falls enough for the slope (Armijo), by halves. A function
 * may be +infinity: such points are stepped back from. Sums run in one order: the same start gives the same bits. */
#ifndef FB_LBFGS_H
#define FB_LBFGS_H

#include <stddef.h>

enum { LBFGS_MEMORY = 8 };

/* The value at x[0 .. n); the gradient there, wherever the value is finite. */
typedef double lbfgs_function(void *arg, const double *x, double *gradient);

/* From x to the least value, in place, until three steps in a row have gained less than that share of the value, or `most` steps are
 * done. Returns how many were; *value is the last. */
unsigned lbfgs_run(lbfgs_function *f, void *arg, double *x, size_t n, double tolerance, unsigned most, double *value);

#endif
