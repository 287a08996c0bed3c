"""Checks which way the arrows between the Rust files point.

The folders of rust/ are floors, in the order in which lib.rs declares them. A file may use files of its own folder and of folders
that come before it, and no file may use one that uses it, also not by way of others. With --picture, prints who uses whom.
"""

import pathlib
import re
import sys

RUST = pathlib.Path(__file__).resolve().parents[2] / "rust"


def floors():
    """The folders, in their order."""
    return re.findall(r"^pub mod (\w+) \{$", (RUST / "lib.rs").read_text(), re.M)


def used(text):
    """The modules that a file names: `crate::floor::module`, also within braces."""
    text = re.sub(r"//.*", "", text)
    for floor, rest in re.findall(r"crate::(\w+)::(\w+|\{.*?\})", text, re.S):
        for name in re.findall(r"(\w+)(?:::[\w{]+)?", rest) if rest.startswith("{") else [rest]:
            yield floor, name


def arrows():
    """For each file, as (floor, module), the files that it uses."""
    files = {(path.parent.name, path.stem): path for path in RUST.glob("*/*.rs")}
    # A folder beside a file of its name holds parts of that file.
    parts = {name: list((path.parent / path.stem).glob("*.rs")) for name, path in files.items()}
    result = {}
    for name, path in files.items():
        text = "\n".join(part.read_text() for part in [path, *parts[name]])
        result[name] = sorted({to for to in used(text) if to in files and to != name})
    return result


def circle(graph):
    """The files of a circle, if there is one."""
    done, way = set(), []

    def visit(name):
        if name in way:
            return way[way.index(name) :] + [name]
        if name in done:
            return None
        way.append(name)
        for to in graph[name]:
            found = visit(to)
            if found:
                return found
        done.add(way.pop())
        return None

    for name in graph:
        found = visit(name)
        if found:
            return found
    return None


def main():
    order, graph = floors(), arrows()
    wrong = [
        f"{'::'.join(name)} uses {'::'.join(to)}, of a floor above"
        for name, uses in graph.items()
        for to in uses
        if order.index(to[0]) > order.index(name[0])
    ]
    found = circle(graph)
    if found:
        wrong.append("a circle: " + " -> ".join("::".join(name) for name in found))
    if "--picture" in sys.argv:
        for floor in order:
            print(floor)
            for name in sorted(graph):
                if name[0] == floor:
                    print(f"  {name[1]:12} -> " + " ".join("::".join(to) if to[0] != floor else to[1] for to in graph[name]))
    for line in wrong:
        print(line)
    count = sum(map(len, graph.values()))
    print(f"{count} arrows between {len(graph)} files")
    print(f"{int(not wrong)} passed, {len(wrong)} failed, 0 skipped")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
