/* What fb-cluster knows between runs: kept as it was, merged, edited, and refused where it is not what was written. */
#include <stdlib.h>
#include <unistd.h>

#include "base/container.h"
#include "learn/notes.h"
#include "learn/cluster_in.h"
#include "tap.h"

static char path[64];

static void
write_text(const char *file, const char *text)
{
	FILE *f = fopen(file, "w");
	fputs(text, f);
	fclose(f);
}

/* Two clusters over four words: 1 has 4 texts, 2 has 2. */
static void
fill(struct catalog *c)
{
	static const char *const word[] = { "\00120592 P", "refund", "stalls", "video" };
	static const double all[] = { 3, 2, 3, 5 }, count[] = { 3, 0, 0, 2, 3, 0, 4, 0 };
	catalog_add(c, "video\tstalls");
	catalog_add(c, "refund");
	c->known[0].texts = 4;
	c->known[1].texts = 2;
	c->terms = 4;
	c->word = malloc(4 * sizeof *c->word);
	c->all = malloc(sizeof all);
	free(c->count);
	c->count = malloc(sizeof count);
	for (size_t i = 0; i < 4; i++)
		c->word[i] = slice(word[i]);
	memcpy(c->all, all, sizeof all);
	memcpy(c->count, count, sizeof count);
	catalog_burst(c, slice("P"), 20592, 20599);
}

/* Days that a product was spoken of more than usual may lie side by side, or one stretch in another: each is found again. */
static void
bursts_again(void)
{
	static const int32_t day[][2] = { { 100, 112 }, { 113, 129 }, { 115, 121 }, { 140, 145 } };
	struct catalog c = { 0 };
	bool same = true;
	for (size_t i = 0; i < 4; i++)
		catalog_burst(&c, slice("P"), day[i][0], day[i][1]);
	c.earlier = c.bursts;
	for (size_t i = 4; i-- > 0;)
		same &= catalog_burst(&c, slice("P"), day[i][0], day[i][1]) == day[i][0];
	ok(same && c.bursts == 4, "the same bursts are known by the same days");
	ok(catalog_burst(&c, slice("P"), 130, 133) == 113 && catalog_burst(&c, slice("P"), 139, 146) == 140 && c.burst[1].until == 133 &&
	    c.burst[3].until == 146 && c.burst[0].until == 112, "one that goes on lasts longer, and the others do not");
	catalog_free(&c);
}

static void
round_trip(void)
{
	struct catalog a, b;
	struct fb_err e = { 0 };
	unlink(path);
	ok(catalog_open(&a, path, &e) == 0 && a.k == 0 && a.next == 1, "no file is an empty catalog");
	fill(&a);
	ok(catalog_write(&a, &e) == 0, "written");
	catalog_free(&a);
	ok(catalog_open(&b, path, &e) == 0 && b.k == 2 && b.next == 3 && b.terms == 4, "read again: %s", e.text);
	same(b.known[0].name, "video\tstalls", "a name with a TAB");
	ok(b.known[0].texts == 4 && b.known[1].id == 2 && b.all[3] == 5 && b.count[6] == 4 && b.count[3] == 2 && b.count[7] == 0, "counts");
	ok(slice_is(b.word[0], "\1""20592 P") && slice_is(b.word[3], "video"), "words");
	ok(catalog_open(&a, path, &e) == FB_ELOCK, "one run at a time");
	catalog_free(&a);
	ok(catalog_burst(&b, slice("P"), 20600, 20603) == 20592, "a burst that goes on has its first day");
	ok(catalog_burst(&b, slice("P"), 20605, 20606) == 20605, "one that comes later is another");
	ok(catalog_burst(&b, slice("P"), 20607, 20608) == 20607, "and so is a second one of the same run");
	ok(catalog_burst(&b, slice("Q"), 20593, 20594) == 20593, "or one of another product");
	catalog_free(&b);
}

/* A container of that kind with these parts is refused as a catalog. */
static void
refuses(const char *what, const char *header, const char *words, const void *all, size_t all_n, const void *at, size_t at_n, uint32_t column)
{
	uint32_t texts = 1;
	struct container_part part[] = { { "words", words, strlen(words) }, { "all", all, all_n }, { "at", at, at_n }, { "column", &column, 4 },
		{ "texts", &texts, 4 } };
	struct buf file = { 0 };
	struct catalog c;
	struct fb_err e = { 0 };
	container_make(&file, "clusters", slice(header), part, 5);
	file_write(path, buf_str(&file), OUTFILE_PRIVATE, &e);
	int rc = catalog_open(&c, path, &e);
	ok(rc == FB_EDATA, "refused: %s (%d)", what, rc);
	catalog_free(&c);
	buf_free(&file);
}

static void
distrust(void)
{
	static const uint32_t all[] = { 1, 1 };
	static const uint64_t good[] = { 0, 1, 1 }, back[] = { 0, 2, 1 }, far[] = { 0, 1, 9 };
	const char *head = "next 2\nevery 0\nspoken 1\ncluster 1 1 a\n";
	struct catalog c;
	struct fb_err e = { 0 };
	refuses("words that do not ascend", head, "b\na\n", all, 8, good, 24, 0);
	refuses("a word without end", head, "a\nb", all, 8, good, 24, 0);
	refuses("too few counts", head, "a\nb\n", all, 4, good, 24, 0);
	refuses("a column that is no cluster", head, "a\nb\n", all, 8, good, 24, 1);
	refuses("rows that go back", head, "a\nb\n", all, 8, back, 24, 0);
	refuses("rows beyond the end", head, "a\nb\n", all, 8, far, 24, 0);
	refuses("an id that is to come", "next 1\nevery 0\nspoken 1\ncluster 1 1 a\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("an id twice", "next 2\nevery 0\nspoken 1\ncluster 1 1 a\ncluster 1 1 b\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("a name of no cluster", "next 2\nevery 0\nspoken 1\ncluster 1 1 a\nnamed 7\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("a name that is no UTF-8", "next 2\nevery 0\nspoken 1\ncluster 1 1 \xff\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("days of no cluster", "next 2\nevery 0\nspoken 1\nday 5\nhalved 5\ncluster 1 1 a\nsaid 2 1 1 1\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("too few days", "next 2\nevery 0\nspoken 1\nday 5\nhalved 5\ncluster 1 1 a\nsaid 1 1 1\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("no day of halving", "next 2\nevery 0\nspoken 1\nday 5\ncluster 1 1 a\n", "a\nb\n", all, 8, good, 24, 0);
	refuses("a day that is none", "next 2\nevery 0\nspoken 1\ncluster 1 1 a\nburst x 1 P\n", "a\nb\n", all, 8, good, 24, 0);
	write_text(path, "fb model 1\n");
	ok(catalog_open(&c, path, &e) == FB_EDATA, "refused: another kind of file");
	catalog_free(&c);
}

static void
merging(void)
{
	struct catalog c = { .next = 1 };
	size_t from = 9, into = 9;
	fill(&c);
	ok(!catalog_alike(&c, &from, &into), "clusters of different words are not alike");
	size_t third = catalog_add(&c, "video");
	/* The third says what the first says, in half as many texts. */
	for (size_t t = 0; t < c.terms; t++)
		c.count[t * 3 + third] = c.count[t * 3] / 2;
	c.known[third].texts = 2;
	ok(catalog_alike(&c, &from, &into) && from == 2 && into == 0, "the smaller goes into the larger");
	c.known[third].named = true;
	ok(catalog_alike(&c, &from, &into) && from == 0 && into == 2, "but a name that a person gave stays");
	c.known[0].named = true;
	ok(!catalog_alike(&c, &from, &into), "of two such names both");
	c.known[0].named = c.known[third].named = false;
	catalog_merge(&c, third, 0, true);
	ok(!catalog_alike(&c, &from, &into), "a part is not merged with its own");
	catalog_merge(&c, 0, 1, true);
	ok(catalog_find(&c, 3) == 1 && catalog_owner(&c, third) == 1, "a chain of merges is followed");
	catalog_free(&c);
	c = (struct catalog){ .next = 1 };
	fill(&c);
	third = catalog_add(&c, "video");
	for (size_t t = 0; t < c.terms; t++)
		c.count[t * 3 + third] = c.count[t * 3] / 2;
	c.known[third].texts = 2;
	catalog_merge(&c, 0, 1, true);
	ok(catalog_alike(&c, &from, &into) && from == third && into == 1, "what is like a part goes to the cluster that has it");
	c.known[0].part = false;
	c.merges = 0;
	c.known[third].named = true;
	catalog_merge(&c, 0, 2, false);
	ok(c.k == 2 && c.known[1].id == 3 && c.known[1].texts == 6 && c.count[3 * 2 + 1] == 6, "texts and words are put together");
	ok(catalog_find(&c, 1) == 1 && catalog_find(&c, 2) == 0 && catalog_find(&c, 4) == CATALOG_NONE, "ids are found, through merges");
	catalog_free(&c);
}

static int
edit(struct catalog *c, const char *text, const char *notes, const char *what)
{
	struct notes said = { 0 };
	struct buf lines = { 0 };
	struct fb_err e = { 0 };
	char file[80];
	snprintf(file, sizeof file, "%s.edits", path);
	write_text(file, text);
	int rc = catalog_edit(c, file, &said, &e);
	notes_write(&said, c, &lines);
	same(rc ? e.text : buf_cstr(&lines), notes, what);
	notes_free(&said);
	buf_free(&lines);
	unlink(file);
	return rc;
}

static void
editing(void)
{
	static const char lines[] = "# by the desk\n\nrename 1 Video stops\r\nrename 1  Video stalls \nmerge 2 1\nsplit 1 sound\n";
	struct catalog c = { .next = 1 };
	size_t from, into;
	fill(&c);
	edit(&c, lines,
	    "cluster 2 (refund) is merged into 1 (Video stalls)\ncluster 3 (sound) is split from 1 (Video stalls)\n"
	    "cluster 1 (video\tstalls) is now called Video stalls\n", "the last name holds; merged; split");
	edit(&c, lines, "", "the same lines again are done already");
	ok(c.k == 3 && c.next == 4 && c.known[1].part && c.known[2].id == 3, "one cluster more, one a part");
	ok(catalog_owner(&c, 1) == 0 && catalog_owner(&c, 0) == 0 && catalog_find(&c, 2) == 0 && c.count[1 * 3 + 1] == 2, "which keeps its own words");
	edit(&c, "rename 2 Money\n", "", "a name for a cluster that is merged away is no name for the other");
	for (size_t t = 0; t < c.terms; t++)
		c.count[t * 3 + 2] = c.count[t * 3];
	c.known[2].texts = 1;
	ok(!catalog_alike(&c, &from, &into), "what a person split is not merged again");
	ok(edit(&c, "move 1 2\n", "'move': rename ID NAME, merge ID INTO-ID or split ID PHRASE is wanted", "what may be said") == FB_ECONFIG,
	    "an unknown word");
	ok(edit(&c, "merge 1 7\n", "there is no cluster '7'; known are 1, 3", "what is known") == FB_ECONFIG, "an unknown id");
	ok(edit(&c, "split 1\n", "split 1: a phrase is wanted after it", "what is missing") == FB_ECONFIG, "a line too short");
	ok(edit(&c, "rename 1 \xff\n", "not UTF-8: save the file as UTF-8", "what is wrong") == FB_ECONFIG, "bytes that are no text");
	catalog_free(&c);
}

static void
ages(struct catalog *c, int32_t today, const char *notes, const char *what)
{
	struct notes said = { 0 };
	struct buf lines = { 0 };
	catalog_age(c, today, today, &said);
	notes_write(&said, c, &lines);
	same(buf_cstr(&lines), notes, what);
	notes_free(&said);
	buf_free(&lines);
}

/* A cluster rests from the 61st day after the third last day on which it was spoken of. */
static void
resting(void)
{
	struct catalog c = { .next = 1, .today = CATALOG_UNDATED, .halved = CATALOG_UNDATED };
	fill(&c);
	ages(&c, 20000, "", "the first day");
	ok(c.today == 20000 && c.known[1].day[2] == 20000, "what has no days is as of then");
	ages(&c, 20020, "", "twenty days on");
	for (int32_t day = 20018; day <= 20022; day += 2)
		catalog_said(&c, &c.known[1], day);
	catalog_said(&c, &c.known[1], 20018);
	ok(c.known[1].day[0] == 20020 && c.known[1].day[1] == 20018 && c.known[1].day[2] == 20000, "a day counts once, later than today is today");
	catalog_said(&c, &c.known[1], 20010);
	catalog_said(&c, &c.known[1], 19990);
	ok(c.known[1].day[1] == 20018 && c.known[1].day[2] == 20010, "the last three are kept");
	ages(&c, 20040, "", "forty");
	ages(&c, 20060, "", "sixty days of silence are allowed");
	ages(&c, 20061, "cluster 1 (video\tstalls) rests: hardly spoken of for 60 days\n", "then it rests");
	ages(&c, 20061, "", "which is said once");
	ok(c.known[0].rests && !c.known[1].rests, "and the other does not");
	ages(&c, 20050, "", "an earlier day");
	ok(c.today == 20061 && c.known[0].rests, "changes nothing");
	/* 60 days after the 20010th would be over on the 20071st; but of the 139 days without a run 28 count. */
	ages(&c, 20200, "cluster 2 (refund) rests: hardly spoken of for 60 days\n", "a long gap");
	ok(c.known[1].day[2] == 20010 + 111 && c.halved == 20000 + 111, "moves what is known, but for 28 days");
	ages(&c, CATALOG_UNDATED, "", "undated texts");
	ok(c.today == 20201, "are a day");
	catalog_wake(&c, &c.known[0]);
	ages(&c, 20202, "", "spoken of again");
	ok(!c.known[0].rests && c.known[1].rests, "it rests no more");
	catalog_merge(&c, 0, 1, false);
	ok(!c.known[0].rests && c.known[0].day[0] == 20201 && c.known[0].day[2] == 20201, "nor does what it is merged into, with the later days");
	catalog_free(&c);
}

/* Words: the sign (3 texts, 3 of the first cluster), refund (2, of the second), stalls (3, 3 of the first), video (5, 4 of the first). */
static void
halving(void)
{
	struct catalog c = { .next = 1, .today = CATALOG_UNDATED, .halved = CATALOG_UNDATED };
	fill(&c);
	c.spoken = 9;
	ages(&c, 20592, "", "the first day");
	for (int32_t day = 20592; day < 20592 + 89; day += 20) {
		ages(&c, day, "", "days go by");
		catalog_wake(&c, &c.known[0]);
		catalog_wake(&c, &c.known[1]);
	}
	c.known[1].day[2] = 0;
	ages(&c, 20592 + 89, "", "nearly ninety");
	ok(c.spoken == 9 && c.terms == 3 && slice_is(c.word[0], "refund"), "a burst that is long over is known no more, nor is its sign");
	ok(c.bursts == 0 && c.count[1] == 2 && c.count[4] == 4, "the counts of the other words stay in their places");
	ages(&c, 20592 + 90, "", "ninety");
	ok(c.spoken == 4 && c.all[0] == 1 && c.all[1] == 1 && c.all[2] == 2, "all counts are halved");
	ok(c.known[0].texts == 2 && c.count[2] == 1 && c.count[4] == 2, "and those of a cluster that is spoken of");
	ok(c.known[1].texts == 2 && c.count[1] == 2, "one that rests keeps its own");
	catalog_free(&c);
}

static void
forgetting(void)
{
	struct catalog c = { .next = 1, .today = CATALOG_UNDATED, .halved = CATALOG_UNDATED };
	struct notes said = { 0 };
	for (size_t i = 0; i < CATALOG_RESTING + 6; i++)
		catalog_add(&c, "x");
	catalog_age(&c, 20000, 20000, &said);
	c.known[1].named = true;
	catalog_merge(&c, 3, 2, true);
	catalog_merge(&c, 5, 4, false);
	for (size_t i = 0; i < c.k; i++)
		for (size_t d = 0; d < CATALOG_DAYS; d++)
			c.known[i].day[d] = 19000 + (int32_t)i;
	/* Of 205 that rest three are a person's; 1 and 5, silent longest, are two too many. */
	catalog_age(&c, 20021, 20021, &said);
	ok(c.k == CATALOG_RESTING + 3 && catalog_find(&c, 1) == CATALOG_NONE && catalog_find(&c, 5) == CATALOG_NONE && catalog_find(&c, 7) == 3,
	    "so many that rest are kept, those spoken of last");
	ok(catalog_find(&c, 2) == 0 && catalog_find(&c, 3) == 1 && catalog_find(&c, 4) == 1, "and all that a person changed");
	ok(c.merges == 1 && c.merged[0].from == 4, "a merge into what is forgotten is forgotten");
	catalog_free(&c);
	notes_free(&said);
}

/* A file as it was written before days were kept. */
static void
old_file(void)
{
	static const uint32_t all[] = { 2 }, column = 0, texts = 2;
	static const uint64_t at[] = { 0, 1 };
	struct container_part part[] = { { "words", "a\n", 2 }, { "all", all, 4 }, { "at", at, 16 }, { "column", &column, 4 }, { "texts", &texts, 4 } };
	struct buf file = { 0 };
	struct catalog c;
	struct fb_err e = { 0 };
	container_make(&file, "clusters", slice("next 3\nevery 0\nspoken 9\ncluster 1 4 a\nmerged 2 1\nburst 20000 20003 P\n"), part, 5);
	file_write(path, buf_str(&file), OUTFILE_PRIVATE, &e);
	ok(catalog_open(&c, path, &e) == 0 && c.k == 1 && c.today == CATALOG_UNDATED, "it loads: %s", e.text);
	ok(catalog_changed(&c, 0), "its merges may be a person's");
	ages(&c, 20500, "", "all it knows is as of the next run");
	ok(c.known[0].day[2] == 20500 && c.bursts == 0, "old bursts aside");
	ok(catalog_write(&c, &e) == 0, "written");
	catalog_free(&c);
	ok(catalog_open(&c, path, &e) == 0 && c.today == 20500 && c.halved == 20500 && c.known[0].day[1] == 20500 && c.merged[0].asked,
	    "and read again with its days: %s", e.text);
	catalog_free(&c);
	buf_free(&file);
}

/* Six rest, two are new and something else is said: the six become one line, which names the three of most texts, equals in the order of lines. */
static void
notes(void)
{
	static const double texts[] = { 4, 9, 7, 1, 9, 2, 50, 60 };
	struct catalog c = { .next = 1 };
	struct notes n = { 0 };
	struct buf b = { 0 };
	for (uint64_t i = 0; i < 8; i++) {
		char name[8];
		snprintf(name, sizeof name, "n%d", (int)i + 1);
		catalog_add(&c, name);
		c.known[i].texts = texts[i];
		if (i < 6)
			notes_add(&n, NOTE_RESTS, i + 1, name, " rests: hardly spoken of for 60 days");
		else
			notes_add(&n, NOTE_NEW, i + 1, name, " is new");
	}
	notes_add(&n, NOTE_RENAMED, 7, "n7", " is now called seven");
	notes_write(&n, &c, &b);
	same(buf_cstr(&b),
	    "cluster 7 (n7) is new\ncluster 8 (n8) is new\ncluster 7 (n7) is now called seven\n"
	    "6 clusters rest, hardly spoken of for 60 days: 2 (n2), 5 (n5), 3 (n3) and 3 more\n", "many notes of a kind are one");
	catalog_free(&c);
	notes_free(&n);
	buf_free(&b);
}

int
main(void)
{
	snprintf(path, sizeof path, "/tmp/fb-unit.%ld", (long)getpid());
	bursts_again();
	round_trip();
	distrust();
	merging();
	editing();
	resting();
	halving();
	forgetting();
	old_file();
	notes();
	unlink(path);
	return tap_end();
}
