# Removing a task that is in no queue does nothing.
from asyncio import Task, TaskQueue

q = TaskQueue()
t = Task(1)
print(q.remove(t), q.peek())
q.push(t, 1)
print(q.remove(Task(2)), q.peek() is t)
print(q.pop() is t, q.peek())
# It was in the queue once.
print(q.remove(t), q.peek())
q.push(Task(3), 1)
print(q.remove(t), q.peek().coro)
