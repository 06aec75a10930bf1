#include "base/near.h"

enum { LONGEST = 63 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static size_t
distance(struct fb_str a, struct fb_str b)
{
	size_t d[3][LONGEST + 1];
	if (a.n > LONGEST || b.n > LONGEST)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = d[i % 3], *last = d[(i + 2) % 3], *before = d[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t same = lower(a.p[i - 1]) == lower(b.p[j - 1]) ? 0 : 1;
			now[j] = least(last[j - 1] + same, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
			    lower(a.p[i - 2]) == lower(b.p[j - 1]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return d[a.n % 3][b.n];
}

const char *
near_word(struct fb_str word, const char *const *candidate, size_t n)
{
	const char *best = NULL;
	size_t least_so_far = word.n / 3 + 2;
	for (size_t i = 0; i < n; i++) {
		size_t d = distance(word, slice(candidate[i]));
		if (d < least_so_far) {
			least_so_far = d;
			best = candidate[i];
		}
	}
	return best;
}
