# The echo's round trip with blocking sockets and no loop at all: what the system calls cost.
# words: round trips, method to read with (recv, read, readline, readinto)

import compat
import meter

n = meter.number(0, 20000)
method = meter.word(1, "recv")
left, right = compat.socket_pair()
clock = meter.Meter(n)


def round_trips_recv(n):
    for _ in range(n):
        left.send(compat.SHORT)
        right.send(right.recv(16))
        left.recv(16)


def round_trips_read(n):
    a, b = compat.stream_of(left), compat.stream_of(right)
    for _ in range(n):
        a.write(compat.LINE)
        b.write(b.read(16))
        a.read(16)


def round_trips_readline(n):
    a, b = compat.stream_of(left), compat.stream_of(right)
    for _ in range(n):
        a.write(compat.LINE)
        b.write(b.readline())
        a.readline()


def round_trips_readinto(n):
    a, b = compat.stream_of(left), compat.stream_of(right)
    buffer = bytearray(16)
    for _ in range(n):
        a.write(compat.LINE)
        b.readinto(buffer)
        b.write(buffer)
        a.readinto(buffer)


clock.start()
globals()["round_trips_" + method](n)
clock.stop()
clock.report()
