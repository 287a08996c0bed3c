# The project's command line. This file says what depends on what; the work is done by cargo, by MicroPython's own
# makefiles and by tests/tools/. A part of the project adds itself with a fragment tests/mk/<part>.mk, which may append
# to PACKAGES, to TEST_PACKAGES and to TESTS (or TESTS_BARE_METAL).

# MicroPython: a checkout of yours (MPY_DIR=...), else Debian's sources of these two releases.
PINNED := 1.25.0
NEWEST := 1.26.1
MPY_DIR ?= build/mpy/$(PINNED)
SCRIPT ?= examples/blink.py
JOBS ?= 2
PYTHON ?= python3
TARGET ?= $(shell uname -m)-unknown-linux-gnu

# Debian packages that building needs, those that only tests need, and the steps of `make test` in their order.
PACKAGES := build-essential pkgconf libffi-dev libmbedtls-dev libclang-dev dpkg-dev xz-utils python3
TEST_PACKAGES := iproute2
TESTS := test-fmt test-clippy test-arrows test-rust

# No file is left in a MicroPython tree, not even by Python.
export PYTHONDONTWRITEBYTECODE := 1

# Debian's compiler, where the one on PATH is too old or not all there.
ifneq ($(shell tests/tools/rust_is_new.sh && echo new),new)
export PATH := /usr/bin:$(PATH)
endif

.DEFAULT_GOAL := help
.PHONY: help deps test-deps lib header run test test-bare-metal clean
help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "Variables: MPY_DIR=<checkout of MicroPython>  SCRIPT=<program for make run>  JOBS=<compilers at a time>  TARGET=<CPU>"

include tests/mk/unix.mk
include $(filter-out tests/mk/unix.mk,$(sort $(wildcard tests/mk/*.mk)))

deps: ## install what is missing (Debian packages, a Rust compiler)
	@tests/tools/install.sh $(sort $(PACKAGES))

test-deps:
	@tests/tools/install.sh $(sort $(PACKAGES) $(TEST_PACKAGES))

lib: $(if $(filter %-linux-gnu %-linux-gnu+a,$(TARGET)),deps,deps-lib) ## build the archive build/lib/TARGET/libuasyncio.a, by default for this machine
	@micropython-port/uasyncio/build_lib.sh $(TARGET) build/lib/$(TARGET)/libuasyncio.a

header: deps ## write include/uasyncio.h anew from the Rust exports
	UASYNCIO_UPDATE=1 cargo test --test header

run: unix ## build MicroPython with this asyncio and run SCRIPT
	@$(UNIX_MICROPYTHON) $(SCRIPT)
	@echo
	@echo "Run a program of your own with: make run SCRIPT=path/to/program.py"

test: test-deps ## run everything there is to test; the last page shows the results
	+@$(PYTHON) tests/tools/steps.py $(TESTS) $(TESTS_BARE_METAL)

test-bare-metal: test-deps ## run those of them that test the archives, the emulated boards and the CMake build
	+@$(PYTHON) tests/tools/steps.py $(TESTS_BARE_METAL)

clean: ## remove what was built; MicroPython's sources in build/mpy stay
	rm -rf target $(filter-out build/mpy,$(wildcard build/*))

.PHONY: test-fmt test-clippy test-arrows test-rust
test-fmt: deps
	@if cargo fmt --version; then cargo fmt --check; \
	else echo "0 passed, 0 failed, 1 skipped: this compiler comes without rustfmt"; fi

# Among the warnings: what the oldest Rust does not have (rust-version in Cargo.toml). Debian's clippy is a package of its own.
test-clippy: deps
	@if cargo clippy --version; then cargo clippy --all-targets -- -D warnings; \
	else echo "0 passed, 0 failed, 1 skipped: this compiler comes without clippy"; fi

# No file of the library uses one that uses it.
test-arrows:
	@$(PYTHON) tests/tools/arrows.py

# tests/header.rs is among them: it fails when include/uasyncio.h is stale.
test-rust: deps
	cargo test
