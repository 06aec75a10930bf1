/* Texts as words, the choice of terms and the matrices of them: small collections worked by hand. */
#include <math.h>
#include <stdlib.h>

#include "learn/vocabulary.h"
#include "tap.h"

static void
add(struct vocabulary *v, const char *text)
{
	struct wording w = { 0 };
	struct buf b = { 0 };
	wording_run(&w, slice(text));
	text_pack(&b, &w);
	vocabulary_add(v, buf_str(&b), !*text);
	wording_free(&w);
	buf_free(&b);
}

static void
add_all(struct vocabulary *v, const char *const *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(v, text[i]);
}

static uint32_t
number(const struct vocabulary *v, const char *form)
{
	const struct map_entry *e = map_find(&v->words, slice(form));
	return e ? (uint32_t)(e - v->words.entry) : WORD_NONE;
}

static uint64_t
texts_with(const struct vocabulary *v, const char *form)
{
	const struct map_entry *e = map_find(&v->words, slice(form));
	return e ? e->value : 0;
}

/* The terms, joined by blanks; signs as *. */
static void
term_names(const struct vocabulary *v, const struct terms *t, char *line)
{
	*line = '\0';
	for (size_t i = 0; i < t->n; i++) {
		struct fb_str s = v->words.entry[t->word[i]].key;
		line += sprintf(line, "%s%.*s", i ? " " : "", s.p[0] == WORD_SIGN ? 1 : (int)s.n, s.p[0] == WORD_SIGN ? "*" : s.p);
	}
}

static const char *const six[] = { "late parcel, late", "parcel was late", "Late parcel", "no sound", "sound gone today", "" };

static void
words(void)
{
	struct vocabulary v = { 0 };
	add_all(&v, six, 6);
	ok(v.texts == 6 && v.spoken == 5 && v.text[5].blank, "blank texts are texts that say nothing");
	ok(texts_with(&v, "late") == 3 && texts_with(&v, "parcel") == 3 && texts_with(&v, "sound") == 2, "a word counts once a text");
	ok(v.text[0].n == 4 && v.text[5].n == 1, "a text has its words and a place before them");
	const uint32_t *token = v.token + v.text[0].at;
	ok(token[2] == number(&v, "parcel") && token[3] == (number(&v, "late") | WORD_BREAK | WORD_OPENS), "a sign before a word is kept");
	ok(v.text[1].hash != v.text[2].hash && v.text[0].hash != v.text[2].hash, "other words, another hash");
	vocabulary_free(&v);
	/* Enough words that every table of the vocabulary moves while they are learnt. */
	size_t known = 0;
	char form[16];
	for (size_t i = 0; i < 5000; i++) {
		snprintf(form, sizeof form, "w%zx", i);
		vocabulary_know(&v, slice(form));
	}
	for (size_t i = 0; i < 5000; i++) {
		snprintf(form, sizeof form, "w%zx", i);
		known += v.known[number(&v, form)];
	}
	ok(known == 5000, "each of many words is known: %zu", known);
	vocabulary_free(&v);
}

static void
choice(void)
{
	struct vocabulary v = { 0 };
	struct terms t;
	char line[200];
	uint32_t list[8];
	add_all(&v, six, 6);
	terms_choose(&t, &v);
	/* Of five texts at most two may have a term: late and parcel, in three, tell nothing; gone and today are in one only; no is common. */
	term_names(&v, &t, line);
	same(line, "sound", "terms are words of two texts at least and half of them at most");
	ok(t.term[number(&v, "sound")] == 0 && t.term[number(&v, "late")] == WORD_NONE, "numbers of terms");
	terms_free(&t);
	vocabulary_know(&v, slice("late"));
	vocabulary_know(&v, slice("abroad"));
	vocabulary_mark(&v, 3, slice("\1""7 P"));
	vocabulary_know(&v, slice("\1""7 P"));
	terms_choose(&t, &v);
	term_names(&v, &t, line);
	same(line, "* abroad late sound", "known words are terms in any case, signs first, then by bytes");
	ok(t.marks == 1, "one of them is a sign");
	ok(text_terms(&v, &t, &v.text[0], list) == 1 && list[0] == 2, "the terms of a text, each once");
	ok(text_terms(&v, &t, &v.text[3], list) == 2 && list[0] == 0 && list[1] == 3, "a mark is one of its terms");
	ok(text_terms(&v, &t, &v.text[5], list) == 0, "an empty text has none");
	ok(texts_with(&v, "\1""7 P") == 1, "a mark counts");
	terms_free(&t);
	vocabulary_free(&v);
}

static void
marking(void)
{
	struct vocabulary v = { 0 };
	add(&v, "no sound");
	add(&v, "no sound");
	add(&v, "no sound");
	ok(v.text[0].hash == v.text[1].hash, "the same words, the same hash");
	vocabulary_mark(&v, 0, slice("\1P"));
	ok(v.text[0].hash != v.text[1].hash, "a marked text is another");
	vocabulary_mark(&v, 2, slice("\1P"));
	ok(v.text[0].hash == v.text[2].hash && texts_with(&v, "\1P") == 2, "marked alike, the same again; each counts");
	vocabulary_free(&v);
}

static void
matrices(void)
{
	struct vocabulary v = { 0 };
	struct terms t;
	struct matrices m;
	static const char *const text[] = { "alpha alpha beta", "beta gamma", "beta gamma", "gamma", "alpha", "other", "words", "here below", "" };
	add_all(&v, text, 9);
	terms_choose(&t, &v);
	matrices_make(&m, &v, &t);
	/* alpha 2, beta 3, gamma 3 of 8 texts; other texts hold no term; "beta gamma" came twice. */
	ok(t.n == 3 && m.ones.rows == 4 && m.ones.cols == 3, "rows are texts with terms, each once");
	bool ascending = true, right = true;
	for (size_t i = 0; i < m.ones.rows; i++) {
		const struct text *x = &v.text[m.text[i]];
		size_t at = m.ones.at[i], n = m.ones.at[i + 1] - at;
		ascending &= i == 0 || v.text[m.text[i - 1]].hash < x->hash;
		right &= m.weight[i] == (m.text[i] == 1 ? 1 + log(2) : 1);
		if (m.text[i] != 0)
			continue;
		/* alpha twice: (1 + ln 2)(1 + ln 9/3); beta: 1 + ln 9/4. */
		double a = (1 + log(2)) * (1 + log(3)), b = 1 + log(2.25), length = sqrt(a * a + b * b);
		right &= n == 2 && fabs((double)m.tfidf.v[at] - a / length) < 1e-6 && fabs((double)m.tfidf.v[at + 1] - b / length) < 1e-6;
	}
	ok(ascending, "rows are in the order of hashes");
	ok(right, "a text that comes twice weighs 1 + ln 2; tf-idf of length 1");
	matrices_free(&m);
	terms_free(&t);
	vocabulary_free(&v);
	add(&v, "");
	terms_choose(&t, &v);
	matrices_make(&m, &v, &t);
	ok(t.n == 0 && m.ones.rows == 0, "no words, no rows");
	matrices_free(&m);
	terms_free(&t);
	vocabulary_free(&v);
}

/* The order of texts does not matter: the same rows, terms and weights. */
static void
order(void)
{
	struct vocabulary v[2] = { { .texts = 0 }, { .texts = 0 } };
	struct terms t[2];
	struct matrices m[2];
	char line[2][200];
	for (size_t i = 0; i < 6; i++) {
		add(&v[0], six[i]);
		add(&v[1], six[5 - i]);
	}
	for (size_t i = 0; i < 2; i++) {
		vocabulary_know(&v[i], slice("parcel"));
		terms_choose(&t[i], &v[i]);
		matrices_make(&m[i], &v[i], &t[i]);
		term_names(&v[i], &t[i], line[i]);
	}
	same(line[0], line[1], "turned round: the same terms");
	size_t n = m[0].ones.at[m[0].ones.rows];
	ok(n == 5 && m[0].ones.rows == m[1].ones.rows && n == m[1].ones.at[m[1].ones.rows] &&
	    memcmp(m[0].ones.at, m[1].ones.at, (m[0].ones.rows + 1) * sizeof *m[0].ones.at) == 0 &&
	    memcmp(m[0].ones.col, m[1].ones.col, n * sizeof *m[0].ones.col) == 0 && memcmp(m[0].tfidf.v, m[1].tfidf.v, n * sizeof(float)) == 0,
	    "and the same matrices");
	for (size_t i = 0; i < 2; i++) {
		matrices_free(&m[i]);
		terms_free(&t[i]);
		vocabulary_free(&v[i]);
	}
}

int
main(void)
{
	words();
	choice();
	marking();
	matrices();
	order();
	return tap_end();
}
