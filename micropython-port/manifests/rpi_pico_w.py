# RPI_PICO_W: what it freezes, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/boards/RPI_PICO_W/manifest.py")
