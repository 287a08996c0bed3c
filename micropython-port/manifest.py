# The one line that a manifest needs, before the board's own:
#
#   include("<repository>/micropython-port/manifest.py")
#   include("$(PORT_DIR)/boards/manifest.py")
#
# Nothing is frozen: all of asyncio is in the C module.  Upstream's asyncio counts as included from here on, so that the
# board's own manifest brings in everything else, and whatever it will have tomorrow.
_manifest = include.__self__  # noqa: F821
_manifest._visited.add(_manifest._resolve_path("$(MPY_DIR)/extmod/asyncio/manifest.py"))

# MicroPython that knows c_module() gets the C half as well; older versions need USER_C_MODULES.
if "c_module" in globals():
    c_module("uasyncio")  # noqa: F821
