"""What is in a release, by whom and under which licences (a software bill of materials, SPDX 2.3).

    sbom.py write FOLDER    adds sbom.spdx.json and licenses/ to a release in the making
    sbom.py verify FOLDER   compares those with the archives in it
    sbom.py check           fails where a licence, of what is linked in or of a tool, is not one of those below

The archives consist of this crate, of the crates that it depends on and of Rust's core library. Tools are what only building
and testing needs; nothing of them is in a release.
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

# Licences that ask for nothing but their text.
PERMISSIVE = set("0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause ISC MIT Unicode-3.0 Unlicense Zlib".split())
PERMISSIVE |= {"Apache-2.0 WITH LLVM-exception"}
# Of the tool that writes the header; it asks for the tool's own source, if somebody passes the tool on.
FOR_TOOLS = PERMISSIVE | {"MPL-2.0"}

CORE = {
    "name": "rust-core",
    "license": "MIT OR Apache-2.0",
    "repository": "https://github.com/rust-lang/rust",
    "copyright": "Copyright (c) The Rust Project Contributors",
}


def is_allowed(expression, allowed):
    """Whether somebody may choose among the licences of an SPDX expression so that all of them are allowed."""
    words = re.findall(r"[()/]|[^()\s/]+(?: WITH [^()\s/]+)?", expression)
    python = {"(": "(", ")": ")", "/": "or", "OR": "or", "AND": "and"}
    return bool(eval(" ".join(python.get(word, str(word in allowed)) for word in words)))


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments, "--locked"], stdout=subprocess.PIPE, check=True, text=True).stdout


def packages():
    """This crate, the crates that are linked into it, and the tools."""
    metadata = json.loads(cargo("metadata", "--format-version=1"))
    nodes = {node["id"]: node["deps"] for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    linked, to_do = set(), [root]
    while to_do:
        package = to_do.pop()
        if package not in linked:
            linked.add(package)
            to_do += [dep["pkg"] for dep in nodes[package] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    found = sorted(metadata["packages"], key=lambda package: (package["name"], package["version"]))
    own = next(package for package in found if package["id"] == root)
    crates = [package for package in found if package["id"] in linked and package is not own]
    return own, crates, [package for package in found if package["id"] not in linked]


def licence_text(crate):
    folder = Path(crate["manifest_path"]).parent
    return next((folder / name).read_text() for name in ("LICENSE-MIT", "LICENSE") if (folder / name).exists())


def copyright_of(text):
    return next((line for line in text.splitlines() if line.startswith("Copyright ")), "NOASSERTION")


def compilers(archive):
    """The versions of the Rust compilers, which leave them in what they make."""
    versions = re.findall(rb"rustc version (\d[^ )\0]*)", archive.read_bytes())
    return sorted({version.decode() for version in versions})


def reference(*words):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", "-".join(words))


def package(name, version, license, copyright, repository=None, purl=None, sha256=None):
    said = {
        "SPDXID": reference(name, version),
        "name": name,
        "versionInfo": version,
        "licenseDeclared": license,
        "licenseConcluded": license,
        "copyrightText": copyright,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
    }
    if repository:
        said["homepage"] = repository
    if purl:
        said["externalRefs"] = [
            {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}
        ]
    if sha256:
        said["checksums"] = [{"algorithm": "SHA256", "checksumValue": sha256}]
    return said


def archives(folder):
    return sorted(folder.glob("lib/*/libuasyncio.a"))


def digest(algorithm, path):
    return {"algorithm": algorithm.upper(), "checksumValue": hashlib.new(algorithm, path.read_bytes()).hexdigest()}


def write(folder):
    own, crates, _ = packages()
    sums = dict(re.findall(r'name = "(.*)"\nversion = ".*"\nsource = ".*"\nchecksum = "(.*)"', Path("Cargo.lock").read_text()))
    licence = Path("LICENSE").read_text()
    main = package(own["name"], own["version"], own["license"], copyright_of(licence))
    linked, texts = [], {}
    for crate in crates:
        name, version = crate["name"], crate["version"]
        text = texts[f"{name}-{version}"] = licence_text(crate)
        purl = f"pkg:cargo/{name}@{version}"
        linked.append(
            package(name, version, crate["license"], copyright_of(text), crate["repository"], purl, sums.get(name))
        )
    # Rust's licence has the words of ours.
    texts[CORE["name"]] = licence.replace(copyright_of(licence), CORE["copyright"])

    cores, files, relations = {}, [], [("SPDXRef-DOCUMENT", "DESCRIBES", main["SPDXID"])]
    for archive in archives(folder):
        name = archive.relative_to(folder).as_posix()
        file = reference(name)
        sha = [digest("sha1", archive), digest("sha256", archive)]
        conclusion = {"licenseConcluded": "NOASSERTION", "copyrightText": "NOASSERTION"}
        files.append({"SPDXID": file, "fileName": f"./{name}", "checksums": sha, **conclusion})
        relations.append((file, "GENERATED_FROM", main["SPDXID"]))
        for version in compilers(archive):
            cores[version] = package(CORE["name"], version, CORE["license"], CORE["copyright"], CORE["repository"])
            relations.append((file, "STATIC_LINK", cores[version]["SPDXID"]))
        relations += [(file, "STATIC_LINK", crate["SPDXID"]) for crate in linked]

    # The same content is the same document, whenever it was made.
    time = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), datetime.timezone.utc)
    document = {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "dataLicense": "CC0-1.0",
        "name": f"{own['name']}-{own['version']}",
        "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: sbom.py"]},
        "packages": [main, *linked, *cores.values()],
        "files": files,
        "relationships": [
            {"spdxElementId": one, "relationshipType": how, "relatedSpdxElement": other} for one, how, other in relations
        ],
    }
    unique = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(document))
    document["documentNamespace"] = f"https://spdx.org/spdxdocs/{document['name']}-{unique}"
    (folder / "sbom.spdx.json").write_text(json.dumps(document, indent=1) + "\n")
    (folder / "licenses").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "licenses" / f"{name}.txt").write_text(text)


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def expect(self, good, what):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(f"FAIL {what}")

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(self.failed != 0)


def check():
    report = Report()
    for expression, wanted in (
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only/MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0 AND MIT", False),
        ("Apache-2.0 WITH LLVM-exception AND MIT", True),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", True),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", False),
    ):
        report.expect(is_allowed(expression, PERMISSIVE) is wanted, f"{expression} is understood wrongly")
    own, crates, tools = packages()
    for group, allowed in ((crates, PERMISSIVE), (tools, FOR_TOOLS)):
        for crate in group:
            licence = crate["license"] or "no licence"
            report.expect(is_allowed(licence, allowed), f"{crate['name']} {crate['version']}: {licence}")
    report.expect(is_allowed(own["license"], PERMISSIVE), f"our own: {own['license']}")
    # Cargo's own word for what is linked.
    tree = cargo("tree", "--edges=normal", "--target=all", "--prefix=none", "--format={p}").split("\n")
    named = {" ".join(line.split()[:2]) for line in tree if line}
    listed = {f"{crate['name']} v{crate['version']}" for crate in (own, *crates)}
    report.expect(named == listed, f"cargo tree names {sorted(named)}, and here are {sorted(listed)}")
    report.end()


def verify(folder):
    report = Report()
    document = json.loads((folder / "sbom.spdx.json").read_text())
    names = {package["SPDXID"]: f"{package['name']} {package['versionInfo']}" for package in document["packages"]}
    listed = {file["fileName"]: file for file in document["files"]}
    there = {f"./{archive.relative_to(folder)}": archive for archive in archives(folder)}
    report.expect(there and sorted(listed) == sorted(there), f"the archives are {sorted(there)}, not {sorted(listed)}")
    for name in sorted(set(listed) & set(there)):
        file, archive = listed[name], there[name]
        report.expect(file["checksums"][1] == digest("sha256", archive), f"{name} has another checksum")
        linked = {
            names[relation["relatedSpdxElement"]]
            for relation in document["relationships"]
            if (relation["spdxElementId"], relation["relationshipType"]) == (file["SPDXID"], "STATIC_LINK")
        }
        wanted = {f"rust-core {version}" for version in compilers(archive)}
        report.expect(wanted and wanted < linked, f"{name} is of {wanted}, and there is {linked}")
    for package in document["packages"][1:]:
        texts = list(folder.glob(f"licenses/{package['name']}*.txt"))
        report.expect(texts, f"there is no licence of {package['name']} in licenses/")
    report.end()


if __name__ == "__main__":
    command, *folders = sys.argv[1:]
    {"write": write, "verify": verify, "check": check}[command](*map(Path, folders))
