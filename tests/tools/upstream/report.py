"""The table: a row for each test, upstream's results beside ours, and the verdict."""

from collections import Counter

from batch import FAIL, MODES, NONE, PASS, SKIP

ABSENT = "-"
HEADS = {"source": "src", "via-mpy": "mpy", "native": "nat"}


def acceptable(upstream, ours):
    """Passed, or came to what it comes to with upstream's own build."""
    return ours == PASS or (ours == upstream and ours != NONE)


class Report:
    def __init__(self):
        self.cells = {}  # (tests, vm, build, mode, name) -> result

    def add(self, batch, results):
        for name, result in results.items():
            self.cells[batch.tests, batch.vm, batch.build, batch.mode, name] = result

    def pair(self, tests, vm, mode, name):
        return tuple(self.cells.get((tests, vm, build, mode, name), ABSENT) for build in ("upstream", "ours"))

    def worse(self):
        """The cells of ours that are worse than upstream's, and those that have no counterpart."""
        return [
            key
            for key in sorted({(t.version, v.version, m, n, t, v) for t, v, _, m, n in self.cells}, key=lambda k: k[:4])
            if not acceptable(*self.pair(key[4], key[5], key[2], key[3]))
        ]

    def table(self, title, names, columns):
        """`columns`: pairs of the tree with the tests and the tree with the virtual machine."""
        width = max(map(len, names), default=0)
        heads = [("", "", f"VM {vm.version}") for _, vm in columns]
        lines = [title, ""]
        group = len(MODES) * 5
        lines.append(" " * width + "".join(f"   {head[2]:<{2 * group + 2}}" for head in heads).rstrip())
        lines.append(" " * width + "".join(f"   {'upstream':<{group}}  {'ours':<{group}}" for _ in heads).rstrip())
        modes = "".join(f"{HEADS[mode]:<5}" for mode in MODES)
        lines.append(" " * width + "".join(f"   {modes}  {modes}" for _ in heads).rstrip())
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
        """How ours fared: passed, failed, and skipped or failed where upstream's does the same."""
        tally = Counter()
        for tests, vm, build, mode, name in self.cells:
            if build == "ours":
                upstream, ours = self.pair(tests, vm, mode, name)
                tally[ours if acceptable(upstream, ours) else "worse"] += 1
        return tally[PASS], tally["worse"], tally[SKIP], tally[FAIL]
