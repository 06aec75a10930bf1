#define LANES 2
#include "learn/lanes_kernels.h"

#include "base/cpu.h"

const struct lanes lanes_plain = KERNELS;

const struct lanes *
lanes_best(void)
{
#ifdef __x86_64__
	if (cpu_avx2())
		return &lanes_wide;
#endif
	return &lanes_plain;
}
