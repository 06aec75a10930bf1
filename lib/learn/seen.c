#include "learn/seen.h"

#include "learn/model.h"

_Static_assert((int)LANGUAGES <= (int)SEEN_ROOM && sizeof(struct seen_languages) == 4 * SEEN_ROOM + 8, "the layout of a model file");

void
seen_count(struct seen_languages *s, const struct language_reader *r)
{
	unsigned told;
	enum language l = language_told(r, &told);
	if (l < LANGUAGES)
		s->records[l]++;
}

bool
seen_knows(const void *arg, struct fb_str unit)
{
	const struct seen_ask *ask = arg;
	uint64_t bucket;
	unsigned slot;
	return model_place(ask->model, gram_of_unit(unit, ask->column), &bucket, &slot);
}

bool
seen_hardly(const struct seen_languages *s, enum language l)
{
	uint64_t all = 0;       /* without texts of names alone, which are no witnesses */
	for (int i = 0; i < SEEN_ROOM; i++)
		all += i == LANGUAGE_LATIN ? 0 : s->records[i];
	return s->records[l] < SEEN_MANY && s->records[l] * UINT64_C(100) < all * SEEN_PERCENT;
}

bool
seen_foreign(const struct seen_languages *s, const struct language_reader *r, size_t found)
{
	unsigned told, words = 0;
	enum language l = language_told(r, &told);
	for (int i = 0; i < LANGUAGES; i++)
		words += r->units[i];
	if (l == LANGUAGES)
		return !found;
	if (l > LANGUAGE_LATIN)
		return seen_hardly(s, l);
	if (l == LANGUAGE_LATIN)
		return words >= SEEN_WORDS && r->known * 10 < words;
	if (!seen_hardly(s, l))
		return false;
	return told > 1 ? r->known * 2 <= words : words > 2 && r->known == 0;
}
