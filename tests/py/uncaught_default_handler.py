# What is printed, on stderr, for an exception nobody retrieves.  The script runs itself again to
# see its own stderr; frames of upstream's own files are no part of what users rely on.
import os, sys

CHILD = "child"


def child():
    import asyncio

    async def inner():
        raise ValueError("inner", 1)

    async def fail():
        await asyncio.sleep_ms(0)
        await inner()

    async def retrieved(t):
        await asyncio.sleep_ms(0)
        try:
            await t
        except ValueError:
            pass

    async def main():
        asyncio.create_task(fail())
        asyncio.create_task(retrieved(asyncio.create_task(fail())))
        await asyncio.sleep_ms(20)
        print("end", file=sys.stderr)

    asyncio.run(main())

    # By hand.
    loop = asyncio.get_event_loop()
    t = asyncio.Task(None)
    loop.default_exception_handler(
        loop, {"message": "the message", "exception": OSError(5), "future": t}
    )
    loop.call_exception_handler({"message": "again", "exception": KeyError("k"), "future": t})


if len(sys.argv) > 1 and sys.argv[1] == CHILD:
    child()
else:
    os.system(
        "'%s' '%s' %s 2>&1 >/dev/null | grep -v '\"asyncio/' | sed -e 's/at [0-9a-fx]*>/at ADDR>/' "
        "-e 's/File .*uncaught/File \"uncaught/'" % (sys.executable, __file__, CHILD)
    )
