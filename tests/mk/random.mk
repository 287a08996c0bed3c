# Random programs under a clock of their own, on upstream's build or CPython and on ours: tests/random/.

RANDOM_BUILDS = $(call builds,$(NEWEST_TREE))
RANDOM_RUN = nice $(PYTHON) tests/random/run.py --jobs $(JOBS)
RANDOM_UPSTREAM = $(RANDOM_RUN) upstream $(RANDOM_BUILDS)/upstream/micropython $(RANDOM_BUILDS)/ours/micropython
# A CPython of 3.11.4 or newer says what the names beyond upstream's do; without one nothing is compared. Since 3.13 more is.
CPYTHON ?= $(PYTHON)
RANDOM_CPYTHON = $(RANDOM_RUN) cpython $(CPYTHON) $(RANDOM_BUILDS)/ours/micropython

COUNT ?= 200000
SEED ?= 1

.PHONY: test-random test-random-cpython random-full random-cpython-full
TESTS += test-random test-random-cpython
test-random: unix-all
	@$(RANDOM_UPSTREAM) --count 5000

test-random-cpython: unix-all
	@$(RANDOM_CPYTHON) --count 2000

random-full: unix-all ## compare COUNT random programs (200000) from SEED on with upstream's build
	@$(RANDOM_UPSTREAM) --count $(COUNT) --seed $(SEED)

random-cpython-full: COUNT = 20000
random-cpython-full: unix-all ## compare COUNT random programs (20000) from SEED on with CPYTHON
	@$(RANDOM_CPYTHON) --count $(COUNT) --seed $(SEED)
