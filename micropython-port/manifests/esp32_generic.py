# ESP32_GENERIC and its kin (_S3, _C3, _C6): what they freeze, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/boards/manifest.py")
