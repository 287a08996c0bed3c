# The callback: function, method, failing, slow, a generator; one failing doesn't hurt the server.
import asyncio

PORT = 8032
loop = asyncio.get_event_loop()


class Service:
    def __init__(self, name):
        self.name = name
        self.calls = 0

    async def serve(self, reader, writer):
        self.calls += 1
        writer.write(b"%s %d" % (self.name, self.calls))
        await writer.drain()
        await writer.wait_closed()


async def failing(reader, writer):
    await writer.wait_closed()
    raise ValueError("callback failed")


def generator(reader, writer):
    writer.write(b"generator")
    yield from writer.drain()
    yield from writer.wait_closed()


def not_async(reader, writer):
    writer.write(b"not async")
    return Service("from function").serve(reader, writer)


async def ask():
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    r = await reader.read()
    await writer.wait_closed()
    return r


async def main():
    loop.set_exception_handler(lambda l, c: print("handler", repr(c["exception"])))
    for cb in (Service("service").serve, failing, generator, not_async):
        async with await asyncio.start_server(cb, "127.0.0.1", PORT):
            print(await ask())
            print(await ask())
            await asyncio.sleep_ms(20)


asyncio.run(main())
