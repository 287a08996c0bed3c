"""Which programs run with a collection at each allocation."""

# The program and why it is not run, also not in the full size.
TOO_SLOW = {}

# What `make test` runs.
QUICK = {
    "asyncio_basic",
}
