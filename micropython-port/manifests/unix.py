# What the unix port's standard variant freezes, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/variants/manifest.py")
