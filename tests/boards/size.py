#!/usr/bin/env python3
"""Flash and RAM of asyncio with a pyboard's compiler flags: the difference of two links, with and without.

The firmware is that of the emulated STM32F405 board, the pyboard's chip: -Os, Cortex-M4F, sections dropped when unused.
"""

import argparse
import collections
import os
import re
import subprocess
import sys

import run

BOARD = "STM32F405"
# Upstream's bytecode is the same with and without; ours leaves out what a firmware without `socket` cannot do.
ALONE, SOCKET, UPSTREAM = "size-alone-ours", "size-socket-ours", "size-upstream"
COLUMNS = {
    "size-without": ["OVERLAY_ASYNCIO=0"],
    UPSTREAM: [],
    ALONE: ["OVERLAY_IRQTEST=0"],
    SOCKET: ["OVERLAY_IRQTEST=0", "CFLAGS_EXTRA=-DUASYNCIO_SOCKETS=1"],
    "size-few-ours": ["OVERLAY_IRQTEST=0", "CFLAGS_EXTRA=-DUASYNCIO_STREAMS=0"],
}
FLASH = (".text", ".rodata", ".data")
RAM = (".data", ".bss")

# A section of the linker's map: its name, on the same or the next line its address, size and file.
SECTION = re.compile(r"^ (\.\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S+)$", re.MULTILINE)
RUST_MODULE = re.compile(r"8uasyncio(\d+)([a-z_]\w*)")
# An async fn is compiled into the generic function that polls it.
ASYNC_FN = re.compile(r"8uasyncio9coroutine.*NCNvNtB\w*_(\d+)([a-z_]\w*)")


def kind(section):
    return next((k for k in (".text", ".rodata", ".data", ".bss") if section == k or section.startswith(k + ".")), None)


def totals(elf):
    out = subprocess.run(["arm-none-eabi-size", elf], stdout=subprocess.PIPE, text=True, check=True).stdout
    text, data, bss = (int(n) for n in out.splitlines()[1].split()[:3])
    return text + data, data + bss


def exported():
    """Which Rust file a function of the C interface is in."""
    where = {}
    for name in os.listdir(run.REPO + "/rust"):
        if name.endswith(".rs"):
            with open(os.path.join(run.REPO, "rust", name)) as f:
                for function in re.findall(r"fn (uasyncio_\w+)", f.read()):
                    where[function] = name
    return where


def part(section, path, where):
    """The part of asyncio that a section belongs to, None for the rest of the firmware."""
    name = os.path.basename(path)
    if name == "libuasyncio.o":
        function = section.split(".")[-1]
        if function in where:
            return "rust/" + where[function]
        found = ASYNC_FN.search(section) or RUST_MODULE.search(section)
        if found:
            return "rust/%s.rs" % found.group(2)[: int(found.group(1))]
        return "Rust: constants and the core library"
    if "/uasyncio/" in path:
        return "micropython-port/uasyncio/" + name[:-2] + ".c"
    if name == "modasyncio.o":
        return "extmod/modasyncio.c"
    if name == "frozen_content.o":
        return "frozen bytecode"
    return None


def parts(elf):
    with open(elf[:-4] + ".map") as f:
        text = f.read()
    text = text[text.index("Linker script and memory map") :]
    text = re.sub(r"^ (\.\S+)\n\s+0x", r" \1 0x", text, flags=re.MULTILINE)
    where = exported()
    found = collections.defaultdict(lambda: [0, 0])
    for section, address, size, path in SECTION.findall(text):
        if int(address, 16) == 0 and kind(section) != ".text":
            continue  # dropped
        belongs = part(section, path, where)
        if belongs and kind(section):
            found[belongs][0] += int(size, 16) * (kind(section) in FLASH)
            found[belongs][1] += int(size, 16) * (kind(section) in RAM)
    return found


def table(whole, without, rows, base):
    lines = ["| part | flash | RAM |", "|---|---:|---:|"]
    flash, ram = whole[0] - without[0], whole[1] - without[1]
    for name, (f, r) in sorted(rows.items(), key=lambda row: -row[1][0]):
        f, r = f - base.get(name, (0, 0))[0], r - base.get(name, (0, 0))[1]
        flash, ram = flash - f, ram - r
        if f or r:
            lines.append("| `%s` | %d | %d |" % (name, f, r) if "." in name else "| %s | %d | %d |" % (name, f, r))
    lines.append("| the rest of the firmware: names, functions that nothing else used, alignment | %d | %d |" % (flash, ram))
    lines.append("| **all** | **%d** | **%d** |" % (whole[0] - without[0], whole[1] - without[1]))
    return "\n".join(lines)


# The first table of docs/size.md; `check` reads the flash that is committed there.
BOARDS = {SOCKET: "with a module `socket`, as a pyboard's", ALONE: "without"}
MAY_GROW = 1.01


def boards(taken):
    row = "| %s | **%d** | %d | %d | %d |"
    lines = ["| firmware | flash | RAM | upstream's flash | RAM |", "|---|---:|---:|---:|---:|"]
    return "\n".join(lines + [row % (name, *taken[column], *taken[UPSTREAM]) for column, name in BOARDS.items()])


def check(taken, doc):
    """The exit status: 1 when a board takes more flash than the document says."""
    grown = 0
    for column, name in BOARDS.items():
        committed = int(re.search(r"^\| %s \| \*\*(\d+)\*\*" % re.escape(name), doc, re.MULTILINE).group(1))
        verdict = "GREW" if taken[column][0] > committed * MAY_GROW else "ok"
        grown += verdict != "ok"
        print("%s: %d bytes of flash, %d are committed: %s" % (name, taken[column][0], committed, verdict))
    return 1 if grown else 0


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--mpy", required=True)
    ap.add_argument("--make", action="append", default=[])
    ap.add_argument("--doc", help="file to write")
    ap.add_argument("--check", help="file to compare with: fail if more flash is taken than it says and 1 %%")
    args = ap.parse_args()
    mpy = os.path.abspath(args.mpy)

    elf = {}
    for column, variables in COLUMNS.items():
        elf[column] = run.build(mpy, BOARD, column, args.make + variables) + "/firmware.elf"
    sizes = {column: totals(path) for column, path in elf.items()}
    without = sizes["size-without"]
    taken = {column: (flash - without[0], ram - without[1]) for column, (flash, ram) in sizes.items()}
    if args.check:
        with open(args.check) as f:
            sys.exit(check(taken, f.read()))
    base = parts(elf["size-without"])
    ours = table(sizes[SOCKET], without, parts(elf[SOCKET]), base)
    theirs = table(sizes[UPSTREAM], without, parts(elf[UPSTREAM]), base)
    text = """# Flash and RAM

Bytes that asyncio takes of a firmware for the pyboard's chip (STM32F405), as the difference of two links of the same
firmware with and without it. `make size` measures again, `make size-check` compares with this page: MicroPython %s,
`-Os -mcpu=cortex-m4 -mfloat-abi=hard`, unused sections dropped, the board of `micropython-port/qemu/`. RAM is `.data`
and `.bss`, not the heap.

%s

Without streams (`CFLAGS_EXTRA=-DUASYNCIO_STREAMS=0`): **%d** bytes of flash.

## This library, with a module `socket`

%s

## Upstream's asyncio

%s
""" % (os.path.basename(os.path.realpath(mpy)), boards(taken), taken["size-few-ours"][0], ours, theirs)
    print(text)
    if args.doc:
        with open(args.doc, "w") as f:
            f.write(text)


main()
