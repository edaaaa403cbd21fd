"""Whether words that an editor swapped are told at their lines, and come back: `told.py QUARTERLY SPEC BATCH DOCX OUT`.

A line of the batch is old, tab, new; each old stands once in the spec or its series, as it is printed. The spec that is
carried back into is a copy in OUT. Afterwards its files differ by the batch and by no other byte, and the document that
is built from them has what the editor's has.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

quarterly, spec, batch, docx, out = map(Path, sys.argv[1:])
edits = [line.split("\t") for line in batch.read_text(encoding="utf-8").splitlines()]
faults = []

shutil.rmtree(out, ignore_errors=True)
shutil.copytree(spec.parent, out / "spec")
copy = out / "spec" / spec.name
files = {name: (spec.parent / name).read_text(encoding="utf-8") for name in (spec.name, "series.toml")}


def run(code, *arguments):
    """What the program says; a fault when it leaves with another exit code."""
    done = subprocess.run([quarterly, *arguments], capture_output=True, text=True)
    if done.returncode != code:
        faults.append(f"exit code {done.returncode}, not {code}: {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done.stdout


def places(told):
    return {(Path(file).name, int(line)) for file, line in re.findall(r"(?m)^(\S[^:\n]*):(\d+):\d+ \S+: changed", told)}


wanted, expected = set(), dict(files)
for old, new in edits:
    holding = [name for name, text in files.items() if text.count(old) == 1]
    assert len(holding) == 1, f"{old}: in {holding}"
    text = files[holding[0]]
    wanted.add((holding[0], text[: text.index(old)].count("\n") + 1))
    expected[holding[0]] = expected[holding[0]].replace(old, new)

told = run(1, "edits", docx, "--spec", copy)
found = places(told)
faults += [f"not told: {name}:{line}" for name, line in sorted(wanted - found)]
faults += [f"told, and nobody did it: {name}:{line}" for name, line in sorted(found - wanted)]
if f" {len(edits)} edits, of " not in told:
    faults.append(f"not told alone: {told.splitlines()[-1:]}")

run(0, "edits", docx, "--spec", copy, "--apply", "--yes", "--shared")
for name, text in expected.items():
    if (copy.parent / name).read_text(encoding="utf-8") != text:
        faults.append(f"{name}: not as it was with the words of the editor")
built = subprocess.run([quarterly, "build", copy, "--only", "docx", "--out", out / "built"], capture_output=True, text=True)
if built.returncode > 1:
    faults.append(built.stderr)
run(0, "edits", docx, "--spec", copy)

if faults:
    sys.exit("\n".join(faults))
print(f"{docx.name}: {len(edits)} edits told at their lines and carried back")
