# Streams over things that aren't streams, and wrong arguments to those that are.
import asyncio, io
from asyncio.stream import Stream

# Making one costs nothing and checks nothing.
s = Stream(1)
print(s.s, s.e, s.out_buf)


def attempt(name, f, *args):
    try:
        print(name, f(*args))
    except (TypeError, AttributeError, OSError, ValueError) as er:
        print(name, "refused")


attempt("write", s.write, b"x")
try:
    s.get_extra_info("peername")
except KeyError as er:
    print("KeyError:", er)
print(Stream(1, {"a": 5}).get_extra_info("a"))
print(s.close())


# Opened the wrong way: the exception comes out of the await.
async def main():
    for args in (("127.0.0.1", "not a port"), (None, 80), ("127.0.0.1", None), (1, 2)):
        try:
            await asyncio.open_connection(*args)
            print("connected")
        except (TypeError, ValueError, OSError) as er:
            print("refused")
    try:
        await asyncio.start_server(None, "127.0.0.1", None)
        print("started")
    except (TypeError, ValueError, OSError) as er:
        print("refused")
    # A port that is in use.
    srv = await asyncio.start_server(None, "127.0.0.1", 8011)
    try:
        await asyncio.start_server(None, "127.0.0.1", 8011)
    except OSError as er:
        print("OSError")
    srv.close()
    await srv.wait_closed()
    print("closed")
    try:
        await asyncio.StreamReader(1).wait_closed()
    except AttributeError:
        print("AttributeError")


asyncio.run(main())
