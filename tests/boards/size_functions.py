"""The largest functions of the library, from a linker's map, under the names that their sources have."""

import re
import subprocess

SHOWN = 40
# The names of crates have a number that says which build they are of.
CRATE = re.compile(r"\[[0-9a-f]+\]")
# Coroutines are compiled into the function that polls them, and what may raise into the one that catches.
WRAPPED = re.compile(r"uasyncio::(?:awaitables::coroutine::poll|host::port::attempt::run)::<(?:.*, )?(uasyncio::.*?)((?:::\{closure#\d\})+)>$")


def readable(mangled):
    names = subprocess.run(["arm-none-eabi-c++filt"], input="\n".join(mangled), stdout=subprocess.PIPE, text=True, check=True)
    for name in names.stdout.splitlines():
        name = CRATE.sub("", name)
        wrapped = WRAPPED.search(name)
        if wrapped:
            # The caught part of a coroutine is a closure in its closure.
            name = wrapped.group(1) + (", a coroutine" if wrapped.group(2).count("{") == 1 else ", caught")
        name = re.sub(r"uasyncio::host::object::Gc<([^<>]*)>", r"\1", name)
        yield re.sub(r"[<>]|uasyncio::", "", name)


def table(sections):
    """`sections` are (section, size, path) of what is linked of the library."""
    found = [(size, section.split(".", 2)[-1]) for section, size, _ in sections if section.startswith(".text.")]
    found = sorted(found, key=lambda row: (-row[0], row[1]))
    lines = ["| function | flash | all up to it |", "|---|---:|---:|"]
    whole = 0
    for (size, _), name in zip(found[:SHOWN], readable([mangled for _, mangled in found[:SHOWN]])):
        whole += size
        lines.append("| `%s` | %d | %d |" % (name, size, whole))
    rest = sum(size for size, _ in found[SHOWN:])
    lines.append("| %d others, %d on an average | %d | %d |" % (len(found[SHOWN:]), rest // len(found[SHOWN:]), rest, whole + rest))
    return "\n".join(lines)
