# Odd times to sleep for.
import asyncio


def attempt(name, arg):
    try:
        getattr(asyncio, name)(arg)
        print(name, repr(arg), "accepted")
    except TypeError:
        print(name, repr(arg), "TypeError")
    except OverflowError:
        print(name, repr(arg), "OverflowError")


for arg in (None, "x", [], object):
    attempt("sleep_ms", arg)
for arg in (None, [1], object):
    try:
        asyncio.sleep(arg)
        print("accepted")
    except (TypeError, ValueError, AttributeError):
        print("refused")
attempt("sleep_ms", 1 << 80)
attempt("sleep", 1e300)


# The failed attempts left nothing behind, and short, zero, negative, bool and float work.
async def main():
    for name, arg in (
        ("sleep", 0),
        ("sleep", 0.01),
        ("sleep", -1),
        ("sleep", -0.5),
        ("sleep", False),
        ("sleep_ms", 0),
        ("sleep_ms", -1),
        ("sleep_ms", -(1 << 20)),
        ("sleep_ms", True),
    ):
        print(name, arg, await getattr(asyncio, name)(arg))


asyncio.run(main())
