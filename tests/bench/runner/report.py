"""What was measured, as a table for people and as JSON for programs."""

import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median


@dataclass
class Side:
    cpu_ns: list = field(default_factory=list)  # a figure per repetition
    wall_ns: list = field(default_factory=list)
    bytes: float = None
    lock: bool = None
    instructions: float = None
    wakes: float = None

    @property
    def ns(self):
        return median(self.cpu_ns) if self.cpu_ns else None


@dataclass
class Result:
    upstream: Side = field(default_factory=Side)
    ours: Side = field(default_factory=Side)
    peers: dict = field(default_factory=dict)  # what else was measured: name -> Side

    @property
    def ratio(self):
        """Of the times; of the instructions where nothing is timed."""
        if self.ours.ns:
            return self.upstream.ns / self.ours.ns
        if self.ours.instructions:
            return self.upstream.instructions / self.ours.instructions
        return None


def reached(row, results):
    """{target: True, False, or None where a figure it needs was not taken}"""
    verdicts = {}
    for target in row.targets:
        try:
            verdicts[target.text] = bool(target.reached(results[row.key], results))
        except (KeyError, TypeError):
            verdicts[target.text] = None
    return verdicts


def number(value):
    if value is None:
        return ""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 1 else f"{value:.1f}"


def pair(upstream, ours):
    if upstream is None and ours is None:
        return ""
    return f"{number(upstream)} → {number(ours)}"


def bytes_cell(result):
    cell = pair(result.upstream.bytes, result.ours.bytes)
    locked = [side.lock for side in (result.upstream, result.ours)]
    if None not in locked:
        cell += f" (heap locked: {' → '.join('runs' if runs else 'fails' for runs in locked)})"
    return cell


def slowness(side):
    """Wall over processor time: above one, the loop slept or the machine was busy with others."""
    return median(side.wall_ns) / side.ns if side.cpu_ns else 1


def notes(rows, results):
    """How many goals are reached, and how far from having no loop at all. And, as times are processor times: where they hide waiting that the
    work has no reason for."""
    verdicts = [ok for row in rows for ok in reached(row, results).values()]
    found = [f"{verdicts.count(True)} of {len(verdicts)} goals reached"]
    floor = slowness(results["floor"].ours) if "floor" in results else 1
    if floor > 1.1:
        found.append(f"the machine was busy: the floor took {floor:.1f} times its processor time")
    for row in rows:
        if row.beside in results and results[row.key].ours.ns:
            times = [results[key].ours.ns for key in (row.key, row.beside)]
            found.append(f"{row.title}: {times[0] / times[1]:.2f} × the same with blocking sockets")
        if results[row.key].ours.wakes is not None:
            wakes = pair(results[row.key].upstream.wakes, results[row.key].ours.wakes)
            found.append(f"{row.title}: {wakes} wakes a second")
    for row in rows:
        for name in ("upstream", "ours"):
            side = getattr(results[row.key], name)
            if row.busy and slowness(side) > 1.5 * max(1, floor):
                found.append(f"{row.title}: {name} took {slowness(side):.1f} times its processor time")
    return found


HEAD = ["work", "upstream ns", "ours ns", "ratio", "× floor", "bytes/op", "instructions/op", "reach", "reached"]


def table(rows, results):
    lines = []
    floor = results["floor"].ours.ns if "floor" in results else None
    for row in rows:
        result = results[row.key]
        verdicts = reached(row, results)
        lines.append([
            row.title + ("" if row.heap == "256k" or row.board else f" ({row.heap} heap)"),
            number(result.upstream.ns),
            number(result.ours.ns),
            number(result.ratio),
            f"{result.ours.ns / floor:.1f}" if floor and result.ours.ns else "",
            bytes_cell(result),
            pair(result.upstream.instructions, result.ours.instructions),
            ", ".join(verdicts),
            ", ".join({True: "yes", False: "NO", None: "?"}[ok] for ok in verdicts.values()),
        ])
    return lines


def markdown(lines, head=HEAD):
    cells = [head, ["---"] + ["---:"] * (len(head) - 3) + ["---"] * 2, *lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def text(lines, head=HEAD):
    cells = [head, *lines]
    widths = [max(len(line[i]) for line in cells) for i in range(len(head))]
    return "\n".join(
        "  ".join(c.rjust(w) if 0 < i < len(head) - 2 else c.ljust(w) for i, (c, w) in enumerate(zip(line, widths))).rstrip()
        for line in cells
    )


def first_line(*argv):
    try:
        return subprocess.run(argv, capture_output=True, text=True).stdout.splitlines()[0]
    except (OSError, IndexError):
        return f"no {argv[0]}"


BOARD_COMPILERS = {
    "C compiler of the STM32F405": "arm-none-eabi-gcc",
    "C compiler of the Xtensa board": "xtensa-lx106-elf-gcc",
}


def machine(binary):
    cpu = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    version = first_line(str(binary), "-c", "import sys; print(sys.version)")
    return {
        "processor": f"{cpu}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "C compiler": first_line("cc", "--version"),
        **{key: first_line(compiler, "--version") for key, compiler in BOARD_COMPILERS.items()},
        "Rust compiler": first_line("rustc", "--version"),
        "MicroPython": version,
    }


def as_json(rows, results, about):
    figures = {}
    for row in rows:
        result = results[row.key]
        figures[row.key] = {
            "title": row.title,
            "heap": row.heap,
            "upstream": {**asdict(result.upstream), "ns": result.upstream.ns},
            "ours": {**asdict(result.ours), "ns": result.ours.ns},
            "peers": {name: {"cpu_ns": side.cpu_ns, "ns": side.ns} for name, side in result.peers.items()},
            "ratio": result.ratio,
            "reached": reached(row, results),
        }
    return {"machine": about, "rows": figures}


def replace_between(path, begin, end, body):
    """Replaces what lies between two marks of a page; the prose around them is written by hand."""
    before, rest = path.read_text().split(begin)
    _, after = rest.split(end)
    path.write_text(before + begin + body + end + after)


BEGIN, END = "<!-- last full run -->\n", "<!-- end of last full run -->\n"


def write_doc(path, rows, results, about, repetitions):
    facts = "".join(f"- {key}: {value}\n" for key, value in about.items())
    notes_below = "".join(f"- {note}\n" for note in notes(rows, results))
    body = f"{facts}- median of {repetitions}\n\n{markdown(table(rows, results))}\n\n{notes_below}"
    replace_between(path, BEGIN, END, body)
