# A pipe's report is heard however many waits of the loop have passed since the last one.
import asyncio, os, socket, time

NAME = "/tmp/uasyncio_test_waits_%d" % int.from_bytes(os.urandom(4), "little")

if os.system("mkfifo " + NAME):
    print("SKIP")
    raise SystemExit

# With higher descriptors each round of a busy loop is a wait.
held = [socket.socket() for _ in range(20)]


async def main():
    f = open(NAME, "r+b", buffering=0)
    r = asyncio.StreamReader(f)
    late = []
    for rounds in range(240, 270):
        task = asyncio.create_task(r.read(1))
        for _ in range(rounds):
            await asyncio.sleep_ms(0)
        f.write(b"x")
        start = time.ticks_ms()
        await task
        if time.ticks_diff(time.ticks_ms(), start) > 50:
            late.append(rounds)
    print("late:", late)
    await r.wait_closed()


asyncio.run(main())
os.system("rm -f " + NAME)
