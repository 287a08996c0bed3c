# Random programs under a clock of their own, upstream's build against ours: tests/random/.

RANDOM_BUILDS = $(call builds,$(NEWEST_TREE))
RANDOM_RUN = nice $(PYTHON) tests/random/run.py $(RANDOM_BUILDS)/upstream/micropython $(RANDOM_BUILDS)/ours/micropython --jobs $(JOBS)

COUNT ?= 200000
SEED ?= 1

.PHONY: test-random random-full
TESTS += test-random
test-random: unix-all
	@$(RANDOM_RUN) --count 5000

random-full: unix-all ## compare COUNT random programs (200000) from SEED on with upstream's build
	@$(RANDOM_RUN) --count $(COUNT) --seed $(SEED)
