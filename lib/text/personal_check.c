#include "text/personal_check.h"

#include <string.h>

#include "record/date.h"

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
all_digits(const char *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(d[i]))
			return false;
	return true;
}

static inline char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* 0 … 9, 10 … 35 for letters, -1 for anything else. */
static int
value36(char c)
{
	c = upper(c);
	return is_digit(c) ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

/* The first k digits as a number. */
static unsigned
front(const char *d, size_t k)
{
	unsigned x = 0;
	for (size_t i = 0; i < k; i++)
		x = 10 * x + (unsigned)(d[i] - '0');
	return x;
}

bool
check_luhn(const char *d, size_t n)
{
	unsigned sum = 0, any = 0;
	if (n < 2 || !all_digits(d, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned x = (unsigned)(d[n - 1 - i] - '0');
		any |= x;
		if (i % 2)
			x = x > 4 ? 2 * x - 9 : 2 * x;
		sum += x;
	}
	return any && sum % 10 == 0;
}

/* Issuer ranges, by the first six digits, and the lengths that are in use. */
static const struct issuer {
	unsigned from, to;
	unsigned char shortest, longest;
	bool cue;               /* only where a word for a card stands before it */
} issuer[] = {
	{ 100000, 199999, 15, 15, false },      /* UATP */
	{ 220000, 220499, 16, 19, false },      /* Mir */
	{ 222100, 272099, 16, 16, false },      /* Mastercard */
	{ 300000, 305999, 14, 14, false },      /* Diners Club */
	{ 309500, 309599, 14, 14, false },
	{ 340000, 349999, 15, 15, false },      /* American Express */
	{ 352800, 358999, 16, 19, false },      /* JCB */
	{ 360000, 369999, 14, 14, false },      /* Diners Club */
	{ 370000, 379999, 15, 15, false },
	{ 380000, 399999, 14, 14, false },
	{ 360000, 399999, 15, 19, true },
	{ 400000, 499999, 13, 13, false },      /* Visa */
	{ 400000, 499999, 16, 16, false },
	{ 400000, 499999, 19, 19, false },
	{ 400000, 499999, 17, 18, true },       /* Chinese issuers, before UnionPay */
	{ 500000, 509999, 16, 19, false },      /* Maestro, Dankort, RuPay, Verve */
	{ 510000, 559999, 16, 16, false },      /* Mastercard */
	{ 510000, 559999, 17, 19, true },
	{ 560000, 589999, 16, 19, false },      /* Maestro */
	{ 500000, 509999, 12, 15, true },
	{ 560000, 589999, 12, 15, true },
	{ 600000, 609999, 16, 19, false },      /* Discover, RuPay, Hipercard */
	{ 620000, 629999, 16, 19, false },      /* UnionPay */
	{ 630000, 659999, 16, 19, false },      /* Maestro, Discover */
	{ 670000, 679999, 16, 19, false },      /* Maestro */
	{ 630000, 639999, 12, 15, true },
	{ 670000, 679999, 12, 15, true },
	{ 590000, 699999, 16, 19, true },       /* Chinese issuers, before UnionPay */
	{ 810000, 817199, 16, 19, true },       /* UnionPay and Discover */
	{ 955800, 955999, 16, 19, true },       /* Industrial and Commercial Bank, before UnionPay */
	{ 979200, 979299, 16, 16, true },       /* Troy */
};

bool
check_card(const char *d, size_t n, bool cue)
{
	if (n < 12 || n > 19 || !check_luhn(d, n))
		return false;
	unsigned six = front(d, 6);
	for (size_t i = 0; i < sizeof issuer / sizeof *issuer; i++)
		if (six >= issuer[i].from && six <= issuer[i].to && n >= issuer[i].shortest && n <= issuer[i].longest &&
		    (cue || !issuer[i].cue))
			return true;
	return false;
}

/* The registry's structures after country and check digits: n digits, a capital letters, c both. */
static const char *const structure[] = {
	"AD8n12c", "AE19n", "AL8n16c", "AT16n", "AZ4a20c", "BA16n", "BE12n", "BG4a6n8c", "BH4a14c", "BI23n", "BR23n1a1c", "BY4c4n16c",
	"CH5n12c", "CR18n", "CY8n16c", "CZ20n", "DE18n", "DJ23n", "DK14n", "DO4c20n", "EE16n", "EG25n", "ES20n", "FI14n", "FK2a12n",
	"FO14n", "FR10n11c2n", "GB4a14n", "GE2a16n", "GI4a15c", "GL14n", "GR7n16c", "GT24c", "HN4a20n", "HR17n", "HU24n", "IE4a14n",
	"IL19n", "IQ4a15n", "IS22n", "IT1a10n12c", "JO4a4n18c", "KW4a22c", "KZ3n13c", "LB4n20c", "LC4a24c", "LI5n12c", "LT16n",
	"LU3n13c", "LV4a13c", "LY21n", "MC10n11c2n", "MD20c", "ME18n", "MK3n10c2n", "MN16n", "MR23n", "MT4a5n18c", "MU4a19n3a",
	"NI4a20n", "NL4a10n", "NO11n", "OM3n16c", "PK4a16c", "PL24n", "PS4a21c", "PT21n", "QA4a21c", "RO4a16c", "RS18n", "RU14n15c",
	"SA2n18c", "SC4a20n3a", "SD14n", "SE20n", "SI15n", "SK20n", "SM1a10n12c", "SO19n", "ST21n", "SV4a20n", "TL19n", "TN20n",
	"TR6n16c", "UA6n19c", "VA18n", "VG4a16n", "XK16n", "YE4a4n18c",
};

static const char *
structure_of(const char *country)
{
	char a = upper(country[0]), b = upper(country[1]);
	for (size_t i = 0; i < sizeof structure / sizeof *structure; i++)
		if (structure[i][0] == a && structure[i][1] == b)
			return structure[i] + 2;
	return NULL;
}

/* The next part of a structure: its length, and its class in *class; 0 at the end. */
static size_t
structure_part(const char **s, char *class)
{
	size_t k = 0;
	while (is_digit(**s))
		k = 10 * k + (size_t)(*(*s)++ - '0');
	*class = **s;
	if (**s)
		++*s;
	return k;
}

size_t
check_iban_length(const char *country)
{
	const char *s = structure_of(country);
	size_t n = 4, k;
	char class;
	while (s && (k = structure_part(&s, &class)))
		n += k;
	return s ? n : 0;
}

static unsigned
rest97(const char *d, size_t n, unsigned rest)
{
	for (size_t i = 0; i < n; i++) {
		unsigned x = (unsigned)value36(d[i]);
		rest = (x > 9 ? 100 * rest + x : 10 * rest + x) % 97;
	}
	return rest;
}

bool
check_mod97(const char *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value36(d[i]) < 0)
			return false;
	return n > 2 && rest97(d, n, 0) == 1;
}

bool
check_iban(const char *d, size_t n)
{
	if (n < 15 || n != check_iban_length(d) || !is_digit(d[2]) || !is_digit(d[3]))
		return false;
	const char *s = structure_of(d);
	size_t at = 4, k;
	char class;
	while ((k = structure_part(&s, &class)))
		for (; k; k--, at++) {
			int x = value36(d[at]);
			if (x < 0 || (class == 'n' && x > 9) || (class == 'a' && x < 10))
				return false;
		}
	unsigned check = front(d + 2, 2);
	return check >= 2 && check <= 98 && rest97(d, 4, rest97(d + 4, n - 4, 0)) == 1;
}

/* GB/T 2260: the provinces' numbers; 81 – 83 are Hong Kong, Macau and Taiwan. */
static bool
is_province(unsigned p)
{
	static const unsigned char last[10] = { 0, 15, 23, 37, 46, 54, 65, 71, 83, 0 };
	return p >= 11 && p <= 99 && p % 10 >= 1 && p <= last[p / 10];
}

bool
check_mod11_2(const char *d, size_t n)
{
	unsigned p = 0, last;
	if (n < 2 || !all_digits(d, n - 1) || !(is_digit(d[n - 1]) || upper(d[n - 1]) == 'X'))
		return false;
	for (size_t i = 0; i + 1 < n; i++)
		p = 2 * (p + (unsigned)(d[i] - '0')) % 11;
	last = is_digit(d[n - 1]) ? (unsigned)(d[n - 1] - '0') : 10;
	return (p + last) % 11 == 1;
}

bool
check_cn_id(const char *d, size_t n)
{
	if (n != 18 || !check_mod11_2(d, n))
		return false;
	unsigned year = front(d + 6, 4);
	bool place = d[0] == '9' ? is_province(front(d + 1, 2)) : is_province(front(d, 2));
	return place && year >= 1900 && year <= 2099 &&
	    date_exists((int32_t)year, (int32_t)front(d + 10, 2), (int32_t)front(d + 12, 2));
}

bool
check_cn_id15(const char *d, size_t n)
{
	return n == 15 && all_digits(d, n) && is_province(front(d, 2)) &&
	    date_exists((int32_t)(1900 + front(d + 6, 2)), (int32_t)front(d + 8, 2), (int32_t)front(d + 10, 2));
}

static int
value31(char c)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUWXY";
	c = upper(c);
	const char *p = c >= 'A' ? strchr(letters, c) : NULL;
	return is_digit(c) ? c - '0' : p ? (int)(p - letters) + 10 : -1;
}

bool
check_mod31(const char *d, size_t n)
{
	unsigned sum = 0, weight = 1;
	if (n < 2)
		return false;
	for (size_t i = 0; i < n; i++, weight = 3 * weight % 31) {
		int x = value31(d[i]);
		if (x < 0)
			return false;
		sum += (i + 1 == n ? 1u : weight) * (unsigned)x;
	}
	return sum % 31 == 0;
}

/* GB 11714: the organization code within it has a check character of its own (mod 11). */
static bool
organization_check(const char *d)
{
	static const unsigned char weight[8] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	unsigned sum = 0;
	for (size_t i = 0; i < 8; i++)
		sum += weight[i] * (unsigned)value36(d[i]);
	unsigned c = (11 - sum % 11) % 11;
	return c == 10 ? upper(d[8]) == 'X' : d[8] == (char)('0' + c);
}

bool
check_credit_code(const char *d, size_t n, bool cue)
{
	if (n != 18 || !all_digits(d + 2, 6) || !is_digit(d[1]) || d[1] == '0' || !check_mod31(d, n))
		return false;
	if (!is_province(front(d + 2, 2)) && front(d + 2, 2) != 10)
		return false;
	return cue || !all_digits(d, n) || (strchr("159", d[0]) && organization_check(d + 8));
}

bool
check_hk_id(const char *d, size_t n)
{
	if (n != 8 && n != 9)
		return false;
	unsigned sum = 0, weight = 9;
	size_t letters = n - 7;
	if (letters == 1)
		sum += 36 * weight--;           /* a blank stands for 36 */
	for (size_t i = 0; i + 1 < n; i++, weight--) {
		int x = value36(d[i]);
		if ((i < letters) != (x > 9) || x < 0)
			return false;
		sum += weight * (unsigned)x;
	}
	int last = upper(d[n - 1]) == 'A' ? 10 : is_digit(d[n - 1]) ? d[n - 1] - '0' : -1;
	return last >= 0 && (sum + (unsigned)last) % 11 == 0;
}

bool
check_tw_id(const char *d, size_t n)
{
	/* Numbers of the letters, in the order in which the counties were entered. */
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
	if (n != 10)
		return false;
	const char *p = upper(d[0]) ? strchr(letters, upper(d[0])) : NULL;
	if (!p || !all_digits(d + 2, 8))
		return false;
	unsigned area = (unsigned)(p - letters) + 10, second;
	char c = upper(d[1]);
	if (c == '1' || c == '2' || c == '8' || c == '9')
		second = (unsigned)(c - '0');
	else if (c >= 'A' && c <= 'D')
		second = (unsigned)(c - 'A');           /* residents before 2021: the letter's number less ten */
	else
		return false;
	unsigned sum = area / 10 + 9 * (area % 10) + 8 * second;
	for (size_t i = 2; i < 9; i++)
		sum += (9 - (unsigned)i) * (unsigned)(d[i] - '0');
	return (sum + (unsigned)(d[9] - '0')) % 10 == 0;
}

bool
check_ssn(const char *d, size_t n)
{
	if (n != 9 || !all_digits(d, n))
		return false;
	unsigned area = front(d, 3);
	return area && area != 666 && area < 900 && front(d + 3, 2) && front(d + 5, 4) && memcmp(d, "078051120", 9) != 0 &&
	    memcmp(d, "219099999", 9) != 0;
}
