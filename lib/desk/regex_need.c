/* The literals that every match of a regular expression must hold, found by reading its pattern.
 *
 * Whatever this reader does not understand makes it give up (nothing is known, the expression is always tried); what it
 * says is never more than true. An expression is read into parts: a part either is one of a few exact strings, or is
 * anything that holds one string of each of some groups. */
#include <stdlib.h>

#include "base/mem.h"
#include "desk/regex.h"

enum { SHORTEST = 3, DEEPEST = 40 };

struct set {
	size_t n;
	struct need_literal s[NEED_LITERALS];
};

/* Some KiB: of those that a reading needs at a time, the heap has them. */
struct part {
	bool exact;             /* the part matches the strings of `is` and nothing else */
	struct set is;
	struct set group[NEED_GROUPS];
	size_t groups;
};

struct reading {
	const unsigned char *p, *end;
	bool fold;
	bool lost;
	bool sound;
	int depth;
};

static void read_choice(struct reading *r, struct part *out);

static void
part_any(struct part *x)
{
	x->exact = false;
	x->groups = 0;
}

static void
part_nothing(struct part *x)
{
	x->exact = true;
	x->is.n = 1;
	x->is.s[0].n = 0;
	x->groups = 0;
}

static bool
set_add(struct set *s, const struct need_literal *l)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->s[i].n == l->n && memcmp(s->s[i].p, l->p, l->n) == 0)
			return true;
	if (s->n == NEED_LITERALS)
		return false;
	s->s[s->n++] = *l;
	return true;
}

static void
set_copy(struct set *to, const struct set *from)
{
	to->n = from->n;
	memcpy(to->s, from->s, from->n * sizeof *from->s);
}

static size_t
set_shortest(const struct set *s)
{
	size_t least = s->n ? SIZE_MAX : 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->s[i].n < least)
			least = s->s[i].n;
	return least;
}

/* How often a text will hold one of the strings, roughly: a byte more is half as often. */
static uint64_t
set_weight(const struct set *s)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < s->n; i++)
		sum += (uint64_t)1 << (NEED_LONGEST - s->s[i].n);
	return sum;
}

/* One more group, if it says enough; the weakest goes when there is no room. */
static void
add_group(struct part *x, const struct set *s)
{
	size_t worst = 0;
	if (set_shortest(s) < SHORTEST)
		return;
	if (x->groups < NEED_GROUPS) {
		set_copy(&x->group[x->groups++], s);
		return;
	}
	for (size_t i = 1; i < NEED_GROUPS; i++)
		if (set_weight(&x->group[i]) > set_weight(&x->group[worst]))
			worst = i;
	if (set_weight(s) < set_weight(&x->group[worst]))
		set_copy(&x->group[worst], s);
}

/* The strings of a followed by those of b; false where they are too many or too long. */
static bool
set_product(struct set *out, const struct set *a, const struct set *b)
{
	out->n = 0;
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++) {
			struct need_literal l = a->s[i];
			if (l.n + b->s[j].n > NEED_LONGEST)
				return false;
			memcpy(l.p + l.n, b->s[j].p, b->s[j].n);
			l.n = (uint8_t)(l.n + b->s[j].n);
			if (out->n == NEED_LITERALS)
				return false;
			out->s[out->n++] = l;
		}
	return true;
}

/* x, then y. x->is collects the exact strings that stand directly before. */
static void
part_append(struct part *x, bool *whole, const struct part *y)
{
	struct set product;
	struct need_literal *end = &x->is.s[0];
	if (y->exact && y->is.n == 1 && x->is.n == 1 && end->n + y->is.s[0].n <= NEED_LONGEST) {
		memcpy(end->p + end->n, y->is.s[0].p, y->is.s[0].n);
		end->n = (uint8_t)(end->n + y->is.s[0].n);
		return;
	}
	if (y->exact && set_product(&product, &x->is, &y->is)) {
		set_copy(&x->is, &product);
		return;
	}
	add_group(x, &x->is);
	*whole = false;
	for (size_t i = 0; i < y->groups; i++)
		add_group(x, &y->group[i]);
	if (y->exact) {
		set_copy(&x->is, &y->is);
	} else {
		x->is.n = 1;
		x->is.s[0].n = 0;
	}
}

/* The group of x that says most. */
static const struct set *
best_group(const struct part *x)
{
	const struct set *best = NULL;
	if (x->exact)
		return set_shortest(&x->is) >= SHORTEST ? &x->is : NULL;
	for (size_t i = 0; i < x->groups; i++)
		if (!best || set_weight(&x->group[i]) < set_weight(best))
			best = &x->group[i];
	return best;
}

/* x or y, into x. */
static void
part_or(struct part *x, const struct part *y)
{
	struct set s;
	bool fits = true;
	if (x->exact && y->exact) {
		set_copy(&s, &x->is);
		for (size_t i = 0; i < y->is.n; i++)
			fits = fits && set_add(&s, &y->is.s[i]);
		if (fits) {
			set_copy(&x->is, &s);
			return;
		}
	}
	const struct set *a = best_group(x), *b = best_group(y);
	fits = a && b;
	if (fits) {
		set_copy(&s, a);
		for (size_t i = 0; i < b->n; i++)
			fits = fits && set_add(&s, &b->s[i]);
	}
	part_any(x);
	if (fits)
		add_group(x, &s);
}

/* A character as a part: without case where that is asked for and sure. */
static void
part_char(const struct reading *r, struct part *x, const unsigned char *p, size_t n)
{
	part_nothing(x);
	x->is.s[0].n = (uint8_t)n;
	memcpy(x->is.s[0].p, p, n);
	if (!r->fold)
		return;
	if (n == 1) {
		/* U+017F and U+212A are s and k without case, too: needles.c looks out for them. */
		x->is.s[0].p[0] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
		return;
	}
	/* Of the others, only what surely has no case: U+3000 – U+9FFF (CJK and kana). */
	if (!(n == 3 && p[0] >= 0xe3 && p[0] <= 0xe9))
		part_any(x);
}

static size_t
char_bytes(const struct reading *r)
{
	unsigned char c = *r->p;
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	return n <= (size_t)(r->end - r->p) ? n : (size_t)(r->end - r->p);
}

static bool
take(struct reading *r, char c)
{
	if (r->p == r->end || *r->p != (unsigned char)c)
		return false;
	r->p++;
	return true;
}

/* [ … ] after the bracket: a few characters one by one are exact, anything else is any. */
static void
read_class(struct reading *r, struct part *x)
{
	bool simple = !take(r, '^'), first = true;
	struct part c;
	r->sound = false;
	part_any(x);
	x->exact = true;
	x->is.n = 0;
	for (;; first = false) {
		if (r->p == r->end || (*r->p == '[' && r->p + 1 < r->end && strchr(":.=", r->p[1]))) {
			r->lost = true;
			return;
		}
		if (*r->p == ']' && !first)
			break;
		if (*r->p == '\\') {
			simple = false;
			if (++r->p == r->end || *r->p == 'Q' || *r->p == 'E') {
				r->lost = true;
				return;
			}
		} else if (*r->p == '-') {
			simple = false;
		}
		size_t n = char_bytes(r);
		part_char(r, &c, r->p, n);
		r->p += n;
		if (simple)
			simple = c.exact && set_add(&x->is, &c.is.s[0]);
	}
	r->p++;
	if (!simple || x->is.n > 12)
		part_any(x);
}

/* What matches a place and no character is not to be repeated. */
static void
not_repeated(struct reading *r)
{
	if (r->p < r->end && *r->p && strchr("*+?{", *r->p))
		r->sound = false;
}

/* After a backslash. */
static void
read_escape(struct reading *r, struct part *x)
{
	if (r->p == r->end) {
		r->lost = true;
		return;
	}
	unsigned char c = *r->p;
	if (c >= 0x80 || !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
		size_t n = char_bytes(r);
		part_char(r, x, r->p, n);
		r->p += n;
		return;
	}
	r->p++;
	r->sound = r->sound && strchr("bdsw", c);
	if (strchr("dDwWsShHvVRXN", c) && !(c == 'N' && r->p < r->end && *r->p == '{')) {
		part_any(x);
	} else if (strchr("bBAzZGK", c)) {
		part_nothing(x);
		not_repeated(r);
	} else if (strchr("tnrfea", c)) {
		part_any(x);
	} else {
		r->lost = true;
	}
}

/* After "(": sets *apart where the group consumes nothing (a look-around). */
static void
read_open(struct reading *r, bool *apart)
{
	*apart = false;
	if (take(r, '*')) {
		r->lost = true;
		return;
	}
	if (!take(r, '?'))
		return;
	r->sound = false;
	if (take(r, ':') || take(r, '>') || take(r, '|'))
		return;
	if (take(r, '=') || take(r, '!')) {
		*apart = true;
		return;
	}
	take(r, 'P');
	if (take(r, '<') && (take(r, '=') || take(r, '!'))) {
		*apart = true;
		return;
	}
	if (r->p[-1] != '<') {
		r->lost = true;
		return;
	}
	while (r->p < r->end && *r->p != '>')
		r->p++;
	if (!take(r, '>'))
		r->lost = true;
}

static void
read_atom(struct reading *r, struct part *x)
{
	bool apart;
	size_t n;
	switch (*r->p) {
	case '(':
		r->p++;
		read_open(r, &apart);
		if (!r->lost)
			read_choice(r, x);
		if (!take(r, ')'))
			r->lost = true;
		/* What is repeated within what is repeated may be too large. */
		if (r->p < r->end && *r->p == '{')
			r->sound = false;
		if (apart)
			part_nothing(x);
		return;
	case '[':
		r->p++;
		read_class(r, x);
		return;
	case '\\':
		r->p++;
		read_escape(r, x);
		return;
	case '.':
		r->p++;
		part_any(x);
		return;
	case '^':
	case '$':
		r->p++;
		part_nothing(x);
		not_repeated(r);
		return;
	case '*':
	case '+':
	case '?':
	case '{':
		r->lost = true;
		return;
	default:
		n = char_bytes(r);
		part_char(r, x, r->p, n);
		r->p += n;
	}
}

static long
read_number(struct reading *r)
{
	long x = 0;
	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9' && x < 100000; r->p++)
		x = x * 10 + (*r->p - '0');
	return x;
}

/* A quantifier, if there is one: x becomes what its repetition must hold. */
static void
read_quantifier(struct reading *r, struct part *x)
{
	long least = 1;
	bool once = false;
	struct part none;
	if (r->p == r->end || !*r->p || !strchr("*+?{", *r->p))
		return;
	unsigned char c = *r->p++;
	if (c == '{') {
		if (r->p == r->end || *r->p < '0' || *r->p > '9') {
			r->lost = true;
			return;
		}
		long most = least = read_number(r);
		if (take(r, ',') && r->p < r->end && *r->p != '}')
			most = read_number(r);
		r->sound = r->sound && least <= most && most < 1000;
		once = least == 1 && most == 1 && r->p[-1] == '1';
		if (!take(r, '}'))
			r->lost = true;
	} else {
		least = c == '+';
	}
	if (r->p < r->end && (*r->p == '?' || *r->p == '+'))
		r->p++;
	if (once)
		return;
	if (c == '?' && x->exact) {
		part_nothing(&none);
		part_or(x, &none);
	} else if (least == 0) {
		part_any(x);
	} else if (x->exact) {
		part_any(x);
		add_group(x, &x->is);
	}
}

static void
read_sequence(struct reading *r, struct part *x)
{
	bool whole = true;
	struct part *y = xmalloc(sizeof *y);
	part_nothing(x);
	while (!r->lost && r->p < r->end && *r->p != '|' && *r->p != ')') {
		part_any(y);
		read_atom(r, y);
		if (!r->lost)
			read_quantifier(r, y);
		if (!r->lost)
			part_append(x, &whole, y);
	}
	free(y);
	if (!whole)
		add_group(x, &x->is);
	x->exact = whole;
}

static void
read_choice(struct reading *r, struct part *x)
{
	if (++r->depth > DEEPEST) {
		r->lost = true;
		return;
	}
	struct part *y = xmalloc(sizeof *y);
	read_sequence(r, x);
	while (!r->lost && take(r, '|')) {
		read_sequence(r, y);
		if (!r->lost)
			part_or(x, y);
	}
	free(y);
	r->depth--;
}

void
need_find(struct need *need, struct fb_str pattern, bool caseless)
{
	struct reading r = { .p = (const unsigned char *)pattern.p, .end = (const unsigned char *)pattern.p + pattern.n, .fold = caseless, .sound = true };
	struct part x;
	*need = (struct need){ 0 };
	if (pattern.n >= 4 && memcmp(pattern.p, "(?i)", 4) == 0) {
		r.p += 4;
		r.fold = true;
	}
	need->fold = r.fold;
	part_any(&x);
	read_choice(&r, &x);
	if (r.lost || r.p != r.end)
		return;
	need->sound = r.sound;
	if (x.exact) {
		part_any(&x);
		add_group(&x, &x.is);
	}
	size_t literals = 0;
	for (size_t i = 0; i < x.groups; i++)
		literals += x.group[i].n;
	struct need_literal *to = need->room = xmalloc((literals + 1) * sizeof *to);
	for (size_t i = 0; i < x.groups; i++) {
		need->group[need->n++] = (struct need_group){ x.group[i].n, to };
		memcpy(to, x.group[i].s, x.group[i].n * sizeof *to);
		to += x.group[i].n;
	}
}

void
need_free(struct need *need)
{
	free(need->room);
	*need = (struct need){ 0 };
}
