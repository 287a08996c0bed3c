# A server as the main program: started, cancelled with everything around it, started again.
import asyncio

PORT = 8035


async def echo(reader, writer):
    try:
        while True:
            line = await reader.readline()
            if not line:
                break
            writer.write(line)
            await writer.drain()
    except asyncio.CancelledError:
        print("not reached: connections are not cancelled")
    await writer.wait_closed()


async def service():
    async with await asyncio.start_server(echo, "127.0.0.1", PORT) as srv:
        try:
            await srv.wait_closed()
        except asyncio.CancelledError:
            print("service cancelled")
            raise


async def main():
    for i in range(2):
        t = asyncio.create_task(service())
        await asyncio.sleep_ms(20)
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(b"hello\n")
        await writer.drain()
        print(await reader.readline())
        await writer.wait_closed()
        t.cancel()
        try:
            await t
            print("ended")
        except asyncio.CancelledError:
            print("cancelled")


asyncio.run(main())
