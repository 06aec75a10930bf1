/* encoding.h, chunk.h: guesses, conversion, and records that keep their place on disk. */
#include "record/encoding.h"

#include <stdlib.h>

#include "record/chunk.h"

#include "tap.h"

static const char chinese[] = "这门课的内容很好，老师讲得清楚，就是价格有点贵。希望能多一些练习题，我觉得不错";

static struct buf
into(const char *name, const char *text)
{
	struct buf b = { 0 };
	iconv_t cd = iconv_open(name, "UTF-8");
	char *in = (char *)(uintptr_t)text;
	size_t left = strlen(text);
	buf_more(&b, 4 * left + 16);
	char *to = b.p;
	size_t room = b.cap;
	iconv(cd, &in, &left, &to, &room);
	b.n = (size_t)(to - b.p);
	iconv_close(cd);
	return b;
}

static void
guessed(const char *name, const char *text, const char *wanted)
{
	struct buf b = into(name, text);
	struct encoding x;
	size_t at = encoding_beyond_ascii(b.p, b.n);
	encoding_guess(&x, b.p + at, b.n - at, true);
	same(x.name, wanted, name);
	buf_free(&b);
}

/* A file in both byte orders without a mark, and what only looks like one. */
static void
wide(void)
{
	static const char rows[] = "编号,内容\n一,上一节课的视频打不开，一直在转圈\n二,退款太慢了已经等了七天还没有到账\n";
	static const char nuls[] = "id,text\n1,a\0b\0\n2,c\0\n3,d\0,e\0\n";
	struct encoding x;
	struct buf le = into("UTF-16LE", rows), be = into("UTF-16BE", rows), gb = into("GB18030", rows);
	ok(encoding_wide(&x, le.p, le.n) && x.wide && !x.big, "Chinese in UTF-16, the low byte first");
	ok(encoding_wide(&x, be.p, be.n) && x.wide && x.big, "the high byte first");
	gb.p[8] = '\0';
	ok(!encoding_wide(&x, gb.p, gb.n), "GB18030 with a NUL in it is not UTF-16");
	ok(!encoding_wide(&x, nuls, sizeof nuls - 1), "nor is ASCII with many");
	buf_free(&le);
	buf_free(&be);
	buf_free(&gb);
}

static void
cut_window(void)
{
	int bad = 0;
	struct encoding x;
	for (size_t n = 4; n < sizeof chinese - 1; n++) {
		encoding_guess(&x, chinese, n, false);
		bad += !x.utf8;
		encoding_guess(&x, chinese, n, true);
		bad += !x.utf8;
	}
	ok(!bad, "a window or a file that ends within a character is still UTF-8");
	encoding_guess(&x, "\xe4\xbd", 2, true);
	ok(!x.utf8, "not a file that is nothing else");
}

static void
names(void)
{
	struct encoding x;
	struct fb_err e;
	ok(encoding_named(&x, "GBK", &e) == 0 && x.two_byte && !strcmp(x.name, "GB18030"), "GBK is read as GB18030");
	ok(encoding_named(&x, "utf-16le", &e) == 0 && x.wide && !x.big, "UTF-16LE");
	ok(encoding_named(&x, "koi8-r", &e) == 0 && !strcmp(x.name, "koi8-r"), "what iconv knows and keeps ASCII");
	ok(encoding_named(&x, "utf-7", &e) == FB_EUSAGE, "UTF-7 does not keep it");
	ok(encoding_named(&x, "utf-32", &e) == FB_EUSAGE, "nor does UTF-32");
	ok(encoding_named(&x, "gb18031", &e) == FB_EUSAGE && strstr(e.text, "did you mean gb18030?"), "the nearest is suggested");
	ok(encoding_named(&x, "a/b//TRANSLIT", &e) == FB_EUSAGE, "no suffixes of iconv");
	ok(encoding_mark(&x, "\xff\xfe", 2) == 2 && x.wide && !x.big, "mark of UTF-16LE");
	ok(encoding_mark(&x, "\xef\xbb", 2) == 0, "half a mark is none");
}

/* A block with a broken record in the middle: that one is bad, the others are right, and all raw bytes are there. */
static void
broken(const char *name)
{
	struct buf b = into(name, "1,課程\n2,"), rest = into(name, "x\n3,\"老師\n很好\"\n");
	struct csvcut cut = { .delimiter = ',', .quotes = true };
	struct encoding x;
	struct fb_err e;
	struct chunk c = { 0 };
	struct fb_str raw, text;
	const char *bad;
	encoding_named(&x, name, &e);
	buf_add(&b, x.wide ? "\x00\xdc" : "\xff\xff", 2);       /* a lone surrogate; no character */
	buf_slice(&b, buf_str(&rest));
	chunk_start(&c, &cut, &x, b.p, b.n, false);
	size_t at = 0, n = 0;
	bool right = true;
	static const char *const want[] = { "1,課程\n", NULL, "3,\"老師\n很好\"\n" };
	for (; chunk_next(&c, &raw, &text, &bad); n++) {
		right &= raw.p == b.p + at && n < 3;
		at += raw.n;
		right &= n < 3 && (want[n] ? !bad && slice_is(text, want[n]) : bad != NULL);
	}
	ok(right && n == 3 && at == b.n, "%s: one broken record among three", name);
	chunk_free(&c);
	buf_free(&b);
	buf_free(&rest);
}

/* What iconv opened is kept for the next, and nothing of what was converted with it: no half character, no hold of two on one. */
static void
kept(void)
{
	struct encoding x = *encoding_known("gb18030");
	struct decoder a = { 0 }, b = { 0 };
	struct buf half = { 0 }, one = { 0 }, two = { 0 };
	struct fb_str text = { "\xba\xc3", 2 };
	ok(decoder_run(&a, &x, (struct fb_str){ text.p, 1 }, &half) == 0 && half.n == 0, "half a character is not valid");
	iconv_t cd = a.cd;
	decoder_close(&a);
	ok(decoder_run(&b, &x, text, &one) == 2 && slice_is(buf_str(&one), "好") && b.cd == cd, "the same converter again, from its beginning");
	ok(decoder_run(&a, &x, text, &two) == 2 && slice_is(buf_str(&two), "好") && a.cd != cd, "two at a time have one each");
	decoder_close(&a);
	decoder_close(&b);
	buf_free(&half);
	buf_free(&one);
	buf_free(&two);
}

int
main(void)
{
	guessed("UTF-8", chinese, "UTF-8");
	guessed("GB18030", chinese, "GB18030");
	guessed("GBK", "好", "GB18030");
	guessed("BIG5", "這個課程的內容非常豐富，老師講解得很清楚，我覺得很有幫助，謝謝老師的教學", "CP950");
	guessed("SHIFT_JIS", "この講座はとても分かりやすかったです。先生の説明が丁寧でした。", "CP932");
	guessed("EUC-KR", "강의 내용이 아주 좋았습니다. 선생님 설명도 이해하기 쉬웠어요. 다음 강의도 기대합니다.", "CP949");
	guessed("WINDOWS-1252", "Très bien fait, j’ai adoré le cours, mais déçu par la qualité du son", "CP1252");
	wide();
	cut_window();
	names();
	broken("gb18030");
	broken("big5");
	broken("utf-16le");
	kept();
	return tap_end();
}
