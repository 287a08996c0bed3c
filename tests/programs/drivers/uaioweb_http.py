# needs: micropython-uaioweb
# modes: plain tls
# A page, a form, a web socket and a stream of events. The handlers' reader gets attributes: `r.path`, `r.query`.
import asyncio
import loopback
import uaioweb

PORT = 8002
app = uaioweb.App(loopback.HOST, PORT)


@app.route("/hello")
async def hello(r, w):
    w.write(b"HTTP/1.0 200 OK\r\n\r\n")
    w.write("Hello, {}!".format(uaioweb.parse_qs(r.query)["name"]))
    await w.drain()


@app.route("/form", methods=["POST"])
async def form(r, w):
    body = await r.read(int(r.headers["content-length"]))
    w.write(b"HTTP/1.0 200 OK\r\n\r\n")
    w.write(repr(sorted(uaioweb.parse_qs(body.decode()).items())))
    await w.drain()


@app.route("/events")
async def events(r, w):
    source = await uaioweb.EventSource.upgrade(r, w)
    for i in range(3):
        await source.send("message", id=i, event="tick")


@app.route("/echo")
async def echo(r, w):
    socket = await uaioweb.WebSocket.upgrade(r, w)
    while True:
        event = await socket.recv()
        if event is None or event["type"] == "close":
            break
        await socket.send(event["data"])


async def use_web_socket():
    reader, writer = await loopback.connect(PORT)
    await writer.awrite("GET /echo HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    while True:
        line = await reader.readline()
        print("web socket", line)
        if not line.strip():
            break
    for message in (b"one", b"two"):
        await writer.awrite(bytes([0x81, len(message)]) + message)
        print("web socket", await reader.readexactly(2 + len(message)))
    await writer.awrite(b"\x88\x02\x03\xe8")
    print("web socket", await reader.read())
    await writer.aclose()


async def main():
    if loopback.TLS:  # App.serve() knows no TLS, the handler does not mind.
        server = await asyncio.start_server(app._dispatch, loopback.HOST, PORT, ssl=loopback.server_context())
    else:
        await app.serve()
    await loopback.show(PORT, "GET", "/hello?name=world")
    await loopback.show(PORT, "POST", "/form", b"a=1&b=two+words&a=3")
    await loopback.show(PORT, "GET", "/events")
    await loopback.show(PORT, "GET", "/nothing")
    await use_web_socket()
    await loopback.repeat(PORT, "GET", "/hello?name=again")


asyncio.run(main())
