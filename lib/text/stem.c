#include "text/stem.h"

#include <libstemmer.h>

#include "text/normal.h"

const char *const stem_languages[] = { "en", "fr", "de", "es", "it", "pt", "nl", "ru", NULL };

/* Function words in normal form, which has no accents, that no other of these languages has, or rarely. */
static const char *const function_words[STEM_LANGUAGES] = {
	" the and is are was were with for this that have not you they it of to i my your from very but so all ",
	" le les des est et une dans pour pas avec sur vous nous ce cette tres mais je qui ",
	" der die das und ist nicht ein eine mit ich sehr auf fur von den zu auch aber wir ",
	" el los las es y con para por muy pero una que lo mi este esta ",
	" il gli e per molto ma sono questo questa della che di non ho ",
	" os as com nao uma muito para mas do da em o este ",
	" het een van niet ik met voor zijn maar heel dit deze op ",
	" и в не на что это как с по очень ",
};

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
stem_guess(const struct segment *s, struct fb_str text, struct buf *scratch)
{
	size_t count[STEM_LANGUAGES] = { 0 };
	int best = STEM_ENGLISH;
	for (size_t i = 0; i < s->n; i++) {
		if (s->token[i].kind != TOKEN_LATIN || s->token[i].n > 12)
			continue;
		normal_fold((struct fb_str){ text.p + s->token[i].at, s->token[i].n }, scratch);
		if (scratch->n)
			for (int k = 0; k < STEM_LANGUAGES; k++)
				count[k] += in_list(function_words[k], buf_str(scratch));
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
		if (!s->stemmer[language])
			s->stemmer[language] = sb_stemmer_new(stem_languages[language], "UTF_8");
		const sb_symbol *stem = s->stemmer[language] ? sb_stemmer_stem(s->stemmer[language], (const sb_symbol *)normal.p, (int)normal.n) : NULL;
		int n = stem ? sb_stemmer_length(s->stemmer[language]) : (int)normal.n;
		x->value = (uint64_t)(uintptr_t)arena_copy(&cache->keys, stem ? (const char *)stem : normal.p, (size_t)n);
	}
	const char *stem = (const char *)(uintptr_t)x->value;
	return slice(stem);
}

void
stem_free(struct stem *s)
{
	for (int i = 0; i < STEM_LANGUAGES; i++) {
		if (s->stemmer[i])
			sb_stemmer_delete(s->stemmer[i]);
		map_free(&s->cache[i]);
	}
}
