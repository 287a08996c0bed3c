# When a new task gets its first turn, and where it stands relative to its creator.
import asyncio


async def child(name):
    print(name, "starts")
    await asyncio.sleep_ms(0)
    print(name, "ends")


async def parent(name):
    print(name, "starts")
    a = asyncio.create_task(child(name + "1"))
    b = asyncio.create_task(child(name + "2"))
    print(name, "created")
    await asyncio.sleep_ms(0)
    print(name, "goes on")
    await a
    await b
    print(name, "ends")


async def main():
    a = asyncio.create_task(parent("a"))
    b = asyncio.create_task(parent("b"))
    print("main")
    await a
    await b


asyncio.run(main())
