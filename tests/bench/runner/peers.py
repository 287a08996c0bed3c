"""What people would pick instead, at the same work: CPython's asyncio and uvloop, and C as the floor.

CPython and uvloop run the same programs. The floor is tests/bench/peers/echo.c, for the rows of connections.
"""

import resource

import report
from report import number
from rows import Target

NAMES = ("C", "uvloop", "CPython")
IN_C = ("echo-raw", "echo-1", "echo-10", "echo-100", "echo-400", "busy-100", "echo-3000", "busy-3000")
# The rows of the table: what ours has to reach there.
KEYS = ("switch-1", "switch-1000", "event", "lock", "spawn", "wait-for", "gather", *IN_C, "throughput")


def than_uvloop(times):
    return Target(f"≥ {times} × uvloop", lambda r, _: r.peers["uvloop"].ns >= times * r.ours.ns)


def to_raw(times):
    return Target(f"≤ {times} × blocking", lambda r, all: r.ours.ns <= times * all["echo-raw"].ours.ns)


TARGETS = {key: [than_uvloop(2.2)] for key in IN_C[1:]}
for few, times in (("echo-1", 1.05), ("echo-10", 1.05), ("echo-100", 1.05), ("echo-400", 1.2)):
    TARGETS[few] += [to_raw(times)]


def allow_descriptors():
    """Three thousand connections have six thousand ends in one process."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def words(row, n):
    return [row.program, "time", str(n), *map(str, row.words)]


def commands(python, floor):
    """{name: function of a row and a number of operations that gives the command, or None}"""

    def in_c(row, n):
        return [str(floor), *words(row, n)[1:]] if row.key in IN_C else None

    def with_uvloop(row, n):
        # Where nothing is a loop's there is nothing to compare.
        return [str(python), "peers/on_uvloop.py", *words(row, n)] if row.key != "echo-raw" else None

    def with_cpython(row, n):
        return [str(python), *words(row, n)]

    return dict(zip(NAMES, (in_c, with_uvloop, with_cpython)))


HEAD = ["work", *(f"{name} ns" for name in ("C", "this", "uvloop", "CPython", "upstream")), "uvloop ÷ this", "CPython ÷ this", "reach", "reached"]


def table(rows, results):
    """A line for each row that a peer has run."""
    lines = []
    for row in rows:
        result = results[row.key]
        if not result.peers:
            continue
        ours = result.ours.ns
        times = {name: result.peers[name].ns if name in result.peers else None for name in NAMES}
        share = [number(times[name] / ours) if times[name] else "" for name in ("uvloop", "CPython")]
        verdicts = {target.text: bool(target.reached(result, results)) for target in TARGETS.get(row.key, ())}
        lines.append([
            row.title,
            *(number(ns) for ns in (times["C"], ours, times["uvloop"], times["CPython"], result.upstream.ns)),
            *share,
            ", ".join(verdicts),
            ", ".join("yes" if ok else "NO" for ok in verdicts.values()),
        ])
    return lines


BEGIN, END = "<!-- peers -->\n", "<!-- end of peers -->\n"
VERSIONS = "import platform, uvloop; print(f'CPython {platform.python_version()}, uvloop {uvloop.__version__}')"


def write_doc(path, rows, results, python, repetitions):
    facts = f"{report.first_line(str(python), '-c', VERSIONS)}; median of {repetitions}.\n\n"
    report.replace_between(path, BEGIN, END, facts + report.markdown(table(rows, results), HEAD) + "\n")
