"""Compares two folders file by file: `same.py LINUX WINE`. Every file has to be there twice with the same bytes."""

import sys
from collections import Counter
from pathlib import Path


def files(root):
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}


def difference(one, other):
    """Where two files differ first, or None."""
    one, other = one.read_bytes(), other.read_bytes()
    if one == other:
        return None
    at = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    return f"{len(one)} and {len(other)} bytes, first at {at}: {one[at : at + 24]!r}, {other[at : at + 24]!r}"


linux, wine = (files(Path(folder)) for folder in sys.argv[1:])
faults = [f"{name}: only in {'Wine' if name in wine else 'Linux'}" for name in sorted(linux.keys() ^ wine.keys())]
for name in sorted(linux.keys() & wine.keys()):
    if told := difference(linux[name], wine[name]):
        faults.append(f"{name}: other bytes: {told}")
if faults:
    print("\n".join(faults[:40]))
    print(f"{len(faults)} of {len(linux.keys() | wine.keys())} files are not the same")
    sys.exit(1)
kinds = Counter(Path(name).suffix or "other" for name in linux)
print(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
print(f"{len(linux)} files have the same bytes")
