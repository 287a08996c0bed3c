#!/usr/bin/env python3
"""What the wrapper manifests freeze is what the board's own does, less upstream's asyncio: manifests.py MPY [LIB]

Libraries that MicroPython's tree does not carry count as present but empty, under their names.
"""

import os
import sys
import tempfile

REPO = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WRAPPERS = {
    "unix.py": ("unix", "variants/standard/manifest.py"),
    "pybv1x.py": ("stm32", "boards/PYBV10/manifest.py"),
    "stm32.py": ("stm32", "boards/manifest.py"),
    "esp32_generic.py": ("esp32", "boards/manifest.py"),
    "esp8266_generic.py": ("esp8266", "boards/ESP8266_GENERIC/manifest_2MiB.py"),
    "rpi_pico.py": ("rp2", "boards/manifest.py"),
    "rpi_pico_w.py": ("rp2", "boards/RPI_PICO_W/manifest.py"),
}


def frozen(manifestfile, mpy, port, path):
    port_dir = os.path.join(mpy, "ports", port)
    with tempfile.TemporaryDirectory() as lib:
        open(os.path.join(lib, "README.md"), "w").close()
        variables = {"MPY_DIR": mpy, "MPY_LIB_DIR": lib, "PORT_DIR": port_dir, "BOARD_DIR": os.path.dirname(path)}
        manifest = manifestfile.ManifestFile(manifestfile.MODE_FREEZE, variables)
        required = set()
        manifest.require = lambda name, *args, **kw: required.add(name)
        manifest.execute(path)
        return {f.target_path for f in manifest.files()} | required


def main():
    mpy = os.path.abspath(sys.argv[1])
    sys.path.insert(0, os.path.join(mpy, "tools"))
    import manifestfile

    failed = 0
    for wrapper, (port, own) in sorted(WRAPPERS.items()):
        board = frozen(manifestfile, mpy, port, os.path.join(mpy, "ports", port, own))
        ours = frozen(manifestfile, mpy, port, os.path.join(REPO, "micropython-port", "manifests", wrapper))
        theirs = {name for name in board if name.startswith("asyncio/") or name == "uasyncio.py"}
        good = ours == board - theirs and len(theirs) > 2
        failed += not good
        print("%-20s %-6s keeps %2d, drops %2d" % (wrapper, "ok" if good else "FAIL", len(ours), len(board - ours)))
        if not good:
            print("  missing:", sorted(board - theirs - ours), "left in:", sorted(ours & theirs), "new:", sorted(ours - board))
    print("%d passed, %d failed" % (len(WRAPPERS) - failed, failed))
    return failed > 0


sys.exit(main())
