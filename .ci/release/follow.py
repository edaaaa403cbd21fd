"""Does what READ ME FIRST says, as a reader of it who has nothing but the archive: `follow.py ARCHIVE`. The archive for
Windows is followed under Wine on other systems; WINE can name its program."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from facts import folder

BEGINNINGS = {".pdf": b"%PDF-1.7", ".docx": b"PK"}


def shell(is_windows):
    """What takes a line as the system's own command window takes it."""
    if not is_windows:
        return ["sh", "-c"]
    window = ["cmd", "/d", "/c"]
    return window if os.name == "nt" else [os.environ.get("WINE", "wine"), *window]


def run(window, line, place):
    """Types a line where nobody answers."""
    print(f"> {line}", flush=True)
    subprocess.run([*window, line], cwd=place, check=True, stdin=subprocess.DEVNULL)


def made(place, names):
    """Holds that the files are there and begin as their endings say, and takes them away."""
    for name in names:
        path = place / name.replace("\\", "/")
        assert path.read_bytes().startswith(BEGINNINGS[path.suffix]), f"{path} is not what its name says"
        print(f"made: {name}, {path.stat().st_size:,} bytes")
    shutil.rmtree(place / "out")


def follow(archive, unpacked):
    """Unpacks, types each command of the text, and looks for each file that it promises."""
    is_windows = archive.suffix == ".zip"
    shutil.unpack_archive(archive, unpacked)
    place = unpacked / folder()
    text = (place / "READ ME FIRST.txt").read_text(encoding="ascii")
    shown = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    commands = [line for line in shown if line.startswith((".\\quarterly ", "./quarterly "))]
    promised = [line for line in shown if line.startswith("out") and line.endswith(tuple(BEGINNINGS))]
    assert commands and promised, "READ ME FIRST names no command, or no file"
    for command in commands:
        run(shell(is_windows), command, place)
    made(place, promised)
    if is_windows:
        run(shell(is_windows), "build-example.cmd", place)
        made(place, promised)
    print(f"{len(commands)} commands, {len(promised)} files: as promised")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="a folder with spaces (and more) ") as fresh:
        follow(Path(sys.argv[1]).resolve(), Path(fresh))
