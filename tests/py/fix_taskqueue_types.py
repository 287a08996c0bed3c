# TaskQueue and Task refuse what isn't a task or a time.
# Upstream believes every argument and crashes with a segmentation fault.
import asyncio
from asyncio import Task, TaskQueue

q = TaskQueue()
t = Task(None)


def attempt(name, f, *args):
    try:
        print(name, f(*args))
    except TypeError:
        print(name, "TypeError")


for bad in (1, None, "x", 1.5, q, object()):
    attempt("push", q.push, bad)
    attempt("push with key", q.push, bad, 5)
    attempt("remove", q.remove, bad)
for bad in (None, "x", 1.5, t):
    attempt("key", q.push, t, bad)
print(q.peek())
q.push(t, 1)
print(q.pop() is t, q.peek())
