"""Compares the names of stubs/asyncio.pyi and of docs/reference.md with those that the module has, in both directions.

Runs MicroPython to ask the module; modules in it, names of modules and names that begin with an underscore are its own affair.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ASK = """
import asyncio
module = type(asyncio)
for name in dir(asyncio):
    thing = getattr(asyncio, name)
    if name[0] == "_" or name in ("core", "event", "funcs", "lock", "stream", "io", "sys", "select"):
        continue
    print(name)
    if isinstance(thing, type):
        for of in dir(thing):
            # The rest are type's own.
            if of not in ("__class__", "__name__", "__qualname__", "__bases__", "__dict__"):
                print(name + "." + of)
"""
# Methods of the language, which a stub may leave out, and attributes, of which dir() of a class does not tell.
LANGUAGE = re.compile(r"\.__\w+__$")


def of_the_module(micropython):
    done = subprocess.run([micropython, "-c", ASK], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def of_the_stub(path):
    names, attributes, inherits = set(), set(), {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
            inherits[node.name] = [base.value.id if isinstance(base, ast.Subscript) else base.id for base in node.bases]
            for part in node.body:
                if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    names.add(f"{node.name}.{part.name}")
                elif isinstance(part, ast.AnnAssign):
                    attributes.add(f"{node.name}.{part.target.id}")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign) and node.targets[0].id != "T":
            names.add(node.targets[0].id)
            inherits[node.targets[0].id] = [node.value.id]
    for name, bases in inherits.items():
        for base in bases:
            names |= {f"{name}.{of.split('.')[1]}" for of in names if of.startswith(base + ".")}
    return names, attributes


def main():
    real = of_the_module(sys.argv[1])
    names, attributes = of_the_stub(ROOT / "stubs/asyncio.pyi")
    reference = (ROOT / "docs/reference.md").read_text()
    missing = {name for name in real - names - attributes if not LANGUAGE.search(name)}
    # These classes have no name in the module.
    nameless = ("_", "Timeout", "AsCompleted", "Handle", "TimerHandle")
    public = {name for name in names if "." not in name and not name.startswith(nameless)}
    invented = {
        name
        for name in names - real
        if not LANGUAGE.search(name) and not name.startswith(nameless) and not name.endswith("Error") and name != "cur_task"
    }
    undescribed = {name for name in public if not re.search(rf"`{name}\b", reference)}
    for title, found in (
        ("the stub lacks", missing),
        ("the module lacks", invented),
        ("docs/reference.md lacks", undescribed),
    ):
        for name in sorted(found):
            print(f"{title} {name}")
    failed = len(missing) + len(invented) + len(undescribed)
    print(f"{len(real)} names of the module, {len(names)} of the stub")
    print(f"{int(not failed)} passed, {failed} failed, 0 skipped")
    return bool(failed)


sys.exit(main())
