// Arm compilers may call memcpy and its kin under the names of the embedded ABI, and LLVM does.  A port without a C
// library has only the plain names; where there is one, its own definitions win.  What is not called is not linked.
#if defined(__ARM_EABI__) && !defined(__linux__)

#include <string.h>

#define FORWARD __attribute__((weak))

#define COPY(name) \
    FORWARD void __aeabi_##name(void *to, const void *from, size_t n) { memcpy(to, from, n); }
#define MOVE(name) \
    FORWARD void __aeabi_##name(void *to, const void *from, size_t n) { memmove(to, from, n); }
#define CLEAR(name) \
    FORWARD void __aeabi_##name(void *to, size_t n) { memset(to, 0, n); }
// The ABI has the last two arguments the other way round.
#define SET(name) \
    FORWARD void __aeabi_##name(void *to, size_t n, int value) { memset(to, value, n); }

void __aeabi_memcpy(void *, const void *, size_t);
void __aeabi_memcpy4(void *, const void *, size_t);
void __aeabi_memcpy8(void *, const void *, size_t);
void __aeabi_memmove(void *, const void *, size_t);
void __aeabi_memmove4(void *, const void *, size_t);
void __aeabi_memmove8(void *, const void *, size_t);
void __aeabi_memclr(void *, size_t);
void __aeabi_memclr4(void *, size_t);
void __aeabi_memclr8(void *, size_t);
void __aeabi_memset(void *, size_t, int);
void __aeabi_memset4(void *, size_t, int);
void __aeabi_memset8(void *, size_t, int);

COPY(memcpy)
COPY(memcpy4)
COPY(memcpy8)
MOVE(memmove)
MOVE(memmove4)
MOVE(memmove8)
CLEAR(memclr)
CLEAR(memclr4)
CLEAR(memclr8)
SET(memset)
SET(memset4)
SET(memset8)

#endif
