"""Published packages, pinned in requirements.txt, downloaded by pip and unpacked under build/programs/; never installed."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build/programs"
TIMEOUT_S = 120


def pinned():
    """Returns {name: (version, sha256, the line of requirements.txt)}."""
    found = {}
    for line in (HERE / "requirements.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            wanted, sha256 = line.split(" --hash=sha256:")
            name, version = wanted.split("==")
            found[name] = version, sha256, line
    return found


def pip():
    """The command that is pip here: this Python's, else Debian's, which python3-pip brings."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
            return [python, "-m", "pip", "--disable-pip-version-check"]
    return None


def path_of(name):
    """Returns the folders to import the package from, or None and the reason why it cannot be had."""
    version, sha256, line = pinned()[name]
    folder = BUILD / "packages" / f"{name}-{version}"
    archive = downloaded(folder, sha256)
    if archive is None:
        reason = download(folder, line)
        archive = downloaded(folder, sha256)
        if archive is None:
            return None, reason
    content = folder / "content"
    if not content.exists():
        unpack(archive, content)
    return [content, *content.glob("src")], None


def downloaded(folder, sha256):
    for file in folder.glob("*"):
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
            return file
    return None


def download(folder, line):
    """Returns why it failed, or None."""
    command = pip()
    if command is None:
        return "there is no pip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirements:
        requirements.write(line + "\n")
        requirements.flush()
        command += ["download", "-q", "--no-deps", "--require-hashes", "-d", folder, "-r", requirements.name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return f"pip came to no end in {TIMEOUT_S} s"
    return None if done.returncode == 0 else "pip: " + (done.stderr.strip().splitlines() or ["failed"])[-1]


def unpack(archive, content):
    """A wheel as it is, a source package without the folder that all of it is in."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        scratch = Path(scratch)
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(scratch / "content")
            (scratch / "content").rename(content)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(scratch, filter="data") if hasattr(tarfile, "data_filter") else tar.extractall(scratch)
            next(scratch.iterdir()).rename(content)
