# Emulated boards, CMake builds, firmware for real boards.

# Compilers and C libraries of boards; emulators and what upstream's runner talks to them with.
CROSS_PACKAGES = $(RUST_PACKAGES) gcc-arm-none-eabi libnewlib-arm-none-eabi gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf
XTENSA_PACKAGES = gcc-xtensa-lx106 picolibc-xtensa-lx106-elf llvm-22
BOARD_PACKAGES = $(CROSS_PACKAGES) $(XTENSA_PACKAGES) qemu-system-arm qemu-system-misc python3-serial

.PHONY: deps-cross deps-boards
deps-cross: deps
	@tests/tools/install.sh $(CROSS_PACKAGES)

deps-boards: deps
	@tests/tools/install.sh $(BOARD_PACKAGES)

# Debian's Python has pyserial, and upstream's runner takes the first on PATH.
BOARD_PYTHON = PATH="/usr/bin:$$PATH" python3
BOARD_VARIABLES = MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross
BOARD_RUN = $(BOARD_PYTHON) tests/boards/run.py --mpy $(TREE) --jobs $(JOBS) --make $(BOARD_VARIABLES)

.PHONY: boards test-boards test-board-interrupts board-interrupts-full test-board-cpython test-board-reset test-board-ctrl-c test-cmake test-manifests test-firmware-report size size-picture size-check deps-firmware firmware
TESTS_BARE_METAL += test-boards test-board-cpython test-board-interrupts test-board-reset test-board-ctrl-c test-cmake test-manifests test-firmware-report

boards: test-boards ## run upstream's asyncio tests on emulated boards, on upstream's build and on ours

test-boards: mpy-cross deps-boards
	@$(BOARD_RUN)
	@$(BOARD_RUN) tests/boards/no_socket.py
	@$(BOARD_PYTHON) tests/boards/esp8266.py --mpy $(TREE) --jobs $(JOBS) --make $(BOARD_VARIABLES)

# In emulated time: a busy machine delays nothing, and there is no second chance.
test-board-interrupts: mpy-cross deps-boards
	@$(BOARD_RUN) $(EMULATED_TIME) tests/boards/irq_flag.py
	@$(BOARD_RUN) $(EMULATED_TIME) tests/boards/scheduled_flag.py
	@$(BOARD_RUN) $(EMULATED_TIME) tests/boards/irq_outside.py
	@$(BOARD_RUN) $(subst shift=2,shift=8,$(EMULATED_TIME)) --board STM32F405 tests/boards/irq_latency.py

board-interrupts-full: mpy-cross deps-boards ## 100,000 interrupts for each thing that may be done from one, on each emulated board
	@mkdir -p build/boards/full
	@for file in irq_outside.py irq_outside.py.exp; do \
		sed 's/N = 10_000/N = 100_000/; s/WORD = 1_000/WORD = 10_000/; s/10000/100000/g' tests/boards/$$file >build/boards/full/$$file; done
	@$(BOARD_RUN) $(EMULATED_TIME) build/boards/full/irq_outside.py
EMULATED_TIME := --once --column ours --make "QEMU_EXTRA=-icount shift=2,sleep=off"

test-board-reset: mpy-cross deps-boards
	@$(BOARD_PYTHON) tests/boards/soft_reset.py $(TREE) -j$(JOBS) $(BOARD_VARIABLES)

# What CPython's names do, but for what needs sockets or threads.
test-board-cpython: mpy-cross deps-boards
	@$(BOARD_RUN) $(EMULATED_TIME) --board STM32F405 $(filter-out %/streams.py %/threads.py,$(wildcard tests/cpython/*.py))

test-board-ctrl-c: mpy-cross deps-boards
	@$(BOARD_PYTHON) tests/boards/ctrl_c.py $(TREE) -j$(JOBS) $(BOARD_VARIABLES)

# micropython.cmake under the rules that the esp32 and rp2 ports use.
test-cmake: mpy
	@tests/tools/install.sh cmake
	@tests/cmake/run.sh $(TREE) build/cmake $(JOBS)

test-manifests: mpy-newest
	@for tree in $(TREES); do $(PYTHON) tests/boards/manifests.py $$tree || exit; done

SIZE = $(BOARD_PYTHON) tests/boards/size.py --mpy $(TREE) --make=-j$(JOBS) --make $(BOARD_VARIABLES)
size: mpy-cross deps-boards ## write docs/size.md: flash and RAM of asyncio on a pyboard, ours and upstream's
	@$(SIZE) --doc docs/size.md
	@$(MAKE) --no-print-directory size-picture

# Debian's Python has Debian's matplotlib.
size-picture: ## draw docs/size.svg from the tables in docs/size.md
	@tests/tools/install.sh python3-matplotlib
	@/usr/bin/python3 tests/boards/size_picture.py

size-check: mpy-cross deps-boards ## fail when it takes 1 % more flash than docs/size.md says
	@$(SIZE) --check docs/size.md

# A real board, from a checkout of upstream's with the port's submodules. ESP-IDF is not ours to install.
PORT ?= stm32
BOARD ?= PYBV11
FIRMWARE_PACKAGES_rp2 = cmake libstdc++-arm-none-eabi-newlib
deps-firmware: deps
	@tests/tools/install.sh $(FIRMWARE_PACKAGES_$(PORT))
firmware: mpy-cross deps-cross deps-firmware ## build firmware: MPY_DIR=<checkout> PORT=stm32 BOARD=PYBV11 (or esp32, rp2, ...)
	@PYTHON=$(PYTHON) tests/tools/firmware.sh $(TREE) $(PORT) $(BOARD) -j$(JOBS) $(BOARD_VARIABLES)

# What it says at its end.
test-firmware-report: deps
	@$(PYTHON) tests/tools/test_firmware_report.py
