# Programs whose names upstream does not have: CPython's asyncio says what they print.
TESTS += test-cpython

.PHONY: test-cpython
test-cpython: unix-all
	@$(PYTHON) tests/tools/cpython.py $(foreach tree,$(TREES),$(call builds,$(tree))/ours/micropython)
