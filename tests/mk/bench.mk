# The bench: upstream's asyncio and ours, built from one tree, measured beside each other.
#
# UPSTREAM_MICROPYTHON and UNIX_MICROPYTHON are the two unix binaries; the top-level Makefile says
# where `unix-upstream` and `unix` put them.

BENCH = python3 tests/bench/runner
BENCH_ROWS ?=
BENCH_FLAGS ?=

.PHONY: bench bench-doc bench-check bench-counts bench-smoke

bench: unix unix-upstream ## measure ours beside upstream's: times, bytes, instructions (BENCH_ROWS='switch event' for some)
	@$(BENCH) bench --upstream $(UPSTREAM_MICROPYTHON) --ours $(UNIX_MICROPYTHON) --out build/bench.json $(BENCH_FLAGS) $(BENCH_ROWS)

# The same run, and docs/benchmarks.md gets its table.
bench-doc: unix unix-upstream
	@$(BENCH) bench --upstream $(UPSTREAM_MICROPYTHON) --ours $(UNIX_MICROPYTHON) --out build/bench.json --doc docs/benchmarks.md

bench-check: unix ## fail when instructions or bytes per operation grew by more than 3 %
	@$(BENCH) check --ours $(UNIX_MICROPYTHON)

# After a change that is meant to move a counted figure.
bench-counts: unix
	@$(BENCH) check --update --ours $(UNIX_MICROPYTHON)

bench-smoke: unix unix-upstream
	@$(BENCH) smoke $(UPSTREAM_MICROPYTHON) $(UNIX_MICROPYTHON) python3
