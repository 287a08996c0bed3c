# The comments of the Rust code as pages. A link that leads nowhere fails, also one that only the inner parts' readers see.
TESTS += test-doc
RUSTDOC = RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps

.PHONY: doc test-doc
doc: deps ## write the Rust code's documentation, inner parts included, to target/doc/uasyncio/index.html
	@$(RUSTDOC) --document-private-items

# A link from a public comment to something private is a warning in the public pages only.
test-doc: deps
	@$(RUSTDOC)
	@$(MAKE) --no-print-directory doc
