/* Fuzz target: the segmenter. Whatever valid text comes, the tokens joined are the text without its white space, and the
 * plain reference cuts the words alike. The dictionary is made of a few words at the start. */
#include "fuzz.h"

#include <stdio.h>
#include <unistd.h>

#include "../unit/plain.h"
#include "base/file.h"
#include "record/scan.h"
#include "text/compile.h"
#include "text/signs.h"

static const char list[] =
	"的 5000\n了 4000\n一 3000\n不 3000\n课 200\n程 100\n课程 900\n内容 800\n深度 300\n不够 200\n中华人民共和国 90\n中华 80\n人民 300\n共和国 70\n"
	"退款 500\n第一 400\n三十 100\n哈哈 60\n克斯特 5 nrt\n克尔巴 7 nrt\n斯特拉 9 nrt\n自动续费\nT恤\nQQ群\nB站\n卡拉OK\n";

static void
open_lexicon(struct lexicon *l)
{
	struct buf file = { 0 };
	struct compiled sum;
	struct fb_err e = { 0 };
	char words[] = "fuzz-words-XXXXXX", dict[] = "fuzz-dict-XXXXXX", *paths[] = { words };
	check(close(mkstemp(words)) == 0 && close(mkstemp(dict)) == 0);
	check(file_write(words, slice(list), OUTFILE_PRIVATE, &e) == 0);
	check(compile_lists(&file, paths, 1, &sum, &e) == 0);
	check(file_write(dict, buf_str(&file), OUTFILE_PRIVATE, &e) == 0);
	check(lexicon_open(l, dict, &e) == 0);
	check(unlink(words) == 0 && unlink(dict) == 0);
	buf_free(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct lexicon lexicon;
	static struct segment s;
	struct fb_str text = { (const char *)data, scan_utf8((const char *)data, size) };
	size_t at = 0;
	if (!lexicon.entries) {
		open_lexicon(&lexicon);
		plain_open(&lexicon);
	}
	segment_run(&s, &lexicon, text);
	for (size_t i = 0; i <= s.n; i++) {
		size_t next = i < s.n ? s.token[i].at : text.n;
		check(next >= at && next <= text.n);
		while (at < next) {
			struct sign x = sign_look(text.p + at);
			check(x.class == SIGN_SPACE);
			at += x.n;
		}
		for (size_t end = i < s.n ? at + s.token[i].n : at; at < end;) {
			struct sign x = sign_look(text.p + at);
			check(x.class != SIGN_SPACE);
			at += x.n;
		}
	}
	check(at == text.n && plain_agrees(&s, &lexicon, text));
	return 0;
}
