# Random programs under a clock of their own, upstream's build against ours: tests/random/.

COUNT ?= 200000
SEED ?= 1

.PHONY: test-random random-full
test-random: unix unix-upstream
	@nice $(PYTHON) tests/random/run.py $(UPSTREAM_MICROPYTHON) $(UNIX_MICROPYTHON) --count 5000 --jobs $(JOBS)

random-full: unix unix-upstream ## compare COUNT random programs (200000) from SEED on with upstream's build
	@nice $(PYTHON) tests/random/run.py $(UPSTREAM_MICROPYTHON) $(UNIX_MICROPYTHON) --count $(COUNT) --seed $(SEED) --jobs $(JOBS)
