/* Memory: allocation that ends the program with status 71 when there is none, and an arena.
 *
 * fb's programs have no use for a run that goes on after malloc failed; so no caller checks. Sizes are checked for
 * overflow where they are products. */
#ifndef FB_MEM_H
#define FB_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t count, size_t size);     /* count * size bytes */
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* Grow *p (of elements of that size) so that it holds at least want; *cap is its capacity. Doubles. */
void *xgrow(void *p, size_t *cap, size_t want, size_t size);

/* The end that all of these come to: for libraries that report want of memory in other ways. */
_Noreturn void mem_none(void);

/* So many bytes are about to be asked for, in small pieces: the system is asked for their pages at once, since one after another they cost
 * more than all else in a short run (on virtual machines 20 microseconds each). Before the first thread starts; may be called again. */
void mem_ahead(size_t bytes);

/* Called, where set, before the program ends for want of memory: outfile.c removes its temporary files. */
extern void (*mem_last_act)(void);

/* Arena: many small pieces that live and die together. Zero-initialise; pieces never move. */
struct arena {
	struct arena_chunk *last;
	size_t used;        /* of the last chunk */
	size_t total;       /* bytes held */
};

void *arena_get(struct arena *a, size_t size);          /* aligned to 8 */
char *arena_copy(struct arena *a, const void *p, size_t n);     /* with a NUL after it */
void arena_free(struct arena *a);

#endif
