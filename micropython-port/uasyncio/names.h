// What the module has beyond upstream's names, by groups: each is a switch, and costs nothing when it is off (docs/size.md).
#ifndef UASYNCIO_MICROPYTHON_NAMES_H
#define UASYNCIO_MICROPYTHON_NAMES_H

#include "types.h"

// The entries of a group in the module's table, and how many they are.

#if UASYNCIO_SEMAPHORES
#define UASYNCIO_SEMAPHORE_NAMES \
    ENTRY(Semaphore, uasyncio_type_semaphore), \
    ENTRY(BoundedSemaphore, uasyncio_type_bounded_semaphore),
#define UASYNCIO_SEMAPHORE_COUNT (2)
#else
#define UASYNCIO_SEMAPHORE_NAMES
#define UASYNCIO_SEMAPHORE_COUNT (0)
#endif

#define UASYNCIO_MORE_NAMES UASYNCIO_SEMAPHORE_NAMES
#define UASYNCIO_MORE_COUNT (UASYNCIO_SEMAPHORE_COUNT)

#endif // UASYNCIO_MICROPYTHON_NAMES_H
