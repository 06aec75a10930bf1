/* Threads for computing: split a job into numbered pieces and run them on some threads.
 *
 * Which thread runs which piece is chance; so a piece writes only what is its own, and sums of floats are made over
 * pieces in their order, with a number of pieces that does not depend on jobs. */
#ifndef FB_PAR_H
#define FB_PAR_H

#include <stddef.h>

size_t par_cores(void);         /* cores that this process may use, at least 1 */

/* Call run(job, piece, thread) for piece 0 .. pieces-1 on at most jobs threads (thread < jobs); returns when all are done. */
void par_run(size_t jobs, size_t pieces, void (*run)(void *job, size_t piece, size_t thread), void *job);

#endif
