/* The language of a text as far as its script tells: for records whose column lang is empty. */
#ifndef FB_SCRIPT_H
#define FB_SCRIPT_H

#include "base/buf.h"

/* "zh" Han, "ja" where kana are a tenth of Han and kana or more, "ko" Hangul, "ru" Cyrillic, "en" Latin: the script with
 * most characters, a word of Latin letters counting as two of the others' characters; "" where there are no letters. */
const char *script_lang(struct fb_str text);

#endif
