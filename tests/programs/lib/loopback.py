"""What the drivers share: how they were called, TLS contexts, and a client that asks for one page."""

import asyncio
import sys

# A driver is called with "plain" or "tls", how often to repeat its main request, and the folder with cert.der and key.der.
TLS = sys.argv[1] == "tls"
ROUNDS = int(sys.argv[2])
CERTIFICATES = sys.argv[3]
HOST = "127.0.0.1"


def server_context():
    """An SSLContext for start_server, or None in plain mode."""
    if not TLS:
        return None
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES + "/cert.der", CERTIFICATES + "/key.der")
    return context


def client_context():
    """An SSLContext for open_connection, or None in plain mode. The certificate is nobody's: it is not verified."""
    if not TLS:
        return None
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_mode = ssl.CERT_NONE
    return context


async def connect(port):
    return await asyncio.open_connection(HOST, port, ssl=client_context())


async def ask(port, method, path, body=b"", headers=""):
    """Sends one HTTP request and returns the answer as bytes, to its end."""
    reader, writer = await connect(port)
    length = "Content-Length: %d\r\n" % len(body) if body else ""
    head = "%s %s HTTP/1.0\r\nHost: loopback\r\n%s%s\r\n" % (method, path, headers, length)
    writer.write(head.encode())
    writer.write(body)
    await writer.drain()
    answer = []
    while True:
        piece = await reader.read(512)
        if not piece:
            break
        answer.append(piece)
    writer.close()
    await writer.wait_closed()
    return b"".join(answer)


async def show(*request):
    """Asks and prints the answer, its header lines sorted: a dictionary keeps them in no order."""
    answer = await ask(*request)
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    print(*request[1:3], status.decode())
    for line in sorted(lines):
        print("   ", line.decode())
    print("   ", len(body), "bytes", body if len(body) < 200 else body[:40])


async def repeat(*request):
    """Asks ROUNDS times more, for measuring; every answer has to be as long as the first."""
    length = len(await ask(*request))
    for _ in range(ROUNDS):
        if len(await ask(*request)) != length:
            print("another answer")
