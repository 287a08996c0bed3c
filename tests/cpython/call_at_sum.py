# A call for a time that is a sum, and a little more or less than a whole millisecond as a float, is not late: it comes before one that
# was asked for later, for the same time from then on.
import asyncio

CALLS = 100


async def main():
    loop = asyncio.get_running_loop()
    log = []
    for i in range(1, CALLS):
        loop.call_at(loop.time() + i / 1000, log.append, i)
        loop.call_later(i / 1000, log.append, -i)
    await asyncio.sleep(CALLS / 1000 + 0.2)
    places = {what: place for place, what in enumerate(log)}
    print(len(log), [i for i in range(1, CALLS) if places[i] > places[-i]])


asyncio.run(main())
