"""One call of one of upstream's test runners: some test files, on one build of MicroPython, in one mode."""

import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent

SUITES = ("extmod", "net_hosted", "multi_net")
MODES = {"source": [], "via-mpy": ["--via-mpy"], "native": ["--emit", "native"]}

# What a test came to. LATER: it failed, and then passed RETRIES times in a row; many tests measure time, and fail when the
# machine stalls. NONE: the runner said nothing about it, because it broke off.
PASS, LATER, SKIP, FAIL, NONE = "ok", "ok*", "skip", "FAIL", "none"

RETRIES = 3
TIMEOUT_S = 600


@dataclass(frozen=True)
class Tree:
    """A MicroPython source tree and the folder with its builds: mpy-cross/, upstream/ and ours/."""

    path: Path
    builds: Path

    @property
    def version(self):
        config = (self.path / "py/mpconfig.h").read_text()
        return ".".join(re.search(rf"define MICROPY_VERSION_{p} +(\d+)", config)[1] for p in ("MAJOR", "MINOR", "MICRO"))

    def tests(self, suite):
        found = (self.path / "tests" / suite).glob("asyncio_*.py")
        return sorted(f"{suite}/{file.name}" for file in found)

    def content(self, test):
        """All that decides the test's result but the virtual machine; None where the tree hasn't got it."""
        file = self.path / "tests" / test
        return [f.read_bytes() for f in (file, Path(f"{file}.exp")) if f.exists()] or None


@dataclass(frozen=True)
class Batch:
    tests: Tree  # whose test files and runner
    vm: Tree  # whose virtual machine
    build: str  # "upstream" or "ours"
    suite: str
    mode: str
    names: tuple

    def __str__(self):
        return f"{self.tests.version}-on-{self.vm.version}-{self.build}-{self.suite}-{self.mode}"

    def run(self, results: Path):
        """Returns {test: result}. The runner's output and what failed tests printed are left in `results`."""
        return self._run(results / str(self))

    def run_again(self, outcome, results: Path):
        """Gives the tests that failed their second chance; for when the machine has nothing else to do."""
        passed = {name for name in self.names if outcome[name] in (FAIL, NONE)}
        for again in range(RETRIES):
            if passed:
                batch = replace(self, names=tuple(sorted(passed)))
                second = batch._run(results / f"{self}-again{again + 1}")
                passed = {name for name in passed if second[name] == PASS}
        return outcome | dict.fromkeys(passed, LATER)

    def _run(self, results: Path):
        shutil.rmtree(results, ignore_errors=True)
        results.mkdir(parents=True)
        environment = dict(
            os.environ,
            MICROPY_MICROPYTHON=str(self.vm.builds / self.build / "micropython"),
            MICROPY_MPYCROSS=str(self.vm.builds / "mpy-cross/mpy-cross"),
            MICROPY_CPYTHON3=sys.executable,
        )
        if self.suite == "multi_net":
            # This runner has no options for the mode: the program that it starts brings the mode with it.
            environment["MICROPY_MODE"] = self.mode
            environment["MICROPY_REAL"] = environment["MICROPY_MICROPYTHON"]
            environment["MICROPY_WORK"] = str(results)
            environment["MICROPY_MICROPYTHON"] = str(HERE / "in_mode.sh")
            command = ["run-multitests.py"]
            if "--result-dir" in (self.tests.path / "tests/run-multitests.py").read_text():
                command += ["-r", str(results)]  # since 1.26; else it would write into the tree
        else:
            command = ["run-tests.py", *MODES[self.mode], "-j1", "-r", str(results)]
        output = in_own_network([sys.executable, *command, *self.names], self.tests.path / "tests", environment)
        (results / "output.txt").write_text(output)
        return parse(output, self.names)


def parse(output, names):
    """Reads the closing lines, which are the same for both runners and both releases."""
    listed = {"skipped": set(), "failed": set()}
    for kind, tests in re.findall(r"^\d+ tests (skipped|failed)[^:\n]*: (.*)$", output, re.M):
        listed[kind].update(Path(test).stem for test in tests.split())
    results = {}
    for name in names:
        stem = Path(name).stem
        results[name] = FAIL if stem in listed["failed"] else SKIP if stem in listed["skipped"] else PASS
    passed = re.findall(r"^(\d+) tests passed$", output, re.M)
    if passed != [str(list(results.values()).count(PASS))]:
        return dict.fromkeys(names, NONE)
    return results


# The network tests listen on fixed ports. In a network of its own, with nothing but a loopback interface, a batch meets
# neither other batches nor the machine's own services. Where the system forbids that, batches take turns.
OWN_NETWORK = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
turn = threading.Lock()


def own_network():
    for unshare in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if subprocess.run([*unshare, *OWN_NETWORK, "true"], capture_output=True).returncode == 0:
            return [*unshare, *OWN_NETWORK]
    return None


def in_own_network(command, folder, environment):
    if in_own_network.prefix is None:
        with turn:
            return capture(command, folder, environment)
    return capture([*in_own_network.prefix, *command], folder, environment)


in_own_network.prefix = own_network()


def capture(command, folder, environment):
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
        )
        return done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode(errors="replace") + f"\nno end after {TIMEOUT_S} s\n"
