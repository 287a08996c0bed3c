# A firmware without a module `socket`: connections and servers are refused when they are awaited, streams work.
import asyncio, io, select


class Text(io.IOBase):
    def ioctl(self, request, arg):
        return arg & select.POLLIN

    def readline(self):
        return b"a line\n"


async def main():
    for refused in (asyncio.open_connection("host", 80), asyncio.start_server(None, "host", port=80, backlog=1)):
        try:
            await refused
        except ImportError as er:
            print(er)
    for name in ("open_connection", "start_server"):
        try:
            getattr(asyncio, name)()
        except TypeError:
            print(name, "wants arguments")
    print(hasattr(asyncio.stream, "Server"))
    print(await asyncio.StreamReader(Text()).readline())


asyncio.run(main())
