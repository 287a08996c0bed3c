# Random sequences from below, on the Rust tests' host: tests/sequences/. `cargo test` runs a part of them.

SEQUENCES ?= 12000

.PHONY: sequences-full
sequences-full: deps ## take SEQUENCES (12000) random sequences of polite steps, and as many with hostile ones
	SEQUENCES=$(SEQUENCES) nice cargo test --test sequences -- --nocapture
