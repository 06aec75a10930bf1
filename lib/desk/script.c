#include "desk/script.h"

#include "text/utf8.h"

const char *
script_lang(struct fb_str text)
{
	size_t han = 0, kana = 0, hangul = 0, cyrillic = 0, latin = 0;
	bool word = false;
	for (const char *p = text.p, *end = text.p + text.n; p < end;) {
		uint32_t c = utf8_next(&p);
		bool letter = (c | 32) - 'a' < 26 || (c >= 0xc0 && c < 0x250);
		latin += letter && !word ? 2 : 0;
		word = letter;
		han += (c >= 0x4e00 && c < 0xa000) || (c >= 0x3400 && c < 0x4dc0) || (c >= 0x20000 && c < 0x32000);
		kana += c >= 0x3041 && c < 0x3100;
		hangul += c >= 0xac00 && c < 0xd7a4;
		cyrillic += c >= 0x400 && c < 0x530;
	}
	size_t east = han + kana, most = east > latin ? east : latin;
	most = hangul > most ? hangul : most;
	most = cyrillic > most ? cyrillic : most;
	if (!most)
		return "";
	if (most == east)
		return kana * 10 >= east ? "ja" : "zh";
	return most == hangul ? "ko" : most == cyrillic ? "ru" : "en";
}
