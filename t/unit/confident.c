/* Confident learning on records worked by hand. */
#include <math.h>

#include "learn/confident.h"
#include "tap.h"

static int
near(double x, double y)
{
	return fabs(x - y) < 1e-6;
}

/* Label 2 is rare and never likely: its threshold is (.3 + .1) / 2 = .2, which record 0 reaches too, though label 0 is likelier
 * there; so record 0 stays with label 0. Record 5, given 1, has .45 for 0 (threshold (.6 + .5 + .5) / 3 = .5333: not reached),
 * .34 for 1 (threshold (.8 + .34) / 2 = .57: not reached) and .21 for 2, reached: it is counted as 2, but 2 is not likelier
 * than the label given, and it is no suspect. Record 6, given 2, has .9 for 1: a suspect. */
static void
three_labels(void)
{
	static const float p[] = {
		.6f, .1f, .3f,  /* 0 */
		.5f, .4f, .1f,  /* 0 */
		.5f, .4f, .1f,  /* 0 */
		.1f, .8f, .1f,  /* 1 */
		.3f, .4f, .3f,  /* 2 */
		.45f, .34f, .21f,       /* 1 */
		0, .9f, .1f,    /* 2 */
	};
	static const uint32_t label[] = { 0, 0, 0, 1, 2, 1, 2 };
	static const uint64_t joint[] = { 1, 0, 0, 0, 1, 1, 0, 1, 1 };
	struct confident c;
	confident_find(&c, p, label, 7, 3, 3);
	ok(near(c.threshold[0], 1.6 / 3) && near(c.threshold[1], .57) && near(c.threshold[2], .2), "thresholds are mean self-confidence");
	ok(memcmp(c.joint, joint, sizeof joint) == 0, "the confident joint");
	ok(c.suspects == 1 && c.suspect[0].record == 6 && c.suspect[0].label == 1, "a less likely label accuses no one");
	ok(c.suspects == 1 && near((double)c.suspect[0].p, .9) && near((double)c.suspect[0].given, .1), "its probabilities");
	/* Rows: label 0: all right; label 1: 1 of 2 of 2 records; label 2: 1 of 2 of 2 records. */
	ok(near(c.wrong, 2), "the estimate of wrong labels");
	confident_free(&c);
}

static void
exchanged(void)
{
	/* With one record a label, its own p is the threshold. */
	static const float p[] = { .2f, .8f, .9f, .1f };
	static const uint32_t label[] = { 0, 1 };
	struct confident c;
	confident_find(&c, p, label, 2, 2, 2);
	ok(c.suspects == 2 && c.suspect[0].record == 1 && c.suspect[1].record == 0, "exchanged labels, the wider margin first");
	ok(near(c.wrong, 2), "both are wrong");
	confident_free(&c);
}

int
main(void)
{
	three_labels();
	exchanged();
	return tap_end();
}
