# needs: uwebserver
# modes: plain
# Pages, a file and a chunked answer. Its future awaits an event's wait by hand: `event.wait().__next__()`.
import asyncio
import loopback
from uwebserver import WebServer

PORT = 8007
web = WebServer(host=loopback.HOST, port=PORT, static_folder=None, request_timeout=2)


@web.route("/hello")
async def hello(request, response):
    return "Hello, %s!" % request.query["name"]


@web.route("/form", methods=("POST",))
def form(request, response):
    response.set_status("201 Created")
    return request.body


@web.route("/chunks")
def chunks(request, response):
    return (b"part %d" % i for i in range(10))


@web.route("/fails")
def fails(request, response):
    return 1 // 0


async def main():
    await web.start()
    await web.wait_ready()
    await loopback.show(PORT, "GET", "/hello?name=world")
    await loopback.show(PORT, "POST", "/form", b"a body of text")
    await loopback.show(PORT, "GET", "/chunks")
    await loopback.show(PORT, "GET", "/fails")
    await loopback.show(PORT, "GET", "/nothing")
    await loopback.repeat(PORT, "GET", "/hello?name=again")
    web.close()
    await web.wait_closed()
    print("closed")


asyncio.run(main())
