/* text/normal: forms worked out by hand, and properties over all of Unicode. */
#include "text/normal.h"

#include <stdlib.h>

#include "tap.h"
#include "text/utf8.h"

static struct buf out, again;
static struct normal_map map;

static void
folds(const char *text, const char *wanted)
{
	normal_fold(slice(text), &out);
	same(buf_cstr(&out), wanted, text);
	normal_fold_map(slice(text), &again, &map);
	if (!slice_eq(buf_str(&out), buf_str(&again)))
		ok(0, "with the map: the same form of %s", text);
}

static void
by_hand(void)
{
	folds("", "");
	folds("Great Course", "great course");
	folds("ALL OF THE ALPHABET: AZaz@[`{", "all of the alphabet: azaz@['{");
	folds("ＡＢＣ１２３！", "abc123!");
	folds("課程內容很豐富，講師發揮得好", "课程内容很丰富,讲师发挥得好");
	folds("①㎏ﬁ½Ⅳ", "1kgfi1\xe2\x81\x84" "2iv");
	folds("Café naïve cafe\xcc\x81", "cafe naive cafe");
	folds("退\xe2\x80\x8b款\xef\xbb\xbf！", "退款!");
	folds("❤\xef\xb8\x8f👍🏻", "❤👍");
	folds("frее", "free");                         /* two Cyrillic е */
	folds("Рaypal Τest Εurope", "paypal test europe");
	folds("㏁ᾂ vᾂv", "mωai vaiv");                  /* forms of two characters, in a word with Latin letters */
	folds("\u037acab", " icab");                    /* a form of a blank and a letter */
	folds("Привет Москва", "привет москва");
	folds("μm αβγ", "μm αβγ");
	folds("don’t “quote” re‑use", "don't \"quote\" re-use");
	folds("瞭解妳的後裏", "了解你的后里");
	folds("가나ガ", "가나ガ");
	folds("Ⱥ İ ß", "ⱥ i ss");
	folds("\tTAB\n", "\ttab\n");
	folds("𝐯𝐱 🅰🅺 🆗", "vx ak 🆗");
	folds("ﷺ", "صلى الله عليه وسلم");
}

static void
offsets(void)
{
	normal_fold_map(slice("Ｑ㎏\xe2\x80\x8b课x"), &out, &map);
	ok(slice_is(buf_str(&out), "qkg课x"), "form for the map");
	static const uint32_t wanted[] = { 0, 3, 3, 9, 9, 9, 12, 13 };
	ok(memcmp(map.at, wanted, sizeof wanted) == 0, "each byte of the form knows its character, the end too");
}

static size_t
every(void)
{
	size_t changed = 0, unsettled = 0, differ = 0;
	for (uint32_t c = 1; c < 0x110000; c++) {
		char p[8], q[8];
		if (c >= 0xd800 && c < 0xe000)
			continue;
		size_t n = utf8_put(p, c);
		normal_fold((struct fb_str){ p, n }, &out);
		normal_fold(buf_str(&out), &again);
		unsettled += !slice_eq(buf_str(&out), buf_str(&again));
		changed += !slice_eq((struct fb_str){ p, n }, buf_str(&out));
		uint32_t one = normal_char(c);
		size_t k = one ? utf8_put(q, one) : 0;
		if (!slice_eq((struct fb_str){ q, k }, buf_str(&out)))
			differ += utf8_count(out.p, out.n) < 2;
	}
	ok(unsettled == 0, "the form of a form is itself, for every code point");
	ok(differ == 0, "normal_char says what normal_fold does");
	return changed;
}

/* Random texts: the whole is its characters' forms joined (no look-alikes among them), and the map is sound. */
static void
random_texts(void)
{
	static const uint32_t base[] = { 'a', 'A', '`', 0xe0, 0x4e00, 0x8ab2, 0xff01, 0x2000, 0x1f400, 0x3300, 0xfdf0, 0xac00, 0xfe00 };
	uint64_t x = 88172645463325252;
	struct buf joined = { 0 }, text = { 0 };
	size_t wrong = 0, wrong_map = 0;
	for (int round = 0; round < 20000; round++) {
		text.n = joined.n = 0;
		for (int k = round % 40; k > 0; k--) {
			char p[4];
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			uint32_t c = base[x % (sizeof base / sizeof *base)] + (uint32_t)(x >> 40) % 24;
			size_t n = utf8_put(p, c);
			buf_add(&text, p, n);
			normal_fold((struct fb_str){ p, n }, &out);
			buf_slice(&joined, buf_str(&out));
		}
		/* An exact copy, so that a sanitizer sees every step over the end. */
		char *copy = malloc(text.n + 1);
		memcpy(copy, text.p ? text.p : "", text.n);
		normal_fold((struct fb_str){ copy, text.n }, &out);
		wrong += !slice_eq(buf_str(&out), buf_str(&joined));
		normal_fold_map((struct fb_str){ copy, text.n }, &again, &map);
		wrong += !slice_eq(buf_str(&again), buf_str(&joined));
		for (size_t i = 0; i < again.n; i++)
			wrong_map += map.at[i] >= text.n || map.at[i] > map.at[i + 1] || ((unsigned char)copy[map.at[i]] & 0xc0) == 0x80;
		free(copy);
	}
	ok(wrong == 0, "20,000 random texts: the forms of their characters, joined");
	ok(wrong_map == 0, "and maps that ascend and point at characters");
	buf_free(&joined);
	buf_free(&text);
}

int
main(void)
{
	by_hand();
	offsets();
	ok(every() > 9000, "thousands of code points have another form");
	random_texts();
	buf_free(&out);
	buf_free(&again);
	free(map.at);
	return tap_end();
}
