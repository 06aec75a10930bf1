/* Tokens that are found by their look: addresses, names and tags, emoji, faces, placeholders.
 *
 * Each function looks at p, which is < end, in a text that begins at text, and returns the end of the token that begins there, or NULL. */
#ifndef FB_SIGNS_H
#define FB_SIGNS_H

#include <stdint.h>

/* What a character is, by its normal form. */
enum sign_class {
	SIGN_SPACE,             /* Unicode's White_Space */
	SIGN_LETTER,            /* of an alphabet */
	SIGN_DIGIT,             /* 0 – 9, in any width */
	SIGN_HAN,
	SIGN_KANA,
	SIGN_JOIN,              /* dropped in matching, or a mark on what stands before it */
	SIGN_PUNCT,
	SIGN_OTHER,
};

struct sign {
	uint32_t c;             /* the normal form where it is one character, else the character */
	uint8_t class;          /* enum sign_class */
	uint8_t n;              /* bytes */
};

extern const uint8_t sign_ascii[128];           /* classes */

struct sign sign_look(const char *p);

const char *sign_url(const char *p, const char *end);           /* http://…, www.…; and example.com/… */
const char *sign_mail(const char *p, const char *end);
const char *sign_abbreviation(const char *p, const char *end);  /* U.S., e.g., Ph.D., Node.js, ASP.NET, .NET: dots within a word */
const char *sign_name(const char *text, const char *p, const char *end);        /* @name */
const char *sign_tag(const char *p, const char *end);           /* #tag#, #tag */
const char *sign_markup(const char *p, const char *end);        /* &amp; &#39; <br> </p>: what HTML leaves in exports */
const char *sign_bracket(const char *p, const char *end, uint8_t *kind);        /* [PHONE], [微笑]: TOKEN_MARK or TOKEN_EMOJI */
const char *sign_face(const char *text, const char *p, const char *end);        /* (^_^), :-), >_<, T^T */
const char *sign_emoji(const char *p, const char *end, uint8_t *kind);          /* a whole cluster: TOKEN_EMOJI or TOKEN_SYMBOL */

#endif
