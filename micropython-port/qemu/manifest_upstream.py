# Upstream's own asyncio, frozen as its ports freeze it.
include("$(MPY_DIR)/extmod/asyncio")
