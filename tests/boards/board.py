"""The console of an emulated board: firmware is built, started, and talked to by upstream's pyboard module."""

import contextlib
import signal
import subprocess
import sys

import run


def late(*_):
    raise TimeoutError("the board said nothing more")


@contextlib.contextmanager
def console(mpy, board, variables, limit_s, column="ours"):
    """A Pyboard of upstream's for so many seconds, on the firmware of a column.

    `variables` are for make; what they change of the firmware is built as another `column`, whose name ends in "ours".
    """
    folder = run.build(mpy, board, column, variables)
    # The emulator's command line is the port's.
    cmd, _ = run.make(mpy, board, column, *variables, "--eval", "qemu:;@echo $(QEMU_SYSTEM) $(QEMU_ARGS)", "-s", "qemu")
    qemu = subprocess.run(cmd, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1]

    sys.path.insert(0, mpy + "/tools")
    import pyboard

    pyb = pyboard.Pyboard("execpty:%s -serial pty -kernel %s/firmware.elf" % (qemu, folder))
    signal.signal(signal.SIGALRM, late)
    signal.alarm(limit_s)  # upstream's module waits without end for a board that says nothing
    try:
        yield pyb
    finally:
        signal.alarm(0)
        pyb.close()
        run.end_emulator(folder)
