"""The tools' own tests: a check that cannot fail proves nothing, so each is shown something bad and has to say so.

Wants a MicroPython tree in the environment variable TREE, and in BUILDS the folder with upstream's build of it.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
TREE, BUILDS = Path(os.environ["TREE"]), Path(os.environ["BUILDS"])
REAL = BUILDS / "upstream/micropython"

# Programs in place of our build; $@ holds the name of the test that upstream's runner starts.
PROGRAMS = {
    "the same": 'exec {real} "$@"',
    "wrong": 'case "$*" in *asyncio_event.py*) echo wrong ;; *) exec {real} "$@" ;; esac',
    "skipping": 'case "$*" in *asyncio_event.py*) echo SKIP ;; *) exec {real} "$@" ;; esac',
    "crashing": 'case "$*" in *asyncio_event.py*) kill -SEGV $$ ;; *) exec {real} "$@" ;; esac',
    "dead": "exit 1",
    "wrong once": 'case "$*" in *asyncio_event.py*) mkdir {folder}/once 2>/dev/null && exit 1 ;; esac; exec {real} "$@"',
    "wrong twice": """case "$*" in *asyncio_event.py*)
        mkdir {folder}/once 2>/dev/null && exit 1; mkdir {folder}/twice 2>/dev/null && exit 1 ;; esac
        exec {real} "$@" """,
    "no network": 'case "$*" in *start_server*) echo wrong ;; *) exec {real} "$@" ;; esac',
}


def run(*command):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class UpstreamReport(unittest.TestCase):
    def report(self, program, only=r"asyncio_event\.py", modes=("source",)):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "mpy-cross").symlink_to(BUILDS / "mpy-cross")
            (folder / "upstream").symlink_to(BUILDS / "upstream")
            (folder / "ours").mkdir()
            ours = folder / "ours/micropython"
            ours.write_text("#!/bin/sh\n" + PROGRAMS[program].format(real=REAL, folder=folder) + "\n")
            ours.chmod(0o755)
            return run(
                *(sys.executable, TOOLS / "upstream", "--only", only, "--results", folder / "results"),
                *(f"{TREE}={folder}", "--wanted", "0.0.0", "--modes", *modes),
            )

    def test_equal_is_good(self):
        status, page = self.report("the same", modes=("source", "via-mpy", "native"))
        self.assertEqual(status, 0, page)
        self.assertRegex(page, r"(?m)^extmod/asyncio_event.py( +ok){6}$")

    def test_a_release_that_is_not_there_is_no_success(self):
        page = self.report("the same")[1]
        self.assertIn("NOTE: MicroPython 0.0.0 was not to be had", page)
        self.assertTrue(page.endswith("1 passed, 0 failed, 1 skipped\n"), page)

    def test_worse_is_bad(self):
        for program in ("wrong", "skipping", "crashing"):
            with self.subTest(program):
                status, page = self.report(program)
                self.assertEqual(status, 1, page)
                self.assertIn("<- worse", page)
                self.assertIn("worse: extmod/asyncio_event.py", page)

    def test_a_program_that_runs_nothing_is_bad(self):
        status, page = self.report("dead")
        self.assertEqual(status, 1, page)
        self.assertIn("0 passed, 1 failed", page)

    def test_stalls_are_forgiven_and_shown_but_not_two(self):
        status, page = self.report("wrong once")
        self.assertEqual(status, 0, page)
        self.assertIn("ok*", page)
        status, page = self.report("wrong twice")
        self.assertEqual(status, 1, page)

    def test_tests_that_run_two_programs(self):
        status, page = self.report("no network", only="multi_net/asyncio_tcp_readall", modes=("source", "native"))
        self.assertEqual(status, 1, page)
        self.assertEqual(page.count("worse: multi_net/"), 2, page)

    def test_no_tests_is_bad(self):
        status, page = self.report("the same", only="no such test")
        self.assertEqual(status, 1, page)


class Image(unittest.TestCase):
    def test_upstreams_asyncio_is_seen(self):
        status, page = run(sys.executable, TOOLS / "image.py", "--tree", TREE, "--upstream", REAL, "--ours", REAL)
        self.assertEqual(status, 1)
        self.assertEqual(page.count("FAIL ours has it not"), page.count("upstream's has it"), page)
        self.assertEqual(page.count("ok   upstream's has it"), 3, page)
        self.assertIn("FAIL ours has asyncio built in", page)


class TreeCheck(unittest.TestCase):
    def test_every_kind_of_change_is_seen(self):
        changes = {
            "changed": lambda tree: (tree / "a").write_text("2"),
            "added": lambda tree: (tree / "c").write_text(""),
            "removed": lambda tree: (tree / "a").unlink(),
        }
        for change, make in changes.items():
            with self.subTest(change), tempfile.TemporaryDirectory() as folder:
                tree = Path(folder) / "tree"
                tree.mkdir()
                (tree / "a").write_text("1")
                (tree / "b").write_text("1")
                Path(f"{tree}.sums").write_text(run(TOOLS / "tree_sums.sh", tree)[1])
                self.assertEqual(run(TOOLS / "tree_check.sh", tree)[0], 0)
                make(tree)
                self.assertEqual(run(TOOLS / "tree_check.sh", tree)[0], 1)


class Steps(unittest.TestCase):
    def test_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            steps = {
                "quiet": "true",
                "broken": "false",
                "counted": "echo '3 passed, 2 failed, 1 skipped'; false",
                "cargo": "echo 'test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured'",
                "hangs": "echo '1 passed, 0 failed'; sleep 100",
            }
            makefile = "".join(f"{name}:\n\t@{command}\n" for name, command in steps.items())
            (Path(folder) / "Makefile").write_text(makefile)
            done = subprocess.run(
                [sys.executable, TOOLS / "steps.py", *steps],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=50,
                env=os.environ | {"STEP_LIMIT_S": "5"},
            )
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stdout.splitlines()[-1], "9 passed, 4 failed, 2 skipped")


result = unittest.main(exit=False).result
bad = len(result.failures) + len(result.errors)
print(f"{result.testsRun - bad} passed, {bad} failed")
sys.exit(bad != 0)
