# Programs whose N-th allocation fails, on a build of the unix port of its own, and on the emulated pyboard.

FAILMEM = $(abspath tests/reliability/memory)
FAILMEM_MICROPYTHON = $(BUILDS)/failmem/micropython

.PHONY: failmem test-memory test-board-memory memory-full check-memory
TESTS += test-memory
TESTS_BARE_METAL += test-board-memory

failmem: mpy-cross # MicroPython with this asyncio and an allocator that fails on demand
	@$(UNIX_MAKE) BUILD=$(BUILDS)/failmem USER_C_MODULES=$(FAILMEM)/modules \
		FROZEN_MANIFEST=$(abspath micropython-port/manifests/unix.py)

test-memory: failmem
	@$(PYTHON) tests/reliability/memory $(FAILMEM_MICROPYTHON) $(TREE) --jobs $(JOBS) --modes once thrice on

# All of them: emulated time makes it quick.
test-board-memory: mpy-cross deps-boards
	@$(BOARD_PYTHON) tests/reliability/memory STM32F405 $(TREE) --board --make=-j$(JOBS) --make $(BOARD_VARIABLES)

memory-full: mpy-newest ## let each allocation of programs that use all of asyncio fail, in all combinations and trees
	@for tree in $(TREES); do $(MAKE) --no-print-directory failmem MPY_DIR=$$tree && \
		$(MAKE) --no-print-directory check-memory MPY_DIR=$$tree || failed=1; done; test -z "$$failed"
check-memory: # of one tree, whose build is there
	@$(PYTHON) tests/reliability/memory $(FAILMEM_MICROPYTHON) $(TREE) --jobs $(JOBS)
