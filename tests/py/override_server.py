# A Server whose close, wait_closed and _serve a derived class overrides, and which is used by `async with`.
import asyncio, socket
from asyncio.stream import Server as Base

PORT = 8047


class Server(Base):
    def close(self):
        print("close")
        super().close()

    async def wait_closed(self):
        print("wait_closed")
        await super().wait_closed()
        print("is closed")

    def _serve(self, s, cb, ssl):
        print("_serve", ssl)
        return super()._serve(s, cb, ssl)


# What wait_closed returns is nobody's.
class Answers(Base):
    async def wait_closed(self):
        await super().wait_closed()
        return True


class Plain(Base):
    pass


class FailsToClose(Base):
    def close(self):
        super().close()
        raise ValueError("close")


async def answer(reader, writer):
    await writer.awrite(b"line")
    await writer.aclose()


async def start(server):
    s = socket.socket()
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(socket.getaddrinfo("127.0.0.1", PORT)[0][-1])
    s.listen(1)
    server.task = asyncio.create_task(server._serve(s, cb=answer, ssl=None))
    await asyncio.sleep_ms(0)


async def use(server):
    await start(server)
    try:
        async with server as entered:
            print("entered", entered is server, server.task.done())
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            print(await reader.read(4))
            await writer.aclose()
            raise KeyError("body")
    except (KeyError, ValueError) as er:
        print(repr(er))
    print(server.task.done())


async def main():
    for server in Server(), Plain(), Answers(), FailsToClose():
        print(isinstance(server, Base))
        await use(server)
        await asyncio.sleep_ms(0)
        print(server.task.done())

    # By hand, the methods taken from the class.
    server = Server()
    await start(server)
    print(await Base.__aenter__(server) is server)
    Base.close(server)
    await Base.wait_closed(server)
    print(server.task.done())


asyncio.run(main())
