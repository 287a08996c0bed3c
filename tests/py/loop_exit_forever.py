# KeyboardInterrupt leaves run_forever; the loop can be run again.
import asyncio

loop = asyncio.get_event_loop()


async def ticker():
    for i in range(6):
        print("tick", i)
        await asyncio.sleep_ms(0)
    loop.stop()


async def interrupt():
    await asyncio.sleep_ms(0)
    raise KeyboardInterrupt


loop.create_task(ticker())
loop.create_task(interrupt())
try:
    loop.run_forever()
except KeyboardInterrupt:
    print("interrupted")
loop.run_forever()
print("end")
