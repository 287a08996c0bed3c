# PYBV10, PYBV11 and PYBLITEV10: what they freeze, without upstream's asyncio.
include("../manifest.py")
include("$(PORT_DIR)/boards/PYBV10/manifest.py")
