"""The parts of docs/size.md as a picture, docs/size.svg: bytes of flash, floor by floor, upstream's asyncio beside them.

    size_picture.py          draws it anew, with matplotlib
    size_picture.py check    fails when the picture is of other figures than the page's
"""

import re
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests/tools"))

import pictures  # noqa: E402

DOCS = REPO / "docs"
PAGE, PICTURE = DOCS / "size.md", DOCS / "size.svg"
HEADS = {"this": "## This library", "upstream's": "## Upstream's asyncio"}
# From what programs call down to what knows no Python; the C layer and what is in neither stand at the end.
FLOORS = ("api", "io", "groups", "sync", "awaitables", "run_loop", "tasks", "host", "queues")


def group_of(part):
    floor = re.match(r"`rust/(\w+)/", part)
    if floor:
        return floor[1]
    if part.startswith("`micropython-port/"):
        return "C layer"
    return "bytecode" if part == "frozen bytecode" else "C module" if part.startswith("`extmod/") else "rest"


def figures():
    """{"this" or "upstream's": {group: bytes of flash}}"""
    found = {}
    for side, head in HEADS.items():
        section = PAGE.read_text().split(head)[1].split("\n## ")[0]
        groups = found.setdefault(side, {})
        for part, flash in re.findall(r"^\| (.+?) \| (\d+) \| \d+ \|$", section, re.MULTILINE):
            groups[group_of(part)] = groups.get(group_of(part), 0) + int(flash)
    order = (*FLOORS, "C layer", "bytecode", "C module", "rest")
    return {side: {name: groups[name] for name in order if name in groups} for side, groups in found.items()}


def in_words(sides):
    """What the picture says to whoever cannot see it, and to the check."""
    return "; ".join(f"{side}: " + ", ".join(f"{name} {flash}" for name, flash in groups.items()) for side, groups in sides.items())


def draw(sides):
    figure, axes = pictures.figure(9, 2.4)
    for row, groups in enumerate(sides.values()):
        left = 0
        for n, (name, flash) in enumerate(groups.items()):
            axes.barh(row, flash, 0.6, left, color="#c4511d" if n % 2 else "#e08a5b")
            if flash > 400:
                label = f"{name}\n{flash}"
                axes.text(left + flash / 2, row, label, ha="center", va="center", fontsize=7, rotation=0 if flash > 1200 else 90)
            left += flash
        axes.text(left + 150, row, f"{left}", va="center", fontsize=9)
    axes.set_yticks(range(len(sides)), sides)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.08 * max(sum(groups.values()) for groups in sides.values()))
    axes.set_xlabel("bytes of flash on a pyboard, with a module socket; names beyond upstream's switched off")
    pictures.save(figure, axes, PICTURE, "asyncio's parts in flash", in_words(sides))


if sys.argv[1:] == ["check"]:
    pictures.check(PICTURE, PAGE, in_words(figures()), "size-picture")
else:
    draw(figures())
