#ifdef __AVX2__
#define LANES 4
#else
#define LANES 2
#endif
#include "learn/lanes_kernels.h"

const struct lanes lanes_wide = KERNELS;
