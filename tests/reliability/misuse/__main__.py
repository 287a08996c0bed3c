"""Runs program.py for each of its parts: nothing may crash, hang or take all memory.

    python3 tests/reliability/misuse build/unix/1.26.1/ours/micropython
"""

import argparse
import concurrent.futures
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(__file__).parent / "program.py"


def run(micropython, *part, limit=None):
    """What it prints, and what is wrong with that."""
    command = [micropython, "-X", "heapsize=4m", PROGRAM, *part]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=limit)
    except subprocess.TimeoutExpired as error:
        return "", f"does not end: {error.stdout}"
    *calls, last = ended.stdout.splitlines() or [""]
    if ended.returncode != 0:
        return last, f"exit status {ended.returncode}: {ended.stderr[-1000:]}"
    return last, "; ".join(calls)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("micropython")
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--limit", type=int, default=300, help="seconds for each part")
    arguments = parser.parse_args()
    parts = arguments.parts or run(arguments.micropython)[0].split()
    n_calls = failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        results = pool.map(lambda part: run(arguments.micropython, part, limit=arguments.limit), parts)
        for part, (last, wrong) in zip(parts, results):
            if wrong:
                failed += 1
                print(f"{part}: {wrong}")
            else:
                n_calls += int(last)
    print(f"{n_calls} calls")
    print(f"{len(parts) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
