#!/usr/bin/env python3
"""Where the ESP8266 port's own linker script puts our code and constants.

The port itself needs a vendor's library to be built, so this links nothing but our objects, those of the emulated board with
that processor, in the port's memory: all code has to lie in flash, since there is hardly any RAM for code.
"""

import argparse
import os
import re
import subprocess
import sys

import run

BOARD = "XTENSALX106"
FLASH = range(0x40200000, 0x40300000)
OURS = os.path.join(run.REPO, "micropython-port", "uasyncio")


def functions(file):
    """{name: address}"""
    symbols = subprocess.run(["xtensa-lx106-elf-nm", file], stdout=subprocess.PIPE, text=True, check=True).stdout
    return {name: int(address, 16) for address, name in re.findall(r"^([0-9a-f]{8}) [Tt] (\S+)$", symbols, re.M)}


def link(mpy, folder, *scripts):
    """Our functions' places, None if they have none.  As the port's makefile does it: its script comes after the modules'."""
    objects = [os.path.join(folder, "libuasyncio.o")]
    objects += [entry.path for entry in os.scandir(os.path.join(folder, "uasyncio")) if entry.name.endswith(".o")]
    linked = os.path.join(folder, "esp8266.elf")
    cmd = ["xtensa-lx106-elf-ld", "-nostdlib", *(f"-T{script}" for script in scripts), "-Tboards/esp8266_2MiB.ld"]
    cmd += ["--unresolved-symbols=ignore-all", "-o", linked, *objects]
    port = os.path.join(mpy, "ports", "esp8266")
    done = subprocess.run(cmd, cwd=port, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout[-1000:], end="")
    if done.returncode:
        return None
    ours = {name for file in objects for name in functions(file)}
    return {name: address for name, address in functions(linked).items() if name in ours}


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--mpy", required=True, help="MicroPython source tree")
    ap.add_argument("--make", action="append", default=[], help="further variables for make")
    ap.add_argument("--jobs", type=int, default=1)
    args = ap.parse_args()
    mpy = os.path.abspath(args.mpy)
    folder = run.build(mpy, BOARD, "ours", args.make + ["-j%d" % args.jobs])

    places = link(mpy, folder, os.path.join(OURS, "esp8266.ld")) or {}
    elsewhere = [name for name, address in places.items() if address not in FLASH]
    good = len(places) > 400 and not elsewhere
    print("%s %d functions, not in flash: %s" % ("ok  " if good else "FAIL", len(places), elsewhere))
    needed = link(mpy, folder) is None
    print("%s without our script they do not fit" % ("ok  " if needed else "FAIL"))
    passed = good + needed
    print("%d passed, %d failed" % (passed, 2 - passed))
    return passed < 2


if __name__ == "__main__":
    sys.exit(main())
