# Several threads that run loops at once, and Ctrl-C: tests/reliability/threads/.

THREADS_RUN = nice $(PYTHON) tests/reliability/threads $(call builds,$(NEWEST_TREE))/ours/micropython

.PHONY: test-threads threads-full
TESTS += test-threads
test-threads: unix-all
	@$(THREADS_RUN)

threads-full: unix-all ## run loops in several threads at once, at 1,000 seeds
	@$(THREADS_RUN) --seeds 1000
