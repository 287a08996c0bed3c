# ThreadSafeFlag has an ioctl that can be called.
import asyncio, select

flag = asyncio.ThreadSafeFlag()
print(flag.ioctl(3, select.POLLIN))
flag.set()
print(flag.ioctl(3, select.POLLIN) == select.POLLIN)
print(flag.ioctl(99, 0))
