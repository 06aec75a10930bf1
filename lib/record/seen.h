/* What was passed on before: the state file of fb-import --seen.
 *
 * A container (base/container.h) of kind "seen": section ids, XXH3-64 of each id, ascending, and section texts, for each the low 32 bits
 * of its text's: 12 bytes a record. Of an id that stood in an export with several texts all are kept, ascending, as of the last run
 * that met it: which of them is the newest nobody knows before the export's end, and the same export again is nothing new. While open,
 * the file is locked (base/state.h); it is replaced whole when the run has ended well. */
#ifndef FB_SEEN_H
#define FB_SEEN_H

#include "base/container.h"
#include "base/state.h"

struct seen {
	struct state state;
	struct container old;
	const uint64_t *id;             /* of the old file, ascending */
	const uint32_t *text;
	unsigned char *met;             /* of each of these, whether this run met it */
	size_t n;
	/* What this run met and the file does not know; open addressing, `used` tells free slots from id 0. `more`: not the first text of
	 * its id, and found by both, so that one id with a million texts costs no more than a million ids. */
	struct seen_slot {
		uint64_t id;
		uint32_t text;
		bool used, more;
	} *slot;
	size_t slots, taken;
};

/* FB_ELOCK where another run has it; FB_EDATA where it is damaged or something else; FB_ECREATE. */
int seen_open(struct seen *s, const char *path, struct fb_err *e);

enum seen_answer { SEEN_NEW, SEEN_CHANGED, SEEN_BEFORE };

/* Ask about a record, and remember it. */
enum seen_answer seen_ask(struct seen *s, uint64_t id, uint64_t text);

int seen_commit(struct seen *s, struct fb_err *e);
void seen_close(struct seen *s);        /* without commit the file stays as it was */

#endif
