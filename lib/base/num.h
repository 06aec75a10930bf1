/* Numbers: reading them strictly, writing them the same everywhere, and exp and log of our own.
 *
 * glibc's exp and log choose code by processor and may differ in the last bit; these use only +, -, *, / and are
 * compiled without contraction, so that a model has the same bytes on every machine. */
#ifndef FB_NUM_H
#define FB_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The whole slice is one decimal number (sign, digits, point, exponent; no blanks, hex, inf or nan): true and *x. */
bool num_read(struct fb_str s, double *x);
/* The same, or a number of per cent: 0.02 or 2%. */
bool num_share(struct fb_str s, double *x);
/* The whole slice is digits: true and *x. */
bool num_count(struct fb_str s, uint64_t *x);

/* The nearest whole number, halves up; |x| < 2^63. Not lround, for which a program would load libm at its start. */
static inline int64_t
num_round(double x)
{
	int64_t down = (int64_t)(x += .5);
	return down - (x < (double)down);
}

/* Append x with that many decimals (0 to 9), rounded half away from zero; |x| < 1e9. "-0.00" is written "0.00". */
void num_fixed(struct buf *b, double x, int decimals);
/* Append a count. */
void num_write(struct buf *b, uint64_t x);

double num_exp(double x);       /* relative error < 1e-15; 0 below -745, +inf above 709 */
double num_softplus(double x);  /* log(1 + exp(x)), whatever x is */
double num_log(double x);       /* x > 0; relative error < 1e-15 */

#endif
