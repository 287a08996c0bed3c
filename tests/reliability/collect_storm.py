# Runs on the build in collect_variant:  collect_storm.py PROGRAM EVERY ACTION
#
# Executes a program, and in each EVERY-th collection, which is in some allocation, of the library's or not, does with the
# scheduler's tasks what a finaliser could. What the program prints is of no interest, only whether memory stays sound.
import asyncio, collect, sys
from asyncio import core

program, every, action = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def cancel():
    task = core._task_queue.peek()
    if task:
        task.cancel()


def requeue():
    task = core._task_queue.peek()
    if task:
        core._task_queue.remove(task)
        core._task_queue.push(task)


def current():
    if core.cur_task:
        core.cur_task.cancel()


def empty():
    while core._task_queue.peek():
        core._task_queue.pop()


def again():
    asyncio.new_event_loop()


def nested():
    task = core._task_queue.peek()
    if task:
        asyncio.get_event_loop().run_until_complete(task)


def forget():
    task = core._task_queue.peek()
    if task:
        core._io_queue.remove(task)
        task.state = None
        task.data = None


action = globals()[action]


def finalise(_):
    try:
        action()
    except Exception:
        pass
    collect.at(every, finalise)


with open(program) as file:
    source = file.read()
collect.at(every, finalise)
exec(compile(source, program, "exec"), {"__name__": "__main__"})
