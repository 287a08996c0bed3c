# A collection at every allocation, under sanitizers: tests/reliability/collect_*.

# The newest tree alone: the test runner of the oldest gives a program 30 s, whatever it is told.
COLLECT_BUILDS = $(call builds,$(NEWEST_TREE))
COLLECT_ARCHIVE = $(abspath build/collect/libuasyncio.a)
COLLECT_OPTIONS = $(NEWEST_TREE)=$(COLLECT_BUILDS) --jobs $(JOBS)
TESTS += test-collect

.PHONY: collect-archive collect-build collect-build-tree test-collect collect-full
# The library with debug assertions and overflow checks, its loads and stores checked by AddressSanitizer. The compiler's
# option for that is not among the stable ones; the run-time library is gcc's.
collect-archive: deps
	@CARGO_TARGET_DIR=$(abspath build/collect/target) RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=address" \
	CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true \
	CARGO_PROFILE_RELEASE_DEBUG=1 micropython-port/uasyncio/build_lib.sh $(shell uname -m)-unknown-linux-gnu $(COLLECT_ARCHIVE)

collect-build: mpy-newest collect-archive
	@$(MAKE) --no-print-directory collect-build-tree MPY_DIR=$(NEWEST_TREE)
collect-build-tree: mpy-cross
	@$(UNIX_MAKE) BUILD=$(BUILDS)/collect VARIANT_DIR=$(abspath tests/reliability/collect_variant) \
		USER_C_MODULES=$(abspath micropython-port) UASYNCIO_LIB=$(COLLECT_ARCHIVE) \
		FROZEN_MANIFEST=$(abspath micropython-port/manifests/unix.py)

test-collect: test-deps collect-build
	@$(PYTHON) tests/reliability/collect_run.py $(COLLECT_OPTIONS) --results build/collect/quick

collect-full: test-deps collect-build ## all test programs with a collection at each allocation, under sanitizers
	@$(PYTHON) tests/reliability/collect_run.py $(COLLECT_OPTIONS) --results build/collect/full --full
	@$(PYTHON) tests/reliability/collect_storms.py $(COLLECT_OPTIONS) --results build/collect/storms
