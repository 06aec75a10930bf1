/* Encodings: which one a file is in, and turning its bytes into UTF-8 with iconv.
 *
 * Exports of Chinese Excel are GB18030 (or its subsets GBK and GB2312, which are read as GB18030); others are UTF-8, UTF-16,
 * Big5, Shift_JIS or Windows-1252. In all of these but UTF-16 a quote, comma, semicolon, TAB, CR or LF byte is that character
 * wherever it stands, so that records can be cut before they are converted. */
#ifndef FB_ENCODING_H
#define FB_ENCODING_H

#include <iconv.h>

#include "base/buf.h"
#include "base/err.h"

enum { ENCODING_NAME = 32 };

/* Where a second byte may be 0x40 – 0x7e, and so look like a delimiter, a bracket or a backslash. */
enum pairs {
	PAIRS_NONE,
	PAIRS_ALL,              /* bytes from 0x81 on take a second one (GBK, Big5, CP949) */
	PAIRS_KANA,             /* but for 0xa0 – 0xdf, which stand alone (Shift_JIS) */
};

/* Whether b takes a second byte, if one from 0x40 on follows. */
static inline bool
pair_begins(unsigned char two_byte, char b)
{
	unsigned char c = (unsigned char)b;
	return two_byte != PAIRS_NONE && c >= 0x81 && !(two_byte == PAIRS_KANA && c >= 0xa0 && c <= 0xdf);
}

struct encoding {
	char name[ENCODING_NAME];       /* as iconv and people know it */
	bool utf8;              /* nothing is to be converted */
	bool wide, big;         /* UTF-16; big-endian */
	unsigned char two_byte; /* enum pairs */
};

enum { ENCODING_WINDOW = 64 << 10 };    /* bytes from the first that is not ASCII on that decide */

/* The encoding that a user names (-e): FB_EUSAGE where iconv does not know it or records cannot be cut in it. */
int encoding_named(struct encoding *x, const char *name, struct fb_err *e);

/* The encoding that one of the usual names stands for, in any case; NULL. */
const struct encoding *encoding_known(const char *name);

/* The byte order mark at the front of p[0 .. n): its length, and *x is what it says; 0: there is none, *x stays. */
size_t encoding_mark(struct encoding *x, const char *p, size_t n);

/* The same text with each character of UTF-16 one byte, and what is not ASCII bytes that no ASCII character has, but for digits: in it JSON and
 * markup are found. Offsets are those of p, in UTF-16 half of them. */
void encoding_letters(struct buf *b, const struct encoding *x, const char *p, size_t n);

/* Offset of the first byte of p[0 .. n) that is not ASCII, n where all are. */
size_t encoding_beyond_ascii(const char *p, size_t n);

/* Decide by p[0 .. n), which begins with the first byte that is not ASCII. whole: the file ends there; else the last character may
 * be cut. UTF-8 where it is valid; GB18030 where most double bytes are common Chinese characters; else what libuchardet
 * says. */
void encoding_guess(struct encoding *x, const char *p, size_t n, bool whole);

/* Whether p[0 .. n), a file's front, is UTF-16 without a byte order mark, which *x is then: its NULs are the halves of line ends and
 * separators in one byte order, and nearly all it says in that order is text. */
bool encoding_wide(struct encoding *x, const char *p, size_t n);

extern const struct encoding encoding_utf8;

/* A converter to UTF-8; one a thread. Zero-initialise. What iconv opened is kept when one is closed, a few of them until the program
 * ends, for the next that is opened for the same encoding, in any thread. */
struct decoder {
	struct encoding of;
	iconv_t cd;
	bool open;
};

/* Have a converter for x ready. While one is open, others for the same encoding need no file. FB_EIO. */
int decoder_open(struct decoder *d, const struct encoding *x, struct fb_err *e);

/* Append `in` to *out as UTF-8. Returns the bytes of `in` before the first that are not valid: in.n where all went well. */
size_t decoder_run(struct decoder *d, const struct encoding *x, struct fb_str in, struct buf *out);
void decoder_close(struct decoder *d);

#endif
