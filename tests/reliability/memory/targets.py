"""Where programs are swept: processes of the unix port, or an emulated board.  `run` gives the lines that sweep.py prints."""

import contextlib
import os
import re
import selectors
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


class Broken(Exception):
    """It hangs, or has ended before its work was done."""


class Unix:
    # What sweep.py may run on it: files of programs/.
    programs = [file[:-3] for file in sorted(os.listdir(os.path.join(HERE, "programs"))) if file.endswith(".py")]
    # Seconds without a word.
    SILENCE = 6

    def __init__(self, micropython, tree):
        self.micropython, self.tree = micropython, tree

    def run(self, program, mode, first, stride):
        command = [self.micropython, "-X", "heapsize=512k", os.path.join(HERE, "sweep.py"), program, mode, str(first), str(stride), self.tree]
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
            try:
                yield from self.lines(process)
            finally:
                process.kill()
                status = process.wait()
            if status:
                errors.seek(0)
                raise Broken(f"the process ended (status {status}): {errors.read()[-300:]}")

    def lines(self, process):
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            rest = b""
            while True:
                if not selector.select(self.SILENCE):
                    raise Broken("hangs")
                data = os.read(process.stdout.fileno(), 65536)
                if not data:
                    process.wait(self.SILENCE)
                    return
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    yield line.decode(errors="replace")


class Board:
    """Time is emulated, so that a busy machine delays nothing; it is started anew when a program has broken it."""

    # Those that are frozen into its firmware: a board has no sockets and no threads.
    with open(os.path.join(HERE, "manifest.py")) as manifest:
        programs = re.findall(r'"(\w+)\.py"', manifest.read().split('freeze("programs"')[1])
    SILENCE = 60
    LIMIT_S = 3600
    # Instructions take 8 ns each, as on the chip, and idle time is skipped.
    EMULATED_TIME = "-icount shift=3,sleep=off"

    def __init__(self, board, mpy, variables):
        sys.path.insert(0, os.path.join(HERE, "..", "..", "boards"))
        self.board, self.mpy = board, os.path.abspath(mpy)
        self.variables = variables + [
            f"QEMU_EXTRA={self.EMULATED_TIME}",
            f"USER_C_MODULES={HERE}/modules",
            f"FROZEN_MANIFEST={HERE}/manifest.py",
        ]
        self.open = contextlib.ExitStack()
        self.pyb = None

    def run(self, program, mode, first, stride):
        from board import console

        if self.pyb is None:
            self.pyb = self.open.enter_context(console(self.mpy, self.board, self.variables, self.LIMIT_S, "failmem-ours"))
            self.pyb.serial.timeout = self.SILENCE
        import pyboard

        said = bytearray()
        broken = None
        try:
            self.pyb.enter_raw_repl(soft_reset=True)
            self.pyb.exec_raw_no_follow(f"import sweep\nsweep.main({program!r}, {mode!r}, {first}, {stride})\n")
            _, errors = self.pyb.follow(self.SILENCE, said.extend)
            if errors:
                broken = errors.decode(errors="replace")[-300:]
        except (pyboard.PyboardError, TimeoutError) as error:
            broken = f"hangs, or has crashed: {error}"
            self.close()
        yield from said.decode(errors="replace").replace("\r", "").replace("\4", "").splitlines()
        if broken:
            raise Broken(broken)

    def close(self):
        self.open.close()
        self.pyb = None
