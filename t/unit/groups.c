/* Groups of texts: their number, fitting and assignment on collections that can be worked by hand. */
#include <math.h>
#include <stdlib.h>

#include "learn/groups.h"
#include "tap.h"

struct collection {
	struct vocabulary v;
	struct terms t;
	struct matrices m;
};

static void
collect(struct collection *c, const char *const *text, size_t n, bool turned)
{
	struct wording w = { 0 };
	struct buf b = { 0 };
	*c = (struct collection){ .t.n = 0 };
	for (size_t i = 0; i < n; i++) {
		b.n = 0;
		wording_run(&w, slice(text[turned ? n - 1 - i : i]));
		text_pack(&b, &w);
		vocabulary_add(&c->v, buf_str(&b), w.n == 0);
	}
	vocabulary_know(&c->v, slice("alpha"));
	vocabulary_know(&c->v, slice("beta"));
	terms_choose(&c->t, &c->v);
	matrices_make(&c->m, &c->v, &c->t);
	wording_free(&w);
	buf_free(&b);
}

static void
discard(struct collection *c)
{
	matrices_free(&c->m);
	terms_free(&c->t);
	vocabulary_free(&c->v);
}

static void
numbers(void)
{
	ok(groups_useful(1) == 1 && groups_useful(4) == 2 && groups_useful(5) == 3 && groups_useful(100) == 10, "the root of the texts, rounded up");
	ok(groups_useful(625) == 25 && groups_useful(626) == 25 && groups_useful(1000000) == 25, "twenty-five at most");
}

static bool
near(double x, double wanted)
{
	return fabs(x - wanted) < 1e-4;
}

/* Two clusters of 3 and 2 texts: alpha is in all of the first, beta in three (of other runs) of the second. With half a text for each term
 * p(alpha) = 3.5/4 and .5/4 in the clusters, 3.5/7 in all texts. So "alpha" is the first's by .875/(.875 + .125 + .5), "alpha beta" nobody's:
 * .875 · .125 for each cluster, .25 for none. */
static void
assignment(void)
{
	static const char *const text[] = { "alpha", "alpha beta", "gamma", "", "beta" };
	static const double count[] = { 3, 0, 0, 3 }, all[] = { 3, 3 }, weight[] = { 3, 2 };
	struct collection c;
	struct mixture m;
	uint32_t group[5];
	float p[5], typical[5];
	struct assigned to = { group, p, typical };
	collect(&c, text, 5, false);
	ok(c.t.n == 2, "two terms");
	mixture_count(&m, 2, 2, count, all, weight);
	groups_assign(&m, &c.v, &c.t, true, &to, 2);
	ok(group[0] == 0 && near((double)p[0], .875 / 1.5) && group[4] == 1, "a text goes where its words are");
	ok(near((double)typical[0], .875 * log(1.75)), "it is as typical as they are");
	ok(group[1] == GROUP_NONE && near((double)p[1], .109375 / (2 * .109375 + .25)), "nowhere where they speak for none more than for all");
	ok(group[2] == GROUP_NONE && group[3] == GROUP_NONE, "nor without a term, nor blank");
	groups_assign(&m, &c.v, &c.t, false, &to, 1);
	ok(group[1] == 0, "without outliers to the first of equals");
	ok(group[2] == 0 && near((double)p[2], 1. / 3), "and to the one of most texts where it has no term");
	ok(group[3] == GROUP_NONE, "a blank text stays without");
	/* Together the two have all there is: .109375 twice over against .25, and .875 + .125 against .5. */
	m.owner = xcalloc(2, sizeof *m.owner);
	m.owner[1] = 0;
	groups_assign(&m, &c.v, &c.t, true, &to, 1);
	ok(near((double)p[0], 1 / 1.5) && group[0] == 0 && near((double)p[4], 1 / 1.5) && group[4] == 1, "parts of one cluster count together");
	ok(near((double)p[1], .21875 / .46875) && group[1] == GROUP_NONE, "against none of them too");
	mixture_free(&m);
	discard(&c);
}

static const char *const two[] = { "alpha gamma", "alpha delta", "gamma delta alpha", "delta gamma", "alpha gamma epsilon", "beta zeta", "beta eta",
	"zeta eta beta", "eta zeta", "beta zeta theta" };

/* By text: its group of two; which of them is the first is left open. */
static void
fit_two(struct collection *c, size_t jobs, bool turned, uint32_t *group)
{
	struct groups g;
	collect(c, two, 10, turned);
	groups_fit(&g, &c->m, 2, 9, jobs);
	for (size_t i = 0; i < c->m.ones.rows; i++)
		group[turned ? 9 - c->m.text[i] : c->m.text[i]] = g.posterior[i * 2] < .5;
	groups_free(&g);
	discard(c);
}

static void
fitting(void)
{
	struct collection c;
	struct groups g;
	uint32_t a[10], b[10];
	fit_two(&c, 1, false, a);
	bool apart = true;
	for (size_t i = 0; i < 10; i++)
		apart &= (a[i] == a[0]) == (i < 5);
	ok(apart, "what shares words is together");
	fit_two(&c, 3, true, b);
	ok(memcmp(a, b, sizeof a) == 0, "in another order, by more threads, the same");
	collect(&c, two, 3, false);
	groups_fit(&g, &c.m, 50, 50, 1);
	ok(g.mixture.k <= c.m.ones.rows, "no more groups than texts");
	groups_free(&g);
	discard(&c);
}

int
main(void)
{
	numbers();
	assignment();
	fitting();
	return tap_end();
}
