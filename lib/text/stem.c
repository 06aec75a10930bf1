#include "text/stem.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/language.h"
#include "text/normal.h"
#include "text/utf8.h"

/* Snowball's stemmers one by one, as its stem_UTF_8_*.h declare them: libstemmer.h has only all languages at once, whose 330 kB of tables
 * with pointers would be relocated whenever a program starts. SN_env begins so in its runtime (api.h). */
struct SN_env {
	unsigned char *p;       /* the word, then its stem, p[0 .. l) */
	int c, l;
};
extern int SN_set_current(struct SN_env *z, int n, const unsigned char *word);
#define DECLARE(language) \
	extern struct SN_env *language##_UTF_8_create_env(void); \
	extern void language##_UTF_8_close_env(struct SN_env *z); \
	extern int language##_UTF_8_stem(struct SN_env *z);
DECLARE(english)
DECLARE(french)
DECLARE(german)
DECLARE(spanish)
DECLARE(italian)
DECLARE(portuguese)
DECLARE(dutch)
DECLARE(russian)
DECLARE(greek)
DECLARE(arabic)
DECLARE(hindi)
#undef DECLARE

static const struct {
	struct SN_env *(*open)(void);
	void (*close)(struct SN_env *z);
	int (*stem)(struct SN_env *z);
} snowball[STEM_LANGUAGES] = {
#define STEMMER(language) { language##_UTF_8_create_env, language##_UTF_8_close_env, language##_UTF_8_stem }
	STEMMER(english), STEMMER(french), STEMMER(german), STEMMER(spanish), STEMMER(italian), STEMMER(portuguese), STEMMER(dutch), STEMMER(russian),
	STEMMER(greek), STEMMER(arabic), STEMMER(hindi)
#undef STEMMER
};

const char *const stem_languages[] = { "en", "fr", "de", "es", "it", "pt", "nl", "ru", "el", "ar", "hi", NULL };

/* Languages whose script is enough, each of one block of Unicode; of the languages written in it no other is stemmed here. */
static const struct {
	int language;
	uint32_t first, last;
} scripts[] = {
	{ STEM_RUSSIAN, 0x400, 0x45f }, { STEM_GREEK, 0x370, 0x3ff }, { STEM_ARABIC, 0x620, 0x64a }, { STEM_HINDI, 0x900, 0x97f },
};

_Static_assert((int)STEM_ENGLISH == (int)LANGUAGE_ENGLISH && (int)STEM_RUSSIAN == (int)LANGUAGE_DUTCH + 1, "languages told by words come first, in one order");

/* A cache larger than this is begun anew: memory stays bounded on any stream. */
enum { CACHE_MOST = 50000 };

int
stem_language(struct fb_str code)
{
	for (int i = 0; i < STEM_LANGUAGES; i++)
		if (code.n >= 2 && (code.p[0] | 32) == stem_languages[i][0] && (code.p[1] | 32) == stem_languages[i][1] &&
		    (code.n == 2 || code.p[2] == '-' || code.p[2] == '_'))
			return i;
	return -1;
}

static bool
in_list(const char *list, struct fb_str word)
{
	for (const char *p = list; (p = memmem(p, strlen(p), word.p, word.n)) != NULL; p++)
		if (p[-1] == ' ' && p[word.n] == ' ')
			return true;
	return false;
}

int
stem_script(struct fb_str word)
{
	uint32_t c = (unsigned char)*word.p < 0xcd ? 0 : utf8_get(word.p);
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (c >= scripts[i].first && c <= scripts[i].last)
			return scripts[i].language;
	return -1;
}

int
stem_guess(const struct segment *s, struct fb_str text, struct buf *scratch)
{
	size_t count[STEM_LANGUAGES] = { 0 };
	int best = STEM_ENGLISH;
	for (size_t i = 0; i < s->n; i++) {
		if (s->token[i].kind != TOKEN_LATIN || s->token[i].n > 12)
			continue;
		normal_fold((struct fb_str){ text.p + s->token[i].at, s->token[i].n }, scratch);
		for (int k = 0; k < STEM_RUSSIAN && scratch->n; k++)
			count[k] += in_list(language_words[k], buf_str(scratch));
	}
	for (int k = 1; k < STEM_LANGUAGES; k++)
		if (count[k] > count[best])
			best = k;
	return best;
}

struct fb_str
stem_word(struct stem *s, int language, struct fb_str normal)
{
	struct map *cache = &s->cache[language];
	bool made;
	if (cache->n > CACHE_MOST)
		map_free(cache);
	/* The value is the address of the stem, which lies among the keys. */
	struct map_entry *x = map_put(cache, normal, &made);
	if (made) {
		struct SN_env *z = s->stemmer[language];
		if (!z && !(z = s->stemmer[language] = snowball[language].open()))
			mem_none();
		if (SN_set_current(z, (int)normal.n, (const unsigned char *)normal.p) != 0 || snowball[language].stem(z) < 0)
			mem_none();
		x->value = (uint64_t)(uintptr_t)arena_copy(&cache->keys, z->p, (size_t)z->l);
	}
	const char *stem = (const char *)(uintptr_t)x->value;
	return slice(stem);
}

void
stem_free(struct stem *s)
{
	for (int i = 0; i < STEM_LANGUAGES; i++) {
		if (s->stemmer[i])
			snowball[i].close(s->stemmer[i]);
		map_free(&s->cache[i]);
	}
}
