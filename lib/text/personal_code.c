/* Codes of letters and digits: bank accounts, identity cards of Hong Kong and Taiwan, company codes, travel documents,
 * wallets, vehicle plates. */
#include <string.h>

#include "text/personal_check.h"
#include "text/personal_hunt.h"

/* In one piece, or in fours with single blanks or dashes. */
static size_t
iban_at(struct hunt *h, size_t i)
{
	char d[36], sep = 0;
	size_t want = check_iban_length(h->p + i), n = 0, k = i;
	if (!want || !is_digit(h->p[i + 2]) || !is_digit(h->p[i + 3]))
		return 0;
	for (; n < want; k++) {
		char c = h->p[k];
		if (is_alnum(c))
			d[n++] = c;
		else if ((c == ' ' || c == '-') && n % 4 == 0 && n && is_alnum(h->p[k + 1]) && (!sep || sep == c))
			sep = c;
		else
			return 0;
	}
	if (is_alnum(h->p[k]) || h->p[i - 1] == '_' || !check_iban(d, n))
		return 0;
	find_add(h, "IBAN", "iban", i, k);
	return k;
}

/* A123456(7): the check digit in brackets, or joined after a word for a card. */
static size_t
hk_id_at(struct hunt *h, size_t i, size_t j)
{
	char d[10];
	size_t letters = 0, n = j - i;
	while (is_letter(h->p[i + letters]))
		letters++;
	if (letters < 1 || letters > 2 || n < letters + 6 || n > letters + 7 || h->p[i - 1] == '-' || h->p[i - 1] == '_')
		return 0;
	memcpy(d, h->p + i, n);
	if (n == letters + 6) {
		size_t k = j + (h->p[j] == ' ');
		if (h->p[k] != '(' || h->p[k + 2] != ')')
			return 0;
		d[n] = h->p[k + 1];
		if (!check_hk_id(d, n + 1))
			return 0;
		find_add(h, "ID", "hk-id", i, k + 3);
		return k + 3;
	}
	if (!check_hk_id(d, n) || !cue_near(h, CUE_ID, i, 40))
		return 0;
	find_add(h, "ID", "hk-id", i, j);
	return j;
}

static size_t
tw_id_at(struct hunt *h, size_t i, size_t j)
{
	bool cue = cue_near(h, CUE_ID, i, 40);
	char before = h->p[i - 1];
	if (j - i != 10 || !check_tw_id(h->p + i, 10) || (!cue && !is_upper(h->p[i])))
		return 0;
	if (!cue && (cue_just(h, CUE_ORDER, i) || before == '-' || before == '_' || before == '#'))
		return 0;
	find_add(h, "ID", "tw-id", i, j);
	return j;
}

/* Letters, then digits: how many of each; false where anything else is in it. */
static bool
letters_digits(const struct hunt *h, size_t i, size_t j, size_t *letters, size_t *digits)
{
	size_t k = i;
	while (is_letter(h->p[k]))
		k++;
	*letters = k - i;
	while (is_digit(h->p[k]))
		k++;
	*digits = k - i - *letters;
	return k == j && *letters && *digits;
}

/* ICAO Doc 9303 leaves the form to the issuer, so a word for a passport must stand before it. China's are E and a digit or
 * a letter but I and O, and older ones G, D, S, P, H; others one or two letters and six to eight digits. */
static size_t
passport_at(struct hunt *h, size_t i, size_t j)
{
	size_t letters, digits;
	if (h->p[i - 1] == '-' || h->p[j] == '-')
		return 0;
	if (!letters_digits(h, i, j, &letters, &digits) || letters > 2) {
		digits = 0;
		/* Germany's and others' mix capitals and digits. */
		for (size_t k = i; k < j; k++) {
			if (h->p[k] >= 'a')
				return 0;
			digits += is_digit(h->p[k]);
		}
		if (j - i != 9 || digits < 5 || !is_upper(h->p[i]) || !cue_just(h, CUE_PASSPORT, i))
			return 0;
		find_add(h, "PASSPORT", "passport-cue", i, j);
		return j;
	}
	char first = (char)(h->p[i] & ~32), second = (char)(h->p[i + 1] & ~32);
	if (cue_near(h, CUE_PERMIT, i, 30) && ((letters == 1 && digits >= 8 && digits <= 10) || (letters == 2 && digits == 7))) {
		find_add(h, "PASSPORT", "permit-cue", i, j);
		return j;
	}
	if (!cue_near(h, CUE_PASSPORT, i, 30) || letters + digits < 8 || letters + digits > 9)
		return 0;
	if (letters == 2 && first == 'E' && (second == 'I' || second == 'O' || digits != 7))
		return 0;
	find_add(h, "PASSPORT", "passport-cue", i, j);
	return j;
}

static size_t
company_at(struct hunt *h, size_t i, size_t j)
{
	if (j - i != 18 || h->p[i - 1] == '-' || h->p[i - 1] == '_' || !check_credit_code(h->p + i, 18, true))
		return 0;
	find_add(h, "COMPANY", "credit-code", i, j);
	return j;
}

static size_t
wallet_at(struct hunt *h, size_t i, size_t j)
{
	size_t n = j - i;
	if (n < 25 || n > 90 || h->p[i - 1] == '_' || h->p[j] == '_')
		return 0;
	if (check_wallet(h->p + i, n))
		find_add(h, "WALLET", "wallet", i, j);
	else if (check_wallet_key(h->p + i, n))
		find_add(h, "SECRET", "wallet-key", i, j);
	else
		return 0;
	return j;
}

/* A cue word that runs into its number (tel13800138000), or a number into a word. */
static size_t
split_at(struct hunt *h, size_t i, size_t j)
{
	size_t k = i;
	while (is_letter(h->p[k]))
		k++;
	if (k > i && k < j) {
		size_t end = cue_at(h, i, k), d = k;
		while (is_digit(h->p[d]))
			d++;
		if (end > k)
			return end;
		if (end && d == j)
			return number_at(h, k);
	} else if (k == i) {
		while (is_digit(h->p[k]))
			k++;
		if (k - i >= 7)
			return number_at(h, i);
	}
	return 0;
}

size_t
code_at(struct hunt *h, size_t i, size_t j)
{
	static size_t (*const recognise[])(struct hunt *, size_t, size_t) = {
		company_at, tw_id_at, hk_id_at, passport_at, wallet_at, split_at,
	};
	size_t end = iban_at(h, i);
	for (size_t f = 0; !end && f < sizeof recognise / sizeof *recognise; f++)
		end = recognise[f](h, i, j);
	return end;
}

/* 使 and six digits, a dot after the third at will. */
static size_t
embassy_plate(struct hunt *h, size_t i)
{
	size_t k = i + 3, n = 0;
	for (; is_digit(h->p[k]) || (n == 3 && h->p[k] == '-'); k++)
		n += is_digit(h->p[k]) != 0;
	if (n != 6 || is_alnum(h->p[k]))
		return 0;
	find_add(h, "PLATE", "cn-plate", i, k);
	return k;
}

/* GA 36: province, letter, then five characters, or six for new-energy vehicles (D, F … first or last), the last may be
 * 港澳学警领挂试. A dot, dash or blank may stand after the letter. */
size_t
plate_at(struct hunt *h, size_t i)
{
	static const char province[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
	static const char last[] = "港澳学警领挂试";
	static const char energy[] = "ABCDEFGHJK";
	size_t k = i + 3, n, letters = 0, from;
	const char *p = strstr(province, (char[]){ h->p[i], h->p[i + 1], h->p[i + 2], '\0' });
	bool cue = view_ends(h, i, "车牌") || view_ends(h, i, "车牌号") || view_ends(h, i, "车牌:") || view_ends(h, i, "车牌号:") ||
	    view_ends(h, i, "牌照") || view_ends(h, i, "车号") || view_ends(h, i, "是");
	if (strncmp(h->p + i, "使", 3) == 0 && is_digit(h->p[k]))
		return embassy_plate(h, i);
	if (!p || (p - province) % 3 || !is_letter(h->p[k]) || (h->p[k] & ~32) == 'I' || (h->p[k] & ~32) == 'O')
		return 0;
	if (!is_upper(h->p[k]) && !cue)
		return 0;
	k++;
	if (strncmp(h->p + k, "·", 2) == 0 || strncmp(h->p + k, "•", 3) == 0)
		k += h->p[k] == '\xc2' ? 2 : 3;
	else if (h->p[k] == ' ' || h->p[k] == '-' || h->p[k] == '.')
		k++;
	from = k;
	for (; is_alnum(h->p[k]); k++) {
		char c = (char)(h->p[k] & ~32);
		if (is_letter(h->p[k]) && (c == 'I' || c == 'O' || (!is_upper(h->p[k]) && !cue)))
			return 0;
		letters += is_letter(h->p[k]);
	}
	n = k - from;
	/* 新 is an everyday word before a model's name: 新GT1030. */
	if (!cue && strncmp(h->p + i, "新", 3) == 0 && !is_digit(h->p[from]))
		return 0;
	if (n == 4) {
		const char *q = strstr(last, (char[]){ h->p[k], h->p[k + 1], h->p[k + 2], '\0' });
		if ((unsigned char)h->p[k] < 0xe4 || !q || (q - last) % 3 || letters > 2)
			return 0;
		k += 3;
	} else if (n == 6) {
		bool front = strchr(energy, h->p[from] & ~32) != NULL && letters <= 2;
		bool back = strchr(energy, h->p[k - 1] & ~32) != NULL && letters == 1;
		if (!front && !back)
			return 0;
	} else if (n != 5 || letters > 2) {
		return 0;
	}
	find_add(h, "PLATE", "cn-plate", i, k);
	return k;
}
