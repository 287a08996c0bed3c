# The bench: upstream's asyncio and ours, built from one tree with the same flags, measured beside each other.
TEST_PACKAGES += valgrind

# Names of rows to measure, by their beginnings, and flags for the runner (--json, --repetitions N).
BENCH_ROWS ?=
BENCH_FLAGS ?=
BENCH = $(PYTHON) tests/bench/runner

BENCH_UPSTREAM = --upstream $(call builds,$(NEWEST_TREE))/upstream/micropython
BENCH_OURS = --ours $(call builds,$(NEWEST_TREE))/ours/micropython --boards $(BENCH_BOARD_BUILDS)

# What is measured beside them: a Python of its own with the newest uvloop, and a program in C.
BENCH_PEERS = --python build/peers/bin/python --floor build/peers/echo

# Emulated boards, where instructions are counted: the pyboard's chip, the ESP32's processor.
BENCH_BOARDS = STM32F405 XTENSAWIN
BENCH_BOARD_BUILDS = $(abspath build/boards/bench)
bench_qemu = $(MAKE) --no-print-directory -s -j$(JOBS) -C $(TREE)/ports/qemu BOARD=$(1) BUILD=$(BENCH_BOARD_BUILDS)/$(1)-$(2) \
	OVERLAY_IRQTEST=0 BOARD_DIR=$(abspath micropython-port/qemu/boards/$(1)) MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross

.PHONY: bench bench-doc bench-peers-doc bench-picture bench-check bench-counts bench-allocations test-bench test-picture
bench: bench-builds bench-peers ## measure ours beside upstream's: times, bytes, instructions (BENCH_ROWS='switch event' for some)
	@$(BENCH) bench $(BENCH_UPSTREAM) $(BENCH_OURS) $(BENCH_PEERS) --out build/bench.json $(BENCH_FLAGS) $(BENCH_ROWS)

bench-doc: bench-builds bench-peers ## the same run, and docs/benchmarks.md gets its table
	@$(BENCH) bench $(BENCH_UPSTREAM) $(BENCH_OURS) $(BENCH_PEERS) --out build/bench.json --doc docs/benchmarks.md
	@$(MAKE) --no-print-directory bench-picture

bench-peers-doc: bench-builds bench-peers ## time CPython, uvloop and C beside both, and docs/benchmarks.md gets their table
	@$(BENCH) bench $(BENCH_UPSTREAM) $(BENCH_OURS) $(BENCH_PEERS) --peers --doc docs/benchmarks.md

# Debian's Python has Debian's matplotlib.
bench-picture: ## draw docs/benchmarks.svg from the table in docs/benchmarks.md
	@tests/tools/install.sh python3-matplotlib
	@/usr/bin/python3 tests/bench/picture.py

bench-check: bench-builds ## fail when instructions or bytes per operation grew by more than 3 %
	@$(BENCH) check $(BENCH_OURS)

bench-counts: bench-builds ## commit to new counts, after a change that is meant to move them
	@$(BENCH) check --update $(BENCH_OURS)

bench-allocations: unix-all ## print what CPython's names take of the heap: the column `alloc` of docs/reference.md
	@$(BENCH_ALLOCATIONS)
BENCH_ALLOCATIONS = $(call builds,$(NEWEST_TREE))/ours/micropython tests/bench/allocations.py

# Every program shortly, on both builds and on CPython, and the one in C.
TESTS += test-bench test-picture
test-bench: unix-all bench-floor
	@$(BENCH) smoke --floor build/peers/echo $(call builds,$(NEWEST_TREE))/upstream/micropython $(call builds,$(NEWEST_TREE))/ours/micropython $(PYTHON)
	@$(BENCH_ALLOCATIONS) >/dev/null

# The pictures are of the tables' figures.
test-picture:
	@$(PYTHON) tests/bench/picture.py check
	@$(PYTHON) tests/boards/size_picture.py check

.PHONY: bench-builds bench-build bench-peers bench-floor
bench-floor: deps
	@mkdir -p build/peers && $(CC) -O2 -Wall -Wextra -Werror -o build/peers/echo tests/bench/peers/echo.c
bench-peers: bench-floor
	@test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	@build/peers/bin/python -c "import uvloop" 2>/dev/null || build/peers/bin/pip install --quiet uvloop
bench-builds: mpy-newest
	@$(MAKE) --no-print-directory bench-build MPY_DIR=$(NEWEST_TREE)
bench-build: test-deps deps-boards unix unix-upstream # of one tree
	@$(foreach board,$(BENCH_BOARDS),$(call bench_qemu,$(board),ours) USER_C_MODULES=$(abspath micropython-port) && \
		$(call bench_qemu,$(board),upstream) &&) true
