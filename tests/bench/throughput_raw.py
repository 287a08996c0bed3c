# The same bytes in the same writes with blocking sockets and no loop.
# numbers: mebibytes

import compat
import meter

total = meter.number(0, 64) << 20
CHUNK = 16 << 10

left, right = (compat.stream_of(end) for end in compat.socket_pair())
chunk = bytearray(CHUNK)
buffer = bytearray(CHUNK)
clock = meter.Meter(total >> 20)
clock.start()
for _ in range(total // CHUNK):
    left.write(chunk)
    right.readinto(buffer)
clock.stop()
clock.report()
