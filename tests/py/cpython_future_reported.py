# The default exception handler, which prints to stderr, is told of a Future: it has no coroutine to print.
import asyncio

loop = asyncio.get_event_loop()
told = []
default = loop.default_exception_handler


def handler(loop, context):
    told.append(context["message"])
    default(loop, context)
    told.append("printed")


async def main():
    future = asyncio.Future()
    loop.call_exception_handler({"message": "by hand", "exception": ValueError(1), "future": future})
    print("by hand")
    loop.set_exception_handler(handler)
    # A function of the virtual machine fails without a traceback.
    future.add_done_callback(int)
    future.add_done_callback(lambda future: print("the next one is called"))
    future.set_result(None)
    await asyncio.sleep(0.01)
    print(told)
    loop.set_exception_handler(None)


asyncio.run(main())
