/* The crew: blocks in a ring, worked on by the caller and up to jobs - 1 threads, taken off in the order they came.
 *
 * The caller puts blocks in, takes finished ones off the front, and works itself where it would have to wait. Threads
 * are started one by one, when a full block waits for one. pipeline.c only. */
#ifndef FB_CREW_H
#define FB_CREW_H

#include <pthread.h>

#include "base/par.h"
#include "record/block.h"

struct crew {
	const struct binding *binding;
	size_t jobs, started;
	struct worker worker[PAR_MOST]; /* [0] is the caller's */
	pthread_t id[PAR_MOST];
	struct block *ring;
	size_t size;
	size_t head, next, tail;        /* taken off; claimed; put in: ever growing, head <= next <= tail <= head + size */
	bool stop;
	pthread_mutex_t lock;
	pthread_cond_t work, done;
};

void crew_open(struct crew *c, const struct binding *b, size_t jobs);   /* jobs: of par_jobs */
/* The block to fill next; there is always one after crew_front returned NULL with wait false. */
struct block *crew_free(struct crew *c);
/* Put in the block that crew_free gave. */
void crew_put(struct crew *c);
/* The oldest block, once it is finished; NULL where none is in, or (without wait) where it is not finished and there is
 * room for another. Valid until crew_take. */
struct block *crew_front(struct crew *c, bool wait);
void crew_take(struct crew *c);
void crew_close(struct crew *c);        /* ends the threads; unworker is called for each, in order */
/* Threads stop after the block they are at; nothing more is taken. */
void crew_stop(struct crew *c);

#endif
