# needs: micropython-websockets
# modes: plain
# A server and a client of one package. It gives the module attributes that it misses: `asyncio.Queue = ...`.
# (Its TLS needs the module ussl, which MicroPython no longer has.)
import asyncio
import loopback
from micropython_websockets import websockets

PORT = 8003


async def echo(ws):
    async for message in ws:
        await ws.send(message if isinstance(message, bytes) else "echo: " + message)
    print("the server's side is over")


async def main():
    # Its own, or that of a module that has one.
    print(hasattr(asyncio, "Queue"), asyncio.Queue.__name__.endswith("Queue"))
    async with websockets.serve(echo, loopback.HOST, PORT):
        ws = await websockets.connect("ws://%s:%d/" % (loopback.HOST, PORT))._open()
        await ws.send("hello")
        print(await ws.recv())
        await ws.send(bytes(range(256)) * 20)
        print(len(await ws.recv()))
        print(await ws.ping(b"are you there"))
        for _ in range(loopback.ROUNDS):
            await ws.send("again")
            await ws.recv()
        await ws.close()
        print(ws.open)
        await asyncio.sleep_ms(300)


asyncio.run(main())
