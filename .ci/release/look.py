"""Looks at archives as a stranger would: `look.py ARCHIVE…`. Names that are safe on every system, plain files alone, the
texts that people need, and no page that leads to a file which is not there."""

import re
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from facts import SYSTEMS, folder

SAFE = re.compile(r"[A-Za-z0-9_-]([A-Za-z0-9 _.-]*[A-Za-z0-9_-])?")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
# Windows allows 259 characters, and the folder that people unpack into takes most of them.
LONGEST = 80
NEEDED = ("READ ME FIRST.txt", "data/kazakhstan/2023-q2.toml", "docs/install.md", "docs/for-it.md", "licences/libraries.txt")
PROGRAMS = {f"{folder()}/{system.program}" for system in SYSTEMS.values()}
# Pages also tell of what only the project has.
ELSEWHERE = ("golden/", "src/")


def entries(archive):
    """Name, kind, mode and bytes of everything in an archive, in its order."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as package:
            assert package.testzip() is None
            for entry in package.infolist():
                bits = entry.external_attr >> 16
                kind = "file" if bits & 0o170000 == 0o100000 else "other"
                yield entry.filename, kind, bits & 0o7777, package.read(entry)
    else:
        with tarfile.open(archive) as package:
            for entry in package:
                kind = "file" if entry.isreg() else "other"
                yield entry.name, kind, entry.mode, package.extractfile(entry).read() if entry.isreg() else b""


def faults_of_name(name):
    """What is wrong with a name on some system."""
    parts = name.split("/")
    if parts[0] != folder():
        yield f"outside {folder()}"
    if any(not SAFE.fullmatch(part) or RESERVED.fullmatch(part) for part in parts):
        yield "not a name on every system"
    if len(name) > LONGEST:
        yield "too long"


def dead_links(name, text, names):
    """The files that a page leads to and that are not there."""
    # What stands between backticks is an example.
    for target in re.findall(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)", re.sub(r"(```.*?```|`[^`\n]*`)", "", text, flags=re.DOTALL)):
        steps = []
        for step in (*PurePosixPath(name).parts[1:-1], *PurePosixPath(target).parts):
            steps = steps[:-1] if step == ".." else [*steps, step]
        path = "/".join(steps)
        found = any(one == f"{folder()}/{path}" or one.startswith(f"{folder()}/{path}/") for one in names)
        if not found and not path.startswith(ELSEWHERE):
            yield f"leads to {path}, which is not there"


def faults(archive):
    """All that is wrong with an archive."""
    files = list(entries(archive))
    names = [name for name, *_ in files]
    if names != sorted(names) or len({name.lower() for name in names}) != len(names):
        yield archive, "names are not in order, or not told apart on every system"
    for name in NEEDED:
        if f"{folder()}/{name}" not in names:
            yield name, "missing"
    for name, kind, mode, data in files:
        yield from ((name, fault) for fault in faults_of_name(name))
        if kind != "file" or mode not in {0o644, 0o755} or (mode == 0o755) != (name in PROGRAMS):
            yield name, f"{kind} with mode {mode:o}"
        if not data:
            yield name, "empty"
        if name.endswith(".md"):
            yield from ((name, fault) for fault in dead_links(name, data.decode("utf-8"), names))
        if archive.suffix == ".zip" and name.endswith(("FIRST.txt", ".cmd")) and data.count(b"\n") != data.count(b"\r\n"):
            yield name, "not the newlines of Windows"


if __name__ == "__main__":
    found = [f"{archive}: {name}: {fault}" for archive in map(Path, sys.argv[1:]) for name, fault in faults(archive)]
    print("\n".join(found) or f"{len(sys.argv) - 1} archives are sound")
    sys.exit(bool(found))
