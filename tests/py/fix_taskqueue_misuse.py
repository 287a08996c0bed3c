# A task pushed twice, or on two queues, or removed from the wrong one: whatever comes of it, no
# crash, no endless queue, and other tasks come out as they should.
# Upstream links the task into itself and loops or crashes.
import asyncio
from asyncio import Task, TaskQueue


def attempt(f, *args):
    try:
        f(*args)
    except (RuntimeError, ValueError, IndexError):
        pass


def drain(q):
    n = 0
    while q.peek() is not None and n < 20:
        q.pop()
        n += 1
    return n


for keys in ((1, 1), (1, 2), (2, 1)):
    q = TaskQueue()
    t, u, v = Task(1), Task(2), Task(3)
    q.push(u, 1)
    q.push(t, keys[0])
    q.push(v, 2)
    attempt(q.push, t, keys[1])
    print(3 <= drain(q) <= 4)

    q, q2 = TaskQueue(), TaskQueue()
    q.push(u, 0)
    q.push(t, keys[0])
    q2.push(v, 0)
    attempt(q2.push, t, keys[1])
    attempt(q.remove, v)
    print(drain(q) <= 3, drain(q2) <= 3)

print(asyncio.run(asyncio.gather()))
