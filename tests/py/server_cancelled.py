# A server whose task is cancelled rather than closed: it closes its socket, and whoever waits for
# it gets CancelledError.
import asyncio

PORT = 8034


async def nothing(reader, writer):
    await writer.wait_closed()


async def main():
    srv = await asyncio.start_server(nothing, "127.0.0.1", PORT)
    srv.task.cancel()
    try:
        await srv.wait_closed()
        print("closed")
    except asyncio.CancelledError:
        print("cancelled")
    # The port is free.
    srv = await asyncio.start_server(nothing, "127.0.0.1", PORT)
    print(srv.task.done())
    srv.close()
    print(srv.task.done())
    await srv.wait_closed()
    print(srv.task.done())

    # start_server itself cancelled before it returned: nothing is left listening.
    t = asyncio.create_task(asyncio.start_server(nothing, "127.0.0.1", PORT))
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("start cancelled")
    await asyncio.sleep_ms(20)
    srv = await asyncio.start_server(nothing, "127.0.0.1", PORT)
    srv.close()
    await srv.wait_closed()
    print("free again")


asyncio.run(main())
