// What the module has beyond upstream's names, by groups: each is a switch, and costs nothing when it is off (docs/size.md).
#ifndef UASYNCIO_MICROPYTHON_NAMES_H
#define UASYNCIO_MICROPYTHON_NAMES_H

#include "types.h"

// The entries of each group in the module's table.

#if UASYNCIO_SEMAPHORES
#define SEMAPHORE_NAMES \
    ENTRY(Semaphore, uasyncio_type_semaphore), \
    ENTRY(BoundedSemaphore, uasyncio_type_bounded_semaphore),
#else
#define SEMAPHORE_NAMES
#endif

#if UASYNCIO_QUEUES
#define QUEUE_NAMES \
    ENTRY(Queue, uasyncio_type_queue), \
    ENTRY(LifoQueue, uasyncio_type_lifo_queue), \
    ENTRY(PriorityQueue, uasyncio_type_priority_queue), \
    ENTRY(QueueEmpty, uasyncio_type_QueueEmpty), \
    ENTRY(QueueFull, uasyncio_type_QueueFull), \
    ENTRY(QueueShutDown, uasyncio_type_QueueShutDown),
#else
#define QUEUE_NAMES
#endif

#if UASYNCIO_RINGBUF_QUEUES
#define RINGBUF_NAMES ENTRY(RingbufQueue, uasyncio_type_ringbuf_queue),
#else
#define RINGBUF_NAMES
#endif

#if UASYNCIO_CONDITIONS
#define CONDITION_NAMES \
    ENTRY(Condition, uasyncio_type_condition), \
    ENTRY(Barrier, uasyncio_type_barrier), \
    ENTRY(BrokenBarrierError, uasyncio_type_BrokenBarrierError),
#else
#define CONDITION_NAMES
#endif

#define UASYNCIO_MORE_NAMES SEMAPHORE_NAMES QUEUE_NAMES RINGBUF_NAMES CONDITION_NAMES

// How many they are.
#define UASYNCIO_MORE_COUNT ((UASYNCIO_SEMAPHORES ? 2 : 0) + (UASYNCIO_QUEUES ? 6 : 0) + (UASYNCIO_RINGBUF_QUEUES ? 1 : 0) \
    + (UASYNCIO_CONDITIONS ? 3 : 0))

#endif // UASYNCIO_MICROPYTHON_NAMES_H
