/* What the processor can do. glibc has asked it before main begins; to ask it again with __builtin_cpu_supports costs every
 * program 60 us at its start on a virtual machine, where the instruction traps. */
#ifndef FB_BASE_CPU_H
#define FB_BASE_CPU_H

#include <stdbool.h>

#ifdef __x86_64__
#include <sys/platform/x86.h>

static inline bool
cpu_avx2(void)
{
	return CPU_FEATURE_ACTIVE(AVX2);
}

static inline bool
cpu_pclmul(void)
{
	return CPU_FEATURE_ACTIVE(PCLMULQDQ);
}
#endif

#endif
