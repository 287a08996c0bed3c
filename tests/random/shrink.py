"""Makes a program that shows a difference small: leaves out what it does without."""

import copy


def places(program):
    """Every block of the program, and where in it something could be left out; the largest pieces first."""
    stack = program.blocks()
    found = []
    while stack:
        block = stack.pop()
        found.append(block)
        for node in block:
            stack.extend(node.blocks)
    found.sort(key=len, reverse=True)
    return found


def variants(program):
    """Smaller programs, each made from the program by one step. None of them is the program itself."""
    for number, block in enumerate(places(program)):
        size = len(block)
        while size:
            for start in range(0, len(block), size):
                smaller = copy.deepcopy(program)
                del places(smaller)[number][start : start + size]
                yield smaller
            size //= 2
        for index, node in enumerate(block):
            # What is inside of a statement instead of it.
            for inner in range(len(node.blocks)):
                smaller = copy.deepcopy(program)
                target = places(smaller)[number]
                target[index : index + 1] = target[index].blocks[inner]
                yield smaller
    if program.functions and len(program.functions) > 1:
        smaller = copy.deepcopy(program)
        del smaller.functions[-1]
        yield smaller
    if program.clock != 1000:
        smaller = copy.deepcopy(program)
        smaller.clock = 1000
        yield smaller


def shrink(program, fails, tries=1500):
    """The smallest program found for which `fails` is still true."""
    progress = True
    while progress and tries > 0:
        progress = False
        for smaller in variants(program):
            tries -= 1
            if tries <= 0:
                break
            if fails(smaller):
                program, progress = smaller, True
                break
    return program
