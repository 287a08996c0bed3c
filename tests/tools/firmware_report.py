"""What `make firmware` has built: where it is, how large, and how it gets onto the board.

    firmware_report.py MPY PORT BOARD BUILD
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

# Of the ports that most boards are of: the file to flash, what to do with the board, and the command. Whoever has MicroPython
# on the board already starts its bootloader without a button.
PORTS = {
    "stm32": (
        "firmware.dfu",
        "In the board's bootloader (`mpremote bootloader`, or BOOT0, a pyboard's USR, held during a reset):",
        "dfu-util -a 0 -d 0483:df11 -D {file} -s :leave",
    ),
    "rp2": (
        "firmware.uf2",
        "In the board's bootloader (`mpremote bootloader`, or BOOTSEL held while it is plugged in), copy it to the drive, or:",
        "picotool load -x {file}",
    ),
    "samd": (
        "firmware.uf2",
        "In the board's bootloader (`mpremote bootloader`, or press reset twice), copy it to the drive:",
        "cp {file} /media/$USER/<drive>/",
    ),
    "esp32": (
        "firmware.bin",
        "The first MicroPython on a board wants `esptool.py erase_flash` before:",
        "esptool.py write_flash {offset} {file}",
    ),
}
OTHER_FILES = ("firmware.uf2", "firmware.hex", "firmware.bin", "firmware.elf", "micropython.elf")


def first_there(folder, names):
    return next((folder / name for name in names if (folder / name).exists()), None)


def sizes(folder):
    """What the build in a folder takes on the board, or None where there is none. What begins with a value is in both."""
    elf = first_there(folder, ("firmware.elf", "micropython.elf"))
    if elf is None:
        return None
    out = subprocess.run(["size", elf], stdout=subprocess.PIPE, check=True, text=True).stdout
    text, data, bss = map(int, out.splitlines()[1].split()[:3])
    return f"{text + data:,} bytes of flash, {data + bss:,} bytes of RAM"


def esp32_offset(build):
    """Where a chip begins to read its flash differs, and the port's configuration knows."""
    found = re.search(r"^CONFIG_BOOTLOADER_OFFSET_IN_FLASH=(\w+)", (build / "sdkconfig").read_text(), re.M)
    return found[1]


def upstreams_words(board):
    """The files that upstream's page about the board is made of."""
    about = board / "board.json"
    names = json.loads(about.read_text()).get("deploy", []) if about.exists() else []
    return [path for path in ((board / name).resolve() for name in names) if path.exists()]


def main(mpy, port, board, build):
    build, folder = Path(build), Path(mpy) / "ports" / port
    file, how, command = PORTS.get(port, (None, None, None))
    file = first_there(build, [file] if file else OTHER_FILES) or first_there(build, OTHER_FILES)
    if file is None:
        sys.exit(f"firmware: there is none in {build}")

    print(f"\nThe firmware is in {os.path.relpath(file)}: {file.stat().st_size:,} bytes.")
    print(f"  With this asyncio it takes {sizes(build)}.")
    upstreams = sizes(folder / f"build-{board}")
    if upstreams:
        print(f"  The checkout's own build in ports/{port}/build-{board} takes {upstreams}.")
    if how and file.name == PORTS[port][0]:
        print(how)
        offset = esp32_offset(build) if "{offset}" in command else ""
        print("  " + command.format(file=os.path.relpath(file), offset=offset))
    for words in upstreams_words(folder / "boards" / board):
        print(f"How this board is flashed, in upstream's words: {words}")
    print('Then `mpremote exec "import asyncio; print(asyncio)"` says <module \'asyncio\'>; upstream\'s would name a file.')


main(*sys.argv[1:])
