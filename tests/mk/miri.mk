# The Rust tests in Miri, by rustup's nightly compiler.

.PHONY: miri
miri: ## look for undefined behaviour in the Rust tests with Miri, which takes hours
	@PROPTEST_CASES=4 tests/tools/miri.sh build/miri --test fifo --test weak_list --test pairing_heap --test ticks --test library \
		-- --skip in_a_ring
