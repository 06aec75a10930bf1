/* fb-route's filters: rules put to each record of a stream; what the rules cost; what new rules would change. */
#ifndef FB_ROUTE_H
#define FB_ROUTE_H

#include <stdbool.h>

#include "desk/ruling.h"
#include "desk/rules_check.h"
#include "record/pipeline.h"

struct route_options {
	struct ruling_options ruling;   /* explain is set by why and ruling.why_not */
	const char *rules;      /* file */
	bool why, stamp;        /* further columns */
	const char *replay;     /* rules that the new ones are compared with; NULL */
	const char *replay_from;        /* or a column of the stream: "dept_old", "dept=before"; NULL */
	const char *max_flips;  /* a share such as "1%": FB_ELOOK where more records change; NULL */
};

struct route;

/* Read the rules and what they name. Errors as of ruling_open. */
int route_open(struct route **r, const struct route_options *o, struct fb_err *e);
void route_close(struct route *r);      /* NULL is harmless */

/* The filter for pipeline_run, and its job. Owned by r. */
const struct filter *route_filter(const struct route *r);
void *route_job(struct route *r);

/* --check: the rules of that file, with -m's models and --names' columns. Errors as of route_open and model_open. */
int route_check(const char *rules, const struct route_options *o, const struct opt_list *models, const struct opt_list *columns,
    struct check *c, struct fb_err *e);

/* After a run that went well: write the state file, if there is one. */
int route_save(struct route *r, struct fb_err *e);

/* After the run: how many tests ran into the limits of their regular expressions; where there are any, *e names the first. */
uint64_t route_limited(const struct route *r, struct fb_err *e);

#endif
