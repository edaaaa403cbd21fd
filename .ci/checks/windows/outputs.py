"""Makes everything that is compared between systems: `outputs.py linux|wine CACHE`, in the Debian of `.ci/windows`.

The editions of the suite and the example with all outputs, and what each command says and how it ends.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

system, cache = sys.argv[1], Path(sys.argv[2])
checks = Path(__file__).resolve().parent
source = checks.parents[2]
program = {"linux": cache / "quarterly-linux", "wine": checks / "quarterly-wine"}[system]
out = cache / system
example = source / "data/kazakhstan/2023-q2.toml"

shutil.rmtree(out, ignore_errors=True)
out.mkdir(parents=True)
os.chdir(out)


def as_anywhere(text):
    """Without the time that it took and the name of the program's file; new files are shown with the system's separator."""
    text = re.sub(rb"(?m)^in [0-9.]+ s$", b"in a moment", text)
    text = re.sub(rb"quarterly(-linux|\.exe)", b"quarterly", text)
    return re.sub(rb"(?m)^wrote .*$", lambda line: line[0].replace(b"\\", b"/"), text)


def told(name, *arguments):
    """Keeps what a command says and how it ends."""
    run = subprocess.run([program, *arguments], capture_output=True, stdin=subprocess.DEVNULL)
    assert run.returncode in (0, 1, 2), f"{arguments}: ended with {run.returncode}\n{run.stderr.decode()}"
    for stream, text in (("out", run.stdout), ("err", run.stderr)):
        Path(f"{name}.{stream}.txt").write_bytes(as_anywhere(text))
    Path(f"{name}.code.txt").write_text(f"{run.returncode}\n")


subprocess.run([sys.executable, checks.parent / "editions.py", source / "golden/suite", source / "templates", program, "editions"], check=True)
said = Path("editions/said.txt")
said.write_bytes(as_anywhere(said.read_bytes()))

told("build", "build", example, "--out", "example", "--keep")
told("final", "build", example, "--out", "final", "--final")
specs = sorted((source / "golden/suite").rglob("edition.toml"))
for form in ("text", "json", "sarif"):
    told(f"check-{form}", "check", example, "--format", form)
    told(f"check-{form}-suite", "check", *specs, "--format", form)
told("record", "check", example, "--record", "record.csv")
told("explain", "check", "--explain", "claim-direction")
told("same", "diff", "example", example)
published = source / "golden/suite/as-published/edition.toml"
told("diff", "diff", "example", published, "--html", "diff.html")
# Pages are drawn for the first alone: a build for tests takes its time over them.
told("diff-json", "diff", "example", published, "--format", "json", "--no-pixels")
told("edits", "edits", next(Path("example").glob("*.docx")))
shutil.copytree(example.parent, "kazakhstan")
told("golden-update", "golden", "update", "kazakhstan/2023-q2.toml")
told("golden-check", "golden", "check", "kazakhstan/2023-q2.toml")
told("help", "--help")
told("wrong", "build", "--nothing")
