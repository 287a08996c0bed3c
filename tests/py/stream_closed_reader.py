# Who waits for a stream that is closed here learns of it at the turn at which upstream's does, and can be cancelled before.
import asyncio

PORT = 8063


async def idle(reader, writer):
    await reader.read(1)
    await writer.wait_closed()


async def read(reader, log):
    try:
        log.append(await reader.read(10))
    except BaseException as er:
        log.append(type(er))
        if not isinstance(er, OSError):
            raise


async def main():
    server = await asyncio.start_server(idle, "127.0.0.1", PORT)
    for turns in range(4):
        for cancels in (True, False):
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            log = []
            task = asyncio.create_task(read(reader, log))
            await asyncio.sleep_ms(5)
            await writer.aclose()
            log.append("closed")
            for _ in range(turns):
                await asyncio.sleep_ms(0)
                log.append("turn")
            if cancels:
                log.append(task.cancel())
            else:
                await asyncio.sleep_ms(10)
            try:
                await task
            except asyncio.CancelledError:
                pass
            print(turns, cancels, log)
    server.close()
    await server.wait_closed()


asyncio.run(main())
