/* What a text is written in. */
#include "text/language.h"

#include "tap.h"

static struct language_reader reader;

static void
check(const char *text, enum language want, unsigned least, const char *what)
{
	unsigned told;
	language_begin(&reader);
	language_read(&reader, slice(text));
	enum language l = language_told(&reader, &told);
	ok(l == want && (l == LANGUAGES || told >= least), "%s (%d, %u)", what, (int)l, told);
}

static bool
knows_curso(const void *arg, struct fb_str unit)
{
	(void)arg;
	return slice_is(unit, "curso");
}

int
main(void)
{
	check("the course is good, but i did not like it", LANGUAGE_ENGLISH, 4, "English");
	check("excelente curso, muy recomendado", LANGUAGE_SPANISH, 3, "Spanish");
	check("muito bom, obrigado", LANGUAGE_PORTUGUESE, 2, "Portuguese");
	check("kindle paperwhite", LANGUAGE_LATIN, 0, "names are of no language");
	check("@la #die http://el.los/es 4g", LANGUAGES, 0, "user names, tags, addresses and numbers are not read");
	check("这个app的ui很好", LANGUAGE_CHINESE, 5, "Chinese, with words in Latin letters");
	check("好の", LANGUAGE_CHINESE, 2, "one kana makes no Japanese");
	check("最高の授業でした", LANGUAGE_JAPANESE, 8, "Japanese");
	check("추천합니다", LANGUAGE_KOREAN, 1, "Korean, of one word");
	check("очень хорошо", LANGUAGE_CYRILLIC, 2, "Cyrillic");
	check("(д) ω", LANGUAGES, 0, "letters of faces are none");
	check("สวัสดี", LANGUAGE_THAI, 4, "Thai");
	check("!!! 100", LANGUAGES, 0, "signs and numbers");
	reader.knows = knows_curso;
	language_begin(&reader);
	language_read(&reader, slice("muy buen curso"));
	ok(reader.known == 1 && reader.units[LANGUAGE_LATIN] == 3, "one of three words is known");
	ok(language_plainly_chinese(slice("课程很好，推荐。")) && language_plainly_chinese(slice("这个app不错")), "plain Chinese");
	ok(!language_plainly_chinese(slice("とても分かりやすい")) && !language_plainly_chinese(slice("good 好")) && !language_plainly_chinese(slice("")),
	    "and what is not");
	language_free(&reader);
	return tap_end();
}
