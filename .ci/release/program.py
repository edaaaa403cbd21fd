"""Tests and builds the program as a release has it, and looks at what it asks of a system: `program.py test|build|look
TRIPLE [PROGRAM]`."""

import os
import re
import subprocess
import sys
from pathlib import Path

from facts import ROOT, SYSTEMS, built

# `release` and not `dist`, since all tests and measurements are of the former.
COMMANDS = {"test": ["test"], "build": ["build", "--release", "--bin", "quarterly"]}
# docs/install.md promises Windows without further libraries, and Linux with this one.
RUNTIME, GLIBC = b"VCRUNTIME140.dll", 35


def cargo(system, command):
    """Runs cargo with what the system's program is linked with."""
    environment = dict(os.environ, CARGO_TERM_COLOR="never", CARGO_INCREMENTAL="0")
    if system.rust_flags:
        environment[f"CARGO_TARGET_{system.triple.upper().replace('-', '_')}_RUSTFLAGS"] = system.rust_flags
        # Examples in the docs are linked with the same library.
        environment["RUSTDOCFLAGS"] = system.rust_flags
    command = ["cargo", *COMMANDS[command], "--locked", "--target", system.triple]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def faults(data):
    """What a program needs beyond that."""
    if RUNTIME in data:
        yield "needs the C library of Visual Studio"
    newest = max((int(minor) for minor in re.findall(rb"GLIBC_2\.([0-9]+)", data)), default=0)
    if newest > GLIBC:
        yield f"needs glibc 2.{newest}"


if __name__ == "__main__":
    command, system = sys.argv[1], SYSTEMS[sys.argv[2]]
    if command in COMMANDS:
        cargo(system, command)
    else:
        program = Path(sys.argv[3]) if len(sys.argv) > 3 else built(system)
        sys.exit("\n".join(f"{program} {fault}" for fault in faults(program.read_bytes())) or 0)
