"""The times of the last full run in docs/benchmarks.md as a picture, docs/benchmarks.svg.

    picture.py          draws it anew, with matplotlib
    picture.py check    fails when the picture is of other figures than the page's
"""

import re
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests/tools"))

import pictures  # noqa: E402

DOCS = REPO / "docs"
PAGE, PICTURE = DOCS / "benchmarks.md", DOCS / "benchmarks.svg"
# By the beginning of their names.
ROWS = (
    "`sleep_ms(0)` switch, 1 task",
    "`sleep_ms(0)` switch, 1000 tasks",
    "`Event` ping-pong",
    "`async with lock`",
    "`create_task` + await",
    "`wait_for_ms` of",
    "`gather` of ten",
    "TCP echo round trip, 1 connection",
    "TCP echo round trip, 100 connections",
    "1 busy connection, 100 idle",
)


def figures():
    """[(name, upstream's nanoseconds, ours, their ratio as the page has it)]"""
    run = re.search(r"<!-- last full run -->(.*)<!-- end of last full run -->", PAGE.read_text(), re.S)[1]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in run.splitlines() if line.startswith("| ")]
    found = []
    for row in ROWS:
        name, upstream, ours, ratio = next(line[:4] for line in cells if line[0].startswith(row))
        name = re.sub(r" \(\w+ heap\)", "", name.replace("`", ""))
        found.append((name, upstream, ours, float(ratio)))
    return found


def in_words(rows):
    """What the picture says to whoever cannot see it, and to the check."""
    return "; ".join(f"{name}: upstream {upstream} ns, this {ours} ns, {ratio} ×" for name, upstream, ours, ratio in rows)


def draw(rows):
    figure, axes = pictures.figure(9, 4)
    ratios = [ratio for *_, ratio in rows]
    bars = axes.barh(range(len(rows)), ratios, 0.7, color="#c4511d")
    labels = [f"{ratio} ×  ({upstream} → {ours} ns)" for _, upstream, ours, ratio in rows]
    axes.bar_label(bars, labels, padding=4, fontsize=9)
    axes.axvline(1, color="#555555", linestyle=":")
    axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.5 * max(ratios))
    axes.locator_params(axis="x", nbins=4)
    axes.set_xlabel("times as fast as upstream's asyncio (dotted line), in processor time")
    pictures.save(figure, axes, PICTURE, "asyncio in MicroPython's unix port", in_words(rows))


if sys.argv[1:] == ["check"]:
    pictures.check(PICTURE, PAGE, in_words(figures()), "bench-picture")
else:
    draw(figures())
