/* Watching a training: how much of it is done, told to whoever wants to show it. */
#ifndef FB_WATCH_H
#define FB_WATCH_H

#include <pthread.h>

struct watch {
	void (*show)(void *arg, double done, double loss);      /* done: 0 … 1, never falling; one call at a time. NULL: nobody watches */
	void *arg;
	pthread_mutex_t lock;   /* PTHREAD_MUTEX_INITIALIZER */
	double done;
};

/* That share of the whole is done too; the loss is that of the step. Any thread. w may be NULL. */
void watch_add(struct watch *w, double share, double loss);

#endif
