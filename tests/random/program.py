"""A random program for upstream's build and ours, made from a seed, and its source."""

from dataclasses import dataclass

import tree

PRELUDE = "from world import *"
TICKS_PERIOD = 1 << 62
# Where the clock begins: somewhere, before it wraps, before half of its period and that of a 32-bit machine.
CLOCKS = (1000, 1000, TICKS_PERIOD - 40, TICKS_PERIOD // 2 - 40, (1 << 32) - 40, (1 << 30) - 40, (1 << 31) - 40)


@dataclass
class Program:
    seed: int
    clock: int
    sockets: int
    pipes: int
    ms: int
    functions: list
    main: list

    def blocks(self):
        return [*self.functions, self.main]


# Statements without blocks: a weight, the source, and what the numbers in it are drawn from.
TASK, FUNCTION, ITEM, PARK = range(100), range(8), range(3), range(2)
SHORT = (0, 0, 0, 1, 1, 2, 3, 5, 8, -1)
SIMPLE = {
    "sleep": (9, "await w.sleep({})", (SHORT,)),
    "busy": (2, "time.sleep_ms({})", ((1, 2, 3, 7),)),
    "log": (1, "w.log('here')", ()),
    "spawn": (5, "w.spawn({})", (FUNCTION,)),
    "spawn_now": (1, "w.spawn_at({}, None)", (FUNCTION,)),
    "spawn_at": (1, "w.spawn_at({}, {})", (FUNCTION, (0, 1, 4, -2))),
    "cancel": (5, "w.cancel({})", (TASK,)),
    "look": (2, "w.look({})", (TASK,)),
    "join": (4, "await w.join({})", (TASK,)),
    "wait": (4, "await w.wait({})", (ITEM,)),
    "set": (4, "w.events[{}].set()", (ITEM,)),
    "clear": (2, "w.events[{}].clear()", (ITEM,)),
    "is_set": (1, "w.log(w.events[{}].is_set())", (ITEM,)),
    "acquire": (1, "await w.acquire({})", (ITEM,)),
    "release": (1, "w.release({})", (ITEM,)),
    "locked": (1, "w.log(w.locks[{}].locked())", (ITEM,)),
    "gather": (2, "await w.gather(({}, {}), (), {})", (FUNCTION, FUNCTION, (False, True))),
    "gather_old": (2, "await w.gather(({},), ({}, {}), {})", (FUNCTION, TASK, TASK, (False, True))),
    "wait_for_new": (3, "await w.wait_for_new({}, {})", (FUNCTION, SHORT)),
    "wait_for_task": (2, "await w.wait_for_task({}, {})", (TASK, SHORT)),
    "wait_for_event": (2, "await w.wait_for(w.wait({}), {})", (ITEM, SHORT)),
    "wait_for_lock": (1, "await w.wait_for(w.acquire({}), {})", (ITEM, SHORT)),
    "park": (1, "await w.park({})", (PARK,)),
    "unpark": (1, "w.unpark({})", (PARK,)),
    "flag_set": (2, "w.set_flag({})", (ITEM,)),
    "flag_wait": (2, "await w.wait_flag({})", (ITEM,)),
    "flag_clear": (1, "w.flags[{}].clear()", (ITEM,)),
    "raise": (1, "raise {}", (("ValueError(1)", "OSError(5)", "RuntimeError('r')", "asyncio.CancelledError", "asyncio.TimeoutError"),)),
    "return": (1, "return {}", (range(9),)),
    "handler": (0.3, "w.handler_raises = True", ()),
}
STREAMS = {
    "read": (4, "await w.io({}, 'read', {})", (TASK, (1, 3, 9))),
    "readexactly": (3, "await w.io({}, 'readexactly', {})", (TASK, (0, 2, 7, 12))),
    "readline": (4, "await w.io({}, 'readline')", (TASK,)),
    "readinto": (2, "await w.readinto({}, {})", (TASK, (1, 4))),
    "queue_read": (2, "await w.queue({}, False)", (TASK,)),
    "queue_write": (2, "await w.queue({}, True)", (TASK,)),
    "write": (8, "w.write({}, {})", (TASK, (1, 2, 5, 900))),
    "drain": (5, "await w.io({}, 'drain')", (TASK,)),
    "awrite": (3, "await w.io({}, 'awrite', b'xyz' * {})", (TASK, (1, 3, 2000))),
    "close": (0.5, "await w.close({})", (TASK,)),
    "wait_for_read": (3, "await w.wait_for(w.io({}, 'read', 3), {})", (TASK, SHORT)),
}
# Statements with blocks: a weight, and lines of source with a block each.
HANDLERS = ("except ValueError as er:", "except Exception as er:", "except asyncio.CancelledError as er:", "except asyncio.TimeoutError as er:")
NESTED = {
    "loop": (2, ("for _ in range({}):",), ((1, 2, 3),)),
    "with": (3, ("async with w.locks[{}]:",), (ITEM,)),
    "finally": (3, ("try:", "finally:"), ()),
    "except": (3, ("try:", "{}"), (HANDLERS,)),
    "both": (2, ("try:", "{}", "finally:"), (HANDLERS,)),
    "if": (1, ("if w.events[{}].is_set():", "else:"), (ITEM,)),
}
# After every statement of a program with streams comes a pause to a time of the task's own: see README.md.
ALL = {**SIMPLE, **STREAMS}


class Maker(tree.Maker):
    def __init__(self, seed):
        super().__init__(seed)
        self.streams = self.random.random() < 0.3
        simple = {**SIMPLE, **(STREAMS if self.streams else {})}
        if self.streams:
            del simple["busy"]
        self.use(simple, NESTED)

    def program(self, seed):
        choice = self.random.choice
        functions = self.functions()
        sockets, pipes = (choice((1, 2)), choice((0, 1, 2))) if self.streams else (0, 0)
        ms = choice((400, 1500)) if self.streams else choice((5, 20, 60))
        main = self.spawns(functions)
        return Program(seed, choice(CLOCKS), sockets, pipes, ms, functions, main + self.block(0, 6))


def make(seed):
    return Maker(seed).program(seed)


def lines_of(block, depth, streams):
    def before(node):
        if node.kind not in NESTED and streams:
            yield "await w.pause()"
        if node.kind == "with":
            yield "if not w.ok():"
            yield "    return"

    return tree.lines_of(block, depth, ALL, NESTED, before, "w.log(repr(er))")


def source(program):
    """A function that runs the program."""
    streams = program.sockets + program.pipes > 0
    yield f"def program_{program.seed}():"
    yield f"    w = World({program.clock}, {program.sockets}, {program.pipes})"
    for k, function in enumerate(program.functions):
        yield f"    async def f{k}(w):"
        yield from lines_of(function, 2, streams)
        yield f"        return {k}"
    yield "    async def main(w):"
    yield from lines_of(program.main, 2, streams)
    names = "".join(f"f{k}, " for k in range(len(program.functions)))
    yield f"    w.run(({names}), main, {program.ms})"
