"""A random program for CPython's asyncio and ours: the names that upstream's does not have."""

import tree
from program import FUNCTION, HANDLERS, ITEM, Program

PRELUDE = "from cpython_more import *"
TASK, PAIR = range(40), range(2)
MS = (1, 1, 2, 3, 5, 8, 13)
VALUE = range(9)
# What a callback does, by its number: World.call, More.call.
CALL = range(20)
UNTIL = ("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION")
SIMPLE = {
    "yield": (5, "await w.step()", ()),
    "sleep": (6, "await w.sleep({})", (MS,)),
    "log": (1, "w.log('here')", ()),
    "spawn": (4, "w.spawn({})", (FUNCTION,)),
    "spawn_in": (6, "w.spawn({}, g)", (FUNCTION,)),
    "cancel": (4, "w.cancel({})", (TASK,)),
    "cancel_msg": (2, "w.cancel({}, 'm{}')", (TASK, VALUE)),
    "cancelling": (2, "w.cancelling({})", (TASK,)),
    "uncancel": (1, "w.uncancel({})", (TASK,)),
    "look": (3, "w.look({})", (TASK,)),
    "all_tasks": (0.5, "w.all_tasks()", ()),
    "join": (5, "await w.join({})", (TASK,)),
    "callback": (4, "w.add_callback(w.task({}), {})", (TASK, CALL)),
    "no_callback": (1, "w.remove_callback(w.task({}), {})", (TASK, CALL)),
    "future": (2, "w.new_future({})", (ITEM,)),
    "await": (4, "await w.await_future({})", (ITEM,)),
    "set_result": (3, "w.set_result({}, {})", (ITEM, VALUE)),
    "set_exception": (1, "w.set_exception({}, {})", (ITEM, ("ValueError(5)", "KeyError", "OSError(1)"))),
    "cancel_future": (1, "w.cancel_future({}, {})", (ITEM, ("None", "'f'"))),
    "future_callback": (4, "w.add_callback(w.futures[{}], {})", (ITEM, CALL)),
    "call_soon": (3, "w.call_soon({})", (CALL,)),
    "call_later": (2, "w.call_later({}, {})", ((0, 0, 1, 2, 5), CALL)),
    "call_at": (1, "w.call_at({}, {})", ((1, 1, 2, 5), CALL)),
    "cancel_handle": (1, "w.cancel_handle({})", (TASK,)),
    "put": (4, "await w.put({}, {})", (ITEM, VALUE)),
    "get": (4, "await w.get({})", (ITEM,)),
    "put_nowait": (2, "w.put_nowait({}, {})", (ITEM, VALUE)),
    "get_nowait": (2, "w.get_nowait({})", (ITEM,)),
    "task_done": (2, "w.task_done({})", (ITEM,)),
    "join_queue": (1, "await w.join_queue({})", (ITEM,)),
    "acquire": (2, "await w.acquire(w.semaphores[{}])", (PAIR,)),
    "release": (2, "w.release(w.semaphores[{}])", (PAIR,)),
    "locked": (1, "w.log(w.semaphores[{}].locked())", (PAIR,)),
    "cond_wait": (3, "await w.cond_wait()", ()),
    "cond_wait_for": (2, "await w.cond_wait_for({})", (VALUE,)),
    "notify": (3, "await w.notify({})", ((1, 1, 2, 0),)),
    "notify_all": (1, "await w.notify(None)", ()),
    "barrier": (3, "await w.barrier_wait({})", (PAIR,)),
    "barrier_reset": (0.5, "await w.barrier_end({}, 'reset')", (PAIR,)),
    "barrier_abort": (0.2, "await w.barrier_end({}, 'abort')", (PAIR,)),
    "wait_event": (2, "await w.wait_event()", ()),
    "set_event": (2, "w.event.set()", ()),
    "clear_event": (1, "w.event.clear()", ()),
    "wait": (5, "await w.wait(({}, {}), {}, '{}')", (TASK, TASK, ("None", "None", 1, 3, 0), UNTIL)),
    "wait_future": (2, "await w.wait_futures(({}, {}), '{}')", (ITEM, ITEM, UNTIL)),
    "shield": (4, "await w.shield({})", (TASK,)),
    "as_completed": (3, "await w.as_completed(({}, {}), {})", (TASK, TASK, ("None", "None", 2))),
    "gather": (3, "await w.gather(({}, {}), {})", (FUNCTION, FUNCTION, (False, True))),
    "wait_for": (3, "await w.wait_for({}, {})", (FUNCTION, MS)),
    "lock": (2, "await w.acquire(w.lock)", ()),
    "unlock": (2, "w.release(w.lock)", ()),
    "shutdown": (0.5, "w.shutdown({}, {})", (ITEM, (False, False, True))),
    "set_name": (1, "w.set_name({}, 'a{}')", (TASK, VALUE)),
    "spawn_named": (1, "w.spawn_named({}, 'b{}')", (FUNCTION, VALUE)),
    "ensure": (0.5, "w.ensure({})", (ITEM,)),
    "cancel_twice": (2, "w.cancel_twice({}, {}, {})", (TASK, ("None", "'m'", "'n'"), ("None", "'o'"))),
    "cancel_both": (2, "w.cancel_both({}, {})", (TASK, TASK)),
    "shield_wait": (3, "await w.shield_wait({}, {})", (TASK, MS)),
    "shield_future": (1, "await w.shield_future({})", (ITEM,)),
    "wait_some": (2, "await w.wait_some({}, {}, {}, {}, '{}')", (ITEM, TASK, TASK, ("None", 1, 2, 0), UNTIL)),
    "async_for": (2, "await w.async_for(({}, {}), {})", (TASK, TASK, ("None", "None", 2))),
    "when": (0.5, "w.when(t)", ()),
    "call_handler": (0.5, "w.call_handler({})", (VALUE,)),
    "expired": (1, "w.log(t and t.expired())", ()),
    "reschedule": (1, "w.reschedule(t, {})", (MS,)),
    "raise": (2, "raise {}", (("ValueError(1)", "OSError(5)", "RuntimeError('r')", "asyncio.CancelledError"),)),
    "return": (1, "return {}", (VALUE,)),
}
NESTED = {
    "loop": (2, ("for _ in range({}):",), ((1, 2, 3),)),
    "group": (5, ("async with w.group() as g:",), ()),
    "timeout": (5, ("async with w.timeout({}) as t:",), (MS + (0, "None"),)),
    "timeout_at": (1, ("async with w.timeout_at({}) as t:",), (MS,)),
    "lock_with": (2, ("async with w.lock:",), ()),
    "with": (2, ("async with w.semaphores[{}]:",), (PAIR,)),
    "finally": (3, ("try:", "finally:"), ()),
    "except": (5, ("try:", "{}"), (HANDLERS,)),
    "both": (2, ("try:", "{}", "finally:"), (HANDLERS,)),
    "if": (1, ("if w.event.is_set():", "else:"), ()),
}


def make(seed):
    maker = tree.Maker(seed)
    maker.use(SIMPLE, NESTED)
    functions = maker.functions()
    main = maker.spawns(functions)
    return Program(seed, 1000, 0, 0, maker.random.choice((5, 20, 60)), functions, main + maker.block(0, 6))


def lines_of(block):
    yield "        g = t = None"
    yield from tree.lines_of(block, 2, SIMPLE, NESTED, lambda node: (), "w.caught(er)")


def source(program):
    """A function that runs the program."""
    yield f"def program_{program.seed}():"
    yield f"    w = More({program.seed})"
    for k, function in enumerate(program.functions):
        yield f"    async def f{k}(w):"
        yield from lines_of(function)
        yield f"        return {k}"
    yield "    async def main(w):"
    yield from lines_of(program.main)
    names = "".join(f"f{k}, " for k in range(len(program.functions)))
    run = "run_parts" if program.seed % 5 == 0 else "run"
    yield f"    w.{run}(({names}), main, {program.ms})"
