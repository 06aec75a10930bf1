/* Threads for computing: split a job into numbered pieces and run them on some threads.
 *
 * Which thread runs which piece is chance; so a piece writes only what is its own, and sums of floats are made over
 * pieces in their order, with a number of pieces that does not depend on jobs. */
#ifndef FB_PAR_H
#define FB_PAR_H

#include <stddef.h>
#include <stdint.h>

enum { PAR_MOST = 64 };         /* threads at once */

/* As many threads as a user asked for, up to PAR_MOST; 0: one for each core that this process may use. */
size_t par_jobs(uint64_t asked);

/* Call run(job, piece, thread) for piece 0 .. pieces-1 on at most jobs threads (thread < jobs); returns when all are done. */
void par_run(size_t jobs, size_t pieces, void (*run)(void *job, size_t piece, size_t thread), void *job);

#endif
