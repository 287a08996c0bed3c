# A task pushed on a queue it is already in, or on a second one, or removed from the wrong one:
# whatever comes of it (an exception, or one of the pushes counts), no crash and no endless queue.
# Upstream links the task into itself, and loops or crashes.
import asyncio
from asyncio import Task, TaskQueue


def attempt(f, *args):
    try:
        f(*args)
    except (RuntimeError, ValueError):
        pass


def drain(q):
    n = 0
    while q.peek() is not None and n < 20:
        q.pop()
        n += 1
    return n


def main():
    for keys in ((1, 1), (1, 2), (2, 1), (0, 5)):
        q = TaskQueue()
        t, u, v = Task(1), Task(2), Task(3)
        q.push(u, 1)
        q.push(t, keys[0])
        q.push(v, 2)
        attempt(q.push, t, keys[1])
        print("twice", 3 <= drain(q) <= 4)

        q, q2 = TaskQueue(), TaskQueue()
        t, u, v = Task(1), Task(2), Task(3)
        q.push(u, 1)
        q.push(t, keys[0])
        q2.push(v, 1)
        attempt(q2.push, t, keys[1])
        print("two queues", drain(q) <= 3, drain(q2) <= 3)

        q, q2 = TaskQueue(), TaskQueue()
        t, u, v = Task(1), Task(2), Task(3)
        q.push(u, 1)
        q.push(t, keys[0])
        q2.push(v, 1)
        attempt(q2.remove, t)
        print("wrong queue", drain(q) <= 3, drain(q2) <= 3)


main()


async def nop():
    return "alive"


print(asyncio.run(nop()))
