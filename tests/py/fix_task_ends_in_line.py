# A task that has put itself in a line, and ends before it yields, is woken no more; what it ended with is not lost.
import asyncio, io

core = asyncio.core


class Stream(io.IOBase):
    def ioctl(self, request, flags):
        return flags if request == 3 else 0


async def fails(put):
    put()
    raise ValueError


async def returns(put):
    put()
    return 42


async def main():
    stream, queue, event = Stream(), core.TaskQueue(), asyncio.Event()
    ways = (
        ("stream", lambda: core._io_queue.queue_write(stream)),
        ("queue", lambda: queue.push(core.cur_task)),
        ("event", lambda: next(event.wait())),
        ("sleep", lambda: next(asyncio.sleep_ms(1))),
    )
    for name, put in ways:
        for function in (fails, returns):
            task = asyncio.create_task(function(put))
            await asyncio.sleep_ms(5)
            event.set()
            event.clear()
            await asyncio.sleep_ms(5)
            try:
                print(name, await task)
            except Exception as e:
                print(name, repr(e))
    print(queue.peek())

    # The program puts one in the loop's queue itself.
    task = asyncio.create_task(returns(int))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    core._task_queue.push(task)
    await asyncio.sleep_ms(0)
    print(task.done(), await task)


asyncio.get_event_loop().set_exception_handler(lambda loop, context: print("unretrieved", repr(context["exception"])))
asyncio.run(main())
