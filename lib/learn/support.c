#include "learn/support.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/stem.h"

uint32_t *
support_kin(const struct vocabulary *v)
{
	struct stem stemmer = { 0 };
	struct map stems = { 0 };
	uint32_t *kin = xmalloc((v->words.n + 1) * sizeof *kin);
	for (size_t i = 0; i < v->words.n; i++) {
		struct fb_str form = v->words.entry[i].key;
		int language = form.n == 0 ? -1 : (unsigned char)*form.p < 0x80 ? STEM_ENGLISH : stem_script(form);
		kin[i] = (uint32_t)map_place(&stems, language < 0 ? form : stem_word(&stemmer, language, form), NULL);
	}
	map_free(&stems);
	stem_free(&stemmer);
	return kin;
}

enum {
	NO_ONE = UINT32_MAX,
	LONGEST = 20,           /* words of a clause: where there are no signs, what is further apart is not said together */
};

/* The clause at hand, and the candidates by one of their words: the one that fewest texts have. */
struct clause {
	uint32_t *seen, *denied;        /* by kin: the last clause with it, and with a negator before it */
	uint32_t at;            /* this one, from 1 */
	uint32_t *word, words;  /* its kin, each once */
	bool negative, denies;  /* has a negator; one that what follows is denied by, no other clause or question between */
	uint32_t *first, *next; /* by kin, by candidate: the candidates of a word; NO_ONE ends them */
	uint64_t *last;         /* by candidate: the last row that bears it out, + 1 */
};

static bool
is_claimed(const struct phrases *s, uint32_t word)
{
	return s->e.is[word] & WORD_SAYS;
}

static bool
denies(const struct phrases *s, const struct phrase *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (s->e.is[f->word[i]] & WORD_NEGATES)
			return true;
	return false;
}

static void
list_candidates(const struct phrases *s, struct clause *x, const struct candidate *c, size_t n)
{
	for (size_t i = 0; i < s->n->v->words.n; i++)
		x->first[i] = NO_ONE;
	for (size_t i = n; i-- > 0;) {
		const struct phrase *f = &c[i].f;
		uint32_t key = NO_ONE;
		for (size_t k = 0; k < f->n; k++)
			if (is_claimed(s, f->word[k]) && (key == NO_ONE || s->with[f->word[k]] < s->with[key]))
				key = f->word[k];
		if (key == NO_ONE)
			continue;
		x->next[i] = x->first[s->kin[key]];
		x->first[s->kin[key]] = (uint32_t)i;
	}
}

/* How many words of the phrase are not in the clause at hand, by x->seen or x->denied. */
static size_t
count_missing(const struct phrases *s, const struct clause *x, const uint32_t *in, const struct phrase *f, size_t *claimed)
{
	size_t missing = 0;
	*claimed = 0;
	for (size_t i = 0; i < f->n; i++) {
		*claimed += is_claimed(s, f->word[i]);
		missing += is_claimed(s, f->word[i]) && in[s->kin[f->word[i]]] != x->at;
	}
	return missing;
}

static void
end_clause(const struct phrases *s, struct clause *x, size_t row, struct candidate *c)
{
	for (size_t k = 0; k < x->words; k++)
		for (uint32_t i = x->first[x->word[k]]; i != NO_ONE; i = x->next[i]) {
			size_t claimed;
			if (x->last[i] == row + 1 || count_missing(s, x, x->seen, &c[i].f, &claimed))
				continue;
			bool negative = denies(s, &c[i].f);
			if (negative && !x->negative)
				continue;
			x->last[i] = row + 1;
			c[i].bears++;
			bool denied = count_missing(s, x, x->denied, &c[i].f, &claimed) < claimed;
			c[i].denied += !negative && denied;
			c[i].doubted += !negative && !denied && x->negative;
		}
	x->words = 0;
	x->negative = x->denies = false;
	x->at++;
}

static void
count_text(const struct phrases *s, struct clause *x, size_t row, struct candidate *c)
{
	const struct text *text = &s->n->v->text[s->n->m->text[row]];
	const uint32_t *token = text_words(s->n->v, text);
	size_t length = 0;
	for (size_t i = 1; i < text->n; i++) {
		uint32_t word = token[i] & WORD_NUMBER, kin = s->kin[word];
		if ((token[i] & WORD_OPENS && i > 1) || ++length > LONGEST) {
			end_clause(s, x, row, c);
			length = 1;
		}
		if (s->e.is[word] & (WORD_NEGATES | WORD_JOINS))
			x->denies = s->e.is[word] & WORD_NEGATES;
		x->negative |= x->denies;
		if (x->seen[kin] != x->at)
			x->word[x->words++] = kin;
		x->seen[kin] = x->at;
		if (x->denies)
			x->denied[kin] = x->at;
	}
	end_clause(s, x, row, c);
}

void
support_count(const struct phrases *s, struct candidate *c, size_t n)
{
	size_t words = s->n->v->words.n;
	struct clause x = { .at = 1 };
	x.seen = xcalloc(words + 1, sizeof *x.seen);
	x.denied = xcalloc(words + 1, sizeof *x.denied);
	x.word = xmalloc((words + 1) * sizeof *x.word);
	x.first = xmalloc((words + 1) * sizeof *x.first);
	x.next = xmalloc((n + 1) * sizeof *x.next);
	x.last = xcalloc(n + 1, sizeof *x.last);
	list_candidates(s, &x, c, n);
	for (size_t row = 0, texts = 0; row < s->n->m->ones.rows && texts < NAME_TEXTS; row++)
		if (phrases_row(s, row)) {
			count_text(s, &x, row, c);
			texts++;
		}
	free(x.seen);
	free(x.denied);
	free(x.word);
	free(x.first);
	free(x.next);
	free(x.last);
}
