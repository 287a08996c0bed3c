# Files can be waited for as well: a named pipe, through Stream and through queue_read.
import asyncio, os, select

NAME = "/tmp/uasyncio_test_fifo_%d" % int.from_bytes(os.urandom(4), "little")

if os.system("mkfifo " + NAME):
    print("SKIP")
    raise SystemExit


def wait_read(s):
    yield asyncio.core._io_queue.queue_read(s)


async def main():
    # Opened for both, neither end waits for the other.
    f = open(NAME, "r+b", buffering=0)
    r = asyncio.StreamReader(f)

    async def produce():
        for line in (b"one\n", b"two\n"):
            await asyncio.sleep_ms(20)
            w = asyncio.StreamWriter(f)
            w.write(line)
            await w.drain()

    t = asyncio.create_task(produce())
    print(await r.readexactly(4))
    await wait_read(f)
    print(f.read(4))
    await t
    try:
        await asyncio.wait_for_ms(r.read(1), 20)
    except asyncio.TimeoutError:
        print("timeout")
    await r.wait_closed()


asyncio.run(main())
os.system("rm -f " + NAME)
