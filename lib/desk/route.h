/* fb-route's filter: rules put to each record of a stream. */
#ifndef FB_ROUTE_H
#define FB_ROUTE_H

#include <stdbool.h>

#include "base/err.h"
#include "desk/rules_check.h"
#include "record/pipeline.h"

struct route_options {
	const char *rules;      /* file */
	const char *tz;         /* zone of dates without offset; NULL: the usual calendar's */
	const char *now;        /* for age; NULL: not known */
	const char *why_not;    /* a rule's name; NULL */
	const char *state;      /* file in which counters are kept between runs; NULL: they begin with nothing */
	bool why, stamp;
};

struct route;

/* Read the rules and what they name. FB_ECONFIG, FB_ENOINPUT; FB_EUSAGE for --tz, --now and --why-not. */
int route_open(struct route **r, const struct route_options *o, struct fb_err *e);
void route_close(struct route *r);      /* NULL is harmless */

/* The filter for pipeline_run with r as its job. Owned by r. */
const struct filter *route_filter(const struct route *r);

/* --check: the rules of that file, with -m's models and --names' columns. Errors as of route_open and model_open. */
int route_check(const char *rules, const struct route_options *o, const struct opt_list *models, const struct opt_list *columns,
    struct check *c, struct fb_err *e);

/* After a run that went well: write the state file, if there is one. */
int route_save(struct route *r, struct fb_err *e);

/* After the run: how many tests ran into the limits of their regular expressions; where there are any, *e names the first. */
uint64_t route_limited(const struct route *r, struct fb_err *e);

#endif
