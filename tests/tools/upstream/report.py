"""The table: a row for each test, upstream's results beside ours, and the verdict."""

from collections import Counter
from typing import NamedTuple

from batch import FAIL, LATER, MODES, NONE, PASS, SKIP

ABSENT = "-"
HEADS = {"source": "src", "via-mpy": "mpy", "native": "nat"}


def acceptable(upstream, ours):
    """Passed, or came to what it comes to with upstream's own build."""
    return ours in (PASS, LATER) or (ours == upstream and ours != NONE)


class Counts(NamedTuple):
    """How ours fared; `skipped` and `failed` are tests that upstream's build skips or fails as well."""

    passed: int
    later: int
    worse: int
    skipped: int
    failed: int


class Report:
    def __init__(self):
        self.cells = {}  # (tests, vm, build, mode, name) -> result

    def add(self, batch, results):
        for name, result in results.items():
            self.cells[batch.tests, batch.vm, batch.build, batch.mode, name] = result

    def pair(self, tests, vm, mode, name):
        return tuple(self.cells.get((tests, vm, build, mode, name), ABSENT) for build in ("upstream", "ours"))

    def worse(self):
        """Where ours does worse than upstream's, or has no counterpart."""
        places = {(tests, vm, mode, name) for tests, vm, _, mode, name in self.cells}
        return sorted(
            (place for place in places if not acceptable(*self.pair(*place))),
            key=lambda place: (place[0].version, place[1].version, *place[2:]),
        )

    def table(self, title, names, columns):
        """`columns`: pairs of the tree with the tests and the tree with the virtual machine."""
        width = max(map(len, names), default=0)
        group = len(MODES) * 5
        modes = "".join(f"{HEADS[mode]:<5}" for mode in MODES)
        heads = (
            [f"{'VM ' + vm.version:<{2 * group + 2}}" for _, vm in columns],
            [f"{'upstream':<{group}}  {'ours':<{group}}" for _ in columns],
            [f"{modes}  {modes}" for _ in columns],
        )
        lines = [title, ""]
        lines += ["   ".join([" " * width, *head]).rstrip() for head in heads]
        for name in names:
            line, mark = f"{name:<{width}}", ""
            for tests, vm in columns:
                pairs = [self.pair(tests, vm, mode, name) for mode in MODES]
                line += "   " + "  ".join("".join(f"{pair[side]:<5}" for pair in pairs) for side in (0, 1))
                if not all(acceptable(*pair) for pair in pairs if pair != (ABSENT, ABSENT)):
                    mark = "  <- worse"
            lines.append(line.rstrip() + mark)
        return "\n".join(lines) + "\n"

    def counts(self):
        tally = Counter()
        for tests, vm, build, mode, name in self.cells:
            if build == "ours":
                upstream, ours = self.pair(tests, vm, mode, name)
                tally[ours if acceptable(upstream, ours) else "worse"] += 1
        return Counts(tally[PASS], tally[LATER], tally["worse"], tally[SKIP], tally[FAIL])
