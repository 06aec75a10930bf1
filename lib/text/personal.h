/* Personal data in free text: finding it.
 *
 * A find is a span of the value with a kind (PHONE, ID, CARD …: what stands in its place) and a rule (which form of it:
 * cn-mobile, luhn …). Forms are those of published standards, named where they are checked; where a form alone proves
 * little, a check digit or a cue word ("passport", 微信号) before it is wanted, and a word for something else (order
 * number, 版本) speaks against it.
 *
 * Seen through: full-width letters and digits, typographic dashes and blanks, zero-width characters, traditional
 * characters in cue words, Chinese numerals in runs (一三八零零…), blanks and dashes within numbers.
 *
 * Speed: one look at the bytes tells whether a value can hold anything (personal_gate); only such values are folded
 * and examined. */
#ifndef FB_PERSONAL_H
#define FB_PERSONAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct find {
	size_t start, end;      /* bytes of the value, on character borders */
	const char *kind;       /* "PHONE" */
	const char *rule;       /* "cn-mobile" */
	bool inner;             /* within another find, or the same span as one listed before it */
	struct fb_str plain;    /* without separators, in one case and width: the same person's is the same. Until the next call */
};

struct personal;        /* what to look for; read only, shared by threads */
struct hunt;            /* a thread's scratch */

/* allow: a file of values that stay, one a line, or NULL. rules: a file of further rules (fb-redact(1)), or NULL.
 * FB_ENOINPUT, FB_ECONFIG. */
int personal_open(struct personal **p, const char *allow, const char *rules, struct fb_err *e);
void personal_close(struct personal *p);

struct hunt *hunt_new(const struct personal *p);
void hunt_free(struct hunt *h);

/* Every find in value (valid UTF-8, < 4 GiB), ordered by start, the longer first: *n of them, valid until the next call.
 * FB_EDATA where a rule's regular expression came to its limit, so that the value could not be examined. */
int personal_find(struct hunt *h, struct fb_str value, const struct find **find, size_t *n, struct fb_err *e);

/* False: there is no find in value that built-in rules would make. */
bool personal_gate(struct fb_str value);
extern bool personal_gated;     /* for tests: false lets everything through */

#endif
