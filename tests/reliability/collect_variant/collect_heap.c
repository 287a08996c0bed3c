// A heap for finding what is used after it was freed, or beyond its end. Around MicroPython's collector, by the linker's
// --wrap:
//
// - Each allocation first collects.
// - What is free is filled with a pattern and poisoned, and so is the rest of a block behind the bytes that were asked
//   for: AddressSanitizer reports who reads or writes it, in C and in Rust.
// - Memory that was freed is not given out at once: the allocator searches from the last allocation on, through a window
//   of WINDOW blocks more than are in use.
//
// Threads: what the collector does is guarded by its lock, which is recursive. A finaliser that runs in a collection may
// free, and cannot allocate.
#include <string.h>
#include <sanitizer/asan_interface.h>

#include "py/gc.h"
#include "py/mpstate.h"
#include "py/mpthread.h"
#include "collect_module.h"

#if MICROPY_GC_SPLIT_HEAP
#error "one area is all this knows"
#endif

#define PATTERN (0xd5)
#define WINDOW (1024)
#define BLOCK MICROPY_BYTES_PER_GC_BLOCK
#define BLOCKS_PER_BYTE (4) // in the allocation table

void __real_gc_init(void *start, void *end);
void *__real_gc_alloc(size_t bytes, unsigned int flags);
void *__real_gc_realloc(void *block, size_t bytes, bool may_move);
void __real_gc_free(void *block);
void __real_gc_collect_end(void);

#define AREA (&MP_STATE_MEM(area))

// Where the next search begins, as an index of the allocation table; and whether it begins there.
static size_t cursor;
static bool from_start;

static void lock(void) {
    #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
    mp_thread_recursive_mutex_lock(&MP_STATE_MEM(gc_mutex), 1);
    #endif
}

static void unlock(void) {
    #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
    mp_thread_recursive_mutex_unlock(&MP_STATE_MEM(gc_mutex));
    #endif
}

// In place of the C library's, whose stand-ins in AddressSanitizer would report the collector.
void *collect_memset(void *to, int byte, size_t size) {
    for (volatile unsigned char *p = to; size > 0; --size) {
        *p++ = byte;
    }
    return to;
}

void *collect_memcpy(void *restrict to, const void *restrict from, size_t size) {
    const unsigned char *q = from;
    for (volatile unsigned char *p = to; size > 0; --size) {
        *p++ = *q++;
    }
    return to;
}

static void *block_at(size_t index) {
    return AREA->gc_pool_start + index * BLOCK;
}

static bool is_free(size_t index) {
    return (AREA->gc_alloc_table_start[index / BLOCKS_PER_BYTE] >> 2 * (index % BLOCKS_PER_BYTE) & 3) == 0;
}

static void hide(void *start, size_t size) {
    collect_memset(start, PATTERN, size);
    __asan_poison_memory_region(start, size);
}

static void show(void *start, size_t size) {
    __asan_unpoison_memory_region(start, size);
    __asan_poison_memory_region((char *)start + size, gc_nbytes(start) - size);
}

void __wrap_gc_init(void *start, void *end) {
    __asan_unpoison_memory_region(start, (char *)end - (char *)start);
    __real_gc_init(start, end);
    hide(AREA->gc_pool_start, AREA->gc_pool_end - AREA->gc_pool_start);
    MP_STATE_MEM(gc_alloc_threshold) = 0; // collect when this much was allocated since
}

void __wrap_gc_collect_end(void) {
    collect_finalise();
    lock();
    size_t last = AREA->gc_last_used_block, used = 0;
    __real_gc_collect_end();
    for (size_t i = 0; i <= last; ++i) {
        if (!is_free(i)) {
            ++used;
        } else if (!__asan_address_is_poisoned(block_at(i)) || !__asan_address_is_poisoned((char *)block_at(i) + BLOCK - 1)) {
            hide(block_at(i), BLOCK);
        }
    }
    if (cursor * BLOCKS_PER_BYTE > used + WINDOW) {
        cursor = 0;
    }
    if (!from_start) {
        AREA->gc_last_free_atb_index = cursor;
    }
    unlock();
}

// There may be room before the cursor where behind it there is none.
#define SEARCH(result, call) do { \
        result = call; \
        if (result == NULL) { \
            from_start = true; \
            AREA->gc_last_free_atb_index = 0; \
            result = call; \
            from_start = false; \
        } \
} while (0)

static void *given(void *block, size_t bytes) {
    show(block, bytes);
    cursor = ((char *)block + bytes - (char *)AREA->gc_pool_start) / BLOCK / BLOCKS_PER_BYTE + 1;
    return block;
}

void *__wrap_gc_alloc(size_t bytes, unsigned int flags) {
    if (bytes == 0 || gc_is_locked()) {
        return NULL;
    }
    lock();
    void *block;
    SEARCH(block, __real_gc_alloc(bytes, flags));
    if (block != NULL) {
        given(block, bytes);
    }
    unlock();
    return block;
}

void __wrap_gc_free(void *block) {
    lock();
    size_t size = gc_nbytes(block);
    __real_gc_free(block);
    if (size != 0 && gc_nbytes(block) == 0) {
        hide(block, size);
    }
    unlock();
}

void *__wrap_gc_realloc(void *old, size_t bytes, bool may_move) {
    if (old == NULL) {
        return __wrap_gc_alloc(bytes, 0);
    }
    if (bytes == 0) {
        __wrap_gc_free(old);
        return NULL;
    }
    if (gc_is_locked()) {
        return NULL;
    }
    if (MP_STATE_MEM(gc_auto_collect_enabled)) {
        gc_collect(); // also where it stays in its place
    }
    lock();
    size_t old_size = gc_nbytes(old);
    void *block;
    SEARCH(block, __real_gc_realloc(old, bytes, may_move));
    if (block == old) {
        show(block, bytes);
        size_t size = gc_nbytes(block);
        if (size < old_size) {
            hide((char *)block + size, old_size - size);
        }
    } else if (block != NULL) {
        hide(old, old_size);
        given(block, bytes);
    }
    unlock();
    return block;
}
