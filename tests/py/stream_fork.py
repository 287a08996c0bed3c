# A child process that was made by fork closes what it has got from its parent, and does not disturb the parent's waits.
try:
    import asyncio, ffi, socket, time

    libc = ffi.open("libc.so.6")
    fork = libc.func("i", "fork", "")
    exit_now = libc.func("v", "_exit", "i")
except (ImportError, OSError):
    print("SKIP")
    raise SystemExit

PORT = 8077


async def echo(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line)
        await writer.drain()
    await writer.wait_closed()


async def main():
    srv = await asyncio.start_server(echo, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"one\n")
    print(await reader.readline())
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(20)
    if fork() == 0:
        task.cancel()
        await asyncio.sleep_ms(30)
        await writer.wait_closed()
        srv.close()
        await asyncio.sleep_ms(20)
        exit_now(0)
    start = time.ticks_ms()
    await asyncio.sleep_ms(100)
    writer.write(b"two\n")
    print(await task, time.ticks_diff(time.ticks_ms(), start) < 400)
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


# With higher descriptors, so that epoll knows of all.
held = [socket.socket() for _ in range(20)]
asyncio.run(main())
