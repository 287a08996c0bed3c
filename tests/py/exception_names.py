# What a program stores in CancelledError and TimeoutError, and in instances of them.
import asyncio


def attempt(function, *args):
    try:
        print("->", function(*args))
    except AttributeError:
        print("AttributeError")


for of in asyncio.CancelledError, asyncio.TimeoutError:
    for args in (), (1,), (1, "two"):
        er = of(*args)
        attempt(lambda: er.note)
        er.note = [args]
        er.more = 2
        print(er.note, er.more, er.args, er.value, repr(er), str(er), type(er.args) is tuple)
        del er.note
        attempt(lambda: er.note)
        attempt(delattr, er, "note")
        er.args = ("other",)
        print(er.args, er.more)
        print(of(*args).args)

    # In the class.
    er = of(3)
    of.extra = 4
    of.method = lambda self, n: (self.args, n)
    print(of.extra, er.extra, of().extra, er.method(5), er.value)
    er.extra = 6
    print(er.extra, of.extra)
    del of.extra, of.method
    print(er.extra, hasattr(of, "extra"), hasattr(er, "method"))

    class Derived(of):
        def __init__(self, *args):
            super().__init__(*args)
            self.own = 7

    er = Derived(8)
    er.note = 9
    of.extra = 10
    print(er.own, er.note, er.extra, er.args, er.value, repr(er))
    del of.extra
    for raised in of, of(11), er:
        try:
            raise raised
        except of as caught:
            caught.seen = True
            caught.__traceback__ = None
            print(caught is raised, caught.args, caught.seen)
        try:
            raise raised
        except of as caught:
            print(hasattr(caught, "seen"))


# It is the same one that others see.
async def wait(event):
    try:
        await event.wait()
    except asyncio.CancelledError as er:
        er.note = "from the task"
        raise


async def main():
    task = asyncio.create_task(wait(asyncio.Event()))
    await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as er:
        print(er.note)


asyncio.run(main())

# A property in the class of loops.
asyncio.Loop.here = property(lambda self: 1)
print(asyncio.Loop.here is not None)
del asyncio.Loop.here
