# RPI_PICO and RPI_PICO2: what they freeze, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/boards/manifest.py")
