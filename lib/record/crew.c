#include "record/crew.h"

#include <stdlib.h>

struct hand {
	struct crew *crew;
	size_t number;
};

void
crew_open(struct crew *c, const struct binding *b, size_t jobs)
{
	*c = (struct crew){ .binding = b, .jobs = jobs };
	c->size = c->jobs == 1 ? 1 : 2 * c->jobs + 2;
	c->ring = xcalloc(c->size, sizeof *c->ring);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->work, NULL);
	pthread_cond_init(&c->done, NULL);
}

struct block *
crew_free(struct crew *c)
{
	return &c->ring[c->tail % c->size];
}

/* Claim and do one block; called and returns with the lock held. */
static void
do_one(struct crew *c, struct worker *w)
{
	struct block *k = &c->ring[c->next++ % c->size];
	pthread_mutex_unlock(&c->lock);
	block_process(c->binding, w, k);
	pthread_mutex_lock(&c->lock);
	k->done = true;
	pthread_cond_signal(&c->done);
}

static void *
hand(void *arg)
{
	struct hand *h = arg;
	struct crew *c = h->crew;
	struct worker *w = &c->worker[h->number];
	free(h);
	pthread_mutex_lock(&c->lock);
	for (;;) {
		while (c->next == c->tail && !c->stop)
			pthread_cond_wait(&c->work, &c->lock);
		if (c->stop)
			break;
		do_one(c, w);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

static void
start_one(struct crew *c)
{
	struct hand *h = xmalloc(sizeof *h);
	size_t number = c->started + 1;
	*h = (struct hand){ c, number };
	/* A thread that cannot be had is no error: the caller does the work. */
	if (pthread_create(&c->id[number], NULL, hand, h) == 0)
		c->started++;
	else
		free(h);
}

void
crew_put(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	struct block *k = &c->ring[c->tail++ % c->size];
	k->done = false;
	bool full = k->in.full;
	pthread_cond_signal(&c->work);
	if (full && c->started + 1 < c->jobs)
		start_one(c);
	pthread_mutex_unlock(&c->lock);
}

struct block *
crew_front(struct crew *c, bool wait)
{
	struct block *front = NULL;
	pthread_mutex_lock(&c->lock);
	for (;;) {
		if (c->head == c->tail)
			break;
		front = &c->ring[c->head % c->size];
		if (front->done)
			break;
		bool must = wait || c->tail - c->head == c->size;
		front = NULL;
		if (!must)
			break;
		if (c->next < c->tail)
			do_one(c, &c->worker[0]);
		else
			pthread_cond_wait(&c->done, &c->lock);
	}
	pthread_mutex_unlock(&c->lock);
	return front;
}

void
crew_take(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->head++;
	pthread_mutex_unlock(&c->lock);
}

void
crew_stop(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	pthread_cond_broadcast(&c->work);
	pthread_mutex_unlock(&c->lock);
	for (size_t i = 1; i <= c->started; i++)
		pthread_join(c->id[i], NULL);
	c->started = 0;
}

void
crew_close(struct crew *c)
{
	const struct filter *f = c->binding->filter;
	crew_stop(c);
	for (size_t i = 0; i < PAR_MOST; i++) {
		struct worker *w = &c->worker[i];
		if (w->ready) {
			if (f->unworker)
				f->unworker(c->binding->job, w->own);
			c->binding->format->unreader(w->reader);
		}
		free(w->f);
		buf_free(&w->made.b);
		w->ready = false;
	}
	for (size_t i = 0; i < c->size; i++)
		block_free(&c->ring[i]);
	free(c->ring);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->work);
	pthread_cond_destroy(&c->done);
}
