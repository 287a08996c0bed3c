"""Runs our own programs in tests/py by upstream's runner: each prints what its .exp file says.

As source only: upstream's native emitter gets many of them wrong whichever asyncio is used, and some print where in a file
something happened, which compiled files don't know.
"""

import argparse
import difflib
import resource
import sys
from pathlib import Path

from batch import FAIL, LATER, NONE, PASS, SKIP, Batch, Tree

DESCRIPTORS = 1024
TESTS = Path(__file__).resolve().parents[2] / "py"


def show(name, results):
    """Prints how the output differs from what was expected."""
    for output in sorted(results.glob(f"**/*_{Path(name).name}.out"))[:1]:
        expected = output.with_suffix(".exp").read_text(errors="replace").splitlines()
        printed = output.read_text(errors="replace").splitlines()
        print("\n".join(list(difflib.unified_diff(expected, printed, "expected", "printed", lineterm=""))[:40]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", metavar="TREE=BUILDS")
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()

    tree = Tree(*map(Path, arguments.tree.split("=")))
    # Some programs use up all descriptors; on many machines there are a million.
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    names = tuple(str(file) for file in sorted(TESTS.glob("*.py")))
    lacking = [name for name in names if not Path(f"{name}.exp").exists()]
    batch = Batch(tree, tree, "ours", "py", "source", names)
    results = arguments.results.resolve()
    outcome = batch.run_again(batch.run(results), results) | dict.fromkeys(lacking, NONE)

    for name, result in outcome.items():
        print(f"{result:<5} {Path(name).name}" + (" (no .exp file)" if name in lacking else ""))
        if result == FAIL:
            show(name, results / str(batch))
    tally = list(outcome.values())
    failed = tally.count(FAIL) + tally.count(NONE)
    print(f"{tally.count(PASS) + tally.count(LATER)} passed, {failed} failed, {tally.count(SKIP)} skipped")
    sys.exit(1 if failed or not names else 0)


main()
