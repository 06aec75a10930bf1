#include "record/plan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/csv.h"
#include "record/scale.h"

static struct part *
add(struct plan *p, enum part_kind kind, struct fb_str name, size_t from)
{
	p->part = xgrow(p->part, &p->cap, p->n + 1, sizeof *p->part);
	struct part *x = &p->part[p->n++];
	*x = (struct part){ .kind = kind };
	cols_add(&p->names, name);
	if (from != COLS_NONE) {
		x->from = xmalloc(sizeof *x->from);
		x->from[x->n++] = from;
	}
	return x;
}

static enum standard
standard_of(struct fb_str name)
{
	int s = 0;
	while (s < STD_COUNT && !slice_is(name, standard_name[s]))
		s++;
	return (enum standard)s;
}

/* What the user said of columns: as[c] is the new name of input column c, drop[c] says that it is left out. */
struct wish {
	const struct cols *in;
	struct fb_str *as;
	bool *drop;
	bool taken[STD_COUNT];  /* the user has spoken of it */
	size_t *source[STD_COUNT];      /* columns of a join */
	size_t sources[STD_COUNT];
};

static int
map_one(struct wish *w, const char *map, const char *file, struct fb_err *e)
{
	const char *eq = strchr(map, '=');
	if (!eq || eq == map)
		return err_set(e, FB_EUSAGE, "--map '%s': it is NEW=OLD, as in text=评价内容, or text=初评+追评 to join", map);
	struct fb_str new = { map, (size_t)(eq - map) }, old = slice(eq + 1);
	enum standard s = standard_of(new);
	size_t at = cols_find(w->in, old);
	if (s < STD_COUNT)
		w->taken[s] = true;
	if (!old.n)
		return 0;
	if (at != COLS_NONE) {
		w->as[at] = new;
		return 0;
	}
	if (!memchr(old.p, '+', old.n))
		return cols_missing(w->in, eq + 1, file, e);
	if (s != STD_TEXT)
		return err_set(e, FB_EUSAGE, "--map '%s': only text is joined from several columns", map);
	for (const char *p = old.p, *end = old.p + old.n; p <= end; p++) {
		const char *plus = memchr(p, '+', (size_t)(end - p)), *stop = plus ? plus : end;
		char *name = xstrndup(p, (size_t)(stop - p));
		int rc = (at = cols_find(w->in, slice(name))) == COLS_NONE ? cols_missing(w->in, name, file, e) : 0;
		free(name);
		if (rc)
			return rc;
		w->source[s] = xrealloc(w->source[s], w->sources[s] + 1, sizeof **w->source);
		w->source[s][w->sources[s]++] = at;
		w->drop[at] = w->sources[s] > 1;
		p = stop;
	}
	w->as[w->source[s][0]] = new;
	return 0;
}

static int
wishes(struct wish *w, const struct plan_options *o, const char *file, struct fb_err *e)
{
	int rc;
	for (size_t i = 0; i < w->in->n; i++)
		w->drop[i] = o->columns->n > 0;
	for (size_t i = 0; i < o->columns->n; i++) {
		size_t at = cols_find(w->in, slice(o->columns->v[i]));
		if (at == COLS_NONE)
			return cols_missing(w->in, o->columns->v[i], file, e);
		w->drop[at] = false;
	}
	for (size_t i = 0; i < o->map->n; i++)
		if ((rc = map_one(w, o->map->v[i], file, e)))
			return rc;
	for (size_t i = 0; i < w->in->n; i++)
		for (size_t k = 0; w->as[i].p && k < i; k++)
			if (w->as[k].p && slice_eq(w->as[i], w->as[k]))
				return err_set(e, FB_EUSAGE, "--map: two columns would be named '%.*s'; --map text=A+B joins", (int)w->as[i].n, w->as[i].p);
	return 0;
}

/* Dates of column c in the sample: how many look like what. */
static void
look_at_dates(const struct sample *s, size_t c, size_t seen[DATE_EITHER + 1], const struct date_style *style)
{
	struct date d;
	memset(seen, 0, (DATE_EITHER + 1) * sizeof *seen);
	for (size_t i = 0; i < s->rows; i++)
		if (style->format && s->row[i][c].n)
			seen[dateguess_read(style, s->row[i][c], &d) ? DATE_CLEAR : DATE_NO]++;
		else if (s->row[i][c].n)
			seen[dateguess_look(s->row[i][c])]++;
}

/* Average bytes of the values of a column in the sample, empty ones aside. */
static double
average(const struct sample *s, size_t c)
{
	size_t sum = 0, there = 0;
	for (size_t i = 0; i < s->rows; i++) {
		sum += s->row[i][c].n;
		there += s->row[i][c].n > 0;
	}
	return there ? (double)sum / (double)there : 0;
}

/* Whether a survey's question asks for words. */
static bool
asks_for_words(const char *name)
{
	static const char *const words[] = { "建议", "意见", "评价", "反馈", "感受", "想法", "原因", "为什么", "意見", "建議", "omment", "eedback",
		"uggest", "Why", "why", "mprove" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

/* No header is known for text: the column with the longest values, if they are like sentences; questions that ask for words count
 * threefold. */
static size_t
text_by_content(const struct wish *w, const struct sample *s)
{
	size_t best = COLS_NONE;
	double most = 12;
	for (size_t c = 0; c < w->in->n; c++) {
		size_t seen[DATE_EITHER + 1];
		if (w->drop[c] || w->as[c].p || heading_reply(slice(w->in->name[c])))
			continue;
		look_at_dates(s, c, seen, &(struct date_style){ 0 });
		double a = average(s, c) * (asks_for_words(w->in->name[c]) ? 3 : 1);
		if (a > most && !seen[DATE_CLEAR]) {
			most = a;
			best = c;
		}
	}
	return best;
}

static void
tell_others(struct plan *p, const struct wish *w, const struct heading *h, enum standard s, size_t took)
{
	bool first = true;
	for (size_t i = 0; h->column[s] != COLS_NONE && i <= h->others[s]; i++) {
		size_t c = i ? h->other[s][i - 1] : h->column[s];
		if (c == took || w->drop[c] || w->as[c].p)
			continue;
		buf_printf(&p->told, "%s--map %s=%s", first ? " (or " : ", ", standard_name[s], w->in->name[c]);
		first = false;
	}
	if (!first)
		buf_text(&p->told, ")");
}

/* Whether a name is masked, 张* or a***1, or says that there is none. */
static bool
is_masked(struct fb_str f)
{
	static const struct fb_str none[] = { { "匿名", 6 }, { "anonymous", 9 }, { "Anonymous", 9 } };
	bool found = f.n && memchr(f.p, '*', f.n);
	for (size_t i = 0; i < sizeof none / sizeof *none && !found; i++)
		found = slice_begins(f, none[i]);
	return found;
}

/* Whether the names in a column are: then they are not one person each. */
static bool
masked(const struct sample *s, size_t c)
{
	size_t there = 0, stars = 0;
	for (size_t i = 0; i < s->rows; i++) {
		struct fb_str f = s->row[i][c];
		there += f.n > 0;
		stars += is_masked(f);
	}
	return stars * 2 > there;
}

/* Whether the values of a column are ratings: for headers that only may mean that. */
static bool
like_points(const struct sample *s, size_t c)
{
	size_t there = 0, points = 0;
	struct buf b = { 0 };
	for (size_t i = 0; i < s->rows; i++) {
		struct fb_str f = cell_trim(s->row[i][c]);
		/* (跳过) is no answer. */
		if (!f.n || *f.p == '(' || (f.n >= 3 && memcmp(f.p, "（", 3) == 0))
			continue;
		there++;
		points += scale_write(&(struct scale){ 0 }, f, &b) != SCALE_NONE;
		b.n = 0;
	}
	buf_free(&b);
	return points * 5 >= there * 4;
}

/* The standard columns that the user did not name. */
static void
guess(struct plan *p, struct wish *w, const struct intake *intake)
{
	struct heading h;
	bool all = !intake->opt.ncolumns;
	for (size_t c = 0; c < w->in->n; c++)
		all &= !w->drop[c];
	heading_guess(&h, w->in);
	for (int s = 0; s < STD_COUNT; s++) {
		size_t took = COLS_NONE;
		for (size_t i = 0; !w->taken[s] && h.column[s] != COLS_NONE && i <= h.others[s] && took == COLS_NONE; i++) {
			size_t c = i ? h.other[s][i - 1] : h.column[s], seen[DATE_EITHER + 1];
			if (w->drop[c] || w->as[c].p)
				continue;
			if (s == STD_TS) {
				look_at_dates(&intake->sample, c, seen, &p->style);
				if (seen[DATE_NO] && !seen[DATE_CLEAR] && !seen[DATE_DAY_FIRST] && !seen[DATE_MONTH_FIRST] && !seen[DATE_EITHER])
					continue;
			}
			if (s == STD_RATING && heading_rank(STD_RATING, slice(w->in->name[c])) == 1 && !like_points(&intake->sample, c))
				continue;
			if (s == STD_USER && masked(&intake->sample, c)) {
				buf_printf(&p->told, "%s%s holds masked names, which many people share (--map user=%s takes it all the same)",
				    p->told.n ? ", " : "", w->in->name[c], w->in->name[c]);
				continue;
			}
			took = c;
		}
		if (s == STD_TEXT && took == COLS_NONE && !w->taken[s])
			took = text_by_content(w, &intake->sample);
		if (s == STD_TEXT && took == COLS_NONE && !w->taken[s] && all)
			buf_printf(&p->told, "%sno column was found for text (--map text=COLUMN names it)", p->told.n ? ", " : "");
		if (took == COLS_NONE)
			continue;
		w->as[took] = slice(standard_name[s]);
		if (strcmp(w->in->name[took], standard_name[s]) == 0)
			continue;
		buf_printf(&p->told, "%s%s=%s", p->told.n ? ", " : "", standard_name[s], w->in->name[took]);
		tell_others(p, w, &h, (enum standard)s, took);
	}
}

/* Which comes first in 03/04/2024? The sample must say. */
static int
settle_dates(struct plan *p, const struct intake *intake, const char *name, size_t c, struct fb_err *e)
{
	size_t seen[DATE_EITHER + 1];
	if (p->style.format)
		return 0;
	look_at_dates(&intake->sample, c, seen, &p->style);
	p->style.day_first = seen[DATE_DAY_FIRST] && !seen[DATE_MONTH_FIRST];
	p->style.month_first = seen[DATE_MONTH_FIRST] && !seen[DATE_DAY_FIRST];
	if (seen[DATE_EITHER] && !p->style.day_first && !p->style.month_first)
		return err_set(e, FB_EDATA, "column '%s': a date like 03/04/2024 may be in March or in April, and no other date here says which: "
		    "--date-format '%%d/%%m/%%Y' or '%%m/%%d/%%Y' does", name);
	if (p->style.day_first || p->style.month_first)
		buf_printf(&p->told, "%sdates %s first", p->told.n ? ", " : "", p->style.day_first ? "day" : "month");
	return 0;
}

/* Whether the text comes padded to a width, as in some bank's exports: so is its header then. */
static bool
padded(const struct intake *intake, size_t c)
{
	const struct sample *s = &intake->sample;
	if (c >= intake->header.n || strlen(intake->header.name[c]) == cell_trim(slice(intake->header.name[c])).n)
		return false;
	for (size_t i = 0; i < s->rows; i++)
		if (s->row[i][c].n && s->row[i][c].n == cell_trim(s->row[i][c]).n)
			return false;
	return true;
}

/* Whether some column is given that name. */
static bool
is_wished(const struct wish *w, struct fb_str name)
{
	for (size_t c = 0; c < w->in->n; c++)
		if (!w->drop[c] && w->as[c].p && slice_eq(w->as[c], name))
			return true;
	return false;
}

static int
add_columns(struct plan *p, const struct plan_options *o, struct wish *w, const struct intake *intake, struct fb_err *e)
{
	struct buf spare = { 0 };
	int rc = 0;
	for (size_t c = 0; c < w->in->n && rc == 0; c++) {
		struct fb_str name = w->as[c].p ? w->as[c] : slice(w->in->name[c]);
		if (w->drop[c])
			continue;
		spare.n = 0;
		buf_slice(&spare, name);
		for (unsigned k = 2; !w->as[c].p && is_wished(w, name); k++) {
			spare.n = strlen(w->in->name[c]);
			buf_printf(&spare, "_%u", k);
			name = buf_str(&spare);
		}
		enum standard s = o->guess ? standard_of(name) : STD_COUNT;
		bool trim = s == STD_TEXT ? padded(intake, c) : s < STD_COUNT || (o->guess && intake->kind == INTAKE_CSV);
		struct part *x = add(p, trim ? PART_TRIM : PART_VALUE, name, c);
		if (slice_is(name, "id"))
			x->kind = PART_ID;
		if (s == STD_RATING)
			x->kind = PART_RATING;
		if (slice_is(name, "note") && o->guess)
			x->kind = PART_NOTE;
		if (slice_is(name, "ts_raw") && o->guess)
			x->kind = PART_TS_RAW;
		if (s == STD_TEXT && w->sources[s]) {
			x->kind = PART_JOIN;
			x->from = xrealloc(x->from, w->sources[s], sizeof *x->from);
			memcpy(x->from, w->source[s], w->sources[s] * sizeof *x->from);
			x->n = w->sources[s];
		}
		if (slice_is(name, "ts") && (o->guess || o->date_format)) {
			rc = settle_dates(p, intake, w->in->name[c], c, e);
			x->kind = PART_TS;
		}
	}
	buf_free(&spare);
	return rc;
}

/* Which parts are the stream's standard columns. */
static void
find_standard(struct plan *p)
{
	for (int s = 0; s < STD_COUNT; s++)
		p->standard[s] = cols_find(&p->names, slice(standard_name[s]));
	for (size_t i = 0; i < p->n; i++)
		p->part[i].standard = standard_of(slice(p->names.name[i]));
}

static int
add_made(struct plan *p, const struct plan_options *o, struct fb_err *e)
{
	for (size_t i = 0; i < o->set->n; i++) {
		const char *set = o->set->v[i], *eq = strchr(set, '=');
		if (!eq || eq == set)
			return err_set(e, FB_EUSAGE, "--set '%s': it is NAME=VALUE, as in channel=app", set);
		struct fb_str name = { set, (size_t)(eq - set) };
		size_t at = cols_find(&p->names, name);
		struct part *x = at == COLS_NONE ? add(p, PART_SET, name, COLS_NONE) : &p->part[at];
		x->kind = PART_SET;
		x->value = eq + 1;
	}
	find_standard(p);
	static const struct {
		const char *name;
		enum part_kind kind;
	} made[] = { { "ts_raw", PART_TS_RAW }, { "note", PART_NOTE }, { "src", PART_SRC }, { "seen", PART_SEEN } };
	size_t ts = p->standard[STD_TS];
	bool want[] = { ts != COLS_NONE && p->part[ts].kind == PART_TS, o->guess && p->standard[STD_TEXT] != COLS_NONE, o->src, o->seen };
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		size_t at = cols_find(&p->names, slice(made[i].name));
		if (want[i] && at == COLS_NONE)
			add(p, made[i].kind, slice(made[i].name), COLS_NONE);
		else if (want[i])
			p->part[at].kind = made[i].kind;
	}
	return 0;
}

int
plan_make(struct plan *p, const struct plan_options *o, const struct intake *intake, const struct cols *in, struct fb_err *e)
{
	struct wish w = { .in = in, .as = xcalloc(in->n + 1, sizeof *w.as), .drop = xcalloc(in->n + 1, sizeof *w.drop) };
	int rc;
	*p = (struct plan){ .style.format = o->date_format };
	rc = wishes(&w, o, intake->file, e);
	if (rc == 0 && o->guess)
		guess(p, &w, intake);
	bool id = false;
	for (size_t c = 0; c < in->n; c++)
		id |= !w.drop[c] && slice_is(w.as[c].p ? w.as[c] : slice(in->name[c]), "id");
	if (rc == 0 && !id && o->guess)
		add(p, PART_ID, slice("id"), COLS_NONE);
	if (rc == 0)
		rc = add_columns(p, o, &w, intake, e);
	if (rc == 0 && !id && !o->guess)
		add(p, PART_ID, slice("id"), COLS_NONE);
	if (rc == 0)
		rc = add_made(p, o, e);
	for (int s = 0; s < STD_COUNT; s++)
		free(w.source[s]);
	free(w.as);
	free(w.drop);
	return rc;
}

int
plan_align(struct plan *p, const struct cols *first, struct fb_err *e)
{
	struct plan sorted = { .style = p->style, .told = p->told };
	for (size_t i = 0; i < p->n; i++)
		if (cols_find(first, slice(p->names.name[i])) == COLS_NONE)
			return err_set(e, FB_EDATA, "column '%s' is not in the first file: import it by itself, or leave it out with -c",
			    p->names.name[i]);
	for (size_t i = 0; i < first->n; i++) {
		struct fb_str name = slice(first->name[i]);
		size_t at = cols_find(&p->names, name);
		struct part *x = add(&sorted, PART_SET, name, COLS_NONE);
		x->value = "";
		if (at != COLS_NONE) {
			*x = p->part[at];
			p->part[at].from = NULL;
		}
	}
	find_standard(&sorted);
	p->told = (struct buf){ 0 };
	plan_free(p);
	*p = sorted;
	return 0;
}

void
plan_free(struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->part[i].from);
	free(p->part);
	cols_free(&p->names);
	buf_free(&p->told);
	*p = (struct plan){ 0 };
}
