"""Mistreats a server of ours in every way a peer can, and looks whether it is afterwards what it was before.

    python3 tests/sockets MICROPYTHON [--short N] [--chaotic N] [--jobs N]

Meanwhile a well-behaved client asks again and again, and its longest wait is told. Loopback only.
"""

import argparse
import os
import random
import resource
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import peers

HERE = Path(__file__).resolve().parent
PORT = 8071
TIMEOUT_S = 20
# What the heap may hold more in the end: the table of descriptors and the like, which grow with the most that there were at a time.
HEAP_SLACK = 16384
# Handshakes cost: each takes the one thread for 10 ms and more, and twenty peers may begin one at a time.
LATENCY_S, TLS_LATENCY_S = 1.0, 3.0
IDLE_SHARE = 0.02


class Server:
    """The process, and how to connect to it."""

    def __init__(self, micropython, folder, tls):
        files = []
        self.tls = None
        if tls:
            files = [folder / "certificate.der", folder / "key.der"]
            certify(folder)
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE
        command = [micropython, "-X", "heapsize=16M", HERE / "server.py", str(PORT), *files]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def connect(self, bare=False):
        s = socket.create_connection(("127.0.0.1", PORT), TIMEOUT_S)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s if bare or self.tls is None else self.tls.wrap_socket(s)

    def peer(self, what):
        """What went wrong, or None."""
        try:
            with self.connect(what in peers.BARE_CHAOS) as s:
                what(s)
        except (OSError, EOFError, AssertionError) as error:
            if what in peers.SERVED:
                return f"{what.__name__}: {error!r}"
        return None

    def chaos(self):
        return peers.TLS_CHAOS + peers.BARE_CHAOS if self.tls else peers.CHAOS

    def processor_s(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def share(self, seconds):
        """The share of a processor that it takes."""
        before = self.processor_s()
        time.sleep(seconds)
        return (self.processor_s() - before) / seconds

    def figures(self):
        with self.connect() as s:
            return [int(word) for word in peers.ask(s, b"stat\n").split()]


def certify(folder):
    openssl = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    pem = ["-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-outform", "DER", "-out", folder / "certificate.der"]
    subprocess.run([*openssl, *pem], check=True, capture_output=True)
    to_der = ["openssl", "ec", "-in", folder / "key.pem", "-outform", "DER", "-out", folder / "key.der"]
    subprocess.run(to_der, check=True, capture_output=True)


class Client(threading.Thread):
    """The well-behaved one."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.longest, self.asked, self.wrong, self.going = server, 0.0, 0, None, True

    def run(self):
        try:
            with self.server.connect() as s:
                while self.going:
                    line, start = b"%d\n" % self.asked, time.monotonic()
                    assert peers.ask(s, line) == line
                    self.longest = max(self.longest, time.monotonic() - start)
                    self.asked += 1
                    time.sleep(0.005)
        except (OSError, EOFError, AssertionError) as error:
            self.wrong = repr(error)


def phase(server, name, whats, jobs):
    client, start = Client(server), time.monotonic()
    client.start()
    with ThreadPoolExecutor(jobs) as pool:
        wrong = [what for what in pool.map(server.peer, whats) if what]
    client.going = False
    client.join(TIMEOUT_S)
    print(f"{name}: {len(whats)} connections in {time.monotonic() - start:.1f} s, {len(wrong)} not served as they should be; "
          f"the well-behaved client asked {client.asked} times and waited {client.longest * 1000:.0f} ms at most")  # fmt: skip
    for what in [*sorted(set(wrong))[:5], *filter(None, [client.wrong])]:
        print("   ", what)
    return [not wrong, client.wrong is None and client.asked > 0, client.longest < (TLS_LATENCY_S if server.tls else LATENCY_S)]


def without_descriptors(server):
    """More peers than the server has descriptors for: it is idle meanwhile, and serves them when there are some again."""
    pid, few = server.process.pid, server.figures()[1] + 10
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE, (few, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    held = [server.connect(bare=True) for _ in range(40)]
    time.sleep(1)
    share = server.share(2)
    for s in held[:20]:
        s.close()
    time.sleep(1)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    if server.tls is None:
        served = all(peers.ask(s, b"late\n") == b"late\n" for s in held[20:])
    else:
        served = server.peer(peers.short) is None
    for s in held[20:]:
        s.close()
    print(f"out of descriptors: {share:.1%} of a processor, served after: {served}")
    return [share <= 0.05, served]


def misuse(server, arguments):
    # Whatever is made once is made now.
    phase(server, "warming up", [peers.short] * 200 + server.chaos() * 3, arguments.jobs)
    time.sleep(1)
    before = server.figures()
    checks = phase(server, "short", [peers.short] * arguments.short, arguments.jobs)
    checks += phase(server, "chaotic", random.choices(server.chaos(), k=arguments.chaotic), arguments.jobs)
    checks += without_descriptors(server)
    time.sleep(1)
    idle = server.share(2)
    after = server.figures()
    print(f"heap {before[0]} B before, {after[0]} B after; descriptors {before[1]}, {after[1]}; idle it took {idle:.1%} of a processor")
    checks += [after[0] - before[0] <= HEAP_SLACK, after[1] == before[1], idle <= IDLE_SHARE]
    with server.connect() as s:
        peers.ask(s, b"stop\n")
    said, errors = server.process.communicate(timeout=TIMEOUT_S)
    print(errors[:1000], end="")
    return [*checks, "ended" in said]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("micropython")
    parser.add_argument("--short", type=int, default=100000)
    parser.add_argument("--chaotic", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tls", action="store_true")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(arguments.micropython, Path(folder), arguments.tls)
        try:
            checks = misuse(server, arguments)
        finally:
            server.process.kill()
    print(f"{sum(checks)} passed, {len(checks) - sum(checks)} failed")
    sys.exit(not all(checks))


main()
