# TaskQueue used directly: push with and without a key, peek, pop, remove.
from asyncio import core
from asyncio.core import Task, TaskQueue


def name(t):
    return t and t.coro


q = TaskQueue()
print(q.peek())

a, b, c, d = [Task(n) for n in "abcd"]
print(q.push(a, 30), name(q.peek()))
print(q.push(b, 10), name(q.peek()))
q.push(c, 20)
q.push(d, 10)
print(name(q.peek()), b.ph_key, c.ph_key)
print([name(q.pop()) for _ in range(4)], q.peek())

# Equal keys come out in the order they went in.
ts = [Task(str(i)) for i in range(20)]
for t in ts:
    q.push(t, 5)
print([name(q.pop()) for _ in ts])

# Without a key: now.
q.push(a)
q.push(b)
q.push(c, core.ticks() + 1000)
q.push(d)
print([name(q.pop()) for _ in range(4)])

# push clears data.
a.data = 123
q.push(a)
print(a.data)
q.pop()

# remove: first, last, middle, all; pushing again works.
ts = [Task(str(i)) for i in range(7)]
for i, t in enumerate(ts):
    q.push(t, i // 2)
print(q.remove(ts[0]))
q.remove(ts[6])
q.remove(ts[3])
out = []
while q.peek():
    out.append(name(q.pop()))
print(out)
q.push(ts[0], 3)
q.remove(ts[0])
print(q.peek())
q.push(ts[0], 3)
print(name(q.pop()))

# Two queues don't mix.
q2 = TaskQueue()
q.push(a, 1)
q2.push(b, 0)
print(name(q.peek()), name(q2.peek()))
q.pop()
q2.pop()

for _ in range(2):
    try:
        q.pop()
    except IndexError as er:
        print("IndexError:", er)
