/* Normal form for matching: what a reader takes for the same text becomes the same bytes.
 *
 *   width and compatibility   ＡＢＣ → abc, ① → 1, ㎏ → kg, ﬁ → fi (Unicode's NFKC; accents on letters are dropped)
 *   case                      Great → great
 *   script                    課程 → 课程, by opencc's table of characters; its first choice where there are several
 *   dodges                    zero-width characters, variation selectors, skin tones and soft hyphens are dropped; Cyrillic
 *                             and Greek look-alikes within a word that has Latin letters become Latin (frее → free)
 *   punctuation               curly quotes and typographic hyphens become those of ASCII
 *
 * It is a key for comparing, not a text for people: fields are written as they came. Input is valid UTF-8, output too.
 * The form of a text is the joined forms of its characters, look-alikes aside, and folding twice changes nothing more.
 * The table is made by the build (gen/fold.c) and compiled in: nothing is opened, threads share it. */
#ifndef FB_NORMAL_H
#define FB_NORMAL_H

#include "base/buf.h"

/* Replace *out by the normal form of value. */
void normal_fold(struct fb_str value, struct buf *out);

/* Where output came from: out byte i was made from the character at value.p + at[i]; at[out->n] = value.n.
 * Ascending. Zero-initialise, reused by the next call; free at. */
struct normal_map {
	uint32_t *at;
	size_t cap;
};

/* The same, with the map. value.n < 4 GiB. */
void normal_fold_map(struct fb_str value, struct buf *out, struct normal_map *map);

/* The form of each character of the BMP, for loops that cannot afford a call: 0 where it is dropped. Where normal_depends()
 * is true of it, only normal_fold knows: the form has several characters, or what stands beside it matters. */
extern const uint16_t *const normal_bmp;

static inline bool
normal_depends(uint32_t form)
{
	return form == 0xffff || form - 0x370 < 0x530 - 0x370;
}

/* The normal form of one character: a code point, 0 where it is dropped, c itself where the form has several (㎏). */
uint32_t normal_char(uint32_t c);

#endif
