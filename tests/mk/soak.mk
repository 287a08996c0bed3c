# Everything at once for a long time, on unix and on the emulated pyboard: tests/reliability/soak/.

SOAK = tests/reliability/soak
SOAK_UNIX = $(PYTHON) $(SOAK) unix $(call builds,$(NEWEST_TREE))/ours/micropython
SOAK_BOARD = $(BOARD_PYTHON) $(SOAK) board $(TREE) --make=-j$(JOBS) --make $(BOARD_VARIABLES)

.PHONY: test-soak test-board-soak soak
TESTS += test-soak
test-soak: unix-all
	@$(SOAK_UNIX) --seconds 10

TESTS_BARE_METAL += test-board-soak
test-board-soak: mpy-cross deps-boards
	@$(SOAK_BOARD) --seconds 30

soak: unix-all mpy-cross deps-boards ## ten minutes of everything at once, on unix and in emulated time on the pyboard's chip
	@$(SOAK_UNIX)
	@$(SOAK_BOARD)
