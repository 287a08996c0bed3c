# needs: microdot
# modes: plain tls
# Pages, a form in JSON, a stream from an asynchronous iterator, a web socket, and an end by shutdown().
import asyncio
import loopback
from microdot import Microdot
from microdot.websocket import with_websocket

PORT = 8001
app = Microdot()


@app.get("/hello/<name>")
async def hello(request, name):
    return "Hello, %s!" % name


@app.post("/sum")
async def total(request):
    return {"sum": sum(request.json)}


class Lines:
    def __init__(self):
        self.i = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i == 50:
            raise StopAsyncIteration
        self.i += 1
        await asyncio.sleep_ms(0)
        return "line %d\n" % self.i


@app.get("/stream")
async def stream(request):
    return Lines()


@app.get("/echo")
@with_websocket
async def echo(request, ws):
    while True:
        await ws.send(await ws.receive())


async def use_web_socket():
    reader, writer = await loopback.connect(PORT)
    await writer.awrite(
        "GET /echo HTTP/1.1\r\nHost: loopback\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    while (await reader.readline()).strip():
        pass
    for message in (b"one", b"two"):
        # A client's frame: final text frame, masked with zeros.
        await writer.awrite(bytes([0x81, 0x80 | len(message)]) + bytes(4) + message)
        head = await reader.readexactly(2)
        print("web socket", head, await reader.readexactly(head[1]))
    await writer.awrite(b"\x88\x80" + bytes(4))
    print("web socket", (await reader.read(2))[:1])
    writer.close()
    await writer.wait_closed()


async def main():
    server = asyncio.create_task(app.start_server(host=loopback.HOST, port=PORT, ssl=loopback.server_context()))
    await asyncio.sleep_ms(100)
    await loopback.show(PORT, "GET", "/hello/world")
    await loopback.show(PORT, "POST", "/sum", b"[1, 2, 3]", "Content-Type: application/json\r\n")
    await loopback.show(PORT, "GET", "/stream")
    await loopback.show(PORT, "GET", "/nothing")
    await use_web_socket()
    five = await asyncio.gather(*(loopback.ask(PORT, "GET", "/hello/%d" % i) for i in range(5)))
    print([answer[-2:] for answer in five])
    await loopback.repeat(PORT, "GET", "/hello/again")
    app.shutdown()
    await server
    print("shut down")


asyncio.run(main())
