/* text/segment: whatever comes in, the tokens are the text without its white space; and the fast path is the plain one. */
#include "text/segment.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "plain.h"
#include "tap.h"
#include "text/signs.h"
#include "text/utf8.h"

static struct lexicon lexicon;
static struct segment segment;

/* Whether tokens ascend, are not empty, and leave out white space only. */
static bool
sound(struct fb_str text)
{
	size_t at = 0;
	for (size_t i = 0; i <= segment.n; i++) {
		size_t next = i < segment.n ? segment.token[i].at : text.n;
		if (next < at || next > text.n)
			return false;
		while (at < next) {
			struct sign s = sign_look(text.p + at);
			if (s.class != SIGN_SPACE)
				return false;
			at += s.n;
		}
		if (i < segment.n && (segment.token[i].n == 0 || segment.token[i].kind >= TOKEN_KINDS))
			return false;
		if (i < segment.n)
			at += segment.token[i].n;
	}
	for (size_t i = 0; i < segment.n; i++)
		for (const char *p = text.p + segment.token[i].at, *end = p + segment.token[i].n; p < end;) {
			struct sign s = sign_look(p);
			if (s.class == SIGN_SPACE)
				return false;
			p += s.n;
		}
	return at == text.n;
}

struct tally {
	size_t texts, unsound, other;
};

static void
try_text(struct tally *t, struct fb_str text)
{
	/* An exact copy, so that a sanitizer sees every step over the end. */
	char *copy = malloc(text.n ? text.n : 1);
	memcpy(copy, text.p ? text.p : "", text.n);
	struct fb_str exact = { copy, text.n };
	segment_run(&segment, &lexicon, exact);
	t->texts++;
	if (!sound(exact) && t->unsound++ < 3)
		printf("# unsound: %.*s\n", (int)text.n, text.p);
	if (!plain_agrees(&segment, &lexicon, exact) && t->other++ < 3)
		printf("# not as the plain path has it: %.*s\n", (int)text.n, text.p);
	free(copy);
}

static void
random_texts(struct tally *t)
{
	static const uint32_t base[] = { ' ', '0', 'A', 'a', '!', ':', '[', 0x80, 0x300, 0x3b1, 0x430, 0x2000, 0x2018, 0x2600, 0x3000, 0x3040, 0x30a0, 0x3400,
		0x4e00, 0x4e00, 0x5341, 0x6765, 0x7684, 0x7b2c, 0x54c8, 0x9fff, 0xac00, 0xf900, 0xfe00, 0xff00, 0xff10, 0x1f1e6, 0x1f3fb, 0x1f600, 0x20000, 0xe0100 };
	uint64_t x = 88172645463325252;
	struct buf text = { 0 };
	for (int round = 0; round < 60000; round++) {
		text.n = 0;
		for (int k = round % 30; k > 0; k--) {
			char p[4];
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			uint32_t c = base[(x >> 8) % (sizeof base / sizeof *base)] + (uint32_t)(x >> 40) % (round % 3 ? 16 : 256);
			if (c < 0xd800 || c >= 0xe000)
				buf_add(&text, p, utf8_put(p, c));
		}
		try_text(t, buf_str(&text));
	}
	buf_free(&text);
}

/* Characters that are words' own, in any order: long runs of Han. */
static void
random_han(struct tally *t)
{
	static const char often[] = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会一二三四五六七八九十百千万第哈哈哈几多月日年克斯尔特巴亚课程退款";
	uint64_t x = 2463534242;
	struct buf text = { 0 };
	for (int round = 0; round < 20000; round++) {
		text.n = 0;
		for (int k = round % 60; k > 0; k--) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			if ((x >> 50) % 8 == 0) {
				char p[4];
				buf_add(&text, p, utf8_put(p, 0x4e00 + (uint32_t)(x >> 20) % 0x51a0));
			} else {
				buf_add(&text, often + (x >> 20) % (sizeof often / 3) * 3, 3);
			}
		}
		try_text(t, buf_str(&text));
	}
	for (size_t n = SEGMENT_RUN - 2; n < SEGMENT_RUN + 3; n++) {
		text.n = 0;
		for (size_t i = 0; i < n; i++)
			buf_add(&text, i % 2 ? "课" : "程", 3);
		try_text(t, buf_str(&text));
	}
	buf_free(&text);
}

/* Real texts, where they are. */
static void
data_file(struct tally *t, const char *path)
{
	struct buf b = { 0 };
	if (file_read(path, &b, NULL) == 0)
		for (const char *p = b.p, *end = b.p + b.n; p < end;) {
			const char *eol = memchr(p, '\n', (size_t)(end - p));
			try_text(t, (struct fb_str){ p, (size_t)((eol ? eol : end) - p) });
			p = (eol ? eol : end) + 1;
		}
	buf_free(&b);
}

int
main(void)
{
	struct fb_err e = { 0 };
	struct tally random = { 0 }, han = { 0 }, real = { 0 };
	if (lexicon_open(&lexicon, NULL, &e) != 0) {
		printf("Bail out! %s\n", e.text);
		return 1;
	}
	plain_open(&lexicon);
	random_texts(&random);
	ok(random.unsound == 0, "%zu random texts: the tokens joined are the text without white space", random.texts);
	ok(random.other == 0, "and the plain reference cuts them alike");
	random_han(&han);
	ok(han.unsound == 0, "%zu runs of Han characters: the same", han.texts);
	ok(han.other == 0, "and the plain reference cuts them alike");
	static const char *const files[] = { "segmentation/gsd_dev.txt", "waimai/dev.tsv", "coursera/dev.tsv", "airline/dev.tsv", "smp2020/dev.tsv" };
	const char *data = getenv("FB_DATA");   /* a folder of corpora, where there is one */
	data_file(&real, "testdata/feedback.tsv");
	for (size_t i = 0; data && i < sizeof files / sizeof *files; i++) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", data, files[i]);
		data_file(&real, path);
	}
	ok(real.unsound == 0, "%zu real texts: the same", real.texts);
	ok(real.other == 0, "and the plain reference cuts them alike");
	plain_close();
	segment_free(&segment);
	lexicon_close(&lexicon);
	return tap_end();
}
