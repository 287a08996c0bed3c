# TaskQueue with and without keys mixed: one order by due time, first in first out among equals.
import time
from asyncio import Task, TaskQueue


def order(q):
    out = []
    while q.peek():
        out.append(q.pop().coro)
    return out


a, b, c, d = [Task(n) for n in "abcd"]
q = TaskQueue()

# A key equal to that of one pushed earlier without a key.
q.push(a)
time.sleep_ms(30)
q.push(b, a.ph_key)
q.push(c, time.ticks_add(a.ph_key, -5))
q.push(d)
print(order(q))

# A key in the past, but after the previous push.
q.push(a)
time.sleep_ms(60)
q.push(b)
q.push(c, time.ticks_add(time.ticks_ms(), -30))
print(order(q))

# ph_key is the time of the push, on a queue that has been idle for long.
time.sleep_ms(60)
q.push(a)
print(0 <= time.ticks_diff(time.ticks_ms(), a.ph_key) < 30)
q.push(b, time.ticks_add(time.ticks_ms(), -40))
print(order(q))
