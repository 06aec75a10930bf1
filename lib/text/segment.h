/* Segmentation: a text into tokens.
 *
 * Han characters are cut into words by the cheapest path through the dictionary (text/lexicon.h): a unigram model, costs
 * added, with unknown words of two to five characters, numerals and dates in characters (一九九八年, 三十多), and
 * laughs and other repeats (哈哈哈哈) as further edges. Of paths that cost the same, the one whose first word is longer
 * wins. Everything else is cut by rules: Latin words, numbers with their units, dates, addresses, emoji, faces …
 *
 * Tokens lie in the text in order, do not overlap, hold no white space, and leave nothing but white space between them:
 * joined they are the text without its white space. The text is matched by its normal form (text/normal.h) and not
 * changed. A run of more than SEGMENT_RUN Han characters without a sign between them is cut there.
 * Input is valid UTF-8, less than 4 GiB. */
#ifndef FB_SEGMENT_H
#define FB_SEGMENT_H

#include "text/lexicon.h"

enum { SEGMENT_RUN = 4096 };

enum token_kind {
	TOKEN_HAN,      /* a word in Chinese characters */
	TOKEN_LATIN,    /* letters of any alphabet, digits among them: Wi-Fi, C++, iPhone15, U.S., Node.js */
	TOKEN_KANA,
	TOKEN_NUMBER,   /* 3.5%, 20kg, 1,299, 三十多, 500万, 第6 */
	TOKEN_DATE,     /* 2024-03-05, 12:30, 1998年, 十二月 */
	TOKEN_PUNCT,    /* a sign, or one repeated: 。 …… !!! */
	TOKEN_SYMBOL,
	TOKEN_EMOJI,    /* one with its joiners, tones and flags; [微笑] */
	TOKEN_FACE,     /* kaomoji and emoticons: (^_^) T_T :-) */
	TOKEN_URL,
	TOKEN_MAIL,
	TOKEN_NAME,     /* @name */
	TOKEN_TAG,      /* #tag# or #tag */
	TOKEN_MARK,     /* [PHONE]: what fb-redact leaves */
	TOKEN_KINDS,
};

extern const char *const token_kinds[TOKEN_KINDS + 1];          /* their names, NULL-ended: "han" … */

struct token {
	uint32_t at, n;         /* bytes in the text */
	uint8_t kind;           /* enum token_kind */
	uint16_t length;        /* while it is scanned: Han characters */
};

/* Scratch and result; one a thread. Zero-initialise; segment_free at the end. */
struct segment {
	struct token *token;    /* token[0 .. n), valid until the next segment_run */
	size_t n, cap;
	struct token *find;     /* find[0 .. found): what the scanner has met, Han runs not cut yet */
	size_t found, find_cap;
	struct han *han;        /* han.c */
};

void segment_run(struct segment *s, const struct lexicon *l, struct fb_str text);
void segment_free(struct segment *s);

#endif
