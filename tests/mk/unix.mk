# The unix port: upstream's build and ours of a MicroPython tree, and the tests that run on them.

# build/mpy/1.25.0 is built in build/unix/1.25.0/, /home/me/micropython in build/unix/-home-me-micropython/.
TREE = $(realpath $(MPY_DIR))
builds = $(abspath build/unix)/$(subst /,-,$(patsubst $(abspath build/mpy)/%,%,$(1)))
BUILDS = $(call builds,$(TREE))
UPSTREAM_MICROPYTHON = $(BUILDS)/upstream/micropython
UNIX_MICROPYTHON = $(BUILDS)/ours/micropython

# The trees to test: the two releases, unless the user named one. (Asked by recipes, after the trees were fetched.)
TREES = $(if $(filter file,$(origin MPY_DIR)),$(shell realpath -e build/mpy/$(PINNED) build/mpy/newest 2>/dev/null | uniq),$(TREE))
# The newest of them, for what one is enough for.
NEWEST_TREE = $(lastword $(TREES))

# No btree, and the system's mbedTLS where the tree's makefiles do not compile MicroPython's own copy: Debian's trees
# carry neither. STRIP= keeps the symbols for the check of the image.
UNIX_OPTIONS = MICROPY_SSL_AXTLS=0 MICROPY_SSL_MBEDTLS=1 MICROPY_PY_BTREE=0 STRIP= \
	MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross $(if $(OWN_MBEDTLS),,LDFLAGS_EXTRA=$(MBEDTLS_NAMES)) \
	$(if $(wildcard $(TREE)/lib/micropython-lib/README.md),,MPY_LIB_DIR=$(abspath tests/micropython-lib))
OWN_MBEDTLS = $(shell grep -l mp_mbedtls_errors $(TREE)/extmod/extmod.mk)
MBEDTLS_NAMES = $(abspath build/unix/mbedtls_names.o)
UNIX_MAKE = $(MAKE) --no-print-directory -j$(JOBS) -C $(TREE)/ports/unix $(UNIX_OPTIONS)

.PHONY: mpy mpy-newest mpy-cross unix unix-upstream unix-all
mpy: deps ## get MicroPython's sources: MPY_DIR, else Debian's 1.25.0 in build/mpy/
	@test -d $(MPY_DIR) || tests/tools/fetch.sh pinned $(PINNED)
	@test -d $(MPY_DIR)/ports/unix || { echo "MPY_DIR=$(MPY_DIR) is no MicroPython tree"; false; }

mpy-newest: mpy
	@$(if $(filter file,$(origin MPY_DIR)),tests/tools/fetch.sh newest $(NEWEST) || true)

$(MBEDTLS_NAMES): tests/tools/mbedtls_names.sh | deps
	@mkdir -p $(@D)
	@tests/tools/mbedtls_names.sh | $(CC) -Os -x c -c -o $@ -

mpy-cross: mpy $(MBEDTLS_NAMES)
	@$(MAKE) --no-print-directory -j$(JOBS) -C $(TREE)/mpy-cross BUILD=$(BUILDS)/mpy-cross

unix: mpy-cross ## build MicroPython with this asyncio
	@$(UNIX_MAKE) BUILD=$(BUILDS)/ours USER_C_MODULES=$(abspath micropython-port) \
		FROZEN_MANIFEST=$(abspath micropython-port/manifests/unix.py)

unix-upstream: mpy-cross ## build MicroPython with upstream's asyncio, to compare with
	@$(UNIX_MAKE) BUILD=$(BUILDS)/upstream

# Both builds of every tree that is tested.
unix-all: mpy-newest
	@for tree in $(TREES); do $(MAKE) --no-print-directory unix unix-upstream MPY_DIR=$$tree || exit; done

.PHONY: upstream-tests test-build test-tools test-py test-examples test-interrupt test-image test-incremental test-upstream test-tree
TESTS += test-build test-tools test-py test-examples test-interrupt test-image test-incremental test-upstream test-tree

test-build: unix-all

upstream-tests: test-deps unix-all ## run upstream's asyncio tests on upstream's build and on ours, and compare
	@$(PYTHON) tests/tools/upstream --results build/upstream $(foreach tree,$(TREES),$(tree)=$(call builds,$(tree))) \
		--wanted $(if $(filter file,$(origin MPY_DIR)),$(PINNED) $(NEWEST))

test-upstream: upstream-tests

# The tools' own tests, on upstream's build.
test-tools: unix-upstream
	@TREE=$(TREE) BUILDS=$(BUILDS) $(PYTHON) tests/tools/test_tools.py

# Our own programs in Python, by upstream's runner.
test-py: test-deps unix-all
	@for tree in $(TREES); do $(MAKE) --no-print-directory check-own MPY_DIR=$$tree || failed=1; done; test -z "$$failed"
check-own: # of one tree, our build of which is there
	@$(PYTHON) tests/tools/upstream/own.py --results build/own $(TREE)=$(BUILDS)

test-examples: unix
	@$(PYTHON) tests/tools/examples.py $(UNIX_MICROPYTHON)

# Ctrl-C at every instruction of the library that a program comes by.
test-interrupt: unix
	@$(PYTHON) tests/tools/interrupt $(UNIX_MICROPYTHON)

test-image: unix-all
	@for tree in $(TREES); do $(MAKE) --no-print-directory check-image MPY_DIR=$$tree || failed=1; done; test -z "$$failed"
check-image: # of one tree, both builds of which are there
	@$(PYTHON) tests/tools/image.py --tree $(TREE) --upstream $(UPSTREAM_MICROPYTHON) --ours $(UNIX_MICROPYTHON)

test-incremental: unix
	@tests/tools/incremental.sh $(UNIX_MICROPYTHON)

# Building and testing left Debian's trees as they were unpacked.
test-tree: unix-all
	@tests/tools/tree_check.sh $(TREES)
