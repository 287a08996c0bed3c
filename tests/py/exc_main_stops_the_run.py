# The same when the main coroutine itself raises, at once, after a pause, while cleaning up.
import asyncio


async def main(er, when):
    if when == "later":
        await asyncio.sleep_ms(0)
    elif when == "cleanup":
        try:
            await asyncio.sleep_ms(0)
            1 / 0
        finally:
            raise er
    raise er


async def nop():
    return "next run works"


for er in (SystemExit(3), KeyboardInterrupt(), BaseException("base"), GeneratorExit(), ValueError()):
    for when in ("now", "later", "cleanup"):
        try:
            asyncio.run(main(er, when))
        except BaseException as er2:
            print(repr(er2), when, er2 is er)
        print(asyncio.run(nop()))
