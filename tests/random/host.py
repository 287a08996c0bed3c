# What the random programs' world is made of: the clock, streams, a primitive of a program's own. Runs in MicroPython.
import ffi, io, os, select, socket
from asyncio import core

clock = ffi.open(os.getenv("RANDOM_CLOCK"))
set_clock = clock.func("v", "clock_set_ms", "q")
hold_clock = clock.func("v", "clock_hold", "i")
alarm = clock.func("v", "clock_alarm", "I")
exit = clock.func("v", "_exit", "i")  # No exception, which a task would get.


def take_out_the_millisecond():
    # Upstream's poll sleeps a millisecond before it asks streams written in Python and flags, even if it is only to look.
    look = core.IOQueue.wait_io_event

    def wait_io_event(self, dt):
        hold_clock(1)
        look(self, 0)
        hold_clock(0)
        first = core._task_queue.peek()
        if dt and not (first and core.ticks_diff(first.ph_key, core.ticks()) <= 0):
            look(self, dt)

    core.IOQueue.wait_io_event = wait_io_event


if os.getenv("RANDOM_UPSTREAM"):
    take_out_the_millisecond()


class Pipe(io.IOBase):
    # A stream written in Python; what is written can be read.
    def __init__(self):
        self.held = b""
        self.room = 6
        self.ended = False

    def read(self, n=-1):
        if not self.held:
            return b"" if self.ended else None
        n = min(len(self.held), n if n >= 0 else 4)
        data, self.held = self.held[:n], self.held[n:]
        return data

    def readinto(self, buf):
        data = self.read(len(buf))
        if data is not None:
            buf[: len(data)] = data
            return len(data)

    def readline(self):
        return self.read(self.held.find(b"\n") + 1 or 3)

    def write(self, data):
        n = min(len(data), self.room - len(self.held))
        if n <= 0:
            return None
        self.held += bytes(data[:n])
        return n

    def close(self):
        self.ended = True

    def ioctl(self, request, arg):
        if request == 3:
            ready = 0
            if self.held or self.ended:
                ready |= select.POLLIN
            if len(self.held) < self.room:
                ready |= select.POLLOUT
            return ready & arg
        return -1


class Parked:
    # A primitive that a program could write: a queue of tasks of its own.
    def __init__(self):
        self.queue = core.TaskQueue()

    def wait(self):
        self.queue.push(core.cur_task)
        core.cur_task.data = self.queue
        yield

    def wake(self):
        task = self.queue.peek()
        if task:
            core._task_queue.push(self.queue.pop())
        return task


listener = None


def socket_pair():
    global listener
    address = b"\x01\x00\x00uasyncio-random-" + os.getenv("RANDOM_CLOCK").encode()[-8:] + os.getenv("RANDOM_BATCH").encode()
    if listener is None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(address)
        listener.listen(4)
    a = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    a.connect(address)
    b, _ = listener.accept()
    for s in (a, b):
        s.setblocking(False)
        s.setsockopt(socket.SOL_SOCKET, 7, 1)  # SO_SNDBUF: the least there is
    return a, b
