/* A dictionary whose file is whole, but made wrong: every place of it that points outside the trie is found when it is opened. */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "tap.h"
#include "text/compile.h"
#include "text/lexicon.h"

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
	container_close(&c);
	unlink(path);
	unlink(list);
	buf_free(&file);
	buf_free(&wrong);
	return tap_end();
}
