"""Counts instructions on emulated boards.

qemu's `-icount shift=N` makes an instruction take 2**N ns of the board's own time, so the board's
microsecond clock counts them. The programs are the ones that run on unix: a file system in the
board's memory holds them, written through the raw REPL, and ARGV takes the place of a command line.
"""

import re
import subprocess
from pathlib import Path
from threading import Timer

from measure import PROGRAMS, Failed

# How to run a board; its firmware is in a folder of its name and the side's.
EMULATORS = {
    "STM32F405": ["qemu-system-arm", "-machine", "netduinoplus2"],
    "XTENSAWIN": ["qemu-system-xtensa", "-machine", "lx60", "-cpu", "de233_fpu"],
}

# 8 ns an instruction is near the real chips' speed, so as many switches fall into a millisecond.
SHIFT = 3
MODULES = ("meter.py", "compat.py")

# A file system that knows only how to find and read; importing asks for no more.
FILES = """
import io, os, sys
class Files:
    def __init__(self, files): self.files = files
    def mount(self, readonly, mkfs): pass
    def umount(self): pass
    def chdir(self, path): pass
    def stat(self, path):
        if path.lstrip("/") in self.files: return (0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        raise OSError(2)
    def open(self, path, mode): return io.BytesIO(self.files[path.lstrip("/")])
os.mount(Files({files!r}), "/bench")
sys.path.insert(0, "/bench")
"""


def script(row, mode, n):
    files = {name: (PROGRAMS / name).read_bytes() for name in MODULES}
    # The module that a program imports looks for ARGV in its own names.
    words = [str(word) for word in (mode, n, *row.words)]
    files["meter.py"] = f"ARGV = {words!r}\n".encode() + files["meter.py"]
    return FILES.replace("{files!r}", repr(files)) + (PROGRAMS / row.program).read_text()


class Board:
    """An emulated board, from power-on to the end of the `with`."""

    def __init__(self, name, firmware, timeout=60):
        argv = [*EMULATORS[name], "-display", "none", "-monitor", "none"]
        argv += ["-semihosting", "-icount", f"shift={SHIFT},sleep=off", "-serial", "stdio"]
        argv += ["-kernel", str(firmware)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(argv, **pipes)
        self.timer = Timer(timeout, self.process.kill)

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, *_):
        self.timer.cancel()
        self.process.kill()
        self.process.communicate()

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def read_until(self, end):
        seen = b""
        while not seen.endswith(end):
            byte = self.process.stdout.read(1)
            if not byte:
                raise Failed(f"the board stopped or took too long, after {seen[-300:]!r}")
            seen += byte
        return seen[: -len(end)].decode()


def execute(name, firmware, source):
    """What the board prints for a script given to its raw REPL."""
    with Board(name, firmware) as board:
        board.read_until(b">>> ")
        board.write(b"\x01")
        board.read_until(b"raw REPL; CTRL-B to exit\r\n>")
        board.write(source.encode() + b"\x04")
        board.read_until(b"OK")
        output = board.read_until(b"\x04")
        error = board.read_until(b"\x04")
    if error:
        raise Failed(f"on the board: {error}")
    return output


def numbers(firmware, row, mode, n):
    output = execute(row.board, firmware, script(row, mode, n))
    line = re.search(rf"^{mode} (\d+) (-?\d+)", output, re.MULTILINE)
    if not line:
        raise Failed(f"{row.key}: the board answered {output!r}")
    return int(line.group(1)), int(line.group(2))


def figures(builds, side, row):
    """(instructions, bytes) per operation, whichever of them the row is about. The clock is read in
    the program, so there is no start-up in the instructions."""
    firmware = Path(builds) / f"{row.board}-{side}" / "firmware.elf"
    if row.modes == ("bytes",):
        operations, taken = numbers(firmware, row, "bytes", row.n)
        return None, taken / operations
    operations, microseconds = numbers(firmware, row, "time", row.n)
    return round(microseconds * 1000 / 2**SHIFT / operations, 1), None
