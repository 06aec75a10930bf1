/* Spherical k-means (Dhillon & Modha 2001): vectors of length 1, groups around directions.
 *
 * The first centres are chosen as k-means++ does (Arthur & Vassilvitskii 2007), with a fixed sequence of numbers instead of
 * chance: `start` chooses the sequence, so the same vectors in the same order give the same groups. Each centre is the best of
 * `tries` that are drawn: with more than one, less hangs on the start. */
#ifndef FB_KMEANS_H
#define FB_KMEANS_H

#include <stddef.h>
#include <stdint.h>

/* label[rows] < k for x (rows × d). */
void kmeans_run(const double *x, size_t rows, size_t d, size_t k, uint64_t start, size_t tries, size_t rounds, uint32_t *label, size_t jobs);

#endif
