# A server and a connection over TLS, with the certificate of the tree's own tests.
import asyncio, sys

import servers
from servers import HOST, echo


def contexts():
    import ssl

    folder = sys.argv[5] + "/tests/multi_net/"
    with open(folder + "ec_cert.der", "rb") as cert, open(folder + "ec_key.der", "rb") as key:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(cert.read(), key.read())
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.verify_mode = ssl.CERT_NONE
    return server, client


made = []


def prepare(world):
    if not made:
        made.extend(contexts())
    servers.prepare(world)


async def talk(stream):
    stream.write(b"hello\n")
    await stream.drain()
    await stream.readline()


async def client(port, context):
    reader, writer = await asyncio.open_connection(HOST, port, ssl=context)
    try:
        await asyncio.wait_for_ms(talk(writer), 150)
    except (OSError, asyncio.TimeoutError):
        pass
    finally:
        writer.close()
        await writer.wait_closed()


async def serving(world):
    world.may_be_reset = True
    async with await asyncio.start_server(echo, HOST, world.given, ssl=made[0]):
        task = world.start(client, world.given, made[1])
        world.may_fail_with()
        await task


PROGRAMS = ("serving",)

# When a handshake fails, MicroPython's TLS socket forgets the socket below, and closing it closes nothing.
PORT_LOSES = {"serving": servers.PORT_LOSES["managed"] + 30}
