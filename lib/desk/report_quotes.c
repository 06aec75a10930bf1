/* Quotes: which texts tell most, masked and cut. See report_inside.h.
 *
 * The tally kept the best hundred of each topic and sentiment (length, probabilities). Of these the most central ones are
 * shown: those that share most character pairs with the others, for they say what many say. One that repeats another is
 * passed over. */
#include <math.h>
#include <stdlib.h>

#include "desk/report_inside.h"

#include "base/sort.h"
#include "record/csv.h"
#include "text/mask.h"
#include "text/utf8.h"

enum { QUOTE_WIDTH = 220, PAIRS_MOST = 400 };

/* Append at most `width` columns of s (Han count two), an ellipsis where it was cut. */
static void
add_cut(struct buf *b, struct fb_str s, size_t width)
{
	size_t used = 0, i = 0;
	while (i < s.n) {
		size_t k = utf8_length((unsigned char)s.p[i]);
		used += k > 2 ? 2 : 1;
		if (used > width) {
			buf_text(b, "…");
			return;
		}
		buf_add(b, s.p + i, k);
		i += k;
	}
}

/* A quote stands in double marks, so its own double marks become single ones: curly ones always, straight ones where they pair (an
 * odd one may be an inch). */
static void
add_inner(struct buf *b, struct fb_str s)
{
	size_t straight = 0;
	for (size_t i = 0; i < s.n; i++)
		straight += s.p[i] == '"';
	while (s.n) {
		struct fb_str c = { s.p, utf8_length((unsigned char)s.p[0]) };
		if (slice_is(c, "“"))
			buf_text(b, "‘");
		else if (slice_is(c, "”"))
			buf_text(b, "’");
		else if (slice_is(c, "\"") && straight % 2 == 0)
			buf_char(b, '\'');
		else
			buf_slice(b, c);
		s.p += c.n;
		s.n -= c.n;
	}
}

static struct fb_str
quote_words(struct report *r, const struct kept *i)
{
	struct buf clean = { 0 }, masked = { 0 }, inner = { 0 }, cut = { 0 };
	rich_value(&clean, slice(i->text));
	mask_quote(&masked, cell_trim(buf_str(&clean)));
	add_inner(&inner, buf_str(&masked));
	add_cut(&cut, buf_str(&inner), QUOTE_WIDTH);
	buf_free(&clean);
	buf_free(&masked);
	buf_free(&inner);
	struct fb_str who[2] = { { "", 0 }, { "", 0 } };
	if (i->product)
		who[0] = value_name(r, DIM_PRODUCT, i->product);
	if (i->day != DAY_NONE)
		who[1] = r->t->last_day - r->t->first_day < 365 ? day_words(r, i->day) :
		    period_words(r, (struct period){ i->day, i->day });
	struct fb_str source = join(r, W_DOT, who, 2), said = SAY(r, W_QUOTE, keep(r, &cut));
	return source.n ? text(r, "%s %s", said.p, faint(r, source).p) : said;
}

/* "7 May 09:30", on the wall of the zone it was written in; what is no date as it stands. */
static struct fb_str
due_words(struct report *r, struct fb_str due)
{
	struct date d;
	struct civil c;
	struct buf b = { 0 };
	if (!date_read(due, &d)) {
		rich_value(&b, due);
		return keep(r, &b);
	}
	date_fields(&d, &c);
	int32_t day = (int32_t)date_days(c.year, c.month, c.day);
	int64_t away = (int64_t)day - r->days.last;
	struct fb_str words = away < -180 || away > 180 ? period_words(r, (struct period){ day, day }) : day_words(r, day);
	return d.has_time ? SAY(r, W_DUE_TIME, words, text(r, "%02d:%02d", c.hour, c.minute)) : words;
}

struct fb_str
work_words(struct report *r, const struct kept *i)
{
	struct buf id = { 0 };
	rich_value(&id, slice(i->id));
	struct fb_str part[3] = { i->priority ? value_name(r, DIM_PRIORITY, i->priority) : (struct fb_str){ "", 0 } };
	part[1] = i->due[0] ? SAY(r, W_DUE_BY, due_words(r, slice(i->due))) : (struct fb_str){ "", 0 };
	part[2] = keep(r, &id);
	struct fb_str more = join(r, W_DOT, part, 3);
	bool source = i->product || i->day != DAY_NONE;
	return text(r, "%s%s%s", quote_words(r, i).p, source ? "" : " ", faint(r, source ? text(r, "%s%s", word(r, W_DOT).p, more.p) : more).p);
}

void
list_work(struct report *r, const struct list *l)
{
	struct fb_str *line = xcalloc(l->n, sizeof *line);
	for (size_t i = 0; i < l->n; i++)
		line[i] = work_words(r, &l->item[i]);
	struct block *b = doc_block(&r->doc, BLOCK_LIST, (struct fb_str){ NULL, 0 });
	for (size_t i = 0; i < l->n; i++)
		block_line(b, line[i]);
	free(line);
}

void
fold_work(struct report *r, const struct list *l, struct fb_str title)
{
	doc_block(&r->doc, BLOCK_FOLD, title);
	list_work(r, l);
	doc_block(&r->doc, BLOCK_UNFOLD, (struct fb_str){ NULL, 0 });
}

static int
by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

/* The character pairs of a text, each once, as ascending numbers; blanks and ASCII case do not count. */
static size_t
pairs_of(const char *s, uint64_t *pair)
{
	size_t n = 0;
	uint32_t last = 0;
	for (const char *p = s, *end = s + strlen(s); p < end && n < PAIRS_MOST;) {
		uint32_t c = utf8_next(&p);
		if (c <= ' ')
			continue;
		c = c >= 'A' && c <= 'Z' ? c + 32 : c;
		uint64_t x = (uint64_t)last << 32 | c;
		size_t k = 0;
		while (k < n && pair[k] != x)
			k++;
		if (last && k == n)
			pair[n++] = x;
		last = c;
	}
	sort_items(pair, n, sizeof *pair, by_number);
	return n;
}

struct candidate {
	const struct kept *item;
	uint64_t *pair;
	size_t pairs;
	double score;
	bool out;               /* taken, or repeats one that is */
};

/* Whether a text is mostly Han. */
static bool
is_han(const char *s)
{
	size_t han = 0, latin = 0;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		han += c >= 0xe4 && c <= 0xe9;
		latin += (c | 32) >= 'a' && (c | 32) <= 'z';
	}
	return 2 * han > latin / 2;
}

/* Texts in the language of the page count twice; pairs of Han, of which there are many more, are rarer than those of letters. */
static void
score_all(struct candidate *c, size_t n, enum lang lang)
{
	struct map seen = { 0 };
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c[i].pairs; k++)
			map_put(&seen, (struct fb_str){ (const char *)&c[i].pair[k], sizeof c[i].pair[k] }, NULL)->value++;
	for (size_t i = 0; i < n; i++) {
		double sum = 0;
		for (size_t k = 0; k < c[i].pairs; k++) {
			struct fb_str key = { (const char *)&c[i].pair[k], sizeof c[i].pair[k] };
			sum += (double)(map_find(&seen, key)->value - 1);
		}
		double weight = is_han(c[i].item->text) ? (lang == LANG_ZH ? 8 : 4) : lang == LANG_ZH ? 1 : 2;
		c[i].score = c[i].pairs ? weight * sum / sqrt((double)c[i].pairs) * (1 + (double)c[i].item->rank) * (1 + (double)c[i].item->rank) : 0;
	}
	map_free(&seen);
}

static bool
repeats(const struct candidate *a, const struct candidate *b)
{
	size_t common = 0, least = a->pairs < b->pairs ? a->pairs : b->pairs;
	for (size_t i = 0, k = 0; i < a->pairs && k < b->pairs;) {
		common += a->pair[i] == b->pair[k];
		if (a->pair[i] <= b->pair[k])
			i++;
		else
			k++;
	}
	return common * 2 > least;
}

/* The best that is left is taken; what repeats it goes. */
static const struct candidate *
take_best(struct candidate *c, size_t n)
{
	struct candidate *best = NULL;
	for (size_t i = 0; i < n; i++)
		if (!c[i].out && (!best || c[i].score > best->score))
			best = &c[i];
	if (!best)
		return NULL;
	for (size_t i = 0; i < n; i++)
		c[i].out = c[i].out || repeats(&c[i], best);
	best->out = true;
	return best;
}

size_t
quotes_pick(struct report *r, const struct list *l, uint32_t product, size_t n, struct fb_str *out)
{
	size_t all = 0, found = 0;
	if (!l)
		return 0;
	struct candidate *c = xcalloc(l->n, sizeof *c);
	for (size_t i = 0; i < l->n; i++) {
		if (product && l->item[i].product != product)
			continue;
		uint64_t pair[PAIRS_MOST];
		struct candidate *at = &c[all++];
		at->item = &l->item[i];
		at->pairs = pairs_of(l->item[i].text, pair);
		at->pair = xcalloc(at->pairs, sizeof *pair);
		if (at->pairs)
			memcpy(at->pair, pair, at->pairs * sizeof *pair);
	}
	score_all(c, all, r->lang);
	for (const struct candidate *best; found < n && (best = take_best(c, all));)
		out[found++] = quote_words(r, best->item);
	for (size_t i = 0; i < all; i++)
		free(c[i].pair);
	free(c);
	return found;
}

/* Quotes of the topics with most records of a sentiment; the heading of the section before the first. */
static void
quotes_of(struct report *r, uint32_t sentiment, enum word caption, size_t topics, size_t each, bool *headed)
{
	const enum dim d = DIM_TOPIC;
	struct cond c = cond_is(heard_in(r, r->now), DIM_SENTIMENT, sentiment);
	size_t n;
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	for (size_t i = 0; i < n && topics; i++) {
		struct fb_str quote[10];
		size_t k = quotes_pick(r, tally_list(r->t, LIST_QUOTES, row[i].code[0], sentiment, r->by), 0,
		    each < 10 ? each : 10, quote);
		if (!k)
			continue;
		topics--;
		if (!*headed)
			doc_heading(&r->doc, 2, "quotes", word(r, W_QUOTES).p);
		*headed = true;
		struct fb_str title = has(r, COL_TOPIC) ? SAY(r, caption, value_name(r, DIM_TOPIC, row[i].code[0])) :
		    labels_name(r->labels, "sentiment", tally_value(r->t, DIM_SENTIMENT, sentiment), r->lang);
		struct block *b = doc_block(&r->doc, BLOCK_QUOTES, title);
		for (size_t j = 0; j < k; j++)
			block_line(b, quote[j]);
	}
	free(row);
}

void
section_quotes(struct report *r)
{
	size_t each = r->o->top ? (size_t)r->o->top : REPORT_TOP;
	bool headed = false;
	if (!has(r, COL_SENTIMENT) || !has(r, COL_TEXT)) {
		left_out(r, W_QUOTES, has(r, COL_TEXT) ? "sentiment" : "text");
		return;
	}
	quotes_of(r, SENTIMENT_NEGATIVE, W_QUOTES_BAD, 6, each, &headed);
	quotes_of(r, SENTIMENT_POSITIVE, W_QUOTES_GOOD, 3, each, &headed);
}
