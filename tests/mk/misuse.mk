# Everything is called with what it is not made for: tests/reliability/misuse/.

MISUSE = nice $(PYTHON) tests/reliability/misuse --jobs $(JOBS)

.PHONY: test-misuse misuse-full
TESTS += test-misuse
test-misuse: unix-all
	@$(MISUSE) $(call builds,$(NEWEST_TREE))/ours/micropython

misuse-full: test-deps collect-build ## the same with a collection at each allocation, under sanitizers
	@$(MISUSE) --limit 3600 $(COLLECT_BUILDS)/collect/micropython
