# A few thousand random operations on a TaskQueue beside a plain list that does the same slowly.
from asyncio.core import Task, TaskQueue

seed = 1


def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 8) % n


q = TaskQueue()
model = []  # (key, number, task), number being the order of arrival
number = 0
pops = removes = 0
for step in range(5000):
    op = rnd(10)
    if op < 5 or not model:
        t = Task(None)
        key = rnd(16)
        q.push(t, key)
        model.append((key, number, t))
        number += 1
    elif op < 8:
        first = min(model, key=lambda m: m[:2])
        model.remove(first)
        assert q.peek() is first[2]
        assert q.pop() is first[2]
        pops += 1
    else:
        victim = model.pop(rnd(len(model)))
        q.remove(victim[2])
        removes += 1
for key, n, t in sorted(model, key=lambda m: m[:2]):
    assert q.pop() is t
assert q.peek() is None
print("ok", pops > 1000, removes > 500)
