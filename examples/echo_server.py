# A TCP server that sends every line back, and ten clients that talk to it at the same time.
import asyncio

HOST = "127.0.0.1"
PORT = 8007
CLIENTS = 10
LINES = 3


# The server runs this once for each connection, as a task of its own.
async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:  # The client has closed its side.
            break
        writer.write(line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(n):
    reader, writer = await asyncio.open_connection(HOST, PORT)
    answers = []
    for i in range(LINES):
        writer.write(b"client %d line %d\n" % (n, i))
        await writer.drain()
        answers.append(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return answers


async def main():
    # "async with" closes the server at the end, whatever happens in between.
    async with await asyncio.start_server(serve, HOST, PORT, backlog=CLIENTS):
        results = await asyncio.gather(*[client(n) for n in range(CLIENTS)])
    for answers in results:
        print(answers)


asyncio.run(main())
