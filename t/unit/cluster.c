/* What clustering is made of: words of texts, the mixture, k-means, embeddings. */
#include <math.h>
#include <stdlib.h>

#include "learn/embed.h"
#include "learn/kmeans.h"
#include "learn/mixture.h"
#include "learn/wording.h"
#include "tap.h"

/* Words joined by blanks, a stroke where a sign stands before, an apostrophe behind it where that ends a clause. */
static void
words(struct wording *w, const char *text, const char *wanted, const char *what)
{
	struct buf b = { 0 };
	wording_run(w, slice(text));
	for (size_t i = 0; i < w->n; i++) {
		buf_text(&b, i == 0 ? "" : w->word[i].breaks ? (w->word[i].opens ? " |' " : " | ") : w->word[i].opens ? " ' " : " ");
		buf_slice(&b, word_form(w, i));
	}
	same(buf_cstr(&b), wanted, what);
	buf_free(&b);
}

static void
wording(void)
{
	struct wording w = { 0 };
	words(&w, "Using C++ and C# in .NET", "using c++ and c# in .net", "signs that belong to words");
	words(&w, "node.js e-mail, don't!", "node.js e-mail |' don't", "signs within words, and signs that end a phrase");
	words(&w, "late? \"so late\": 12:30, said", "late |' so late |' 00 | 00 |' said", "quotes end no clause, nor does a colon in a time of day");
	words(&w, "Excel 2007 (v1.5)", "excel 0000 | v0.0", "digits are zeros");
	words(&w, "see https://x.org/a?b=1 now", "see | now", "links are no words");
	words(&w, "@united my bag [PHONE] lost", "my bag | lost", "nor are names with @, nor marks of redaction");
	words(&w, "wait &gt; 2 hours", "wait | 0 hours", "nor are entities of HTML");
	words(&w, "-- ... + #", "", "signs alone are none");
	words(&w, "don\xe2\x80\x99t \xef\xbc\xa1\xef\xbc\xa2", "don't ab", "words are folded");
	wording_run(&w, slice("The Caf\xc3\xa9 bar"));
	ok(w.n == 3 && w.word[1].from == 4 && w.word[1].to == 9, "where a word stands in the text");
	ok(word_is_common(slice("the")) && word_is_common(slice("\xe7\x9a\x84")) && !word_is_common(slice("video")), "common words");
	struct fb_err e = { 0 };
	struct lexicon lexicon;
	ok(lexicon_open(&lexicon, NULL, &e) == 0, "the dictionary opens");
	w.lexicon = &lexicon;
	words(&w, "\xe5\xa4\xaa\xe6\x85\xa2 \xe5\xb7\xae", "\xe5\xa4\xaa \xe6\x85\xa2 ' \xe5\xb7\xae", "a blank between Chinese ends a clause");
	wording_free(&w);
	lexicon_close(&lexicon);
}

/* Texts over six terms: two of terms 0 1 2, two of 3 4 5, and one that says 0 and 3. */
static size_t at[] = { 0, 3, 6, 9, 12, 14 };
static uint32_t col[] = { 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5, 0, 3 };
static const struct sparse ones = { 5, 6, at, col, NULL };

static void
mixture(void)
{
	struct sparse t;
	struct mixture m;
	double r[10], weight[] = { 1, 1, 1, 1, 1 }, score[2];
	uint32_t label[] = { 0, 0, 1, 1, 0 };
	sparse_transpose(&ones, &t);
	mixture_certain(label, 5, 2, r);
	mixture_fit(&m, &(struct mixture_data){ &ones, &t, weight, 0, false }, 2, r, 1, 2);
	/* Cluster 0 has terms 3 3 2 1 0 0 … with ½ each: 0 in 3½ of 11, 3 in 1½ of 11; cluster 1: 3 in 2½ of 9, 0 in ½ of 9. */
	ok(fabs(exp(m.logp[0 * 2 + 0]) - 3.5 / 11) < 1e-12 && fabs(exp(m.logp[3 * 2 + 1]) - 2.5 / 9) < 1e-12, "probabilities of terms");
	ok(fabs(exp(m.none[1]) - .5 / 9) < 1e-12, "of a term that no text has");
	mixture_score(&m, (uint32_t[]){ 0, 3 }, 2, score);
	mixture_posterior(score, 2);
	double one = 3.5 / 11 * 1.5 / 11, two = .5 / 9 * 2.5 / 9;
	ok(fabs(score[0] - one / (one + two)) < 1e-12, "Bayes' rule");
	ok(r[0] > .9 && r[2 * 2 + 1] > .9, "posteriors of clear texts are clear");
	mixture_free(&m);
	sparse_free(&t);
}

static void
kmeans(void)
{
	/* Directions near 0° and near 90°. */
	double x[40];
	uint32_t label[20];
	size_t right = 0;
	for (size_t i = 0; i < 20; i++) {
		double angle = (i % 2 ? 1.5 : 0) + .005 * (double)i;
		x[2 * i] = cos(angle);
		x[2 * i + 1] = sin(angle);
	}
	kmeans_run(x, 20, 2, 2, 0, 1, 10, label, 2);
	for (size_t i = 0; i < 20; i++)
		right += label[i] == label[i % 2];
	ok(right == 20 && label[0] != label[1], "two directions are two groups");
}

static void
embeddings(void)
{
	struct sparse t;
	double *x, near = 0, far = 0;
	sparse_transpose(&ones, &t);
	size_t k = embed_texts(&ones, &t, 2, &x, 2);
	ok(k == 2, "as many dimensions as asked for");
	for (size_t j = 0; j < k; j++) {
		near += x[0 * k + j] * x[1 * k + j];
		far += x[0 * k + j] * x[2 * k + j];
	}
	ok(near > .99 && far < 0, "texts of the same words are near, of others far");
	free(x);
	sparse_free(&t);
}

/* Three terms; in all texts 7 1 1, with a half each 7½ 1½ 1½ of 10½. A cluster of one text that has term 0: 1½ ½ ½ of 2½, so that terms 1 and
 * 2, which it never had, would be .2 there and .143 in all. Tempered they are .143; term 0 stays .6. */
static void
tempering(void)
{
	static const double count[] = { 1, 0, 0 }, all[] = { 7, 1, 1 }, texts[] = { 1 };
	struct mixture m;
	mixture_count(&m, 3, 1, count, all, texts);
	ok(fabs(exp(m.logp[1]) - .2) < 1e-12, "rare words are likely in a small cluster");
	mixture_temper(&m);
	ok(fabs(exp(m.logp[0]) - .6) < 1e-12 && fabs(exp(m.logp[1]) - 1.5 / 10.5) < 1e-12 && fabs(exp(m.logp[2]) - 1.5 / 10.5) < 1e-12,
	    "but not when tempered");
	mixture_free(&m);
}

int
main(void)
{
	wording();
	mixture();
	tempering();
	kmeans();
	embeddings();
	return tap_end();
}
