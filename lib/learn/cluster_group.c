#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/cluster_in.h"
#include "learn/naming.h"
#include "text/mask.h"

#define NOVEL 8         /* evidence: one in some thousands by chance, and there are hundreds of words to look at */
enum {
	FEWEST = 3,             /* texts of a cluster, where no number of them is asked for */
	LEAST = 10, LEAST_SHARE = 100,  /* of a new one: so many, and one in so many of all */
};

struct rank {
	uint64_t texts, hash;   /* how many; lowest hash among them */
	uint32_t group;
};

static int
by_size(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;
	if (x->texts != y->texts)
		return (x->texts < y->texts) - (x->texts > y->texts);
	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->group > y->group) - (x->group < y->group);
}

struct making {
	struct cluster *c;
	size_t jobs;
	struct terms t;
	struct matrices m;
	struct mixture mix;     /* all clusters */
	size_t known;           /* the first of them, from the catalog */
	size_t *from;           /* by place of a new one: that of the known one that had most of its texts, CATALOG_NONE */
	double *before;         /* by term: texts of earlier runs with it */
	uint32_t *order;        /* by place: number in mix */
};

/* How many texts each group has, largest first, from group `from` on; the groups before it keep their places. */
static struct rank *
rank_groups(const struct cluster *c, size_t from, size_t k)
{
	struct rank *rank = xcalloc(k + 1, sizeof *rank);
	for (uint32_t g = 0; g < k; g++)
		rank[g] = (struct rank){ 0, UINT64_MAX, g };
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->to.group[i] != GROUP_NONE) {
			struct rank *r = &rank[c->to.group[i]];
			r->texts++;
			if (c->v.text[i].hash < r->hash)
				r->hash = c->v.text[i].hash;
		}
	sort_items(rank + from, k - from, sizeof *rank, by_size);
	return rank;
}

/* Groups become places: the known ones, then the others by size, those of fewer than least texts left out. */
static void
set_places(struct making *s, size_t least)
{
	struct cluster *c = s->c;
	size_t k = s->mix.k;
	struct rank *rank = rank_groups(c, s->known, k);
	uint32_t *place = xmalloc((k + 1) * sizeof *place);
	s->order = xmalloc((k + 1) * sizeof *s->order);
	c->clusters = 0;
	for (size_t i = 0; i < k; i++) {
		bool stays = i < s->known || rank[i].texts >= least;
		place[rank[i].group] = stays ? (uint32_t)c->clusters : GROUP_NONE;
		if (stays)
			s->order[c->clusters++] = rank[i].group;
	}
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->to.group[i] != GROUP_NONE)
			c->to.group[i] = place[c->to.group[i]];
	free(rank);
	free(place);
}

/* Texts about a product in a burst get a word that says so: the product, and the first day by which the burst is known. */
static void
mark_bursts(struct cluster *c)
{
	struct burst *burst;
	size_t n = burst_find(c->said, c->v.texts, &burst);
	struct buf *name = xcalloc(n + 1, sizeof *name);
	for (size_t b = 0; b < n; b++) {
		struct fb_str product = c->products.entry[burst[b].product].key;
		catalog_sign(&name[b], product, catalog_burst(&c->catalog, product, burst[b].from, burst[b].to));
		vocabulary_know(&c->v, buf_str(&name[b]));
	}
	for (size_t i = 0; n && i < c->v.texts; i++) {
		const struct burst_text *t = &c->said[i];
		size_t b = 0;
		while (b < n && (t->product != burst[b].product || t->day < burst[b].from || t->day > burst[b].to))
			b++;
		if (b < n && t->dated)
			vocabulary_mark(&c->v, i, buf_str(&name[b]));
	}
	for (size_t b = 0; b < n; b++)
		buf_free(&name[b]);
	free(name);
	free(burst);
}

/* n groups of these texts, 0: as many as there are; each text to the one it fits, and the groups to their places. */
static void
group_texts(struct making *s, size_t n)
{
	struct cluster *c = s->c;
	struct groups g;
	groups_fit(&g, &s->m, n, SIZE_MAX, s->jobs);
	s->mix = g.mixture;
	free(g.posterior);
	if (c->o->n == 0)
		mixture_temper(&s->mix);
	groups_assign(&s->mix, &c->v, &s->t, c->o->n == 0, &c->to, s->jobs);
	set_places(s, c->o->n ? 1 : FEWEST);
}

/* Nothing known: clusters from these texts alone. */
static void
group_afresh(struct making *s)
{
	struct cluster *c = s->c;
	if (!s->m.ones.rows) {
		/* No two texts share a word that says something. */
		const double none = 0;
		mixture_count(&s->mix, 0, 1, &none, &none, &none);
		groups_assign(&s->mix, &c->v, &s->t, c->o->n == 0, &c->to, s->jobs);
		for (size_t i = 0; i < c->v.texts; i++)
			c->to.p[i] = 1;
		set_places(s, 1);
		return;
	}
	group_texts(s, c->o->n);
	/* Few texts, of many kinds: see whether some of them are alike at least. The fewer the groups, the more each knows of its words. */
	for (size_t n = groups_useful(s->m.ones.rows); c->clusters == 0 && n > 1; n--) {
		mixture_free(&s->mix);
		free(s->order);
		group_texts(s, n);
	}
}

/* How much the texts of a group gather around words that are new: the evidence (as a burst's: c ln(c/e) - (c - e), with c texts of
 * today that have the word and e expected) for the word of most evidence among those that a third of its texts have. What many
 * texts said before is no new problem, however alike they are. */
static double
novelty(const struct making *s, uint32_t group, uint64_t texts)
{
	const struct cluster *c = s->c;
	uint64_t *with = xcalloc(s->t.n + 1, sizeof *with);
	uint32_t *list = NULL;
	size_t cap = 0;
	double most = 0, scale = ((double)c->v.spoken + 1) / (c->catalog.spoken + 1);
	for (size_t i = 0; i < c->v.texts; i++) {
		if (c->to.group[i] != group)
			continue;
		list = xgrow(list, &cap, c->v.text[i].n + 1, sizeof *list);
		for (size_t n = text_terms(&c->v, &s->t, &c->v.text[i], list), k = 0; k < n; k++)
			with[list[k]]++;
	}
	for (size_t t = 0; t < s->t.n; t++) {
		double now = (double)c->v.words.entry[s->t.word[t]].value, expected = (s->before[t] + .5) * scale;
		double evidence = now > 2 * expected ? now * num_log(now / expected) - (now - expected) : 0;
		if (3 * with[t] >= texts && evidence > most)
			most = evidence;
	}
	free(with);
	free(list);
	return most;
}

/* Of the texts that no known cluster takes, groups of at least `least` that say something new: added to s->mix. */
static void
open_clusters(struct making *s, size_t least)
{
	struct cluster *c = s->c;
	struct matrices m;
	struct groups g;
	bool *blank = xmalloc(c->v.texts * sizeof *blank + 1), *take;
	for (size_t i = 0; i < c->v.texts; i++) {
		blank[i] = c->v.text[i].blank;
		c->v.text[i].blank |= c->to.group[i] != GROUP_NONE;
	}
	matrices_make(&m, &c->v, &s->t);
	if (m.ones.rows) {
		groups_fit(&g, &m, 0, m.ones.rows / least, s->jobs);
		take = xcalloc(g.mixture.k + 1, sizeof *take);
		/* Against all of today's texts, not those alone. */
		memcpy(g.mixture.all, s->mix.all, s->t.n * sizeof *s->mix.all);
		mixture_temper(&g.mixture);
		groups_assign(&g.mixture, &c->v, &s->t, true, &c->to, s->jobs);
		struct rank *rank = rank_groups(c, 0, g.mixture.k);
		for (size_t i = 0; i < g.mixture.k; i++)
			take[rank[i].group] = rank[i].texts >= least && novelty(s, rank[i].group, rank[i].texts) >= NOVEL;
		mixture_append(&s->mix, &g.mixture, take);
		free(rank);
		free(take);
		groups_free(&g);
	}
	matrices_free(&m);
	for (size_t i = 0; i < c->v.texts; i++)
		c->v.text[i].blank = blank[i];
	free(blank);
}

/* Which known cluster had most texts of a new one before it was there: its place, or CATALOG_NONE if that is none. */
static size_t
came_from(const struct cluster *c, const uint32_t *before, size_t known, size_t place)
{
	size_t *texts = xcalloc(known + 1, sizeof *texts), all = 0, from = CATALOG_NONE;
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->to.group[i] == place) {
			all++;
			texts[before[i] == GROUP_NONE ? known : before[i]]++;
		}
	for (size_t j = 0; j < known; j++)
		if (2 * texts[j] > all)
			from = j;
	free(texts);
	return from;
}

/* Clusters that rest are spoken of again where at least `least` texts are theirs; the others take none. True if any stay at rest. */
static bool
wake_clusters(struct cluster *c, uint64_t least, struct mixture *mix)
{
	uint64_t *texts = xcalloc(c->catalog.k + 1, sizeof *texts);
	bool any = false;
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->to.group[i] != GROUP_NONE)
			texts[c->to.group[i]]++;
	for (size_t j = 0; j < c->catalog.k; j++) {
		struct known *k = &c->catalog.known[j];
		if (k->rests && texts[j] >= least) {
			struct known *owner = &c->catalog.known[catalog_owner(&c->catalog, j)];
			if (owner->rests)
				notes_add(&c->notes, NOTE_BACK, owner->id, owner->name, " is back");
			catalog_wake(&c->catalog, k);
			catalog_wake(&c->catalog, owner);
		} else if (k->rests) {
			recall_silence(mix, j);
			any = true;
		}
	}
	free(texts);
	return any;
}

/* The known clusters take their texts; where enough others gather, new ones are opened. */
static void
group_by_catalog(struct making *s)
{
	struct cluster *c = s->c;
	size_t least = c->v.spoken / LEAST_SHARE > LEAST ? c->v.spoken / LEAST_SHARE : LEAST;
	uint32_t *before = xmalloc(c->v.texts * sizeof *before + 1);
	s->known = c->catalog.k;
	s->before = recall_texts(&c->catalog, &c->v, &s->t);
	recall_mixture(&c->catalog, &c->v, &s->t, &s->mix);
	groups_assign(&s->mix, &c->v, &s->t, !c->catalog.every, &c->to, s->jobs);
	if (!c->catalog.every && wake_clusters(c, (least + 1) / 2, &s->mix))
		groups_assign(&s->mix, &c->v, &s->t, true, &c->to, s->jobs);
	for (size_t i = 0; i < c->v.texts; i++)
		before[i] = c->to.group[i] == GROUP_NONE ? GROUP_NONE : (uint32_t)catalog_owner(&c->catalog, c->to.group[i]);
	if (!c->catalog.every) {
		open_clusters(s, least);
		groups_assign(&s->mix, &c->v, &s->t, true, &c->to, s->jobs);
	}
	set_places(s, least);
	s->from = xmalloc((c->clusters + 1) * sizeof *s->from);
	for (size_t i = s->known; i < c->clusters; i++)
		s->from[i] = came_from(c, before, s->known, i);
	free(before);
}

static struct fb_str
text_value(void *job, size_t text, struct buf *scratch)
{
	return cluster_text(job, text, scratch);
}

/* Known clusters keep their names, the others get one, which gives no one's number away. */
static void
name_clusters(struct making *s)
{
	struct cluster *c = s->c;
	uint32_t *group = xmalloc(c->v.texts * sizeof *group + 1);
	for (size_t i = 0; i < c->v.texts; i++)
		group[i] = c->to.group[i] == GROUP_NONE ? GROUP_NONE : s->order[c->to.group[i]];
	struct naming naming = { &c->v, &s->t, &s->m, group, text_value, c, &c->lexicon, s->before, c->catalog.spoken };
	c->name = xcalloc(c->clusters + 1, sizeof *c->name);
	c->id = xcalloc(c->clusters + 1, sizeof *c->id);
	for (size_t i = 0; i < s->known; i++)
		buf_text(&c->name[i], c->catalog.known[i].name);
	groups_name(&naming, s->order, s->known, c->clusters, c->name);
	for (size_t i = s->known; i < c->clusters; i++) {
		struct buf said = c->name[i];
		c->name[i] = (struct buf){ 0 };
		mask_quote(&c->name[i], buf_str(&said));
		buf_free(&said);
	}
	for (size_t i = 0; i < c->clusters; i++)
		c->id[i] = i < s->known ? c->catalog.known[i].id : c->catalog.next + (i - s->known);
	free(group);
}

static void
merge_alike(struct cluster *c)
{
	size_t from, into;
	while (!c->catalog.every && c->catalog.k > 1 && catalog_alike(&c->catalog, &from, &into)) {
		const struct known *k = c->catalog.known;
		notes_add(&c->notes, NOTE_MERGED, k[from].id, k[from].name, " is merged into %llu (%s)", (unsigned long long)k[into].id, k[into].name);
		catalog_merge(&c->catalog, from, into, false);
	}
}

static void
note_new(const struct making *s)
{
	struct cluster *c = s->c;
	for (size_t i = s->known; s->known && i < c->clusters; i++) {
		const struct known *from = s->from[i] == CATALOG_NONE ? NULL : &c->catalog.known[s->from[i]];
		const char *name = buf_cstr(&c->name[i]);
		if (from)
			notes_add(&c->notes, NOTE_NEW, c->id[i], name, " is new, most of it from %llu (%s)", (unsigned long long)from->id, from->name);
		else
			notes_add(&c->notes, NOTE_NEW, c->id[i], name, " is new");
	}
}

static void
remember(struct making *s)
{
	struct cluster *c = s->c;
	note_new(s);
	for (size_t i = s->known; i < c->clusters; i++)
		catalog_add(&c->catalog, buf_cstr(&c->name[i]));
	if (s->known == 0)
		c->catalog.every = c->o->n > 0;
	recall_said(c);
	recall_learn(&c->catalog, &c->v, &s->t, &c->to);
}

void
cluster_make(struct cluster *c)
{
	struct making s = { .c = c, .jobs = par_jobs(c->s->jobs) };
	c->to.group = xmalloc(c->v.texts * sizeof *c->to.group + 1);
	c->to.p = xmalloc(c->v.texts * sizeof *c->to.p + 1);
	c->to.typical = xmalloc(c->v.texts * sizeof *c->to.typical + 1);
	if (c->o->state)
		recall_age(c);
	merge_alike(c);
	for (size_t i = 0; i < c->catalog.terms; i++)
		if (*c->catalog.word[i].p != WORD_SIGN)
			vocabulary_know(&c->v, c->catalog.word[i]);
	mark_bursts(c);
	terms_choose(&s.t, &c->v);
	matrices_make(&s.m, &c->v, &s.t);
	if (c->catalog.k)
		group_by_catalog(&s);
	else
		group_afresh(&s);
	name_clusters(&s);
	recall_split(c);
	if (c->o->state)
		remember(&s);
	notes_write(&c->notes, &c->catalog, &c->told);
	recall_owners(c);
	free(s.order);
	free(s.before);
	free(s.from);
	mixture_free(&s.mix);
	matrices_free(&s.m);
	terms_free(&s.t);
}
