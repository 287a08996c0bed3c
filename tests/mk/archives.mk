# Archives for every CPU, and the release that brings them all.

# A compiler that can build for all of them; LLVM assembles and reads Xtensa code.
RUST_PACKAGES = $(addprefix rust:,$(sort $(RELEASE_TARGETS:+a=)))
LIB_PACKAGES = $(RUST_PACKAGES) rust:$(TARGET:+a=) llvm-22
# A linker for Xtensa, and the compilers that ports for boards use.
ARCHIVE_PACKAGES = $(LIB_PACKAGES) gcc-xtensa-lx106 gcc-arm-none-eabi gcc-riscv64-unknown-elf

# What a release has an archive for. Those with +a are for object representation A, which almost all boards have; those
# without are for the boards that have another one, and for hosts that are no MicroPython.
RELEASE_TARGETS = thumbv6m-none-eabi+a thumbv7m-none-eabi+a thumbv7em-none-eabihf+a thumbv8m.main-none-eabihf+a \
	riscv32imc-unknown-none-elf+a riscv32imac-unknown-none-elf+a riscv32imafc-unknown-none-elf+a \
	xtensa-esp32-none-elf+a xtensa-esp32s2-none-elf+a xtensa-esp32s3-none-elf+a xtensa-esp8266-none-elf \
	thumbv7em-none-eabihf thumbv8m.main-none-eabihf x86_64-unknown-linux-gnu

VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
RELEASE = uasyncio-$(VERSION)

.PHONY: deps-lib deps-archives libs libs-here libs-apart dist test-compilers test-config test-cpu test-archives test-drops test-dist test-interface test-c-host test-licences test-reproducible oldest-rust
deps-lib: deps
	@tests/tools/install.sh $(LIB_PACKAGES)

deps-archives: deps
	@tests/tools/install.sh $(ARCHIVE_PACKAGES)

# Cargo builds for one target at a time in a folder of its own, so a second folder has those that no emulated board needs.
LIBS_APART = thumbv7m-none-eabi+a thumbv8m.main-none-eabihf+a thumbv8m.main-none-eabihf riscv32imac-unknown-none-elf+a \
	riscv32imafc-unknown-none-elf+a xtensa-esp32s2-none-elf+a
libs: deps-lib
	@$(MAKE) --no-print-directory -j2 libs-here libs-apart
libs-here:
	@for target in $(filter-out $(LIBS_APART),$(RELEASE_TARGETS)); do $(MAKE) --no-print-directory lib TARGET=$$target || exit; done
libs-apart:
	@for target in $(LIBS_APART); do \
		CARGO_TARGET_DIR=$(abspath build/lib/target) $(MAKE) --no-print-directory lib TARGET=$$target || exit; done

dist: libs ## write build/uasyncio-<version>.tar.gz: archives for every CPU, for builds without Rust
	@PYTHON=$(PYTHON) tests/archives/dist.sh $(RELEASE) $(RELEASE_TARGETS)

TESTS_BARE_METAL += test-compilers test-config test-cpu test-interface test-c-host test-archives test-drops test-licences test-dist test-reproducible

# Machines of every shape, with fake compilers: which one builds the archive.
test-compilers:
	@tests/tools/rust.sh

# The settings of ports meet ours.
test-config: mpy-newest
	@for tree in $(TREES); do tests/archives/config.sh $$tree || exit; done

# The archive is chosen from the flags that ports compile with.
test-cpu: deps-archives
	@tests/archives/cpu.sh

# Headers and archives of different versions of the interface are refused.
test-interface: lib
	@$(MAKE) --no-print-directory lib TARGET=$(TARGET)+a
	@tests/archives/interface.sh build/lib/$(TARGET) build/interface

# A host in plain C, in the place of MicroPython.
test-c-host: lib
	@tests/archives/c_host.sh build/lib/$(TARGET)/libuasyncio.a build/c_host

# Each archive has what it should and nothing else; the Xtensa ones are read instruction by instruction.
test-archives: deps-archives libs
	@tests/archives/check.sh $(RELEASE_TARGETS)

# Nothing needs dropping.
test-drops: deps
	@$(PYTHON) tests/archives/drops.py build/drops

# What is linked in may be passed on with nothing but its licence.
test-licences: deps
	@$(PYTHON) tests/archives/sbom.py check

# What a release says of itself, and a unix build from the unpacked one, with no cargo on the PATH.
test-dist: dist mpy-cross
	@$(PYTHON) tests/archives/sbom.py verify build/dist/$(RELEASE)
	@tests/archives/without_cargo.sh build/$(RELEASE).tar.gz $(TREE) -j$(JOBS) $(UNIX_OPTIONS)

# A release is the same wherever it is built: this machine's archive, and one whose core library is compiled as well.
REPRODUCED = $(TARGET) thumbv7em-none-eabihf+a
test-reproducible: deps-lib
	@for target in $(REPRODUCED); do $(MAKE) --no-print-directory lib TARGET=$$target || exit; done
	@PYTHON=$(PYTHON) tests/archives/reproducible.sh build/reproducible $(REPRODUCED)

# The oldest Rust that is said to be enough is, with the targets' core library and without. It takes minutes, so what all tests
# run is clippy, which names whatever is newer.
oldest-rust: deps-archives ## build and test with the oldest Rust that is said to be enough
	@tests/archives/oldest_rust.sh build/oldest-rust $(REPRODUCED)
