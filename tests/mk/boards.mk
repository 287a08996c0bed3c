# Emulated boards, CMake builds, firmware for real boards.

BOARD_PACKAGES = gcc-arm-none-eabi libnewlib-arm-none-eabi gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-arm \
	qemu-system-misc cmake python3-venv rust-web-src

.PHONY: deps-boards
deps-boards: deps
	@tests/tools/install.sh $(BOARD_PACKAGES)

# Upstream's runner talks to a board through pyserial.
BOARD_PYTHON = build/venv/bin/python3
$(BOARD_PYTHON): | deps-boards
	@$(PYTHON) -m venv build/venv
	@build/venv/bin/pip --quiet install pyserial

BOARDS = STM32F405 ARMV6M RV32IMC
BOARD_MAKE = --make MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross
BOARD_RUN = PATH="$(abspath build/venv/bin):$$PATH" python3 tests/boards/run.py --mpy $(TREE) $(BOARD_MAKE)
BOARD_TESTS = mpy-cross deps-boards $(BOARD_PYTHON)

.PHONY: boards test-boards test-board-interrupts test-board-reset test-cmake test-manifests size firmware
TESTS += test-boards test-board-interrupts test-board-reset test-cmake test-manifests

boards: test-boards ## run upstream's asyncio tests on emulated boards, on upstream's build and on ours

test-boards: $(BOARD_TESTS)
	@$(BOARD_RUN)

# In emulated time: a busy machine delays nothing.
test-board-interrupts: $(BOARD_TESTS)
	@$(BOARD_RUN) --column ours --make "QEMU_EXTRA=-icount shift=2,sleep=off" tests/boards/irq_flag.py

test-board-reset: $(BOARD_TESTS)
	@for board in $(BOARDS); do $(BOARD_PYTHON) tests/boards/soft_reset.py $(TREE) $$board \
		MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross || exit; done

# micropython.cmake under the rules that the esp32 and rp2 ports use.
test-cmake: mpy deps-boards
	@tests/cmake/run.sh $(TREE) build/cmake $(JOBS)

test-manifests: mpy-newest
	@for tree in $(TREES); do $(PYTHON) tests/boards/manifests.py $$tree || exit; done

size: mpy-cross deps-boards ## write docs/size.md: flash and RAM of asyncio on a pyboard, ours and upstream's
	@$(PYTHON) tests/boards/size.py --mpy $(TREE) --make MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross --doc docs/size.md

# A real board, from a checkout of upstream's with the port's submodules.
PORT ?= stm32
BOARD ?= PYBV11
firmware: mpy-cross deps-boards ## build firmware: MPY_DIR=<checkout> PORT=stm32 BOARD=PYBV11 (or esp32, rp2, ...)
	@tests/tools/firmware.sh $(TREE) $(PORT) $(BOARD) -j$(JOBS) MICROPY_MPYCROSS=$(BUILDS)/mpy-cross/mpy-cross
