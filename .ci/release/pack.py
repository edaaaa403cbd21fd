"""Packs the program of a system with all that belongs to it: `pack.py TRIPLE FOLDER [PROGRAM]`. The same input gives the
same bytes, with the same zlib: names are in order, and all have one time and one of two modes."""

import gzip
import io
import sys
import tarfile
import zipfile
from pathlib import Path

import licences
from facts import ROOT, SYSTEMS, archive, built, folder, kept, version

# The first day that a ZIP file can name.
DAY, SECONDS = (1980, 1, 1, 0, 0, 0), 315532800
# Level 9 takes three times as long, for one per cent less.
LEVEL = 6
# What people read and begin with, as the project has it. `languages` and the brand are models for their own.
SHARED = ("CHANGELOG.md", "SECURITY.md", "data", "docs", "schema", "templates/brand.toml")
LICENCES = ("LICENSE-MIT", "LICENSE-APACHE", "fonts/Carlito-LICENSE.txt", "fonts/OpenSans-LICENSE.txt")
TEXTS = Path(__file__).resolve().parent / "text"


def lines(name, system):
    """A text of ours with the version in it and the newlines of the system: cmd.exe asks for its own."""
    text = (TEXTS / name).read_text(encoding="ascii")
    filled = text.replace("{version}", version()).replace("{folder}", folder()).replace("{archive}", archive(system))
    return filled.replace("\n", "\r\n" if system.is_windows else "\n").encode("ascii")


def contents(system, program):
    """The bytes of each file by its name in the archive."""
    files = {name: (ROOT / name).read_bytes() for name in kept(*SHARED)}
    files |= {f"licences/{Path(name).name}": (ROOT / name).read_bytes() for name in kept(*LICENCES)}
    files["licences/libraries.txt"] = licences.text(system.triple).encode("utf-8")
    files[system.program] = Path(program).read_bytes()
    if system.is_windows:
        files["READ ME FIRST.txt"] = lines("read-me-windows.txt", system)
        files["build-example.cmd"] = lines("build-example.cmd", system)
    else:
        files["READ ME FIRST.txt"] = lines("read-me-unix.txt", system)
    return {f"{folder()}/{name}": files[name] for name in sorted(files)}


def mode(name, system):
    """Only the program can be run; no file can be written by others."""
    return 0o755 if name.endswith(f"/{system.program}") else 0o644


def write_zip(files, system):
    """A ZIP file; Unix as the system that made it, on every system."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.create_system, entry.external_attr = 3, (0o100000 | mode(name, system)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data, compresslevel=LEVEL)
    return stream.getvalue()


def write_tar(files, system):
    """A compressed TAR file of nobody in particular."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as package:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(data), SECONDS, mode(name, system)
            package.addfile(entry, io.BytesIO(data))
    return gzip.compress(stream.getvalue(), compresslevel=LEVEL, mtime=0)


if __name__ == "__main__":
    system, out = SYSTEMS[sys.argv[1]], Path(sys.argv[2])
    program = sys.argv[3] if len(sys.argv) > 3 else built(system)
    packed = (write_zip if system.is_windows else write_tar)(contents(system, program), system)
    out.mkdir(parents=True, exist_ok=True)
    (out / archive(system)).write_bytes(packed)
    print(f"{out / archive(system)}: {len(packed):,} bytes")
