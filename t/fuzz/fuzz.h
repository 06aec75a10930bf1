/* What every fuzz target needs: the function that libFuzzer calls, and an end that it notices. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
check(int condition)
{
	if (!condition)
		abort();
}

#endif
