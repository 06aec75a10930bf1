#include "record/encoding.h"

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <strings.h>

#include "base/mem.h"
#include "base/near.h"

const struct encoding encoding_utf8 = { "UTF-8", true, false, false, PAIRS_NONE };

/* Names that people and libuchardet use, and what is read for them: the superset that is meant in practice. */
static const struct known {
	const char *name;
	struct encoding as;
} known[] = {
	{ "utf-8", { "UTF-8", true, false, false, PAIRS_NONE } },
	{ "utf8", { "UTF-8", true, false, false, PAIRS_NONE } },
	{ "utf-8-sig", { "UTF-8", true, false, false, PAIRS_NONE } },
	{ "ascii", { "UTF-8", true, false, false, PAIRS_NONE } },
	{ "us-ascii", { "UTF-8", true, false, false, PAIRS_NONE } },
	{ "gb18030", { "GB18030", false, false, false, PAIRS_ALL } },
	{ "gbk", { "GB18030", false, false, false, PAIRS_ALL } },
	{ "gb2312", { "GB18030", false, false, false, PAIRS_ALL } },
	{ "cp936", { "GB18030", false, false, false, PAIRS_ALL } },
	{ "euc-cn", { "GB18030", false, false, false, PAIRS_ALL } },
	{ "big5", { "CP950", false, false, false, PAIRS_ALL } },
	{ "cp950", { "CP950", false, false, false, PAIRS_ALL } },
	{ "big5-hkscs", { "BIG5-HKSCS", false, false, false, PAIRS_ALL } },
	{ "shift_jis", { "CP932", false, false, false, PAIRS_KANA } },
	{ "shift-jis", { "CP932", false, false, false, PAIRS_KANA } },
	{ "sjis", { "CP932", false, false, false, PAIRS_KANA } },
	{ "cp932", { "CP932", false, false, false, PAIRS_KANA } },
	{ "windows-31j", { "CP932", false, false, false, PAIRS_KANA } },
	{ "euc-jp", { "EUC-JP", false, false, false, PAIRS_NONE } },
	{ "euc-kr", { "CP949", false, false, false, PAIRS_ALL } },
	{ "uhc", { "CP949", false, false, false, PAIRS_ALL } },
	{ "cp949", { "CP949", false, false, false, PAIRS_ALL } },
	{ "windows-1252", { "CP1252", false, false, false, PAIRS_NONE } },
	{ "cp1252", { "CP1252", false, false, false, PAIRS_NONE } },
	{ "latin1", { "CP1252", false, false, false, PAIRS_NONE } },
	{ "iso-8859-1", { "CP1252", false, false, false, PAIRS_NONE } },
	{ "iso-8859-15", { "ISO-8859-15", false, false, false, PAIRS_NONE } },
	{ "windows-1250", { "CP1250", false, false, false, PAIRS_NONE } },
	{ "windows-1251", { "CP1251", false, false, false, PAIRS_NONE } },
	{ "utf-16le", { "UTF-16LE", false, true, false, PAIRS_NONE } },
	{ "utf-16be", { "UTF-16BE", false, true, true, PAIRS_NONE } },
	{ "utf-16", { "UTF-16LE", false, true, false, PAIRS_NONE } },
};

enum { KNOWN = sizeof known / sizeof *known };

const struct encoding *
encoding_known(const char *name)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (strcasecmp(known[i].name, name) == 0)
			return &known[i].as;
	return NULL;
}

/* Whether iconv turns each ASCII character into itself: else commas and line ends could not be found before converting. */
static bool
keeps_ascii(const char *name)
{
	struct encoding x = { 0 };
	struct decoder d = { 0 };
	struct buf out = { 0 };
	char in[128];
	for (size_t i = 0; i < sizeof in; i++)
		in[i] = (char)i;
	snprintf(x.name, sizeof x.name, "%s", name);
	bool same = decoder_run(&d, &x, (struct fb_str){ in, sizeof in }, &out) == sizeof in && out.n == sizeof in &&
	    memcmp(in, out.p, sizeof in) == 0;
	decoder_close(&d);
	buf_free(&out);
	return same;
}

/* Whether iconv takes lead and trail for one character. */
static bool
is_pair(struct decoder *d, const struct encoding *x, char lead, char trail)
{
	char in[2] = { lead, trail };
	struct buf out = { 0 };
	bool both = decoder_run(d, x, (struct fb_str){ in, sizeof in }, &out) == sizeof in && out.n && out.p[out.n - 1] != trail;
	buf_free(&out);
	return both;
}

/* What iconv does with bytes that are not ASCII before some that may be. */
static enum pairs
pairs_of(const struct encoding *x)
{
	static const char trails[] = "@AZ[\\]az{|}~";
	struct decoder d = { 0 };
	bool low = false, kana = false;
	for (int lead = 0x81; lead < 0xff; lead++)
		for (const char *t = trails; *t; t++)
			*(lead >= 0xa0 && lead <= 0xdf ? &kana : &low) |= is_pair(&d, x, (char)lead, *t);
	decoder_close(&d);
	return kana ? PAIRS_ALL : low ? PAIRS_KANA : PAIRS_NONE;
}

int
encoding_named(struct encoding *x, const char *name, struct fb_err *e)
{
	const struct encoding *found = encoding_known(name);
	if (found) {
		*x = *found;
		return 0;
	}
	if (strlen(name) < sizeof x->name && !strchr(name, '/') && keeps_ascii(name)) {
		*x = (struct encoding){ 0 };
		snprintf(x->name, sizeof x->name, "%s", name);
		x->two_byte = (unsigned char)pairs_of(x);
		return 0;
	}
	const char *candidate[KNOWN];
	for (size_t i = 0; i < KNOWN; i++)
		candidate[i] = known[i].name;
	const char *near = near_word(slice(name), candidate, KNOWN);
	return err_set(e, FB_EUSAGE, "encoding '%s' is not one that can be read: %s%s%s", name,
	    near ? "did you mean " : "utf-8, gb18030, big5, shift_jis, windows-1252, utf-16 … (iconv -l)", near ? near : "",
	    near ? "?" : "");
}

size_t
encoding_mark(struct encoding *x, const char *p, size_t n)
{
	static const struct {
		const char *mark, *name;
	} marks[] = { { "\xef\xbb\xbf", "utf-8" }, { "\xff\xfe", "utf-16le" }, { "\xfe\xff", "utf-16be" } };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t k = strlen(marks[i].mark);
		if (n >= k && memcmp(p, marks[i].mark, k) == 0) {
			*x = *encoding_known(marks[i].name);
			return k;
		}
	}
	return 0;
}

size_t
encoding_beyond_ascii(const char *p, size_t n)
{
	size_t i = 0;
	for (uint64_t a[4]; i + sizeof a <= n; i += sizeof a) {
		memcpy(a, p + i, sizeof a);
		if ((a[0] | a[1] | a[2] | a[3]) & 0x8080808080808080u)
			break;
	}
	while (i < n && !(p[i] & 0x80))
		i++;
	return i;
}

/* Converters that are open and in nobody's hands. To open one costs more than a short text takes to convert: glibc searches its table of
 * modules, and loads one anew where the last that used it was closed. */
static struct {
	pthread_mutex_t lock;
	size_t n;
	struct idle {
		char of[ENCODING_NAME];
		iconv_t cd;
	} at[8];
} idle = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool
take_idle(struct decoder *d)
{
	bool found = false;
	pthread_mutex_lock(&idle.lock);
	for (size_t i = idle.n; i-- > 0 && !found;)
		if (strcmp(idle.at[i].of, d->of.name) == 0) {
			d->cd = idle.at[i].cd;
			idle.at[i] = idle.at[--idle.n];
			found = true;
		}
	pthread_mutex_unlock(&idle.lock);
	return found;
}

static bool
leave_idle(const struct decoder *d)
{
	bool room;
	pthread_mutex_lock(&idle.lock);
	if ((room = idle.n < sizeof idle.at / sizeof *idle.at)) {
		memcpy(idle.at[idle.n].of, d->of.name, sizeof d->of.name);
		idle.at[idle.n++].cd = d->cd;
	}
	pthread_mutex_unlock(&idle.lock);
	return room;
}

int
decoder_open(struct decoder *d, const struct encoding *x, struct fb_err *e)
{
	if (d->open && strcmp(d->of.name, x->name) != 0)
		decoder_close(d);
	if (d->open || x->utf8)
		return 0;
	d->of = *x;
	if ((d->open = take_idle(d)))
		return 0;
	d->cd = iconv_open("UTF-8", x->name);
	d->open = d->cd != (iconv_t)-1;
	if (!d->open && errno == ENOMEM)
		mem_none();
	return d->open ? 0 : err_sys(e, FB_EIO, "the converter from %s cannot be loaded", x->name);
}

size_t
decoder_run(struct decoder *d, const struct encoding *x, struct fb_str in, struct buf *out)
{
	char *from = (char *)(uintptr_t)in.p;
	size_t left = in.n;
	if (x->utf8) {
		buf_slice(out, in);
		return in.n;
	}
	if (decoder_open(d, x, NULL))
		return 0;
	iconv(d->cd, NULL, NULL, NULL, NULL);
	for (;;) {
		buf_more(out, left + left / 2 + 16);
		char *to = out->p + out->n;
		size_t room = out->cap - out->n;
		size_t rc = iconv(d->cd, &from, &left, &to, &room);
		out->n = (size_t)(to - out->p);
		if (rc != (size_t)-1 || errno != E2BIG)
			return in.n - left;
	}
}

void
decoder_close(struct decoder *d)
{
	if (d->open && !leave_idle(d))
		iconv_close(d->cd);
	d->open = false;
}

void
encoding_letters(struct buf *b, const struct encoding *x, const char *p, size_t n)
{
	const char letter = (char)0xff;
	b->n = 0;
	buf_more(b, n + 1);
	for (size_t i = 0; x->wide && i + 1 < n; i += 2)
		b->p[b->n++] = p[i + !x->big] == '\0' && !(p[i + x->big] & 0x80) && p[i + x->big] ? p[i + x->big] : letter;
	if (x->wide)
		return;
	buf_add(b, p, n);
	for (size_t i = 0; x->two_byte && i + 1 < n; i++)
		if (pair_begins(x->two_byte, p[i]) && (unsigned char)p[i + 1] >= 0x40)
			b->p[++i] = letter;
}
