/* The literals that every match of a regular expression must hold, found by reading its pattern.
 *
 * Whatever this reader does not understand makes it give up (nothing is known, the expression is always tried); what it
 * says is never more than true. An expression is read into parts (need_part.h). */
#include <stdlib.h>

#include "base/mem.h"
#include "desk/need_part.h"

enum { DEEPEST = 40 };

struct reading {
	const unsigned char *p, *end;
	bool fold;
	bool lost;
	bool sound;
	int depth;
	struct part *spare;     /* some KiB each: what one sequence is done with, the next takes */
};

/* What a byte of a pattern is: one that quantifies stands behind what it repeats. */
static const enum { PLAIN, SIGN, QUANTIFIER } kind_of[256] = { ['('] = SIGN, ['['] = SIGN, ['\\'] = SIGN, ['.'] = SIGN, ['^'] = SIGN, ['$'] = SIGN,
	['|'] = SIGN, [')'] = SIGN, ['*'] = QUANTIFIER, ['+'] = QUANTIFIER, ['?'] = QUANTIFIER, ['{'] = QUANTIFIER };

static void read_choice(struct reading *r, struct part *out);

static struct part *
part_take(struct reading *r)
{
	struct part *x = r->spare;
	if (!x)
		return xmalloc(sizeof *x);
	r->spare = x->next;
	return x;
}

static void
part_return(struct reading *r, struct part *x)
{
	x->next = r->spare;
	r->spare = x;
}

/* U+017F and U+212A are s and k without case, too: needles.c looks out for them. */
static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

/* Whether a character beyond ASCII surely has no case: U+3000 – U+9FFF (CJK and kana). */
static bool
has_no_case(const unsigned char *p, size_t n)
{
	return n == 3 && p[0] >= 0xe3 && p[0] <= 0xe9;
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
	if (n == 1)
		x->is.s[0].p[0] = (char)lower(*p);
	else if (!has_no_case(p, n))
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
			simple = c.exact && need_set_add(&x->is, &c.is.s[0]);
	}
	r->p++;
	if (!simple || x->is.n > 12)
		part_any(x);
}

/* What matches a place and no character is not to be repeated. */
static void
not_repeated(struct reading *r)
{
	if (r->p < r->end && kind_of[*r->p] == QUANTIFIER)
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
	if (r->p == r->end || kind_of[*r->p] != QUANTIFIER)
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
		part_group(x, &x->is);
	}
}

/* Characters that stand for themselves, which most of a pattern are: added to the string that stands before them. */
static void
read_plain(struct reading *r, struct need_literal *to)
{
	while (r->p < r->end) {
		size_t n = char_bytes(r);
		bool sure = n == 1 ? kind_of[*r->p] == PLAIN : !r->fold || has_no_case(r->p, n);
		const unsigned char *next = r->p + n;
		if (!sure || to->n + n > NEED_LONGEST || (next < r->end && kind_of[*next] == QUANTIFIER))
			return;
		for (; r->p < next; r->p++)
			to->p[to->n++] = (char)(r->fold ? lower(*r->p) : *r->p);
	}
}

static void
read_sequence(struct reading *r, struct part *x)
{
	bool whole = true;
	struct part *y = part_take(r);
	part_nothing(x);
	while (!r->lost && r->p < r->end && *r->p != '|' && *r->p != ')') {
		if (x->is.n == 1)
			read_plain(r, &x->is.s[0]);
		if (r->p == r->end || *r->p == '|' || *r->p == ')')
			break;
		part_any(y);
		read_atom(r, y);
		if (!r->lost)
			read_quantifier(r, y);
		if (!r->lost)
			part_append(x, &whole, y);
	}
	part_return(r, y);
	if (!whole)
		part_group(x, &x->is);
	x->exact = whole;
}

static void
read_choice(struct reading *r, struct part *x)
{
	if (++r->depth > DEEPEST) {
		r->lost = true;
		return;
	}
	struct part *y = part_take(r);
	read_sequence(r, x);
	while (!r->lost && take(r, '|')) {
		read_sequence(r, y);
		if (!r->lost)
			part_or(x, y);
	}
	part_return(r, y);
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
	for (struct part *y; (y = r.spare) != NULL; free(y))
		r.spare = y->next;
	if (r.lost || r.p != r.end)
		return;
	need->sound = r.sound;
	if (x.exact) {
		part_any(&x);
		part_group(&x, &x.is);
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
