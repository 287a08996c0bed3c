# An assignment to the module that finds no memory changes nothing: those that come later neither lose names nor write
# where nothing of the module's is.
import asyncio, gc, micropython

names = ["name%d" % i for i in range(60)]
failed = 0
for i, name in enumerate(names):
    micropython.heap_lock()
    try:
        setattr(asyncio, name, i)
    except MemoryError:
        failed += 1
    micropython.heap_unlock()
    if not hasattr(asyncio, name):
        neighbours = [bytearray(32) for _ in range(4)]
        setattr(asyncio, name, i)
        neighbours += [bytearray(32) for _ in range(4)]
    gc.collect()

print([getattr(asyncio, name, None) for name in names] == list(range(60)))
print(all(not any(neighbour) for neighbour in neighbours))
for name in names:
    delattr(asyncio, name)
print(any(hasattr(asyncio, name) for name in names))
