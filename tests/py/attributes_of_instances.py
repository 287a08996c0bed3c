# Instances that the library makes take attributes, also with the names of methods.
import asyncio
import io

PORT = 8066


async def handler(reader, writer):
    reader.path = "/" + (await reader.readline()).decode()[:-1]
    print(reader.path, writer.path, reader.s is writer.s)
    writer.write(b"done\n")
    await writer.drain()
    await writer.wait_closed()


async def streams():
    server = await asyncio.start_server(handler, "127.0.0.1", PORT)
    server.name = "server"
    print(server.name, server.state)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.user = {"name": "me"}
    writer.write(b"index\n")
    await writer.drain()
    print(await reader.readline(), reader.user)
    writer.out_buf = b""
    print(writer.out_buf)
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


def primitives():
    for made in (asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()):
        made.name = "name"
        made.other = [1]
        print(made.name, made.other, hasattr(made, "third"))
        made.name = "new"
        del made.other
        print(made.name, hasattr(made, "other"))
        try:
            made.third
        except AttributeError:
            print("AttributeError")
        try:
            del made.third
        except (AttributeError, KeyError):
            print("not there")
    event = asyncio.Event()
    print(event.state)
    event.set()
    print(event.state)
    event.state = False
    print(event.is_set())
    event.is_set = lambda: "mine"
    print(event.is_set())
    flag = asyncio.ThreadSafeFlag()
    print(flag.state)
    flag.set()
    print(flag.state)
    lock = asyncio.Lock()
    print(lock.state, lock.locked())


async def locked():
    lock = asyncio.Lock()
    await lock.acquire()
    print(lock.state)
    task = asyncio.create_task(lock.acquire())
    await asyncio.sleep_ms(0)
    lock.release()
    print(lock.state is task, lock.locked())
    await task
    print(lock.state)


asyncio.run(streams())
primitives()
asyncio.run(locked())
