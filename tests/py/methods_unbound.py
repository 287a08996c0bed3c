# Methods called through the class, on a plain object and on what is none.
import asyncio

ev = asyncio.Event()
asyncio.Event.set(ev)
print(asyncio.Event.is_set(ev))
lock = asyncio.Lock()
print(asyncio.Lock.locked(lock))
for call in (lambda: asyncio.Event.set(1), lambda: asyncio.Lock.release("x")):
    try:
        call()
    except (TypeError, AttributeError):
        print("refused")
