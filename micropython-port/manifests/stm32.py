# STM32 boards without a manifest of their own: what they freeze, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/boards/manifest.py")
