"""What peers do to a server: each function gets a connection, which is closed after it.

Those in SERVED raise when they are not served as they should be.
"""

import os
import random
import socket
import ssl
import struct
import time


def reset(s):
    """Closes with a RST in the place of a FIN."""
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def line_of(s):
    data = b""
    while not data.endswith(b"\n"):
        more = s.recv(65536)
        if not more:
            raise EOFError(f"after {data!r}")
        data += more
    return data


def ask(s, line):
    s.sendall(line)
    return line_of(s)


def short(s):
    assert ask(s, b"short\n") == b"short\n"


def reset_at_once(s):
    reset(s)


def reset_in_a_line(s):
    s.sendall(b"half a line")
    reset(s)


def reset_in_an_answer(s):
    s.sendall(b"x" * 400000 + b"\n")
    s.recv(1000)
    reset(s)


def reset_with_lines_unread(s):
    s.sendall(b"unread\n" * 200)
    reset(s)


def says_no_more(s):
    line = b"y" * 100000 + b"\n"
    s.sendall(line * 3)
    s.shutdown(socket.SHUT_WR)
    assert b"".join(iter(lambda: s.recv(65536), b"")) == line * 3


def hears_no_more(s):
    s.shutdown(socket.SHUT_RD)
    s.sendall(b"deaf\n" * 20)


def never_reads(s):
    s.settimeout(0.3)
    while True:
        s.sendall(b"z" * 999 + b"\n")


def line_without_end(s):
    s.sendall(b"l" * 300000)


def byte_by_byte(s):
    for byte in b"slowly\n":
        s.send(bytes([byte]))
        time.sleep(0.02)
    assert line_of(s) == b"slowly\n"


def silent(s):
    time.sleep(random.uniform(0.05, 0.5))


def garbage(s):
    s.sendall(os.urandom(3000))


# --- before TLS has begun


def hello():
    """What a client begins a handshake with."""
    said = ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        context.wrap_bio(ssl.MemoryBIO(), said).do_handshake()
    except ssl.SSLWantReadError:
        return said.read()


def half_a_hello(s):
    data = hello()
    s.sendall(data[: random.randrange(1, len(data))])
    time.sleep(random.uniform(0, 0.2))


def hello_and_no_more(s):
    s.sendall(hello())
    s.recv(10)


def hello_and_garbage(s):
    s.sendall(hello() + os.urandom(500))
    s.recv(10)


def hello_and_reset(s):
    s.sendall(hello())
    reset(s)


SERVED = [short, says_no_more, byte_by_byte]
CHAOS = [reset_at_once, reset_in_a_line, reset_in_an_answer, reset_with_lines_unread, says_no_more, hears_no_more,
         never_reads, line_without_end, byte_by_byte, silent, garbage]  # fmt: skip
# A TLS connection is not closed in one direction alone.
TLS_CHAOS = [each for each in CHAOS if each not in (says_no_more, hears_no_more)]
BARE_CHAOS = [reset_at_once, silent, garbage, half_a_hello, hello_and_no_more, hello_and_garbage, hello_and_reset]
