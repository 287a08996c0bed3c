# The library that is linked in: one for all builds of a board.  XTENSA_TRIPLE says which.
XTENSA_BUILTINS = $(abspath $(OVERLAY_DIR)/../../build/boards/$(XTENSA_TRIPLE)-builtins.a)
LIBS = $(XTENSA_BUILTINS)
$(BUILD)/firmware.elf: | $(XTENSA_BUILTINS)
$(XTENSA_BUILTINS):
	$(Q)mkdir -p $(@D)
	$(Q)$(OVERLAY_DIR)/xtensa/builtins.sh $(XTENSA_TRIPLE) $@
