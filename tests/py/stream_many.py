# A hundred connections open at the same time, each in its own conversation.
import asyncio

PORT = 8026
N = 100

now_open = 0
most_open = 0


async def serve(reader, writer):
    global now_open, most_open
    now_open += 1
    most_open = max(most_open, now_open)
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line.upper())
        await writer.drain()
    await writer.wait_closed()
    now_open -= 1


async def client(i, all_in):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    ok = True
    for j in range(5):
        writer.write(b"client %d says %d\n" % (i, j))
        await writer.drain()
        ok = ok and await reader.readline() == b"CLIENT %d SAYS %d\n" % (i, j)
        if j == 1:
            # Nobody goes on before everybody has come this far.
            all_in[0] += 1
            if all_in[0] == N:
                all_in[1].set()
            await all_in[1].wait()
    await writer.wait_closed()
    return ok


async def main():
    srv = await asyncio.start_server(serve, "127.0.0.1", PORT, N)
    all_in = [0, asyncio.Event()]
    r = await asyncio.gather(*[client(i, all_in) for i in range(N)])
    print(len(r), all(r), most_open)
    while now_open:
        await asyncio.sleep_ms(1)
    srv.close()
    await srv.wait_closed()
    print("closed")


asyncio.run(main())
