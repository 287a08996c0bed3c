"""What random programs are made of: a tree of statements, drawn from tables of them, and its source."""

import random
from dataclasses import dataclass, field


@dataclass
class Node:
    kind: str
    args: tuple = ()
    blocks: list = field(default_factory=list)


class Maker:
    """Draws statements. `simple` has those without blocks: a weight, the source, and what the numbers in it are drawn from;
    `nested` those with blocks: a weight, lines of source with a block each, and the same."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def use(self, simple, nested):
        self.simple, self.nested = simple, nested
        table = {**simple, **nested}
        # Each program has its own liking for the statements, so that some are all about one thing.
        self.kinds = list(table)
        self.weights = [table[kind][0] * self.random.choice((0.2, 1, 1, 4)) for kind in self.kinds]

    def choose(self, ranges):
        return tuple(self.random.choice(values) for values in ranges)

    def block(self, depth, most):
        return [self.node(depth) for _ in range(self.random.randint(1, most))]

    def functions(self):
        return [self.block(0, 7) for _ in range(self.random.randint(1, 6))]

    def spawns(self, functions):
        """A task of each of them, or two."""
        return [Node("spawn", (k,)) for k in range(len(functions)) for _ in range(self.random.choice((1, 1, 2)))]

    def node(self, depth):
        kind = self.random.choices(self.kinds, self.weights)[0]
        while depth > 3 and kind in self.nested:
            kind = self.random.choices(self.kinds, self.weights)[0]
        if kind in self.nested:
            _, lines, ranges = self.nested[kind]
            return Node(kind, self.choose(ranges), [self.block(depth + 1, 3) for _ in lines])
        return Node(kind, self.choose(self.simple[kind][2]))


def lines_of(block, depth, simple, nested, before, caught):
    """The source. `before` gives the lines that come before a statement, `caught` is the first line of an except block."""
    pad = "    " * depth
    if not block:
        yield pad + "pass"
    for node in block:
        for line in before(node):
            yield pad + line
        if node.kind not in nested:
            yield pad + simple[node.kind][1].format(*node.args)
            continue
        args = iter(node.args)
        for line, inner in zip(nested[node.kind][1], node.blocks):
            line = line.format(next(args)) if "{" in line else line
            yield pad + line
            if line.startswith("except"):
                yield pad + "    " + caught
            yield from lines_of(inner, depth + 1, simple, nested, before, caught)
