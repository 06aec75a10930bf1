/* Names of groups: scores worked by hand. */
#include <stdlib.h>

#include "learn/naming.h"
#include "tap.h"

enum { NONE = GROUP_NONE };

static const char *const *texts;

static struct fb_str
value(void *job, size_t text, struct buf *scratch)
{
	(void)job;
	(void)scratch;
	return slice(texts[text]);
}

/* The names of groups [from, k) of n texts, "|" between; *first is there already. */
static void
names(const char *const *text, const uint32_t *group, size_t n, size_t from, size_t k, const char *first, const char *wanted, const char *what)
{
	struct vocabulary v = { 0 };
	struct terms t;
	struct matrices m;
	struct wording w = { 0 };
	struct buf packed = { 0 }, line = { 0 }, name[4] = { { 0 } };
	static const uint32_t order[] = { 0, 1, 2, 3 };
	texts = text;
	for (size_t i = 0; i < n; i++) {
		packed.n = 0;
		wording_run(&w, slice(text[i]));
		text_pack(&packed, &w);
		vocabulary_add(&v, buf_str(&packed), false);
	}
	terms_choose(&t, &v);
	matrices_make(&m, &v, &t);
	struct naming naming = { .v = &v, .t = &t, .m = &m, .group = group, .value = value };
	if (from)
		buf_text(&name[0], first);
	groups_name(&naming, order, from, k, name);
	for (size_t i = 0; i < k; i++) {
		buf_slice(&line, buf_str(&name[i]));
		buf_char(&line, '|');
		buf_free(&name[i]);
	}
	same(buf_cstr(&line), wanted, what);
	matrices_free(&m);
	terms_free(&t);
	vocabulary_free(&v);
	wording_free(&w);
	buf_free(&packed);
	buf_free(&line);
}

/* refund, late, parcel and ibex are in 3 of 10 texts, okapi in 2. Of a group of 3 texts that all have the word, 2 · ln((3 + .6) / (5 · .3)) =
 * 1.751; where 2 have it, ln(2.6 / 1.5) = .550. "refund, late" is two clauses and bears out neither order. Edges aside, which are clauses' here:
 *     late refund          2^.32 · 3.502/√2 · (2/3)^.35 = 2.682     parcel ibex      2^.32 · 2.301/√2 · (2/3)^.35 = 1.762
 *     refund               3^.32 · 1.751 · .36 = .896               parcel okapi     .8 · 1.751/√2 · (1/3)^.35 = .674
 *                                                                   parcel           3^.32 · 1.751 · .36 = .896
 * Where parcel ibex is taken, parcel says less: .6 · .896 = .538. */
static void
scores(void)
{
	static const char *const text[] = { "Late refund ibex", "late refund okapi", "refund, late", "parcel ibex", "the parcel ibex", "parcel okapi",
		"sound gone", "sound gone", "other words", "here below" };
	static const uint32_t group[] = { 0, 0, 0, 1, 1, 1, NONE, NONE, NONE, NONE };
	names(text, group, 10, 0, 2, "", "Late refund|parcel ibex|", "what most texts of a group say and others do not, as it is written");
	names(text, group, 10, 1, 2, "parcel ibex", "parcel ibex|parcel okapi|", "a name that is taken is none: the next best");
}

/* Every word of the first group is of one text there, so that they hardly count, but there is a name still. */
static void
alone(void)
{
	static const char *const text[] = { "alpha beta", "gamma", "alpha", "beta", "gamma", "other", "words", "elsewhere" };
	static const uint32_t group[] = { 0, 0, NONE, NONE, NONE, NONE, NONE, NONE };
	names(text, group, 8, 0, 1, "", "alpha beta|", "where no two texts share a word, the longest phrase");
	static const uint32_t empty[] = { NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE };
	names(text, empty, 8, 0, 1, "", "|", "a group without texts has no name");
}

/* Each group of three texts says the same phrase, but for what is no name. */
static void
edges(void)
{
	static const char *const text[] = { "always parcel twice", "always parcel twice now", "so always parcel twice", "okapi but zebra",
		"okapi but zebra now", "so okapi but zebra", "sounds of rain", "sounds of rain now", "so sounds of rain" };
	static const uint32_t group[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2 };
	names(text, group, 9, 0, 3, "", "always parcel twice|okapi|sounds of rain|",
	    "clauses are kept whole, another clause is another phrase, function words stay within");
}

/* What a phrase says most texts of the group say, in whatever order and form; what few say, however well, is not what it is about. */
static void
borne_out(void)
{
	static const char *const text[] = { "latest news", "news at ten", "local news", "sports news", "news from Leeds", "news, any", "charged a fee",
		"fee that was charged", "a fee, why charge it", "they charge fees", "fee for okapi", "fee for okapi", "rain", "snow", "hail", "fog" };
	static const uint32_t group[] = { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, NONE, NONE, NONE, NONE };
	names(text, group, 16, 0, 2, "", "news|charged a fee|", "the word that all share, not a phrase of two; the words that most share, in any order");
	static const char *const denied[] = { "great service", "not what I call great service", "never had a great service", "no great service here",
		"not once a great service", "great rain", "service", "hail", "fog", "mist", "rain", "snow", "sun", "wind", "clouds", "storms" };
	static const uint32_t service[] = { 0, 0, 0, 0, 0, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE };
	names(denied, service, 16, 0, 1, "", "no great service here|", "what most texts deny is no name, however far off they do");
}

/* What is beside a phrase tells whether it is whole. */
static void
cuts(void)
{
	static const char *const text[] = { "how long will it take", "how long? Tell me", "how long for a refund", "how long to Leeds",
		"curso excelente en el verano", "curso excelente en el colegio", "un curso excelente en el fondo", "curso excelente",
		"asked for my money back", "I asked for my money back", "have asked for my money back", "asked for my money back twice",
		"parcel not delivered", "not delivered", "It was not delivered", "again not delivered" };
	static const uint32_t group[] = { 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3 };
	names(text, group, 16, 0, 4, "", "how long|curso excelente|asked for my money back|not delivered|",
	    "a phrase ends on no article or preposition, has the word that always stands beside it, and what denies it");
}

/* An exchange rate is one thing, however many; what would be masked is no name. */
static void
apart(void)
{
	static const char *const text[] = { "exchange rate", "exchange rate wrong", "the exchange rate", "exchange rates", "exchange rates bad",
		"bad exchange rates", "call okapi 13800138000", "call okapi 13800138000", "okapi 13800138000", "here", "there", "below" };
	static const uint32_t group[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2, NONE, NONE, NONE };
	names(text, group, 12, 0, 3, "", "exchange rate|bad exchange rates|call okapi|",
	    "names differ by more than an ending, and hold no number of anyone's");
}

int
main(void)
{
	scores();
	alone();
	edges();
	borne_out();
	cuts();
	apart();
	return tap_end();
}
