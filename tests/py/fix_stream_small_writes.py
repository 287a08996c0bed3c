# Many small writes while nobody reads: what they cost does not grow with what waits already.
import asyncio
import io
import time


class Full(io.IOBase):
    taken = 0

    def ioctl(self, request, arg):
        return arg if request == 3 and self.taken is not None else 0

    def write(self, buf):
        return None


def measure(n):
    stream = asyncio.StreamWriter(Full())
    piece = b"x" * 50
    begin = time.ticks_us()
    for _ in range(n):
        stream.write(piece)
    return time.ticks_diff(time.ticks_us(), begin), len(stream.out_buf)


measure(100)
small = min(measure(500)[0] for _ in range(3))
large = min(measure(4000)[0] for _ in range(3))
print(measure(4000)[1])
# Eight times as many; 64 times the time if each copied all.
print(large < 25 * small or (small, large))
