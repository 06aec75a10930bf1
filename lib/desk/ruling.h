/* A rules file ready to be put to a stream: read, indexed, with what its counters remember.
 *
 * Where rules count, a record is judged in two steps (clerk.h): ruling_before on any thread, ruling_after in stream order.
 * Programs that compare go that way in any case. */
#ifndef FB_RULING_H
#define FB_RULING_H

#include "desk/clerk.h"
#include "desk/recall.h"

struct ruling {
	struct rules *rules;
	struct rule_index *index;
	struct clerk_options options;
	struct zone *zone;
	struct recall *recall;  /* of rules that count; NULL */
	struct clerk *second;   /* the clerk of ruling_after */
	uint64_t *limited;      /* by test, of all clerks that were given back */
	struct cost *cost;      /* by rule, the same */
};

struct ruling_options {
	const char *tz;         /* zone of dates without offset; NULL: the usual calendar's */
	const char *now;        /* for age; NULL: not known */
	const char *why_not;    /* a rule's name; NULL */
	const char *state;      /* file in which counters are kept between runs; NULL: they begin with nothing */
	bool explain, profile;
};

/* FB_ECONFIG, FB_ENOINPUT of the rules; FB_EUSAGE of the options; errors of recall_load. Close it in any case. */
int ruling_open(struct ruling *r, const char *path, const struct ruling_options *o, struct fb_err *e);
void ruling_close(struct ruling *r);

/* --tz and --now into *c; *zone is to be closed. FB_EUSAGE. */
int ruling_time(const struct ruling_options *o, struct clerk_options *c, struct zone **zone, struct fb_err *e);

/* Whether the stream has what the rules read. FB_ECONFIG with the place in the rules. */
int ruling_bind(const struct ruling *r, const struct cols *in, struct fb_err *e);

size_t ruling_note(const struct ruling *r);             /* bytes */
void ruling_before(const struct ruling *r, struct clerk *c, const struct fb_str *field, void *note);
struct clerk *ruling_after(struct ruling *r, const struct fb_str *field, const void *note);

/* A clerk is done: its counts are added, and it is closed. Not for several threads at once. */
void ruling_return(struct ruling *r, struct clerk *c);

#endif
