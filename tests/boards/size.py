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

import heap
import run
import size_functions

BOARD = "STM32F405"
# Upstream's bytecode is the same with and without; ours leaves out what a firmware without `socket` cannot do.
ALONE, SOCKET, UPSTREAM = "size-alone-ours", "size-socket-ours", "size-upstream"
FEW, MORE = "size-few-ours", "size-more-ours"
OUTER = "size-outer-ours"
# Groups of names beyond upstream's: their switches, and what is in them. Each is priced on its own; ALONE has none.
GROUPS = {
    "UASYNCIO_SEMAPHORES": "Semaphore, BoundedSemaphore",
    "UASYNCIO_QUEUES": "Queue, LifoQueue, PriorityQueue and their exceptions",
    "UASYNCIO_RINGBUF_QUEUES": "RingbufQueue",
    "UASYNCIO_CONDITIONS": "Condition, Barrier, BrokenBarrierError",
    "UASYNCIO_TIMEOUTS": "timeout, timeout_at, timeout_ms",
    "UASYNCIO_GROUPS": "TaskGroup, ExceptionGroup",
    "UASYNCIO_WAIT": "wait, as_completed, shield, ensure_future, get_running_loop, iscoroutine, iscoroutinefunction",
    "UASYNCIO_FUTURES": "Future, Loop.create_future; of a task result, exception, cancelled, callbacks, name, coroutine, count of "
    "cancellations; create_task's name, InvalidStateError",
    "UASYNCIO_HANDLES": "Loop.call_soon, call_later, call_at, time",
    "UASYNCIO_STREAM_NAMES": "IncompleteReadError, Server.serve_forever",
    "UASYNCIO_ALL_TASKS": "all_tasks, Runner",
    "UASYNCIO_MONITOR": "monitor, slow_slice_ms; with the futures and all_tasks, which it needs",
    "UASYNCIO_CALLS": "Loop.call_soon_threadsafe, for four calls",
    "UASYNCIO_OVERRIDES": "no names: the library calls what derived classes override, and programs store names in its classes",
}


def flags(*definitions):
    """A firmware of ours. Of several definitions of a switch the last one counts."""
    values = dict(definition.split("=") for definition in definitions)
    return ["OVERLAY_IRQTEST=0", "CFLAGS_EXTRA=" + " ".join(f"-D{switch}={value}" for switch, value in values.items())]


NONE = ("UASYNCIO_CPYTHON=0", "UASYNCIO_OVERRIDES=0")
COLUMNS = {
    "size-without": ["OVERLAY_ASYNCIO=0"],
    UPSTREAM: [],
    ALONE: flags(*NONE),
    SOCKET: flags(*NONE, "UASYNCIO_SOCKETS=1"),
    FEW: flags(*NONE, "UASYNCIO_STREAMS=0"),
    MORE: flags(),
}
# Those below are built by `size` only.
OUTER_COLUMN = {OUTER: flags(*NONE, "UASYNCIO_SOCKETS=1", "UASYNCIO_INNER_NAMES=0")}
NEEDS = {"UASYNCIO_MONITOR": ("UASYNCIO_ALL_TASKS=1", "UASYNCIO_FUTURES=1")}
GROUP_COLUMNS = {
    group: (
        f"size-{group.lower()}-ours",
        flags(*NONE, *NEEDS.get(group, ()), group + ("=4" if group == "UASYNCIO_CALLS" else "=1")),
    )
    for group in GROUPS
}
FLASH = (".text", ".rodata", ".data")
RAM = (".data", ".bss")

# A section of the linker's map: its name, on the same or the next line its address, size and file.
SECTION = re.compile(r"^ (\.\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S+)$", re.MULTILINE)
# A mangled name is made of names with their lengths before them. An async fn, whose name comes behind NCNv, is compiled into the
# generic function that polls it.
NAME = re.compile(r"(\d+)([a-z_]\w*)")


def kind(section):
    return next((k for k in (".text", ".rodata", ".data", ".bss") if section == k or section.startswith(k + ".")), None)


def totals(elf):
    out = subprocess.run(["arm-none-eabi-size", elf], stdout=subprocess.PIPE, text=True, check=True).stdout
    text, data, bss = (int(n) for n in out.splitlines()[1].split()[:3])
    return text + data, data + bss


def exported():
    """Which Rust file a function of the C interface is in."""
    where = {}
    for name in rust_files():
        with open(os.path.join(run.REPO, "rust", name)) as f:
            for function in re.findall(r"(?:fn|static) (uasyncio_\w+)", f.read()):
                where[function] = name
    return where


def rust_files():
    """The library's files: floor/module.rs."""
    floors = os.path.join(run.REPO, "rust")
    return [
        f"{floor}/{name}"
        for floor in sorted(os.listdir(floors))
        if os.path.isdir(os.path.join(floors, floor))
        for name in sorted(os.listdir(os.path.join(floors, floor)))
        if name.endswith(".rs")
    ]


def rust_file(mangled, files):
    """The file of a mangled name, None if it is none of ours."""
    start = mangled.find("NCNv") if "NCNv" in mangled else mangled.find("8uasyncio")
    if start < 0 or "8uasyncio" not in mangled:
        return None
    floor = None
    for length, rest in NAME.findall(re.sub(r"(\d+)", r" \1", mangled[start:])):
        name = rest[: int(length)]
        found = [file for file in files if file == f"{floor}/{name}.rs"] or [
            file for file in files if file.endswith(f"/{name}.rs")
        ]
        if found:
            return found[0]
        floor = name
    return None


def part(section, path, where, files):
    """The part of asyncio that a section belongs to, None for the rest of the firmware."""
    name = os.path.basename(path)
    if name == "libuasyncio.o":
        function = section.split(".")[-1]
        if function in where:
            return "rust/" + where[function]
        file = rust_file(function, files)
        if file:
            return "rust/" + file
        return "Rust: constants and the core library"
    if "/uasyncio/" in path:
        return "micropython-port/uasyncio/" + name[:-2] + ".c"
    if name == "modasyncio.o":
        return "extmod/modasyncio.c"
    if name == "frozen_content.o":
        return "frozen bytecode"
    return None


def sections(elf):
    """(section, size, path) of what is linked."""
    with open(elf[:-4] + ".map") as f:
        text = f.read()
    text = text[text.index("Linker script and memory map") :]
    text = re.sub(r"^ (\.\S+)\n\s+0x", r" \1 0x", text, flags=re.MULTILINE)
    for section, address, size, path in SECTION.findall(text):
        # What was dropped is said to be at 0, and so is what lies at the beginning of flash.
        if int(address, 16) != 0 or kind(section) == ".text":
            yield section, int(size, 16), path


def parts(elf):
    where, files = exported(), rust_files()
    found = collections.defaultdict(lambda: [0, 0])
    for section, size, path in sections(elf):
        belongs = part(section, path, where, files)
        if belongs and kind(section):
            found[belongs][0] += size * (kind(section) in FLASH)
            found[belongs][1] += size * (kind(section) in RAM)
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


def groups(taken):
    lines = ["| group | names | flash | RAM |", "|---|---|---:|---:|"]
    flash, ram = taken[ALONE]
    for group, names in GROUPS.items():
        of = taken[GROUP_COLUMNS[group][0]]
        lines.append("| `%s` | %s | %d | %d |" % (group, names, of[0] - flash, of[1] - ram))
    lines.append("| all of them | | %d | %d |" % (taken[MORE][0] - flash, taken[MORE][1] - ram))
    return "\n".join(lines)


# The goals that were set for the two boards.
GOALS = {SOCKET: 13800, ALONE: 11500}


def way(elf, taken):
    """What stands in the way of less."""
    where, files = exported(), rust_files()
    own = [row for row in sections(elf[SOCKET]) if part(row[0], row[2], where, files)]
    more = {column: taken[column][0] - goal for column, goal in GOALS.items()}
    return """The goals are %d bytes with a module `socket` and %d without; it takes %d and %d more. There is no large piece: most
functions take less than thirty bytes. Of what upstream's asyncio has, the inner names that only other libraries use take %d bytes
(`-DUASYNCIO_INNER_NAMES=0`), and streams and servers %d. What keeps the rest where it is:

- Everything that a program of upstream's can do to a Python module has code here: storing to the module, its submodules and the
  loop's class, attributes on what the library makes, tasks whose `data`, `state` and `coro` a program writes, queues of the
  program's own. Upstream has that from the virtual machine.
- A call from Rust to the virtual machine is a function in C, because the machine's own names are macros and inline functions.
- Optimising for speed takes more (`opt-level` s: 2,000 bytes more, and a switch is 3 %% faster). All is compiled for the least flash.
- The compiler has little left: of a hundred of LLVM's and rustc's own options none saves more than 0.5 %%, and the best three together
  52 bytes. Its outliner is at work already.
- None, True and False are numbers in the code (652 bytes less than words of a table). As numbers that the linker fills in, so that one
  archive would serve all representations, they saved two fifths of that.
- The state's address is read from the table of constants, because MicroPython's root pointers are parts of one structure and have no
  names of their own; with names it would be about 110 bytes less.
- Of RAM it takes 244 bytes, where 116 was the goal: 164 are the state, in which nothing is optional; 48 the six modules and 16 the map of
  the names that a program stores in Loop, which upstream has in its heap of 4.4 KB.
- The next 5 %%, 1,100 bytes, are what the inner names take, so they would cost those; after them come servers.

%s""" % (
        *GOALS.values(),
        *more.values(),
        taken[SOCKET][0] - taken[OUTER][0],
        taken[SOCKET][0] - taken[FEW][0],
        size_functions.table(own),
    )


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
    columns = COLUMNS if args.check else COLUMNS | OUTER_COLUMN | dict(GROUP_COLUMNS.values())
    for column, variables in columns.items():
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
    objects = [heap.taken(mpy, column, args.make + columns[column]) for column in (SOCKET, UPSTREAM)]
    text = """# Flash and RAM

Bytes that asyncio takes of a firmware for the pyboard's chip (STM32F405), as the difference of two links of the same
firmware with and without it. `make size` measures again, `make size-check` compares with this page: MicroPython %s,
`-Os -mcpu=cortex-m4 -mfloat-abi=hard`, unused sections dropped, the board of `micropython-port/qemu/`. RAM is `.data`
and `.bss`, not the heap.

%s

![The parts of both in flash](size.svg)

Both without the names that upstream does not have, and without what derived classes override
(`CFLAGS_EXTRA="-DUASYNCIO_CPYTHON=0 -DUASYNCIO_OVERRIDES=0"`). Without streams (`-DUASYNCIO_STREAMS=0`) as well: **%d** bytes of flash.

## The heap

Bytes of the heap that is taken for as long as an object is kept, on the same board and in the firmware with `socket`; a block
of this heap is 16 bytes. Sockets are stand-ins that are never ready and not counted (`tests/boards/heap_objects.py`).

%s

%s
What stands in the way of a half: a Task has the words that upstream's has, a Stream and a primitive with its waiter are at the
block above what they need, and coroutines are the virtual machine's; a connection has a Task, the program's coroutine and a
Stream, too.

## Names beyond upstream's

Each group is a switch, and costs nothing when it is off; 1 or 0 as `-DUASYNCIO_QUEUES=1`, all but the last at once as `-DUASYNCIO_CPYTHON=1`. All
are on where the port has MicroPython's extra features. What each takes on its own, in the firmware without `socket`:

%s

## This library, with a module `socket`

%s

## What stands in the way of less

%s

## Upstream's asyncio

%s
""" % (os.path.basename(os.path.realpath(mpy)), boards(taken), taken[FEW][0], heap.table(*objects), heap.verdict(*objects), groups(taken), ours, way(elf, taken), theirs)
    print(text)
    if args.doc:
        with open(args.doc, "w") as f:
            f.write(text)


main()
