/* Random numbers from a seed, the same on every machine: splitmix64 (Steele, Lea & Flood 2014). */
#ifndef FB_RNG_H
#define FB_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state;         /* the seed, to begin with */
};

static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* 0 <= x < n, without bias that a sample could show (Lemire 2019, multiplication). */
static inline uint64_t
rng_below(struct rng *r, uint64_t n)
{
	return (uint64_t)(((__extension__(unsigned __int128)rng_next(r) * n)) >> 64);
}

/* [0, 1) */
static inline double
rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) / 9007199254740992.;
}

#endif
