"""Runs published programs on upstream's build and on ours: run.py [--measure] <builds of a tree>...

Every drivers/<name>.py uses a package over loopback. Its first lines name the packages that it needs and its modes; it is
run in each mode on both builds, and both have to print drivers/<name>.py.exp. With --measure the processor time of its
main request is printed, too, client and server in one process.
"""

import difflib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import packages

sys.path.append(str(packages.HERE.parent / "tools/upstream"))
from batch import own_network  # noqa: E402

DRIVERS = packages.HERE / "drivers"
WORK = packages.BUILD / "work"
CERTIFICATES = packages.BUILD / "certificates"
TIMEOUT_S = 40
ROUNDS = {"plain": 400, "tls": 60}  # with TLS nearly every request is a handshake of milliseconds
REPEATS = 5
NETWORK = own_network() or []


def header(driver, key):
    for line in driver.read_text().splitlines():
        if line.startswith(f"# {key}: "):
            return line.split()[2:]
    raise SystemExit(f"{driver} has no line '# {key}: ...'")


def make_certificate():
    """A key and a certificate that it signed itself, as files in DER. Returns why that failed, or None."""
    shutil.rmtree(CERTIFICATES, ignore_errors=True)
    CERTIFICATES.mkdir(parents=True)
    steps = (
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.der -outform DER -days 2 -subj /CN=loopback",
        "rsa -in key.pem -out key.der -outform DER",
    )
    for step in steps:
        try:
            done = subprocess.run(["openssl", *step.split()], cwd=CERTIFICATES, capture_output=True, text=True)
        except FileNotFoundError:
            return "there is no openssl"
        if done.returncode != 0:
            return f"openssl: {done.stderr.strip()}"
    return None


def run(micropython, driver, mode, path, rounds=0):
    """Returns what the driver printed, and the processor time that it took in seconds."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    path = ":".join(str(folder) for folder in [packages.HERE / "lib", *path, ".frozen"])
    command = [*NETWORK, micropython, driver, mode, str(rounds), CERTIFICATES]
    with open(WORK / "output.txt", "w+b") as output:
        started = subprocess.Popen(
            command,
            cwd=WORK,
            env=dict(os.environ, MICROPYPATH=path),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        late = time.monotonic() + TIMEOUT_S
        while True:
            process, status, usage = os.wait4(started.pid, os.WNOHANG)
            if process:
                break
            if time.monotonic() > late:
                started.kill()  # the next turn finds its end by signal 9
            time.sleep(0.02)
        output.seek(0)
        printed = output.read().decode(errors="replace").replace(f"{packages.HERE.parents[1]}/", "")  # in tracebacks
    if status:
        printed += f"end by signal {os.WTERMSIG(status)}\n" if os.WIFSIGNALED(status) else "exit status not 0\n"
    return printed, usage.ru_utime + usage.ru_stime


def compare(builds, driver, mode, path):
    """Returns whether both builds printed what is expected, after showing where they did not."""
    exp = Path(f"{driver}.exp")
    expected = exp.read_text() if exp.exists() else f"(there is no {exp.name})\n"
    good = True
    for build in ("upstream", "ours"):
        printed, _ = run(builds / build / "micropython", driver, mode, path)
        if printed != expected:
            good = False
            pair = expected.splitlines(), printed.splitlines()
            print("\n".join(difflib.unified_diff(*pair, "expected", f"printed by {build}", lineterm="")))
    return good


def measure(builds, driver, mode, path):
    """Returns the microseconds of processor time that one request takes on upstream's build and on ours."""
    least = {}
    for _ in range(REPEATS):  # the builds by turns: what disturbs one disturbs the other
        for build in ("upstream", "ours"):
            for rounds in (0, ROUNDS[mode]):
                seconds = run(builds / build / "micropython", driver, mode, path, rounds)[1]
                least[build, rounds] = min(seconds, least.get((build, rounds), seconds))
    return [(least[build, ROUNDS[mode]] - least[build, 0]) / ROUNDS[mode] * 1e6 for build in ("upstream", "ours")]


def main(arguments):
    measuring = "--measure" in arguments
    trees = [Path(builds).resolve() for builds in arguments if builds != "--measure"]
    counts = {"ok": 0, "FAIL": 0, "skip": 0}
    no_certificate = make_certificate()
    for driver in sorted(DRIVERS.glob("*.py")):
        needs = header(driver, "needs")
        program = f"{driver.stem} ({needs[0]} {packages.pinned()[needs[0]][0]})"
        paths = [packages.path_of(name) for name in needs]
        missing = next((reason for path, reason in paths if path is None), None)
        for mode in header(driver, "modes"):
            reason = missing or (no_certificate if mode == "tls" else None)
            for builds in trees:
                line = f"{program} {mode} on {builds.name}"
                if reason:
                    verdict, line = "skip", f"{line}: NOT RUN, {reason}"
                else:
                    path = sum((path for path, _ in paths), [])
                    verdict = "ok" if compare(builds, driver, mode, path) else "FAIL"
                    if measuring and verdict == "ok" and "loopback" in driver.read_text():
                        upstream, ours = measure(builds, driver, mode, path)
                        line += f": {upstream:.0f} us, {ours:.0f} us, {upstream / max(ours, 1):.2f} x"
                counts[verdict] += 1
                print(f"{verdict:<4} {line}", flush=True)
    print(f"{counts['ok']} passed, {counts['FAIL']} failed, {counts['skip']} skipped")
    sys.exit(counts["FAIL"] != 0)


main(sys.argv[1:])
