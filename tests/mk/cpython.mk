# Programs whose names upstream does not have: CPython's asyncio says what they print.
TESTS += test-cpython

.PHONY: test-cpython
test-cpython: unix-all
	@$(PYTHON) tests/tools/cpython.py $(foreach tree,$(TREES),$(call builds,$(tree))/ours/micropython)

# The stub and the reference tell of all names, and of no others.
TESTS += test-names
.PHONY: test-names
test-names: unix
	@$(PYTHON) tests/tools/names.py $(UNIX_MICROPYTHON)

# Checkers of types can use the stub.
TESTS += test-stubs
.PHONY: test-stubs
test-stubs:
	@$(PYTHON) tests/tools/stubs.py build/stubs
