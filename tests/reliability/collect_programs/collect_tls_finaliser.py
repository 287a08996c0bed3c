# The finaliser that MicroPython really has: a TLS socket that nobody holds closes the stream in Python that it wraps, in
# the middle of whatever asyncio allocates, and that stream calls back into asyncio.
try:
    import asyncio, io, tls
except ImportError:
    print("SKIP")
    raise SystemExit

ROUNDS = 30
closed = 0


class Inner(io.IOBase):
    def __init__(self, event, flag, task):
        self.event, self.flag, self.task = event, flag, task

    def ioctl(self, request, argument):
        global closed
        if request == 4:
            closed += 1
            self.event.set()
            self.flag.set()
            self.task.cancel()
        return 0

    def read(self, n):
        return None

    def readinto(self, buffer):
        return None

    def write(self, data):
        return len(data)


async def wait(primitive):
    await primitive.wait()


def drop(context, *arguments):
    context.wrap_socket(Inner(*arguments), do_handshake_on_connect=False)


async def main():
    context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    context.verify_mode = tls.CERT_NONE
    ended = cancelled = 0
    for _ in range(ROUNDS):
        event, flag = asyncio.Event(), asyncio.ThreadSafeFlag()
        victim = asyncio.create_task(asyncio.sleep(10))
        drop(context, event, flag, victim)
        results = await asyncio.gather(wait(event), wait(flag), asyncio.wait_for(victim, 10), return_exceptions=True)
        ended += results[:2] == [None, None]
        cancelled += isinstance(results[2], asyncio.CancelledError)
    # The last ones may be referred to by what was left on the stack.
    print(ended == ROUNDS, cancelled == ROUNDS, closed == ROUNDS)


asyncio.run(asyncio.wait_for(main(), 60))
