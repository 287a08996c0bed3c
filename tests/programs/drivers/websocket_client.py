# needs: micropython-async-websocket-client micropython-uaioweb
# modes: plain
# The client polls its socket beside the tasks; the server is another package's. (Its TLS handshake waits without letting
# other tasks run, so there is no TLS with both ends in one program.)
import asyncio
import loopback
import uaioweb
from async_websocket_client.ws import AsyncWebsocketClient

PORT = 8004
app = uaioweb.App(loopback.HOST, PORT)


@app.route("/echo")
async def echo(r, w):
    socket = await uaioweb.WebSocket.upgrade(r, w)
    while True:
        event = await socket.recv()
        if event is None or event["type"] == "close":
            break
        await socket.send(event["data"])


async def main():
    await app.serve()
    client = AsyncWebsocketClient(1)
    print(await client.handshake("ws://%s:%d/echo" % (loopback.HOST, PORT)))
    await client.send("hello")
    print(await client.recv())
    await client.send(b"bytes")
    print(await client.recv())
    for _ in range(loopback.ROUNDS):
        await client.send("again")
        await client.recv()
    await client.close()
    print(await client.open())


asyncio.run(main())
