# A stream that is closed while another task waits to read it: that task gets an OSError, soon.
import asyncio

PORT = 8042


async def hold(reader, writer):
    held.append(writer)


held = []


async def read(reader):
    try:
        print("read", await reader.read(10))
    except OSError:
        print("OSError")


async def main():
    srv = await asyncio.start_server(hold, "127.0.0.1", PORT)
    for close in ("wait_closed", "socket.close"):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        t = asyncio.create_task(read(reader))
        await asyncio.sleep_ms(20)
        if close == "wait_closed":
            await writer.wait_closed()
        else:
            writer.s.close()
        await asyncio.wait_for(t, 3)
    for writer in held:
        await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
