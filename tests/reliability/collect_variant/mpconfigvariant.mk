# A variant of MicroPython's unix port that finds what is used after it was freed: see collect_heap.c.

# Assertions are on, code is little changed by the optimiser. With warnings as errors gcc's sanitizers do not compile it:
# they make it see paths that are not there.
DEBUG = 1
COPT = -Og
SANITIZE = -fsanitize=address,undefined -fno-sanitize=nonnull-attribute --param asan-use-after-return=0
CFLAGS += $(SANITIZE) -fno-omit-frame-pointer -Wno-error
LDFLAGS += $(SANITIZE) $(foreach f,gc_init gc_alloc gc_realloc gc_free gc_collect_end,-Wl,--wrap=$(f))

# The collector reads the whole stack and whole blocks, and writes to blocks that nobody has yet.
COLLECTOR = $(BUILD)/py/gc.o $(BUILD)/$(VARIANT_DIR)/collect_heap.o
$(COLLECTOR): CFLAGS += -O2 -fno-sanitize=all -Dmemset=collect_memset -Dmemcpy=collect_memcpy

# MicroPython's own: arrays of length 0.
$(BUILD)/modffi.o: CFLAGS += -fno-sanitize=vla-bound
