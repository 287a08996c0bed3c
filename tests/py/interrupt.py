# Ctrl-C (a real SIGINT) stops the run, whatever the loop is waiting for; the loop can run again.
import asyncio, os

PORT = 8043


async def event():
    await asyncio.Event().wait()


async def sleep():
    await asyncio.sleep(100)


async def flag():
    await asyncio.ThreadSafeFlag().wait()


async def server():
    async with await asyncio.start_server(None, "127.0.0.1", PORT) as srv:
        await srv.wait_closed()


async def busy():
    while True:
        await asyncio.sleep_ms(0)


async def nop():
    await asyncio.sleep_ms(20)
    return "runs again"


for f in (event, sleep, flag, server, busy):
    asyncio.new_event_loop()
    # In the background: the shell's parent is this process.
    os.system("(sleep 0.3; kill -INT $PPID) &")
    try:
        asyncio.run(f())
    except KeyboardInterrupt:
        print("interrupted")
    asyncio.new_event_loop()
    print(asyncio.run(nop()))
