# ESP8266_GENERIC with 2 MB of flash: what it freezes, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/boards/ESP8266_GENERIC/manifest_2MiB.py")
