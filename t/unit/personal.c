/* Personal data: check digits, the plain form, spans, and both ways of matching rules. */
#include "text/personal.h"

#include <stdlib.h>

#include "base/file.h"
#include "tap.h"
#include "text/personal_check.h"
#include "text/personal_rules.h"

static bool
with(bool (*check)(const char *, size_t), const char *d)
{
	return check(d, strlen(d));
}

static void
numbers(void)
{
	ok(with(check_luhn, "79927398713") && !with(check_luhn, "79927398710"), "Luhn: the patent's example, and one digit off");
	ok(!with(check_luhn, "0000000000000000") && !with(check_luhn, "7992739871a") && !with(check_luhn, ""), "no zeros, letters, nothing");
	ok(check_card("4111111111111111", 16, false) && !check_card("1111111111111117", 16, true), "a card needs an issuer's range");
	ok(check_card("378282246310005", 15, false) && !check_card("3782822463100050", 16, false), "and a length of it");
	ok(!check_card("955880000000000005", 18, false) || check_card("955880000000000005", 18, true), "old ranges want a word");
	ok(with(check_cn_id, "11010519491231002X") && with(check_cn_id, "11010519491231002x"), "GB 11643's own example");
	ok(!with(check_cn_id, "110105194912310021") && !with(check_cn_id, "11010519490231002X"), "wrong check, no such day");
	ok(with(check_cn_id15, "110105491231002") && !with(check_cn_id15, "110105491331002"), "fifteen digits: province and date");
	ok(check_credit_code("91350100M000100Y43", 18, false) && !check_credit_code("91350100M000100Y44", 18, true), "GB 32100's example");
	ok(!check_credit_code("91350100I000100Y43", 18, true), "no I in it");
	ok(with(check_hk_id, "A1234563") && with(check_hk_id, "AB9876543") && !with(check_hk_id, "A1234564"), "Hong Kong");
	ok(with(check_tw_id, "A123456789") && !with(check_tw_id, "A123456788"), "Taiwan");
	ok(with(check_ssn, "536228726") && !with(check_ssn, "666228726") && !with(check_ssn, "536008726") && !with(check_ssn, "078051120"),
	    "Social Security");
	ok(with(check_mod97, "3214282912345698765432161182") && with(check_mod11_2, "07940") && !with(check_mod11_2, "07941"),
	    "ISO 7064: MOD 97-10 and MOD 11-2");
}

static void
accounts(void)
{
	static const char *const good[] = { "GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606",
		"NO9386011117947", "MT84MALT011000012345MTLCAST001S", "gb82west12345698765432" };
	static const char *const bad[] = { "GB82WEST12345698765431", "GB00WEST12345698765432", "GB8212341234569876543", "ZZ82WEST12345698765432",
		"GB82WES112345698765432", "DE8937040044053201300", "DE" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok(with(check_iban, good[i]), "IBAN %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!with(check_iban, bad[i]), "no IBAN %s", bad[i]);
	ok(check_iban_length("NO") == 15 && check_iban_length("MT") == 31 && check_iban_length("XX") == 0, "lengths by country");
	ok(with(check_wallet, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa") && !with(check_wallet, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"), "Base58Check");
	ok(with(check_wallet, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4") && !with(check_wallet, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"),
	    "BIP 173");
	ok(with(check_wallet, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"), "BIP 350");
	ok(!with(check_wallet, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kV8f3t4"), "bech32 has one case");
	ok(with(check_wallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") && !with(check_wallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"),
	    "EIP-55");
	ok(with(check_wallet_key, "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"), "wallet import format");
}

static const struct find *
only(struct hunt *h, const char *text, size_t *n)
{
	const struct find *f;
	struct fb_err e;
	ok(personal_find(h, slice(text), &f, n, &e) == 0, "%s: examined", text);
	return f;
}

static void
plain(struct hunt *h, const char *text, const char *wanted)
{
	size_t n;
	char got[64];
	const struct find *f = only(h, text, &n);
	snprintf(got, sizeof got, "%.*s", n ? (int)f->plain.n : 0, n ? f->plain.p : "");
	same(got, wanted, text);
}

static void
plain_forms(struct hunt *h)
{
	plain(h, "138 0013 8000", "13800138000");
	plain(h, "+86-138-0013-8000", "13800138000");
	plain(h, "0086 13800138000", "13800138000");
	plain(h, "一三八零零一三八零零零", "13800138000");
	plain(h, "１３８００１３８０００", "13800138000");
	plain(h, "(415) 555-0132", "4155550132");
	plain(h, "X.Y@Example.COM", "x.y@example.com");
	plain(h, "GB82 WEST 1234 5698 7654 32", "gb82west12345698765432");
	plain(h, "11010519491231002X", "11010519491231002x");
	plain(h, "密码：AbC12345", "AbC12345");
}

static void
spans(struct hunt *h)
{
	size_t n;
	const struct find *f = only(h, "电话：１３８\u200b００１３８０００。", &n);
	ok(n == 1 && f->start == 9 && f->end == 9 + 33 + 3, "bytes of the value, a zero-width space within");
	f = only(h, "https://a:b@example.com/", &n);
	ok(n == 2 && !f[0].inner && f[1].inner && f[1].start == 8 && f[1].end == 11, "one within another");
	only(h, "", &n);
	ok(n == 0, "nothing in nothing");
	only(h, "@", &n);
	ok(n == 0, "nor in a sign alone");
}

/* A value that fills its allocation to the last byte, so that reading past it is seen where memory is watched. */
static void
edges(struct hunt *h)
{
	static const char *const text[] = { "1", "+", "(", "京A", "京A1", "手机", "微", "微信", "qq", "http://", "::", "1:", "a@", "@a", "GB82", "0x",
		"bc1", "13800138000", "一三八零零一三八零零零", "-----begin", "eyJ", "密码:", "my name is", "路1", "A123456(", "1.2.3.4/", "-", "." };
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		size_t n = strlen(text[i]), found;
		const struct find *f;
		struct fb_err e;
		char *own = malloc(n);
		memcpy(own, text[i], n);
		ok(personal_find(h, (struct fb_str){ own, n }, &f, &found, &e) == 0, "at the edge of memory: %s", text[i]);
		free(own);
	}
}

static void
rules(bool jit)
{
	static const char file[] = "# ours\nSTUDENT - (?<![A-Z])S\\d{8}(?!\\d)\nMEMBER luhn M(\\d{10})\nEVIL - (?:a|aa)+[bc]\n";
	struct personal *p = NULL;
	struct fb_err e;
	const struct find *f;
	size_t n;
	char text[6000];
	rules_jit = jit;
	ok(file_write("rules", slice(file), OUTFILE_PUBLIC, &e) == 0 && personal_open(&p, NULL, "rules", &e) == 0, "rules, JIT %d", jit);
	struct hunt *h = hunt_new(p);
	ok(personal_find(h, slice("学号S20240001 M7992739871 M1234567897"), &f, &n, &e) == 0 && n == 2, "two rules find, one is checked");
	ok(n == 2 && slice_is(slice(f[0].kind), "STUDENT") && slice_is(slice(f[1].rule), "line-3"), "with kind and line");
	memset(text, 'a', sizeof text);
	ok(personal_find(h, (struct fb_str){ text, sizeof text }, &f, &n, &e) == FB_EDATA && n == 0, "an expression ends within its limit");
	hunt_free(h);
	personal_close(p);
	remove("rules");
}

int
main(void)
{
	struct personal *p;
	struct fb_err e;
	numbers();
	accounts();
	ok(personal_open(&p, NULL, NULL, &e) == 0, "built-in rules");
	struct hunt *h = hunt_new(p);
	plain_forms(h);
	spans(h);
	edges(h);
	hunt_free(h);
	personal_close(p);
	rules(true);
	rules(false);
	return tap_end();
}
