"""What a release is made of: the systems, their files, the version. `facts.py TAG` refuses a tag of another version."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class System:
    """A system that a release has an archive for."""

    triple: str  # as Rust names it
    name: str  # as people know it: a part of the archive's name
    ending: str  # of the archive
    program: str
    rust_flags: str = ""

    @property
    def is_windows(self):
        return self.ending == "zip"


SYSTEMS = {
    system.triple: system
    for system in (
        # The C library of Visual Studio goes into the program: an office cannot install its runtime without an
        # administrator.
        System("x86_64-pc-windows-msvc", "windows-x64", "zip", "quarterly.exe", "-C target-feature=+crt-static"),
        System("x86_64-unknown-linux-gnu", "linux-x64", "tar.gz", "quarterly"),
        System("aarch64-apple-darwin", "macos-arm64", "tar.gz", "quarterly"),
    )
}


def version():
    """The version of the program, from its manifest."""
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    return re.search(r'(?m)^version = "([0-9A-Za-z.+-]+)"$', manifest)[1]


def folder():
    """The one folder that each archive has all its files in."""
    return f"quarterly-{version()}"


def archive(system):
    """The file name of a system's archive."""
    return f"{folder()}-{system.name}.{system.ending}"


def built(system):
    """Where `program.py build` leaves the program."""
    return ROOT / "target" / system.triple / "release" / system.program


def kept(*paths):
    """The files below these paths that the project keeps, so that nothing that happens to lie there is given away."""
    found = subprocess.run(["git", "ls-files", "-z", "--", *paths], cwd=ROOT, check=True, capture_output=True).stdout
    names = found.decode("utf-8").split("\0")[:-1]
    assert all(any(name == path or name.startswith(f"{path}/") for name in names) for path in paths), paths
    return names


if __name__ == "__main__":
    if sys.argv[1:] != [f"v{version()}"]:
        sys.exit(f"the tag is {sys.argv[1:]}, but Cargo.toml has version {version()}")
