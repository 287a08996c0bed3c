# Programs whose N-th allocation fails, on a build of the unix port of its own.

FAILMEM = $(abspath tests/reliability/memory)
FAILMEM_MICROPYTHON = $(BUILDS)/failmem/micropython

.PHONY: failmem test-memory memory-full
TESTS += test-memory

failmem: mpy-cross # MicroPython with this asyncio and an allocator that fails on demand
	@$(UNIX_MAKE) BUILD=$(BUILDS)/failmem USER_C_MODULES=$(FAILMEM)/modules \
		FROZEN_MANIFEST=$(abspath micropython-port/manifests/unix.py)

test-memory: failmem ## let one in so many allocations fail, in programs that use all of asyncio
	@$(PYTHON) tests/reliability/memory $(FAILMEM_MICROPYTHON) --stride 7 --jobs $(JOBS)

memory-full: failmem ## let each allocation fail
	@$(PYTHON) tests/reliability/memory $(FAILMEM_MICROPYTHON) --jobs $(JOBS)
