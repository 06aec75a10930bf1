/* What the recognisers of personal data share; lib/text/personal*.c only.
 *
 * They look at a view: the value in normal form (text/normal.h) but with the case of its letters kept and runs of
 * Chinese numerals as digits, so that they meet ASCII forms only. It begins at offset VIEW_FROM; zero bytes stand before and behind it, so that looking
 * back from the first byte or ahead from the last needs no test of bounds. Offsets are those of the view. */
#ifndef FB_PERSONAL_HUNT_H
#define FB_PERSONAL_HUNT_H

#include "base/mem.h"
#include "text/normal.h"
#include "text/personal.h"

/* Words that tell what comes after them. */
enum cue {
	CUE_NONE, CUE_PHONE, CUE_ID, CUE_CARD, CUE_PASSPORT, CUE_PERMIT, CUE_WECHAT, CUE_QQ, CUE_SECRET, CUE_NAME, CUE_PLACE,
	CUE_COMPANY, CUE_SSN, CUE_IP, CUE_MAC,
	CUE_ORDER,              /* a number of something: order, parcel, course, product */
	CUE_VERSION,
	CUES,
};

enum { VIEW_FROM = 8 };

struct hunt {
	const char *p;          /* the view: p[VIEW_FROM .. n) */
	size_t n;
	uint32_t *at;           /* p[i] was made from the character at value.p + at[i]; at[n] = value.n */
	size_t at_cap;
	struct fb_str value;
	size_t cue[CUES];       /* where the last one ended, plus one; 0: none so far */
	size_t cue_from[CUES];  /* where it began */
	size_t looked;          /* addresses were looked for before this */
	size_t found;           /* what was found last ends here */

	const struct personal *personal;
	struct find *find;
	size_t finds, cap;
	struct buf text, plain;
	struct normal_map map;
	void *match;            /* of personal_rules.c */
};

/* Groups of digits with single separators between them, as far as they go. */
enum { RUN_GROUPS = 24, RUN_DIGITS = 64 };

struct run {
	struct group {
		size_t from, to;
		unsigned first, n;      /* its digits are d[first .. first + n) */
		char sep;               /* before it: 0 (the first), ' ', '-', '.', '(' or ')' with any blanks or dashes beside */
	} g[RUN_GROUPS];
	size_t n;
	char d[RUN_DIGITS + 1];         /* all digits, without separators; a last X counts as one */
	unsigned digits;
	size_t taken;                   /* groups before this one belong to a find */
};

/* How many groups from the k-th on have `digits` digits together; 0: none do. */
size_t run_span(const struct run *r, size_t k, unsigned digits);
/* The separator that groups k+1 .. k+c-1 have in common; 0 for one group, '?' where they differ. */
char run_separator(const struct run *r, size_t k, size_t c);
/* Nothing before or behind groups k .. k+c-1 makes them part of something longer. */
bool run_alone(const struct hunt *h, const struct run *r, size_t k, size_t c);

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
is_letter(char c)
{
	return is_upper((char)(c & ~32));
}

static inline bool
is_alnum(char c)
{
	return is_digit(c) || is_letter(c);
}

static inline bool
is_hex(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static inline char
lower(char c)
{
	return is_upper(c) ? (char)(c + 32) : c;
}

/* Whether text stands at p + i, letters in either case (text is lower case). */
bool view_has(const struct hunt *h, size_t i, const char *text);
/* Whether text stands right before p + i. */
bool view_ends(const struct hunt *h, size_t i, const char *text);
/* Whether p[i] was ASCII in the value: punctuation of other widths ends what is written without blanks. */
static inline bool
view_plain(const struct hunt *h, size_t i)
{
	return (unsigned char)h->value.p[h->at[i]] < 0x80;
}

/* Behind the letters and digits that begin at i. */
size_t view_token(const struct hunt *h, size_t i);

/* The plain form (struct find) of a text whose kind is not known, as --allow has it. */
void personal_plain(struct fb_str text, struct buf *plain);

void view_make(struct hunt *h, struct fb_str value);

/* Record p[from .. to). */
void find_add(struct hunt *h, const char *kind, const char *rule, size_t from, size_t to);

/* personal_cue.c. A cue word at i, letters [i .. j) or, with j = 0, other script: it is recorded, and what its kind takes
 * after it is found. Returns where it ends, 0: none. */
size_t cue_at(struct hunt *h, size_t i, size_t j);
/* Whether a cue of that class stands right before i, with nothing but 号 : is … between. */
bool cue_just(const struct hunt *h, enum cue c, size_t i);
/* Whether one stands within that many bytes before i, in the same sentence. */
bool cue_near(const struct hunt *h, enum cue c, size_t i, size_t bytes);
/* Behind what may join a cue and its value: blanks, : = # 号 码 是 为 no number is. */
size_t cue_skip(const struct hunt *h, size_t i);
void cue_prepare(void);

/* The others return behind what they took or looked at, 0: nothing there. */
size_t number_at(struct hunt *h, size_t i);             /* personal_number.c: digits begin at i */
size_t phone_at(struct hunt *h, const struct run *r, size_t k);        /* groups taken from the k-th on */
size_t code_at(struct hunt *h, size_t i, size_t j);     /* personal_code.c: letters and digits p[i .. j) */
size_t plate_at(struct hunt *h, size_t i);              /* other script at i */
size_t secret_at(struct hunt *h, size_t i, size_t j);   /* personal_secret.c: a token with a known beginning */
size_t pem_at(struct hunt *h, size_t i);                /* dashes at i */
size_t secret_after(struct hunt *h, size_t i);          /* a password's word ended at i */
size_t mail_at(struct hunt *h, size_t i);               /* personal_net.c: @ at i */
size_t url_at(struct hunt *h, size_t i);                /* "://" at i */
size_t host_at(struct hunt *h, size_t i);               /* . at i */
size_t ip4_at(struct hunt *h, const struct run *r, size_t k);
size_t address_at(struct hunt *h, size_t i);            /* IPv6 or MAC at i */
size_t name_after(struct hunt *h, size_t i);            /* personal_name.c */
size_t place_at(struct hunt *h, size_t i);

#endif
