"""Sends SIGINT to a MicroPython at each instruction of the library that its program (program.py) comes by.

The first round of the program is stepped through, to learn the instructions; then each of them gets a breakpoint in a
round of its own, where the signal arrives. x86-64 only.
"""

import argparse
import ctypes
import os
import platform
import signal
import subprocess
import sys

TRACEME, PEEKTEXT, PEEKUSER, POKETEXT, POKEUSER, CONT, SINGLESTEP = 0, 1, 3, 4, 6, 7, 9
RIP = 16 * 8
BEGIN, END = signal.SIGUSR2, signal.SIGURG
HERE = os.path.dirname(os.path.abspath(__file__))

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, pid, address=0, data=0):
    ctypes.set_errno(0)
    result = libc.ptrace(request, pid, address, data)
    if result == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result & 0xFFFFFFFFFFFFFFFF


class Ended(Exception):
    """The process has ended, or hangs."""


class Traced:
    def __init__(self, micropython, operation):
        self.out, output = os.pipe()
        self.micropython = micropython
        self.text = os.fdopen(self.out)
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(output, 1)
            ptrace(TRACEME, 0)
            os.execv(micropython, [micropython, os.path.join(HERE, "program.py"), operation])
        os.close(output)
        self.wait()
        self.base = self.find_base()

    def wait(self):
        """The signal that has stopped it."""
        signal.alarm(10)
        _, status = os.waitpid(self.pid, 0)
        signal.alarm(0)
        if not os.WIFSTOPPED(status):
            raise Ended("ended with status %d" % status)
        stopped = os.WSTOPSIG(status)
        if stopped in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL):
            raise Ended("ended by signal %d" % stopped)
        return stopped

    def go(self, deliver=0):
        ptrace(CONT, self.pid, 0, deliver)
        return self.wait()

    def go_to(self, wanted, deliver=0):
        stopped = self.go(deliver)
        while stopped != wanted:
            stopped = self.go(0 if stopped in (BEGIN, END, signal.SIGTRAP) else stopped)

    def steps(self, ranges):
        """The instructions up to the END that lie in the ranges, in their order."""
        found = []
        while True:
            ptrace(SINGLESTEP, self.pid)
            if self.wait() == END:
                return found
            pc = ptrace(PEEKUSER, self.pid, RIP)
            if any(low <= pc - self.base < high for low, high in ranges):
                found.append(pc - self.base)

    def run_to(self, pc, times):
        """Stops where it comes by for the so-and-so-manieth time. False if it does not."""
        pc += self.base
        code = ptrace(PEEKTEXT, self.pid, pc)
        for i in range(times):
            ptrace(POKETEXT, self.pid, pc, code & ~0xFF | 0xCC)
            stopped = self.go()
            ptrace(POKETEXT, self.pid, pc, code)
            if stopped != signal.SIGTRAP:
                return False
            ptrace(POKEUSER, self.pid, RIP, pc)
            if i < times - 1:
                ptrace(SINGLESTEP, self.pid)
                self.wait()
        return True

    def kill(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        self.text.close()

    def find_base(self):
        with open("/proc/%d/maps" % self.pid) as maps:
            return next(int(line.split("-")[0], 16) for line in maps if line.rstrip().endswith(self.micropython))


def library(micropython):
    """Where the library and its C layer lie in the file."""
    found = []
    for line in subprocess.check_output(["nm", "-S", micropython], text=True).splitlines():
        fields = line.split()
        if len(fields) == 4 and fields[2] in "tT" and "uasyncio" in fields[3]:
            found.append((int(fields[0], 16), int(fields[0], 16) + int(fields[1], 16)))
    return found


def expire(_signum, _frame):
    raise Ended("hangs")


def start(micropython, operation):
    """A process that stands before the operation. Its first rounds have allocated what is kept."""
    traced = Traced(micropython, operation)
    for _ in range(3):
        traced.go_to(BEGIN)
    traced.text.readline()
    traced.text.readline()
    return traced


def interrupt_each(micropython, operation, stride):
    """Prints what came of it. Returns whether nothing was lost."""
    traced = start(micropython, operation)
    steps = traced.steps(library(micropython))
    traced.kill()
    traced, sent, missed, failures, seen = None, 0, 0, [], {}
    for n, pc in enumerate(steps):
        seen[pc] = seen.get(pc, 0) + 1
        if n % stride:
            continue
        traced = traced or start(micropython, operation)
        try:
            if traced.run_to(pc, seen[pc]):
                sent += 1
                traced.go_to(END, signal.SIGINT)
            else:
                missed += 1
            traced.go_to(BEGIN)
            answer = traced.text.readline().strip()
            if not answer.endswith("complete"):
                raise Ended(answer)
        except Ended as ended:
            failures.append((n, hex(pc), str(ended)))
            traced.kill()
            traced = None
            if len(failures) == 10:
                break
    if traced:
        traced.kill()
    for failure in failures:
        print("  instruction %d at %s: %s" % failure)
    print("%s: %d instructions, %d signals, %d not come by again, %d failures" % (operation, len(steps), sent, missed, len(failures)))
    return sent > 0 and not failures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("micropython", type=os.path.realpath)
    parser.add_argument("--stride", type=int, default=1, help="every so many instructions")
    options = parser.parse_args()
    if platform.machine() != "x86_64":
        print("0 passed, 0 failed, 1 skipped: only for x86-64")
        return 0
    signal.signal(signal.SIGALRM, expire)
    passed = [interrupt_each(options.micropython, operation, options.stride) for operation in ("outside", "inside")]
    print("%d passed, %d failed" % (passed.count(True), passed.count(False)))
    return 0 if all(passed) else 1


sys.exit(main())
