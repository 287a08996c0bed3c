# needs: micro-http-server
# modes: plain tls
# One function answers all GETs, one all POSTs; the connection's end is the program's.
import asyncio
import loopback

# The answers carry the date: let it stand still.
import micro_http_server.userver as userver

userver.rfc1123 = lambda now: "a date"
PORT = 8008


def get(url, data):
    return 200, "you asked for %s" % url, {}


def post(url, data):
    return 201, "%d bytes for %s" % (len(data), url), {"content_type": "text/plain"}


async def handle(reader, writer):
    await userver.handle_client(reader, writer, {"get": get, "post": post})
    await userver.finalise_client(reader, writer)


async def main():
    web = await asyncio.start_server(handle, loopback.HOST, PORT, ssl=loopback.server_context())
    await loopback.show(PORT, "GET", "/page")
    await loopback.show(PORT, "POST", "/form", b"x" * 3000)
    await loopback.show(PORT, "PUT", "/page", b"x")
    await loopback.repeat(PORT, "GET", "/again")
    web.close()
    await web.wait_closed()


asyncio.run(main())
