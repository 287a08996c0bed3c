"""Lists what the library would drop, from the compiler's own last form of the code (MIR), and fails when it is more than known.

An exception jumps over Rust frames, and the collector frees coroutines without a word: nothing that needs dropping may be
in either.  `core::mem::needs_drop` cannot say it, since it is true of every `async fn`.

    drops.py <folder for the build>
"""

import re
import subprocess
import sys
from pathlib import Path

# Type, and why it may be there.
KNOWN = {
    "core::task::Waker": "a waker that does nothing, when it is dropped, too (`coroutine.rs`)",
    "critical_section::with::Guard": "the end of a critical section, in which nothing is called that raises",
    "impl Fn(": "a closure that is lent to a function: those of this crate capture nothing but words",
}


def drops(mir):
    """(function, type) of each value that is dropped."""
    function, types = "", {}
    for line in mir.splitlines():
        if line and not line[0].isspace():
            function, types = line.split(" -> ")[0], {}
            types.update(re.findall(r"(_\d+): (impl .*?)(?:, _|\)$|\) ->)", line))
        elif local := re.match(r"\s+let (?:mut )?(_\d+): (.*);", line):
            types[local[1]] = local[2]
        elif drop := re.match(r"\s+drop\((.*?)\) ->", line):
            yield function, types.get(drop[1], drop[1])


def main():
    folder = Path(sys.argv[1])
    command = "cargo rustc --quiet --lib --crate-type rlib --release --target-dir".split()
    subprocess.run([*command, folder, "--", "--emit=mir", "-Cpanic=abort"], check=True)
    mir = max((folder / "release" / "deps").glob("uasyncio-*.mir"), key=lambda path: path.stat().st_mtime).read_text()
    # What everything else rests on: that these words are what they are taken for.
    functions = len(re.findall(r"^fn ", mir, re.M))
    found = list(drops(mir))
    if functions < 200 or not any(of.startswith("core::task::Waker") for _, of in found):
        sys.exit(f"no code that looks like this library's: {functions} functions, {len(found)} drops")
    failed = 0
    for function, of in found:
        why = next((why for known, why in KNOWN.items() if of.startswith(known)), None)
        failed += why is None
        print(f"{'ok  ' if why else 'FAIL'} {of} in {function}{': ' + why if why else ''}")
    print(f"{len(found) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
