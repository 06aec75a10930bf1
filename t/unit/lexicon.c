/* A dictionary whose file is whole, but made wrong: every place of it that points outside the trie is found, of a small file when it is
 * opened, of a big one before it is needed. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "tap.h"
#include "text/compile.h"
#include "text/lexicon.h"
#include "text/segment.h"

static const char words[] = "课 800\n程 100\n课程 900\n内容 800\n深度 300\n中华人民共和国 90\n中华 80\n人民 300\n退款 500\n";
static const char path[] = "lexicon-unit.dict";
static struct lexicon lexicon;

static int
open_bytes(struct fb_str bytes)
{
	struct fb_err e = { 0 };
	if (file_write(path, bytes, OUTFILE_PRIVATE, &e) != 0)
		return -1;
	int rc = lexicon_open(&lexicon, path, &e);
	if (rc == 0)
		lexicon_close(&lexicon);
	else
		ok(strstr(e.text, path) && strstr(e.text, "outside"), "it is said: %s", e.text);
	return rc;
}

/* The file again, with the number at an offset of a section or-ed with bits. */
static void
make_wrong(struct buf *out, const struct container *c, const char *section, size_t at, uint32_t bits)
{
	static const char *const name[] = { "index", "entry", "check", "node", "mixed" };
	struct container_part part[5];
	char *copy[5];
	uint32_t x;
	for (size_t k = 0; k < 5; k++) {
		struct fb_str s = container_section(c, name[k]);
		copy[k] = malloc(s.n + 1);
		if (s.n)
			memcpy(copy[k], s.p, s.n);
		part[k] = (struct container_part){ name[k], copy[k], s.n };
		if (strcmp(section, name[k]) == 0) {
			memcpy(&x, copy[k] + at, sizeof x);
			x |= bits;
			memcpy(copy[k] + at, &x, sizeof x);
		}
	}
	out->n = 0;
	container_make(out, "dictionary", slice("words 9\n"), part, 5);
	for (size_t k = 0; k < 5; k++)
		free(copy[k]);
}

/* The same of a big file that is proved in pieces: free nodes are added behind the others, up to so many. */
static void
make_big(struct buf *out, const struct container *c, size_t nodes, size_t node, uint32_t bits)
{
	static const char *const name[] = { "index", "entry", "mixed" };
	struct container_part part[5];
	size_t had = container_section(c, "node").n / sizeof(uint32_t);
	uint32_t *all = calloc(nodes, sizeof *all);
	uint16_t *check = calloc(nodes, sizeof *check);
	memcpy(all, container_section(c, "node").p, had * sizeof *all);
	memcpy(check, container_section(c, "check").p, had * sizeof *check);
	for (size_t i = had; i < nodes; i++) {
		all[i] = (uint32_t)LEXICON_NO_WORD << LEXICON_COST;
		check[i] = LEXICON_NEVER;
	}
	all[node] |= bits;
	for (size_t k = 0; k < 3; k++)
		part[k] = (struct container_part){ name[k], container_section(c, name[k]).p, container_section(c, name[k]).n };
	part[3] = (struct container_part){ "check", check, nodes * sizeof *check };
	part[4] = (struct container_part){ "node", all, nodes * sizeof *all };
	container_make_pieces(out, "dictionary", slice("words 9\n"), part, 5, LEXICON_FRONT);
	free(all);
	free(check);
}

/* What becomes of a process that opens the dictionary and cuts the text: its status. */
static int
cut_apart(struct fb_str text)
{
	int status = 0;
	fflush(stdout);
	pid_t p = fork();
	if (p == 0) {
		struct fb_err e = { 0 };
		struct segment s = { 0 };
		if (lexicon_open(&lexicon, path, &e) != 0)
			_exit(1);
		close(2);
		segment_run(&s, &lexicon, text);
		_exit(s.n ? 0 : 2);
	}
	waitpid(p, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Every node that the words need is led astray: a text with the words ends the program, one without them does not meet it. */
static void
big_files(const struct container *c)
{
	enum { NODES = 40000 };
	struct buf wrong = { 0 }, all = { 0 };
	struct fb_err e = { 0 };
	const uint16_t *check = (const void *)container_section(c, "check").p;
	size_t had = container_section(c, "node").n / sizeof(uint32_t), used = 0, ended = 0, passed = 0, long_ended = 0;
	while (all.n < 6 * LEXICON_FEW)
		buf_text(&all, "程退程退程退程退");
	for (size_t i = 0; i <= had; i++) {
		if (i < had && check[i] == LEXICON_NEVER)
			continue;
		used++;
		make_big(&wrong, c, NODES, i < had ? i : NODES - 1, LEXICON_BASE);
		file_write(path, buf_str(&wrong), OUTFILE_PRIVATE, &e);
		ended += cut_apart(slice("课程内容深度人民中华人民共和国退款")) == (i < had ? -FB_EDATA : 0);
		passed += cut_apart(slice("程退")) == 0;
		long_ended += cut_apart(buf_str(&all)) == -FB_EDATA;
	}
	ok(used > 9 && ended == used, "in a big file each of %zu nodes with a base beyond the end is met where it is needed: %zu", used - 1, ended);
	ok(passed == used && long_ended == used, "and not before, but in any long text");
	make_big(&wrong, c, NODES, NODES - 1, 0);
	file_write(path, buf_str(&wrong), OUTFILE_PRIVATE, &e);
	ok(cut_apart(buf_str(&all)) == 0 && cut_apart(slice("课程内容")) == 0, "a big file that is right is used");
	buf_free(&wrong);
	buf_free(&all);
}

int
main(void)
{
	static const char list[] = "lexicon-unit.txt";
	char *lists[] = { (char *)(uintptr_t)list };
	struct buf file = { 0 }, wrong = { 0 };
	struct container c;
	struct compiled sum;
	struct fb_err e = { 0 };
	ok(file_write(list, slice(words), OUTFILE_PRIVATE, &e) == 0 && compile_lists(&file, lists, 1, &sum, &e) == 0, "words are compiled");
	ok(open_bytes(buf_str(&file)) == 0, "the dictionary opens");
	file_write(path, buf_str(&file), OUTFILE_PRIVATE, &e);
	ok(container_open(&c, path, "dictionary", &e) == 0, "as a container, too");
	size_t nodes = container_section(&c, "node").n / sizeof(uint32_t), found = 0;
	for (size_t i = 0; i < nodes; i++) {
		make_wrong(&wrong, &c, "node", i * sizeof(uint32_t), LEXICON_BASE);
		file_write(path, buf_str(&wrong), OUTFILE_PRIVATE, &e);
		if (lexicon_open(&lexicon, path, &e) == 0)
			lexicon_close(&lexicon);
		else
			found++;
	}
	ok(nodes > 16 && found == nodes, "a base beyond the end is found in each of %zu nodes: in %zu", nodes, found);
	make_wrong(&wrong, &c, "entry", sizeof(struct lexicon_entry) + offsetof(struct lexicon_entry, base), LEXICON_BASE);
	ok(open_bytes(buf_str(&wrong)) != 0, "a root beyond the end");
	make_wrong(&wrong, &c, "entry", sizeof(struct lexicon_entry) + offsetof(struct lexicon_entry, id), 0x7fff);
	ok(open_bytes(buf_str(&wrong)) != 0, "an id beyond the trie");
	make_wrong(&wrong, &c, "index", 0, 0x7fff);
	ok(open_bytes(buf_str(&wrong)) != 0, "an index beyond the entries");
	big_files(&c);
	container_close(&c);
	unlink(path);
	unlink(list);
	buf_free(&file);
	buf_free(&wrong);
	return tap_end();
}
