"""Runs program.py with one seed after the other, with two to four threads, and sends every second one Ctrl-C now and then.

    python3 tests/reliability/threads build/unix/1.26.1/ours/micropython --seeds 200
"""

import argparse
import ast
import pathlib
import random
import signal
import subprocess
import sys
import time

RUNS = 20
PROGRAM = pathlib.Path(__file__).parent / "program.py"


def run(micropython, seed):
    """What the program of a seed prints, or how it ended; and how many signals it got."""
    instants, signals = random.Random(seed), 0
    command = [micropython, "-X", "heapsize=64m", PROGRAM, str(seed), str(2 + seed % 3), str(RUNS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        process.stdout.readline()
        try:
            while seed % 2:
                time.sleep(instants.uniform(0.001, 0.1))
                if process.poll() is not None or signals == 10:
                    break
                # A second one would end the process, if the first was not yet looked at for long enough.
                process.send_signal(signal.SIGINT)
                signals += 1
            output = process.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            return "does not end", signals
    # One that came after the last line, when the program does not catch it any more.
    too_late = process.returncode == -signal.SIGINT and output.endswith("]\n")
    well = process.returncode == 0 or too_late
    return output if well else f"exit status {process.returncode}: {output[-500:]}", signals


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("micropython")
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=1)
    arguments = parser.parse_args()
    failed, totals, n_signals = 0, [0] * 4, 0
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        output, signals = run(arguments.micropython, seed)
        n_signals += signals
        words = output.strip().split(" ", 4)
        if len(words) == 5 and words[0].isdigit() and ast.literal_eval(words[4]) == []:
            totals = [total + int(word) for total, word in zip(totals, words)]
        else:
            failed += 1
            print(f"seed {seed}: {output.strip()}")
    steps, runs, interrupted, refused = totals
    print(f"{runs} runs of the loop in two to four threads at once, {steps} turns; {n_signals} signals, {interrupted} runs"
          f" interrupted, {refused} refused")
    print(f"{arguments.seeds - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
