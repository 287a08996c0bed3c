# Published programs that use asyncio, on upstream's build and on ours: tests/programs/.

TEST_PACKAGES += openssl python3-pip
TESTS += test-programs

.PHONY: test-programs programs-measure
test-programs: test-deps unix-all
	@$(PYTHON) tests/programs/run.py $(foreach tree,$(TREES),$(call builds,$(tree)))

programs-measure: test-deps unix-all ## processor time per request of published programs, on upstream's build and on ours
	@$(PYTHON) tests/programs/run.py --measure $(foreach tree,$(TREES),$(call builds,$(tree)))
