/* Regular expressions that backtrack badly: found by trying texts made of their own characters, repeated.
 *
 * A hundred characters that take over 30,000 steps mean that the work grows with the third power of the text's length or
 * worse: quadratic ones take about 5,000. */
#include <stdlib.h>

#include "desk/check_in.h"
#include "text/utf8.h"

enum { MOST_CHARACTERS = 16, LENGTH = 100, STEPS = 30000 };

struct character {
	char p[4];
	size_t n;
};

static bool
is_special(char c)
{
	return strchr("\\^$.[]|()?*+{}-", c) != NULL;
}

/* The distinct characters of a pattern, and some of the classes. */
static size_t
characters(struct fb_str pattern, struct character *c)
{
	static const char *const usual[] = { "a", "0", " ", "我" };
	size_t n = 0;
	for (size_t i = 0; i < 4; i++) {
		c[n].n = strlen(usual[i]);
		memcpy(c[n++].p, usual[i], strlen(usual[i]));
	}
	for (size_t i = 0, k; i < pattern.n && n < MOST_CHARACTERS; i += k) {
		bool known = false;
		k = utf8_length((unsigned char)pattern.p[i]);
		if (i + k > pattern.n || is_special(pattern.p[i]))
			continue;
		for (size_t j = 0; j < n; j++)
			known = known || (c[j].n == k && memcmp(c[j].p, pattern.p + i, k) == 0);
		if (known)
			continue;
		memcpy(c[n].p, pattern.p + i, k);
		c[n++].n = k;
	}
	return n;
}

/* The literal text with which the pattern begins. */
static size_t
literal_front(struct fb_str pattern)
{
	size_t n = 0;
	if (pattern.n && *pattern.p == '^') {
		pattern.p++;
		pattern.n--;
	}
	while (n < pattern.n && !is_special(pattern.p[n]))
		n++;
	return n;
}

static bool
is_bad(struct regex *re, struct fb_str front, const struct character *a, const struct character *b, struct buf *text)
{
	text->n = 0;
	buf_slice(text, front);
	for (int i = 0; i < LENGTH; i++) {
		const struct character *c = b && i % 2 ? b : a;
		buf_add(text, c->p, c->n);
	}
	buf_char(text, '\x01');
	return !regex_within(re, buf_str(text), STEPS);
}

void
check_regexes(struct check *c, const struct rules *r)
{
	struct buf text = { 0 };
	for (size_t i = 0; i < r->tests; i++) {
		struct character chars[MOST_CHARACTERS];
		const struct test *t = &r->test[i];
		bool bad = false;
		if (t->op != OP_MATCH)
			continue;
		size_t n = characters(t->text, chars), skip = t->text.n && *t->text.p == '^';
		struct fb_str fronts[] = { { "", 0 }, { t->text.p + skip, literal_front(t->text) } };
		for (size_t f = 0; f < 2 && !bad; f++)
			for (size_t k = 0; k < n && !bad; k++) {
				bad = is_bad(r->regex[t->index], fronts[f], &chars[k], NULL, &text);
				for (size_t j = 0; j < n && !bad; j++)
					bad = is_bad(r->regex[t->index], fronts[f], &chars[k], &chars[j], &text);
			}
		if (bad)
			check_finding(c, r, t->at, "%.*s backtracks badly: over %d steps for %d characters; one repetition inside another?",
			    (int)t->shown.n, t->shown.p, STEPS, LENGTH);
	}
	buf_free(&text);
}
