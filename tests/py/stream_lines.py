# Lines however they arrive: in pieces, several at a time, longer than any buffer, the last one without its end.
import asyncio

PORT = 8061

PIECES = (
    b"one\n",
    b"two\nthree\n\nfo",
    b"ur\n",
    b"f", b"i", b"ve", b"\n",
    bytes([65]) * 511 + b"\n" + bytes([66]) * 512 + b"\n" + bytes([67]) * 513 + b"\n",
    bytes([68]) * 3000 + b"\r\n" + bytes([69]) * 100000,
    b"\nxyzline\n",
    b"\n\n",
    b"the rest",
)


async def send(reader, writer):
    for piece in PIECES:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep_ms(5)
    await writer.wait_closed()


def show(line):
    print(type(line) is bytes, len(line), line[:4], line[-4:])


async def main():
    srv = await asyncio.start_server(send, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    line = None
    while line != b"":
        line = await reader.readline()
        show(line)
        if len(line) > 50000:
            print(await reader.read(3))
    show(await reader.readline())
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
