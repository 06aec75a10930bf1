/* Near-duplicates: texts in nearly the same words, and no others. */
#include <stdlib.h>

#include "learn/copies.h"
#include "tap.h"

static const char *const text[] = {
	"this course is the best one that i ever took buy it today at half price",      /* 0: a campaign */
	"this course is the best one that i ever took buy it now at half price",        /* 1: one word of 16 is another */
	"wow this course is the best one that i ever took buy it today at half price",  /* 2 */
	"the video of chapter three stalls and refreshing the page does not help me",   /* 3 */
	"very good",    /* 4 */
	"very good",    /* 5 */
	"very bad",     /* 6 */
	"very good course",     /* 7 */
	"this course is the worst one that nobody ever took do not buy it at any price",        /* 8 */
	"",             /* 9, 10: blank */
	"",
};
enum { TEXTS = sizeof text / sizeof *text };

int
main(void)
{
	struct vocabulary v = { 0 };
	struct wording w = { 0 };
	struct buf packed = { 0 };
	uint32_t first[TEXTS];
	for (size_t i = 0; i < TEXTS; i++) {
		packed.n = 0;
		wording_run(&w, slice(text[i]));
		text_pack(&packed, &w);
		vocabulary_add(&v, buf_str(&packed), !*text[i]);
	}
	copies_find(&v, first);
	ok(first[0] == first[1] && first[1] == first[2], "a campaign that changes a word or adds one");
	ok(first[0] == 0 || first[0] == 1 || first[0] == 2, "one of them stands for all");
	ok(first[3] == 3 && first[8] == 8, "other texts stand for themselves, whatever words they share");
	ok(first[4] == 4 && first[5] == 4, "short texts of the same words");
	ok(first[6] == 6 && first[7] == 7, "short texts of other words are none");
	ok(first[9] == 9 && first[10] == 10, "nor is what says nothing");
	vocabulary_free(&v);
	wording_free(&w);
	buf_free(&packed);
	return tap_end();
}
