/* Time zones: from the system's data (TZif, RFC 8536, below /usr/share/zoneinfo) or a fixed offset. Neither $TZ nor $TZDIR
 * nor the clock is asked: the same name and data give the same offsets everywhere.
 *
 * Instants are seconds since 1970-01-01T00:00Z without leap seconds; a wall time is the same count read off a clock in the
 * zone. After a file's last transition its footer (a POSIX TZ string) rules. */
#ifndef FB_ZONE_H
#define FB_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct zone;

/* name: "Asia/Shanghai", "UTC", "Z" or a fixed "+08:00". FB_ECONFIG with the nearest name, or where the data is broken. */
int zone_open(struct zone **z, const char *name, struct fb_err *e);
void zone_close(struct zone *z);        /* NULL is harmless */

/* A zone from the bytes of a TZif file; they are not kept. */
int zone_parse(struct zone **z, const void *bytes, size_t n, struct fb_err *e);

/* Seconds east of UTC at an instant. */
int32_t zone_offset(const struct zone *z, int64_t instant);

/* The instant of a wall time. A time that occurs twice (clocks set back) is the first of the two; one that is skipped
 * (clocks set forward) is taken with the offset before the jump: 02:30 becomes 03:30 (RFC 5545, 3.3.5). */
int64_t zone_instant(const struct zone *z, int64_t wall);

#endif
