# The unix port for 32-bit x86, on which words are as wide as a board's and the sockets are there as well.

# Debian's libraries for it come without making it an architecture of this machine's (tests/tools/i386.sh).
BITS32_LIBRARIES = $(abspath build/32bit/libraries)
BITS32_PACKAGES = libffi-dev libmbedtls-dev
# Everything is built as for this machine, in folders of its own and by a compiler that is told once.
BITS32_BUILDS = $(abspath build/32bit)/$(notdir $(NEWEST_TREE))
BITS32_MAKE = CPATH=$(BITS32_LIBRARIES)/include LIBRARY_PATH=$(BITS32_LIBRARIES)/lib \
	$(MAKE) --no-print-directory MPY_DIR=$(NEWEST_TREE) BUILDS=$(BITS32_BUILDS) CC="gcc -m32" \
	MBEDTLS_NAMES=$(abspath build/32bit/mbedtls_names.o)
# Three patterns of failing memory, and as many random programs as `make test` has.
BITS32_RANDOM ?= 5000

.PHONY: deps-32bit unix-32bit test-32bit
deps-32bit: deps
	@tests/tools/install.sh gcc-multilib rust:i686-unknown-linux-gnu
	@tests/tools/i386.sh $(BITS32_LIBRARIES) $(BITS32_PACKAGES)
	@# Its place is taken by MBEDTLS_NAMES, which from an archive the linker takes for a second one.
	@ar d $(BITS32_LIBRARIES)/lib/libmbedcrypto.a error.c.o

unix-32bit: mpy-newest deps-32bit
	@$(BITS32_MAKE) unix unix-upstream failmem

# Upstream's tests, ours, random programs, and allocations that fail.
test-32bit: test-deps unix-32bit ## build the unix port for 32-bit x86, and run on it upstream's tests, ours, random ones, and those of failing memory
	@failed=; \
	for test in upstream own random memory; do $(BITS32_MAKE) check-32bit-$$test || failed=1; done; test -z "$$failed"
.PHONY: check-32bit-upstream check-32bit-own check-32bit-random check-32bit-memory
check-32bit-upstream:
	@$(PYTHON) tests/tools/upstream --results build/32bit/upstream $(TREE)=$(BUILDS)
check-32bit-own:
	@$(PYTHON) tests/tools/upstream/own.py --results build/32bit/own $(TREE)=$(BUILDS)
check-32bit-random:
	@nice $(PYTHON) tests/random/run.py upstream $(UPSTREAM_MICROPYTHON) $(UNIX_MICROPYTHON) --jobs $(JOBS) --count $(BITS32_RANDOM)
check-32bit-memory: check-memory
