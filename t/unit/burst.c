/* Bursts of a product: found where they are, and only there. */
#include <stdlib.h>

#include "learn/burst.h"
#include "tap.h"

enum { DAYS = 28, PRODUCTS = 4 };

int
main(void)
{
	/* Three products of 5 texts a day each, four on Sundays; the fourth too, but 20 a day on days 10 to 14. */
	struct burst_text *text = malloc(20 * DAYS * PRODUCTS * sizeof *text);
	struct burst *found;
	size_t n = 0;
	for (int32_t day = 0; day < DAYS; day++)
		for (uint32_t p = 0; p < PRODUCTS; p++)
			for (int k = 0; k < (p == 3 && day >= 10 && day <= 14 ? 20 : day % 7 == 6 ? 4 : 5); k++)
				text[n++] = (struct burst_text){ p, 1000 + day, true };
	size_t bursts = burst_find(text, n, &found);
	ok(bursts == 1 && found[0].product == 3 && found[0].from == 1010 && found[0].to == 1014, "the days of a burst");
	free(found);
	for (size_t i = 0; i < n / 2; i++) {
		struct burst_text t = text[i];
		text[i] = text[n - 1 - i];
		text[n - 1 - i] = t;
	}
	bursts = burst_find(text, n, &found);
	ok(bursts == 1 && found[0].from == 1010, "in any order");
	free(found);
	for (size_t i = 0; i < n; i++)
		text[i].product = text[i].product == 3 ? BURST_NONE : text[i].product;
	bursts = burst_find(text, n, &found);
	ok(bursts == 0, "texts without a product are none, nor is a steady product");
	free(found);
	ok(burst_find(text, 0, &found) == 0, "no texts, no burst");
	free(found);
	free(text);
	return tap_end();
}
