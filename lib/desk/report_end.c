/* The end of the page: data quality, method, and what was left out. See report_inside.h. */
#include <stdlib.h>

#include "desk/report_inside.h"

/* Whether s is what the English words w become, and with what in the place of {0} and {1}: the reader of the stream says it in English. */
static bool
is_said(const char *w, struct fb_str s, struct fb_str arg[2])
{
	size_t i = 0;
	while (*w) {
		if (*w != '{') {
			if (i == s.n || s.p[i++] != *w++)
				return false;
			continue;
		}
		size_t k = (size_t)(w[1] - '0'), from = i;
		if (w[2] == 's') { /* {0s} */
			i += i < s.n && s.p[i] == 's';
			w += 4;
			continue;
		}
		while (i < s.n && s.p[i] != ' ' && s.p[i] != ')')
			i++;
		arg[k] = (struct fb_str){ s.p + from, i - from };
		w += 3;
	}
	return i == s.n;
}

/* Why a record was refused, in the language of the page where it is one of the reasons known here. */
static struct fb_str
reason_words(struct report *r, struct fb_str why)
{
	for (enum word w = W_REFUSED_FIELDS; w <= W_REFUSED_LONG; w++) {
		struct fb_str arg[2] = { { "", 0 }, { "", 0 } };
		if (is_said(english(w).p, why, arg))
			return say(r, w, arg, 2);
	}
	struct buf b = { 0 };
	rich_value(&b, why);
	return keep(r, &b);
}

static struct fb_str
refused_words(struct report *r, const struct tally_file *f)
{
	return SAY(r, W_DATA_REFUSED, count_text(r, f->refused), count_text(r, f->line), reason_words(r, slice(f->why)));
}

static struct fb_str
file_name(struct report *r, const struct tally_file *f)
{
	struct buf name = { 0 };
	bool standard = strcmp(f->name, "-") == 0 || strcmp(f->name, "standard input") == 0;
	rich_value(&name, standard ? word(r, W_STANDARD_INPUT) : slice(f->name));
	return keep(r, &name);
}

/* Of many files their sum, and those with refused records. */
static void
data_lines(struct report *r, struct block *b)
{
	enum { FILES_SHOWN = 10 };
	const struct tally *t = r->t;
	bool many = t->files > FILES_SHOWN;
	uint64_t records = 0;
	for (size_t i = 0; i < t->files; i++)
		records += t->file[i].records;
	if (many)
		block_line(b, SAY(r, W_DATA_FILES, count_text(r, t->files), file_name(r, &t->file[0]), file_name(r, &t->file[t->files - 1]),
		    count_text(r, records)));
	for (size_t i = 0, shown = 0; i < t->files && shown < FILES_SHOWN; i++) {
		const struct tally_file *f = &t->file[i];
		struct fb_str part[2] = { SAY(r, W_DATA_FILE, file_name(r, f), count_text(r, f->records)) };
		if (many && !f->refused)
			continue;
		if (f->refused)
			part[1] = refused_words(r, f);
		block_line(b, join(r, W_AND, part, 2));
		shown++;
	}
}

static struct fb_str
copies_words(struct report *r)
{
	struct cond c = cond_is(all_in(r, r->now), DIM_KIND, KIND_TEXT);
	uint64_t n = tally_count(r->t, &c), distinct = tally_distinct(r->t);
	if (r->by || n <= distinct)
		return (struct fb_str){ "", 0 };
	struct fb_str how = slice("records with text less distinct (user, product, text)");
	struct fb_str shown = derived(r, (double)(n - distinct), NO_INTERVAL, 0, count_text(r, n - distinct), how, "copies");
	return SAY(r, W_DATA_COPIES, shown);
}

static void
section_data(struct report *r)
{
	struct cond dated = all_in(r, PERIOD_DATED), all = all_in(r, PERIOD_ALL), now = all_in(r, r->now);
	uint64_t whole = tally_count(r->t, &all), without = whole - tally_count(r->t, &dated);
	uint64_t outside = whole - without - tally_count(r->t, &now);
	struct fb_str part[3] = { copies_words(r) };
	if (!period_is_all(r->now)) {
		if (without)
			part[1] = SAY(r, W_DATA_UNDATED, count_text(r, without));
		if (outside)
			part[2] = SAY(r, W_DATA_OUTSIDE, count_text(r, outside));
	}
	struct fb_str more = join(r, W_SEMI, part, 3);
	if (!r->t->files && !more.n)
		return;
	doc_heading(&r->doc, 2, "data", word(r, W_DATA).p);
	data_lines(r, doc_block(&r->doc, BLOCK_LIST, (struct fb_str){ NULL, 0 }));
	if (more.n)
		doc_block(&r->doc, BLOCK_TEXT, more);
}

static struct fb_str
digests(struct report *r, enum dim d, enum word w)
{
	struct cond c = cond_not(all_in(r, r->now), d, 0);
	size_t n;
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	struct fb_str part[4] = { { 0 } };
	for (size_t i = 0; i < n && i < 4; i++)
		part[i] = value_name(r, d, row[i].code[0]);
	free(row);
	return n ? SAY(r, w, join(r, W_AND, part, n < 4 ? n : 4)) : (struct fb_str){ "", 0 };
}

static void
section_method(struct report *r)
{
	struct fb_str part[2] = { { 0 } };
	if (has(r, COL_SENTIMENT_M))
		part[0] = digests(r, DIM_SENTIMENT_M, W_METHOD_MODEL);
	if (has(r, COL_RULE_M))
		part[1] = digests(r, DIM_RULE_M, W_METHOD_RULES);
	if (has(r, COL_SENTIMENT) && !has(r, COL_SENTIMENT_M) && !has(r, COL_RULE_M))
		left_out(r, W_MODELS, "sentiment_m, rule_m");
	struct fb_str line = join(r, W_SEMI, part, 2);
	doc_heading(&r->doc, 2, "method", word(r, W_METHOD).p);
	if (line.n)
		doc_block(&r->doc, BLOCK_TEXT, line);
	doc_block(&r->doc, BLOCK_NOTE, word(r, W_METHOD_NOTE));
	struct buf command = { 0 }, clean = { 0 };
	receipt_command(&command, r);
	rich_value(&clean, buf_str(&command));
	buf_free(&command);
	doc_block(&r->doc, BLOCK_NOTE, SAY(r, W_RECEIPT_HOW, keep(r, &clean)));
}

void
section_end(struct report *r)
{
	section_data(r);
	section_method(r);
	if (!r->left)
		return;
	struct fb_str *part = xcalloc(r->left, sizeof *part);
	for (size_t i = 0; i < r->left; i++)
		part[i] = r->left_out[i].column ? SAY(r, W_LEFT_OUT_ITEM, word(r, r->left_out[i].section), slice(r->left_out[i].column)) :
		    SAY(r, W_LEFT_OUT_DATES, word(r, r->left_out[i].section));
	struct fb_str all = join(r, W_SEMI, part, r->left);
	free(part);
	doc_heading(&r->doc, 2, "left-out", word(r, W_LEFT_OUT).p);
	doc_block(&r->doc, BLOCK_NOTE, all);
}
