#include "base/par.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/mem.h"

static size_t
cores(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n > 0 ? (size_t)n : 1;
}

size_t
par_jobs(uint64_t asked)
{
	size_t jobs = asked ? asked : cores();
	return jobs < PAR_MOST ? jobs : PAR_MOST;
}

struct team {
	void (*run)(void *, size_t, size_t);
	void *job;
	size_t pieces;
	atomic_size_t next;
};

struct member {
	struct team *team;
	size_t thread;
	pthread_t id;
};

static void *
work(void *arg)
{
	struct member *m = arg;
	size_t piece;
	while ((piece = atomic_fetch_add(&m->team->next, 1)) < m->team->pieces)
		m->team->run(m->team->job, piece, m->thread);
	return NULL;
}

void
par_run(size_t jobs, size_t pieces, void (*run)(void *job, size_t piece, size_t thread), void *job)
{
	struct team team = { .run = run, .job = job, .pieces = pieces };
	struct member member[PAR_MOST];
	size_t started = 1;
	atomic_init(&team.next, 0);
	if (jobs > pieces)
		jobs = pieces;
	if (jobs > PAR_MOST)
		jobs = PAR_MOST;
	/* A thread that cannot be had is no error: the others do its pieces. */
	for (; started < jobs; started++) {
		member[started] = (struct member){ .team = &team, .thread = started };
		if (pthread_create(&member[started].id, NULL, work, &member[started]) != 0)
			break;
	}
	member[0] = (struct member){ .team = &team };
	work(&member[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(member[i].id, NULL);
}
