"""The rows of the bench: which program runs with which numbers, and what it has to reach.

A row's time is per operation. `n` is the number of operations of a timed run; runs that count bytes
have 10,000, as the promise of zero bytes is defined by that number.
"""

from dataclasses import dataclass, field, replace

BYTES_OPERATIONS = 10_000


@dataclass
class Target:
    text: str
    reached: object  # (this row's Result, every Result by key) -> bool, or None where it can't be told


@dataclass
class Row:
    key: str
    title: str
    program: str
    n: int
    words: tuple = ()
    heap: str = "256k"
    modes: tuple = ("time",)  # of: time, bytes, lock
    counted: tuple = ()  # two run lengths; instructions are the difference over the difference
    targets: list = field(default_factory=list)
    beside: str = ""  # the same work without a loop, to be compared with in a note
    busy: bool = True  # False: the work itself is to wait
    together: bool = False  # hardly runs at all, so all such rows may run at once
    board: str = ""  # the emulated board it runs on, where instructions are all there is to measure


def faster(times):
    return Target(f"≥ {times}×", lambda r, _: r.ratio >= times)


def fewer(times):
    return Target(f"≥ {times}× fewer", lambda r, _: r.ratio >= times)


def near_floor(times):
    return Target(f"≤ {times} × floor", lambda r, all: r.ours.ns <= times * all["floor"].ours.ns)


def no_bytes():
    return Target("0 B", lambda r, _: r.ours.bytes == 0 and r.ours.lock is not False)


def bytes_share(share, text):
    return Target(text, lambda r, _: r.ours.bytes <= share * r.upstream.bytes)


def bytes_of(key):
    return Target("bytes of its result", lambda r, all: r.ours.bytes <= all[key].ours.bytes)


def within(times, key, text):
    return Target(text, lambda r, all: r.ours.ns <= times * all[key].ours.ns)


def over_raw(us):
    """The goal was set where raw sockets took 3.0 µs a round trip, so what it leaves to the loop
    is the goal less 3.0 µs; the system calls of the machine at hand are added back."""
    return Target(
        f"≤ {us} µs, or raw + {us - 3.0:.0f} µs",
        lambda r, all: r.ours.ns <= max(us * 1000, all["echo-raw"].ours.ns + (us - 3.0) * 1000),
    )


def cpu_below(percent):
    # One operation of these rows is a millisecond of waiting.
    return Target(f"< {percent} %", lambda r, _: r.ours.ns / 10_000 < percent)


def size_at_most_upstream():
    return Target("no larger", lambda r, _: r.ours.bytes <= r.upstream.bytes)


def switch(tasks, heap, times, counted=()):
    return Row(
        f"switch-{tasks}",
        f"`sleep_ms(0)` switch, {tasks} task{'s' if tasks > 1 else ''}",
        "switch.py",
        200_000,
        (tasks,),
        heap,
        modes=("time", "bytes", "lock"),
        counted=counted,
        targets=[faster(times), near_floor(2.2), no_bytes()],
    )


def echo(connections, heap, us):
    return Row(
        f"echo-{connections}",
        f"TCP echo round trip, {connections} connection{'s' if connections > 1 else ''}",
        "echo.py",
        8_000,
        (connections,),
        heap,
        counted=(2_000, 4_000) if connections == 1 else (),
        targets=[over_raw(us)],
        beside="echo-raw",
    )


def sleepers(tasks, targets=()):
    title = f"{tasks} sleeping tasks, per wake"
    return Row(
        f"sleepers-{tasks}",
        title,
        "sleepers.py",
        800,
        (tasks,),
        "8m",
        targets=list(targets),
        busy=False,
    )


def idle(what, title):
    return Row(
        f"idle-{what}",
        title,
        "idle.py",
        10_000,
        (what,),
        targets=[cpu_below(0.5), Target("0 wakes", lambda r, _: r.ours.wakes == 0)],
        busy=False,
        together=True,
    )


def stream_read(method, target):
    return Row(
        f"stream-{method}",
        f"stream round trip with `{method}`",
        "stream_read.py",
        8_000,
        (method,),
        modes=("time", "bytes") + (("lock",) if method == "readinto" else ()),
        counted=(2_000, 4_000),
        targets=[target],
        beside=f"raw-{method}",
    )


def raw_read(method):
    title = f"blocking sockets, `{method}`"
    return Row(f"raw-{method}", title, "echo_raw.py", 8_000, (method,), modes=("time", "bytes"))


BOTH = ("time", "bytes")
ROWS = [
    Row("floor", "the VM's own `for x in generator: pass`", "floor.py", 1_000_000),
    switch(1, "256k", 12, (10_000, 30_000)),
    switch(100, "256k", 12, (10_000, 30_000)),
    switch(1000, "1m", 20, (10_000, 30_000)),
    Row(
        "event",
        "`Event` ping-pong, per switch",
        "event.py",
        80_000,
        modes=("time", "bytes", "lock"),
        counted=(5_000, 25_000),
        targets=[faster(12), no_bytes()],
    ),
    Row(
        "lock",
        "`async with lock` + `sleep_ms(0)`, four tasks, per cycle",
        "lock.py",
        40_000,
        modes=("time", "bytes", "lock"),
        counted=(4_000, 14_000),
        targets=[faster(15), no_bytes()],
    ),
    Row(
        "spawn",
        "`create_task` + await of an empty coroutine",
        "spawn.py",
        80_000,
        modes=BOTH,
        counted=(10_000, 40_000),
        targets=[faster(5)],
    ),
    Row(
        "wait-for",
        "`wait_for_ms` of a coroutine that yields once",
        "wait_for.py",
        30_000,
        modes=BOTH,
        counted=(5_000, 20_000),
        targets=[faster(8), bytes_share(1 / 3, "≤ 1/3 of the bytes")],
    ),
    Row(
        "gather",
        "`gather` of ten that yield once, per child",
        "gather.py",
        60_000,
        modes=BOTH,
        counted=(10_000, 40_000),
        targets=[faster(6)],
    ),
    Row("echo-raw", "TCP round trip, blocking sockets", "echo_raw.py", 20_000, ("recv",)),
    echo(1, "256k", 6.0),
    echo(10, "256k", 6.0),
    echo(100, "1m", 6.0),
    echo(400, "4m", 8.0),
    Row(
        "busy-0",
        "1 busy connection, none idle",
        "echo.py",
        8_000,
        (1, 0),
        "1m",
    ),
    Row(
        "busy-100",
        "1 busy connection, 100 idle",
        "echo.py",
        8_000,
        (1, 100),
        "1m",
        targets=[within(1.2, "busy-0", "≤ 1.2 × none idle")],
    ),
    Row("echo-3000", "TCP echo round trip, 3000 connections", "echo.py", 6_000, (3000,), "64m"),
    Row("busy-3000", "10 busy connections, 3000 idle", "echo.py", 2_000, (10, 3000), "64m"),
    raw_read("read"),
    raw_read("readline"),
    stream_read("read", bytes_of("raw-read")),
    stream_read("readline", bytes_of("raw-readline")),
    stream_read("readinto", no_bytes()),
    Row(
        "throughput-raw",
        "64 MiB in 16 KiB writes, blocking sockets, per MiB",
        "throughput_raw.py",
        64,
    ),
    Row(
        "throughput",
        "64 MiB in 16 KiB writes, streams, per MiB",
        "throughput.py",
        64,
        targets=[within(1 / 0.9, "throughput-raw", "≥ 0.9 of raw sockets")],
        beside="throughput-raw",
    ),
    sleepers(10),
    sleepers(100),
    sleepers(1000),
    sleepers(10000, [within(1.5, "sleepers-10", "≤ 1.5 × ten tasks")]),
    idle("flag", "processor time while a flag is waited for, per ms"),
    idle("events", "processor time while ten events are waited for, per ms"),
    idle("sockets", "processor time while ten sockets are waited for, per ms"),
    Row(
        "import-heap",
        "heap taken by `import asyncio` and every name",
        "import_heap.py",
        0,
        modes=("bytes",),
        targets=[Target("0 B", lambda r, _: r.ours.bytes == 0)],
    ),
    Row(
        "task-size",
        "`Task` object",
        "task_size.py",
        0,
        modes=("bytes",),
        targets=[size_at_most_upstream()],
    ),
]


def on_board(board, prefix, key, n, targets=()):
    """The same work on an emulated board."""
    row = next(row for row in ROWS if row.key == key)
    modes = tuple(mode for mode in row.modes if mode == "bytes" and n == 0)
    title = f"{board}: {row.title}"
    return replace(
        row, key=f"{prefix}-{key}", title=title, n=n, modes=modes, targets=list(targets), board=board
    )


# Bytes per operation are the unix rows' matter: 10,000 operations don't fit a board without collecting.
def board_rows(board, prefix, switch, event, lock, spawn, wait_for, gather):
    """The rows of a board; how many times fewer instructions its goals ask for."""
    return [
        on_board(board, prefix, "floor", 20_000),
        on_board(board, prefix, "switch-1", 10_000, [fewer(switch)]),
        # What rate.py of micropython-async measures, the one series that is published for real boards.
        on_board(board, prefix, "switch-100", 10_000, [fewer(switch)]),
        on_board(board, prefix, "event", 10_000, [fewer(event)]),
        on_board(board, prefix, "lock", 4_000, [fewer(lock)]),
        on_board(board, prefix, "spawn", 4_000, [fewer(spawn)]),
        on_board(board, prefix, "wait-for", 2_000, [fewer(wait_for)]),
        on_board(board, prefix, "gather", 4_000, [fewer(gather)]),
        on_board(board, prefix, "import-heap", 0, [Target("0 B", lambda r, _: r.ours.bytes == 0)]),
        on_board(board, prefix, "task-size", 0, [size_at_most_upstream()]),
    ]


BOARD_ROWS = [
    *board_rows("STM32F405", "m4", switch=10, event=10, lock=10, spawn=5, wait_for=8, gather=6),
    *board_rows("XTENSAWIN", "xtensa", switch=9, event=9, lock=9, spawn=9, wait_for=9, gather=9),
]
