/* Telephone numbers. China: the Ministry's numbering plan as libphonenumber's metadata has it (mobile prefixes, area
 * codes). Others: E.164 country codes with the lengths of their national numbers (ITU-T E.164 annexes), the North
 * American plan, and a national number with its trunk 0. */
#include <string.h>

#include "text/personal_hunt.h"

static size_t
take(struct hunt *h, const char *rule, size_t from, size_t to)
{
	/* An extension belongs to it: -801, 转801, ext. 801, x801. */
	size_t i = to;
	while (h->p[i] == ' ' || h->p[i] == ',')
		i++;
	static const char *const word[] = { "转", "分机", "ext.", "ext", "x" };
	for (size_t k = 0; k < sizeof word / sizeof *word; k++) {
		if (!view_has(h, i, word[k]))
			continue;
		size_t d = i + strlen(word[k]), end;
		while (h->p[d] == ' ')
			d++;
		for (end = d; is_digit(h->p[end]); end++)
			continue;
		if (end > d && end - d <= 6 && !is_letter(h->p[end]))
			to = end;
		break;
	}
	find_add(h, "PHONE", rule, from, to);
	return to;
}

/* From where a bracket or plus before group k belongs to it. */
static size_t
opening(const struct hunt *h, size_t from, bool closed)
{
	if (closed && h->p[from - 1] == '(')
		return from - 1;
	return from;
}

static bool
cn_mobile_prefix(const char *d)
{
	if (d[0] != '1')
		return false;
	switch (d[1]) {
	case '3':
	case '8':
		return true;
	case '4':
		return d[2] >= '5';
	case '5':
	case '9':
		return d[2] != '4';
	case '6':
		return d[2] == '2' || (d[2] >= '5' && d[2] <= '7');
	case '7':
		return d[2] <= '3' || (d[2] >= '5' && d[2] <= '8') || (d[2] == '4' && (d[3] == '9' || (d[3] == '0' && d[4] <= '5')));
	default:
		return false;
	}
}

/* Eleven digits in the groups that people write: 3-4-4, 3-8, 7-4, 4-3-4, 4-4-3, 3-3-3-2, or all of one size. */
static bool
cn_mobile_rhythm(const struct run *r, size_t k, size_t c, bool cue)
{
	static const char *const usual[] = { "344", "38", "74", "434", "443", "3332", "335", "56", "65" };
	char form[12];
	char sep = run_separator(r, k, c);
	if (c == 1)
		return true;
	if (c > 11 || (sep != ' ' && sep != '-' && sep != '.') || (r->g[k].n == 1 && c < 11))
		return false;
	for (size_t i = 0; i < c; i++)
		form[i] = (char)('0' + (r->g[k + i].n > 9 ? 9 : r->g[k + i].n));
	form[c] = '\0';
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (strcmp(form, usual[i]) == 0)
			return true;
	return cue || c == 11;
}

static size_t
cn_mobile_at(struct hunt *h, const struct run *r, size_t k)
{
	size_t from = r->g[k].from, lead = 0, c;
	const char *d = r->d + r->g[k].first;
	unsigned cc = 0;
	/* 86 or 0086 before it, as a group of its own or joined */
	if (strncmp(d, "0086", 4) == 0)
		cc = 4;
	else if (strncmp(d, "86", 2) == 0)
		cc = 2;
	if (cc && r->g[k].n == cc)
		lead = 1;
	else if (cc && (r->g[k].n < cc || r->g[k].n != cc + 11))
		cc = 0;
	if (r->digits - r->g[k].first < cc + 11 || !(c = run_span(r, k, cc + 11)) || !cn_mobile_prefix(d + cc))
		return 0;
	bool cue = cue_just(h, CUE_PHONE, from);
	if (!cn_mobile_rhythm(r, k + lead, c - lead, cue) || (!cue && cue_just(h, CUE_ORDER, from)))
		return 0;
	if (!run_alone(h, r, k, c) && !(cue && r->g[k].from >= h->found))
		return 0;
	take(h, "cn-mobile", opening(h, from, lead && r->g[k + 1].sep == ')'), r->g[k + c - 1].to);
	return c;
}

/* Digits of the area code that d begins with, 0: none. */
static unsigned
cn_area(const char *d)
{
	if (d[0] != '0')
		return 0;
	if ((d[1] == '1' && d[2] == '0') || (d[1] == '2' && is_digit(d[2]) && d[2] != '6'))
		return 3;
	return d[1] >= '3' && d[1] <= '9' && is_digit(d[2]) && is_digit(d[3]) ? 4 : 0;
}

static size_t
cn_landline_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	unsigned area = cn_area(r->d + g->first);
	if (!area || r->digits - g->first < area + 7)
		return 0;
	for (unsigned n = 8; n >= (area == 3 ? 8 : 7); n--) {
		size_t c = run_span(r, k, area + n);
		bool cue = cue_just(h, CUE_PHONE, g->from);
		if (!c || c > 4 || (c > 1 && g->n != area) || (!cue && cue_just(h, CUE_ORDER, g->from)))
			continue;
		/* In one piece it wants a word before it, or a first digit that subscribers' numbers have. */
		char first = r->d[g->first + area];
		if (c == 1 && !cue && (first < '2' || first > '8'))
			continue;
		if (c > 1 && g[1].sep == '.')
			continue;
		/* An extension behind a dash belongs to it. */
		size_t more = k + c < r->n && r->g[k + c].sep == '-' && r->g[k + c].n <= 5 && r->g[k + c].n >= 1;
		if (!run_alone(h, r, k, c + more))
			continue;
		bool bracket = c > 1 && g[1].sep == ')';
		if (bracket && h->p[g->from - 1] != '(')
			continue;
		take(h, "cn-landline", opening(h, g->from, bracket), r->g[k + c + more - 1].to);
		return c + more;
	}
	return 0;
}

static size_t
cn_hotline_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	size_t c = run_span(r, k, 10);
	if (!c || c > 4 || (memcmp(r->d + g->first, "400", 3) != 0 && memcmp(r->d + g->first, "800", 3) != 0))
		return 0;
	char sep = run_separator(r, k, c);
	if ((c == 1 && !cue_just(h, CUE_PHONE, g->from)) || (c > 1 && (sep != '-' && sep != ' ')) || (c > 1 && g->n > 4))
		return 0;
	if (!run_alone(h, r, k, c) || cue_just(h, CUE_ORDER, g->from))
		return 0;
	take(h, "cn-hotline", g->from, r->g[k + c - 1].to);
	return c;
}

/* E.164: country codes whose national numbers have other lengths than 6 to 12 digits, without trunk prefix. */
static const struct country {
	const char *code;
	unsigned char shortest, longest;
} country[] = {
	{ "1", 10, 10 }, { "7", 10, 10 }, { "20", 8, 10 }, { "27", 9, 9 }, { "30", 10, 10 }, { "31", 9, 9 }, { "32", 8, 9 },
	{ "33", 9, 9 }, { "34", 9, 9 }, { "36", 8, 9 }, { "39", 6, 11 }, { "40", 9, 9 }, { "41", 9, 9 }, { "43", 7, 13 },
	{ "44", 9, 10 }, { "45", 8, 8 }, { "46", 7, 9 }, { "47", 8, 8 }, { "48", 9, 9 }, { "49", 7, 11 }, { "51", 8, 9 },
	{ "52", 10, 10 }, { "54", 10, 11 }, { "55", 10, 11 }, { "56", 9, 9 }, { "57", 10, 10 }, { "60", 8, 10 }, { "61", 9, 9 },
	{ "62", 8, 12 }, { "63", 8, 10 }, { "64", 8, 10 }, { "65", 8, 8 }, { "66", 8, 9 }, { "81", 9, 10 }, { "82", 8, 10 },
	{ "84", 9, 10 }, { "86", 10, 12 }, { "53", 8, 8 }, { "58", 10, 10 }, { "93", 9, 9 }, { "95", 7, 10 }, { "90", 10, 10 }, { "91", 10, 10 }, { "92", 9, 10 }, { "94", 9, 9 }, { "98", 10, 10 },
	{ "351", 9, 9 }, { "352", 6, 11 }, { "353", 7, 9 }, { "354", 7, 7 }, { "358", 6, 11 }, { "359", 8, 9 }, { "370", 8, 8 },
	{ "371", 8, 8 }, { "372", 7, 8 }, { "375", 9, 9 }, { "380", 9, 9 }, { "385", 8, 9 }, { "386", 8, 8 }, { "420", 9, 9 },
	{ "421", 9, 9 }, { "852", 8, 8 }, { "853", 8, 8 }, { "855", 8, 9 }, { "856", 8, 10 }, { "880", 8, 10 }, { "886", 8, 9 },
	{ "960", 7, 7 }, { "961", 7, 8 }, { "962", 8, 9 }, { "965", 8, 8 }, { "966", 9, 9 }, { "968", 8, 8 }, { "971", 8, 9 },
	{ "972", 8, 9 }, { "973", 8, 8 }, { "974", 8, 8 }, { "976", 8, 8 }, { "977", 8, 10 },
};

/* Other country codes of three digits that are assigned, by their first two: bit d for a last digit d. */
static const uint16_t assigned[100] = {
	[21] = 0x14e, [22] = 0x3ff, [23] = 0x3ff, [24] = 0x3ff, [25] = 0x1ff, [26] = 0x3ff, [29] = 0x383, [35] = 0x3ff, [37] = 0x3ff,
	[38] = 0x2ef, [42] = 0x00b, [50] = 0x3ff, [59] = 0x3ff, [67] = 0x3fd, [68] = 0x3ef, [69] = 0x007, [80] = 0x101, [85] = 0x06d,
	[87] = 0x101, [88] = 0x14f, [96] = 0x1ff, [97] = 0x2ff, [99] = 0x17c,
};

static const struct country *
country_of(const char *d)
{
	static const struct country other = { "???", 6, 12 };
	for (size_t i = 0; i < sizeof country / sizeof *country; i++)
		if (strncmp(d, country[i].code, strlen(country[i].code)) == 0)
			return &country[i];
	if (!is_digit(d[0]) || !is_digit(d[1]) || !is_digit(d[2]))
		return NULL;
	return assigned[10 * (d[0] - '0') + d[1] - '0'] >> (d[2] - '0') & 1 ? &other : NULL;
}

/* China's national numbers, without or with the trunk 0: a mobile, or an area code and 8 digits, 7 in most of 3 digits. */
static bool
cn_national(const char *d, unsigned n)
{
	if (n && d[0] == '0') {
		d++;
		n--;
	}
	if (d[0] == '1' && d[1] != '0')
		return n == 11 && cn_mobile_prefix(d);
	return d[0] <= '2' ? n == 10 : n == 10 || n == 11;
}

static bool
na_national(const char *d)
{
	return d[0] >= '2' && d[3] >= '2' && !(d[1] == '1' && d[2] == '1') && !(d[4] == '1' && d[5] == '1');
}

static unsigned
run_digits(const struct run *r, size_t k, size_t c)
{
	return r->g[k + c - 1].first + r->g[k + c - 1].n - r->g[k].first;
}

/* +CC and a national number in any grouping; 00 for the plus where it is cut into groups. */
static size_t
international_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	const char *d = r->d + g->first;
	bool plus = h->p[g->from - 1] == '+';
	unsigned lead = 0, skipped = 0, national = 0;
	size_t best = 0;
	if (!plus && d[0] == '0' && d[1] == '0' && g->n >= 3)
		lead = 2;
	else if (!plus)
		return 0;
	const struct country *cc = country_of(d + lead);
	if (!cc)
		return 0;
	unsigned code = lead + (unsigned)strlen(cc->code), seen = 0;
	for (size_t c = 1; k + c <= r->n && c < 9; c++) {
		const struct group *x = &g[c - 1];
		if (x->sep == '(' && x->n == 1 && r->d[x->first] == '0')
			skipped = 1;            /* +44 (0)20: a trunk 0 that is not dialled from abroad */
		seen += x->n;
		national = seen - (seen > code ? code : seen) - skipped;
		if (national > cc->longest)
			break;
		if (national >= cc->shortest)
			best = c;
	}
	if (!best || g->n > code + cc->longest || (lead && best == 1 && !cue_just(h, CUE_PHONE, g->from)))
		return 0;
	if (strcmp(cc->code, "86") == 0 ? !cn_national(d + code, run_digits(r, k, best) - code)
	    : strcmp(cc->code, "1") == 0 && !na_national(d + code))
		return 0;
	size_t to = g[best - 1].to, from = plus ? g->from - 1 : g->from;
	if ((h->p[to] == '.' || h->p[to] == '-') && is_digit(h->p[to + 1]))
		return 0;
	take(h, "e164", opening(h, from, best > 1 && g[1].sep == ')'), to);
	return best;
}

/* (415) 555-0132, 415-555-0132, 1-415-555-0132. */
static size_t
north_american_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	size_t lead = g->n == 1 && r->d[g->first] == '1' && k + 1 < r->n, c = run_span(r, k, (unsigned)lead + 10);
	const char *d = r->d + g[lead].first;
	bool cue = cue_just(h, CUE_PHONE, g->from);
	if (!c || !na_national(d))
		return 0;
	bool bracket = c > lead + 1 && g[lead + 1].sep == ')' && (h->p[g[lead].from - 1] == '(');
	if (c == lead + 3 && g[lead].n == 3 && g[lead + 1].n == 3) {
		char one = g[lead + 1].sep, two = g[lead + 2].sep;
		if (one == ' ' && two == ' ' && !cue && !lead)
			return 0;
		if (!bracket && (one == ')' || (one != two && !(one == ' ' && two == '-'))))
			return 0;
	} else if (!cue || c > lead + 2) {
		return 0;
	}
	if (!run_alone(h, r, k, c) || (!cue && cue_just(h, CUE_ORDER, g->from)))
		return 0;
	take(h, "nanp", opening(h, g->from, bracket && !lead), r->g[k + c - 1].to);
	return c;
}

/* A national number with its trunk 0: 09-7625400, (03) 1234-5678, 020 7123 4567 after a cue. */
static size_t
trunk_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	const char *d = r->d + g->first;
	bool cue = cue_just(h, CUE_PHONE, g->from);
	if (d[0] != '0' || d[1] == '0' || g->n < 2 || g->n > 5 || k + 1 == r->n || (!cue && cue_just(h, CUE_ORDER, g->from)))
		return 0;
	bool bracket = g[1].sep == ')' && h->p[g->from - 1] == '(';
	for (unsigned n = 11; n >= 9; n--) {
		size_t c = run_span(r, k, n);
		if (c < 2 || c > 5 || !run_alone(h, r, k, c))
			continue;
		if (!bracket && !cue && (g[1].sep != '-' || run_separator(r, k, c) == '?'))
			continue;
		if ((!cue && g[c - 1].n < 3) || (c == 3 && g[0].n == 3 && g[1].n == 2))
			continue;
		/* China's area codes have 8 digits behind three, 7 or 8 behind four. */
		if (n == 10 && c == 2 && g->n >= 3 && cn_area(d) == g->n)
			continue;
		take(h, "trunk-0", opening(h, g->from, bracket), g[c - 1].to);
		return c;
	}
	return 0;
}

/* Right after a word for a telephone: any seven to twelve digits. */
static size_t
cued_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	if (!cue_just(h, CUE_PHONE, g->from))
		return 0;
	/* Nine and more that begin with 1 are a mobile number, which was looked for, or none. */
	for (unsigned n = r->d[g->first] == '1' ? 8 : 12; n >= 7; n--) {
		size_t c = run_span(r, k, n);
		if (!c || c > 5 || run_separator(r, k, c) == '.' || !run_alone(h, r, k, c))
			continue;
		if (g->n == 4 && c > 1 && (r->d[g->first] == '1' || r->d[g->first] == '2') && n == 8 && g[1].n == 2)
			continue;               /* a date */
		take(h, "phone-cue", g->from, g[c - 1].to);
		return c;
	}
	return 0;
}

size_t
phone_at(struct hunt *h, const struct run *r, size_t k)
{
	static size_t (*const recognise[])(struct hunt *, const struct run *, size_t) = {
		international_at, cn_mobile_at, cn_landline_at, cn_hotline_at, north_american_at, trunk_at, cued_at,
	};
	size_t c = 0;
	for (size_t f = 0; !c && f < sizeof recognise / sizeof *recognise; f++)
		c = recognise[f](h, r, k);
	return c;
}
