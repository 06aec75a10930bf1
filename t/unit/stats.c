/* Statistics of the report, against values worked out by hand or taken from tables (the source is named). */
#include <math.h>

#include "desk/stats.h"
#include "tap.h"

static int
close_to(double a, double b, double by)
{
	return fabs(a - b) <= by;
}

static void
tails(void)
{
	/* Abramowitz & Stegun, table 26.1 */
	ok(close_to(stats_normal_tail(0), .5, 1e-12), "half lies above 0");
	ok(close_to(stats_normal_tail(1.96), .0249978951482204, 1e-12), "above 1.96");
	ok(close_to(stats_normal_tail(-1), .8413447460685429, 1e-12), "above -1");
	ok(close_to(stats_normal_tail(3), .0013498980316300946, 1e-14), "above 3, where the series ends");
	ok(close_to(stats_normal_tail(6) / 9.865876450376946e-10, 1, 1e-9), "above 6");
	ok(close_to(stats_chi1_tail(3.841458820694124), .05, 1e-12), "chi squared, 5 %%");
	ok(stats_chi1_tail(-1) == 1, "nothing is below 0");
}

static void
intervals(void)
{
	/* Newcombe 1998, Statistics in Medicine 17:857, table I: 81/263 by the score method */
	struct interval w = stats_wilson(81, 263);
	ok(close_to(w.lo, .2553, 5e-5) && close_to(w.hi, .3662, 5e-5), "Wilson: 81 of 263");
	w = stats_wilson(0, 20);
	ok(w.lo == 0 && close_to(w.hi, .1611, 5e-5), "Wilson: 0 of 20");
	w = stats_wilson(29, 29);
	ok(close_to(w.lo, .8830, 5e-5) && w.hi == 1, "Wilson: 29 of 29");
	w = stats_wilson(0, 0);
	ok(w.lo == 0 && w.hi == 1, "Wilson: nothing is known of nothing");
	/* Newcombe 1998, 17:873, table II (a): 56/70 - 48/80, method 10 */
	w = stats_newcombe(56, 70, 48, 80);
	ok(close_to(w.lo, .0524, 5e-5) && close_to(w.hi, .3339, 5e-5), "Newcombe: 56/70 - 48/80");
	w = stats_mean(10, 30, 4);
	/* 1 2 3 4: mean 2.5, variance 5/3, standard error .6455 */
	ok(close_to(w.lo, 2.5 - 1.2652, 1e-3) && close_to(w.hi, 2.5 + 1.2652, 1e-3), "mean of 1 2 3 4");
	w = stats_mean(3, 9, 1);
	ok(w.lo == 3 && w.hi == 3, "one value has no spread");
}

static void
comparisons(void)
{
	ok(stats_shares_p(10, 100, 10, 100) == 1, "equal shares");
	ok(stats_shares_p(1, 0, 1, 5) == 1, "nothing to compare");
	/* 30/100 against 15/100: difference .15 - .01, pooled .225, se .05906: z 2.3707 */
	ok(close_to(stats_shares_p(30, 100, 15, 100), 2 * stats_normal_tail(2.3707), 1e-4), "30 %% against 15 %%");
	/* 30 against 10 in as many days: (10 - .5) / sqrt(10) = 3.0042 */
	ok(close_to(stats_counts_p(30, 7, 10, 7), 2 * stats_normal_tail(3.0042), 1e-6), "30 against 10");
	double p[] = { .01, .04, .03, .005 }, q[4];
	stats_adjust(p, q, 4);
	/* ranks .005 .01 .03 .04: .02 .02 .04 .04 */
	ok(close_to(q[0], .02, 1e-12) && close_to(q[1], .04, 1e-12) && close_to(q[2], .04, 1e-12) && close_to(q[3], .02, 1e-12),
	    "Benjamini and Hochberg");
	stats_adjust(p, p, 0);
	/* 8 of 10 inside, 2 of 10 outside: 2 (2 (8 ln .8 + 2 ln .2) - 20 ln .5) = 7.7096 */
	ok(close_to(stats_scan(8, 10, 10, 20), 7.7096, 1e-3), "scan statistic");
	ok(stats_scan(2, 10, 10, 20) == 0, "only what is higher inside");
	/* 10 in 1 day, 10 in 9: 10 ln 5 + 10 ln (5/9) = 10.2165 */
	ok(close_to(stats_poisson(10, 1, 10, 9), 10.2165, 1e-3), "Poisson ratio");
}

static void
splits(void)
{
	/* t/report-figures.t works this one out */
	struct group_counts g[] = { { 40, 80, 12, 60 }, { 2, 20, 4, 40 } };
	struct part part[2];
	stats_split(g, 2, true, part);
	ok(close_to(part[0].rate, .21, 1e-12) && close_to(part[0].mix, .012, 1e-12), "split: first group");
	ok(close_to(part[1].rate, 0, 1e-12) && close_to(part[1].mix, .038, 1e-12), "split: second group");
	/* a group that is new: its rate did not change, all is mix */
	struct group_counts n[] = { { 5, 10, 0, 0 }, { 9, 90, 10, 100 } };
	stats_split(n, 2, true, part);
	ok(part[0].rate == 0 && part[0].mix > 0, "split: a new group is mix");
	ok(close_to(part[0].mix + part[1].rate + part[1].mix, .14 - .10, 1e-12), "split: sums to the change");
	stats_split(n, 2, false, part);
	ok(close_to(part[0].mix, .05, 1e-12), "split: not centred, a group's part is its own complaints");
	ok(close_to(part[0].mix + part[1].rate + part[1].mix, .04, 1e-12), "split: not centred, the same sum");
	double x[] = { 1.4, 1.4, 1.4 };
	int64_t out[3];
	stats_round(x, 3, 4.2, out);
	ok(out[0] + out[1] + out[2] == 4 && out[0] == 2, "rounded parts sum to the rounded whole");
	double y[] = { -2.5, 1.5 };
	stats_round(y, 2, -1, out);
	ok(out[0] + out[1] == -1, "also with a sign");
	/* Two players: worth 10 and 20 alone, 60 together: 10 + 30/2 and 20 + 30/2 */
	double worth[] = { 0, 10, 20, 60 }, value[2];
	stats_shapley(worth, 2, value);
	ok(close_to(value[0], 25, 1e-12) && close_to(value[1], 35, 1e-12), "Shapley values");
}

int
main(void)
{
	tails();
	intervals();
	comparisons();
	splits();
	return tap_end();
}
