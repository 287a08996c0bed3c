# What the bench programs share: their arguments, and the meter.
#
#   micropython PROGRAM.py MODE OPERATIONS [more words]
#
# MODE says what the meter reads between start() and stop():
#   time   processor and wall time
#   bytes  heap taken, with the collector off
#   lock   nothing; the heap is locked, so that any allocation raises MemoryError
#
# A program prints one line, "MODE operations figure [figure]", which the runner reads.
# On a board, where there is no command line, the runner puts the words in `ARGV` instead.

import gc
import sys
import time

try:
    import micropython
except ImportError:  # CPython: has no heap figures, but runs the programs
    micropython = None

try:
    argv = ARGV  # noqa: F821
except NameError:
    argv = sys.argv[1:]

mode = argv[0] if argv else "time"


# The N-th word behind MODE, or the default when a program is tried by hand.
def word(n, default):
    return argv[1 + n] if len(argv) > 1 + n else default


def number(n, default):
    return int(word(n, default))


# The processor time of this process in microseconds. MicroPython's own clock() counts whole
# milliseconds, which is too coarse for a second of idling, so its ffi asks the C library.
if hasattr(time, "process_time_ns"):

    def cpu_us():
        return time.process_time_ns() // 1000

elif hasattr(time, "clock"):
    try:
        import ffi
        import struct

        clock_gettime = ffi.open("libc.so.6").func("i", "clock_gettime", "iP")
        timespec = bytearray(struct.calcsize("ll"))

        def cpu_us():
            clock_gettime(2, timespec)  # CLOCK_PROCESS_CPUTIME_ID
            seconds, nanoseconds = struct.unpack("ll", timespec)
            return seconds * 1000000 + nanoseconds // 1000

    except (ImportError, OSError):

        def cpu_us():
            return int(time.clock() * 1000000)

else:
    # A board has one program and one clock.
    cpu_us = time.ticks_us

if hasattr(time, "ticks_us"):
    wall_us, elapsed = time.ticks_us, time.ticks_diff
else:

    def wall_us():
        return time.perf_counter_ns() // 1000

    def elapsed(end, start):
        return end - start


class Meter:
    def __init__(self, operations):
        # Every attribute exists before start(): none may grow the instance while the heap is watched.
        self.operations = operations
        self.cpu = 0
        self.wall = 0
        self.heap = 0

    def start(self):
        if mode == "bytes":
            gc.disable()
            self.heap = gc.mem_alloc()
        elif mode == "lock":
            micropython.heap_lock()
        else:
            self.wall = wall_us()
            self.cpu = cpu_us()

    def stop(self):
        if mode == "bytes":
            self.heap = gc.mem_alloc() - self.heap
            gc.enable()
        elif mode == "lock":
            micropython.heap_unlock()
        else:
            self.cpu = elapsed(cpu_us(), self.cpu)
            self.wall = elapsed(wall_us(), self.wall)

    def report(self):
        if mode == "bytes":
            print("bytes", self.operations, self.heap)
        elif mode == "lock":
            print("lock", self.operations, 0)
        else:
            print("time", self.operations, self.cpu, self.wall)


# `main` gets a meter and runs to its end; then the figures are printed.
def run(main, meter):
    import asyncio

    gc.collect()
    try:
        asyncio.run(main(meter))
    except MemoryError:
        if mode != "lock":
            raise
        micropython.heap_unlock()
        print("lock 0 1")
        return
    meter.report()
