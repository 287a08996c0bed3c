// As the standard variant. (New memory stays cleared, MICROPY_GC_CONSERVATIVE_CLEAR: the releases do not work without,
// their pools of strings do not set `is_sorted`.)
#include "variants/standard/mpconfigvariant.h"
