"""Writes the SHA-256 of each archive of a folder into its SHA256SUMS, or checks them: `sums.py [--check] FOLDER`."""

import hashlib
import sys
from pathlib import Path

from facts import SYSTEMS, archive

folder = Path(sys.argv[-1])
wanted = sorted(archive(system) for system in SYSTEMS.values())
# Nothing is published that no sum is for, and nothing is missing.
found = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
if found != wanted:
    sys.exit(f"{folder} should have {wanted}, and has {found}")
sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in wanted)
listed = folder / "SHA256SUMS"
if "--check" not in sys.argv:
    listed.write_bytes(sums.encode("ascii"))
elif listed.read_bytes() != sums.encode("ascii"):
    sys.exit(f"{listed} does not fit the archives")
print(sums, end="")
