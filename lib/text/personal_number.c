/* Numbers: runs of digit groups, and the kinds that a check digit tells apart. Telephones are in personal_phone.c. */
#include <string.h>

#include "text/personal_check.h"
#include "text/personal_hunt.h"

/* What joins two groups, at i behind digits: its class, and in *next where the next group begins; 0: nothing does. */
static char
separator(const struct hunt *h, size_t i, size_t *next)
{
	size_t k = i;
	char kind = 0;
	for (; k < i + 3; k++) {
		char c = h->p[k];
		if (c == ' ' && (kind == 0 || kind == '(' || kind == ')' || kind == '-'))
			kind = kind ? kind : ' ';
		else if ((c == '-' || c == '(' || c == ')') && (kind == 0 || kind == ' ' || (kind == ')' && c == '-')))
			kind = kind == ')' ? kind : c;
		else if (c == '.' && kind == 0)
			kind = c;
		else
			break;
		if (c == ' ' && h->p[k + 1] == ' ')
			return 0;
	}
	*next = k;
	return is_digit(h->p[k]) ? kind : 0;
}

/* Whether letters at i may follow a number directly: 13800138000wx. */
static bool
letters_may_follow(const struct hunt *h, size_t i)
{
	static const char *const word[] = { "wx", "vx", "v", "qq", "tel", "ext", "x" };
	size_t end = view_token(h, i);
	for (size_t k = 0; k < sizeof word / sizeof *word; k++)
		if (view_has(h, i, word[k]) && i + strlen(word[k]) == end)
			return true;
	return view_has(h, i, "ext") || (lower(h->p[i]) == 'x' && is_digit(h->p[i + 1]));
}

static void
run_read(const struct hunt *h, size_t i, struct run *r)
{
	char sep = 0;
	r->n = r->digits = 0;
	r->taken = 0;
	do {
		struct group *g = &r->g[r->n];
		size_t to = i;
		while (is_digit(h->p[to]))
			to++;
		if (to - i + r->digits >= RUN_DIGITS)
			break;
		*g = (struct group){ i, to, r->digits, (unsigned)(to - i), sep };
		memcpy(r->d + r->digits, h->p + i, to - i);
		if (is_letter(h->p[to])) {
			bool x = r->digits + g->n >= 17 && lower(h->p[to]) == 'x' && !is_alnum(h->p[to + 1]);
			if (x) {
				r->d[r->digits + g->n++] = 'X';
				g->to++;
			} else if (!letters_may_follow(h, to)) {
				break;
			}
			r->digits += g->n;
			r->n++;
			break;
		}
		r->digits += g->n;
		r->n++;
		sep = separator(h, to, &i);
	} while (sep && r->n < RUN_GROUPS);
}

size_t
run_span(const struct run *r, size_t k, unsigned digits)
{
	unsigned n = 0;
	for (size_t c = k; c < r->n && n < digits; c++) {
		n += r->g[c].n;
		if (n == digits)
			return c - k + 1;
	}
	return 0;
}

char
run_separator(const struct run *r, size_t k, size_t c)
{
	char sep = c > 1 ? r->g[k + 1].sep : 0;
	for (size_t i = k + 2; i < k + c; i++)
		if (r->g[i].sep != sep)
			return '?';
	return sep;
}

bool
run_alone(const struct hunt *h, const struct run *r, size_t k, size_t c)
{
	size_t from = r->g[k].from, to = r->g[k + c - 1].to;
	char before = h->p[from - 1], behind = h->p[to];
	if (k && r->taken != k && r->g[k].sep != ' ')
		return false;
	if ((before == '.' || before == '-' || before == '_') && is_alnum(h->p[from - 2]) && r->taken != k)
		return false;
	if (before == '.' && h->p[from - 2] == '.')
		before = 0;
	if (before == '$' || view_ends(h, from, "¥") || view_ends(h, from, "￥") || behind == '%')
		return false;
	if ((behind == '.' || behind == '-') && is_digit(h->p[to + 1]))
		return false;
	return !view_has(h, to, "元") && !view_has(h, to, "块") && !view_has(h, to, "万") && !view_has(h, to, "亿");
}

static size_t
take(struct hunt *h, const struct run *r, size_t k, size_t c, const char *kind, const char *rule)
{
	find_add(h, kind, rule, r->g[k].from, r->g[k + c - 1].to);
	return c;
}

static size_t
id_at(struct hunt *h, const struct run *r, size_t k)
{
	size_t c = run_span(r, k, 18);
	if (c && c <= 6 && run_separator(r, k, c) != '.' && check_cn_id(r->d + r->g[k].first, 18) && run_alone(h, r, k, c))
		return take(h, r, k, c, "ID", "cn-id");
	if (c == 1 && run_alone(h, r, k, c)) {
		bool cue = cue_near(h, CUE_COMPANY, r->g[k].from, 40);
		if (!cue && cue_just(h, CUE_ORDER, r->g[k].from))
			return 0;
		if (check_credit_code(r->d + r->g[k].first, 18, cue))
			return take(h, r, k, c, "COMPANY", "credit-code");
	}
	return 0;
}

/* Cards are printed in fours, or as American Express and Diners Club do; a run of one group has no rhythm to check. */
static bool
card_rhythm(const struct run *r, size_t k, size_t c, unsigned n)
{
	const struct group *g = r->g + k;
	char sep = run_separator(r, k, c);
	if (c == 1)
		return true;
	if (sep != ' ' && sep != '-')
		return false;
	if (c == 3 && g[0].n == 4 && g[1].n == 6)
		return n == 15 || n == 14;
	if (c == 2 && (g[0].n == 6 || g[0].n == 4 || g[0].n == 8))
		return true;
	for (size_t i = 0; i + 1 < c; i++)
		if (g[i].n != 4)
			return false;
	return true;
}

static size_t
card_at(struct hunt *h, const struct run *r, size_t k)
{
	size_t from = r->g[k].from;
	bool order = cue_just(h, CUE_ORDER, from);
	for (unsigned n = 19; n >= 12; n--) {
		size_t c = run_span(r, k, n);
		if (!c || order || !card_rhythm(r, k, c, n))
			continue;
		if (check_card(r->d + r->g[k].first, n, cue_near(h, CUE_CARD, from, 30)) && run_alone(h, r, k, c))
			return take(h, r, k, c, "CARD", "luhn");
	}
	return 0;
}

static size_t
old_id_at(struct hunt *h, const struct run *r, size_t k)
{
	size_t c = run_span(r, k, 15);
	if (c == 1 && check_cn_id15(r->d + r->g[k].first, 15) && run_alone(h, r, k, c) && !cue_just(h, CUE_ORDER, r->g[k].from))
		return take(h, r, k, c, "ID", "cn-id-15");
	return 0;
}

/* Three, two and four digits with one separator; other groupings after a cue only. */
static size_t
ssn_at(struct hunt *h, const struct run *r, size_t k)
{
	size_t c = run_span(r, k, 9);
	const struct group *g = r->g + k;
	if (!c || c > 3 || !check_ssn(r->d + g->first, 9) || !run_alone(h, r, k, c) || cue_just(h, CUE_ORDER, g->from))
		return 0;
	char sep = run_separator(r, k, c);
	bool printed = c == 3 && g[0].n == 3 && g[1].n == 2 && (sep == '-' || sep == ' ' || sep == '.');
	if (printed && sep == ' ' && k + c < r->n && g[c].sep == ' ' && !cue_near(h, CUE_SSN, g->from, 40))
		return 0;
	if (printed || (sep != '?' && cue_near(h, CUE_SSN, g->from, 40)))
		return take(h, r, k, c, "SSN", "us-ssn");
	return 0;
}

/* Numbers of a kind whose own word must stand before them. */
static size_t
cued_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	if (!run_alone(h, r, k, 1))
		return 0;
	if (g->n == 9 && cue_near(h, CUE_PASSPORT, g->from, 30))
		return take(h, r, k, 1, "PASSPORT", "passport-cue");
	if (g->n >= 8 && g->n <= 10 && cue_near(h, CUE_PERMIT, g->from, 30))
		return take(h, r, k, 1, "PASSPORT", "permit-cue");
	return 0;
}

size_t
number_at(struct hunt *h, size_t i)
{
	static size_t (*const recognise[])(struct hunt *, const struct run *, size_t) = {
		ip4_at, id_at, card_at, ssn_at, phone_at, old_id_at, cued_at,
	};
	struct run r;
	run_read(h, i, &r);
	for (size_t k = 0; k < r.n;) {
		size_t c = 0;
		for (size_t f = 0; !c && f < sizeof recognise / sizeof *recognise; f++)
			c = recognise[f](h, &r, k);
		k += c ? c : 1;
		if (c)
			r.taken = k;
	}
	return r.n ? r.g[r.n - 1].to : view_token(h, i);
}
