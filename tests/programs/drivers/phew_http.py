# needs: micropython-phew
# modes: plain tls
# Pages of phew's web server, whose handlers are plain functions. The board's modules that it imports are stand-ins.
import asyncio
import sys
import loopback


class Board:
    @staticmethod
    def RTC():
        return Board

    @staticmethod
    def datetime():
        return (2000, 1, 1, 0, 0, 0, 0, 0)


sys.modules["machine"] = sys.modules["network"] = Board

from phew import server, logging

logging.log = lambda level, text: None
PORT = 8006


@server.route("/hello/<name>")
def hello(request, name):
    return "Hello, %s! %s" % (name, request.query.get("x"))


@server.route("/json", methods=["POST"])
def json(request):
    return str(sum(request.data["numbers"])), 201, "text/plain"


@server.route("/stream")
def stream(request):
    def parts():
        for i in range(20):
            yield "part %d\n" % i

    return parts(), 200, "text/plain"


@server.catchall()
def catchall(request):
    return "not here", 404


async def main():
    context = loopback.server_context()
    web = await asyncio.start_server(server._handle_request, loopback.HOST, PORT, ssl=context)
    await loopback.show(PORT, "GET", "/hello/world?x=1%2B1")
    await loopback.show(PORT, "POST", "/json", b'{"numbers": [1, 2, 3]}', "Content-Type: application/json\r\n")
    await loopback.show(PORT, "GET", "/stream")
    await loopback.show(PORT, "GET", "/nothing")
    await loopback.repeat(PORT, "GET", "/hello/again")
    web.close()
    await web.wait_closed()


asyncio.run(main())
