"""Builds every edition of the test suite, and those that carry on from the example: `editions.py SUITE TEMPLATE QUARTERLY OUT`.

Each edition gets a series id made of its folder's name, so that one call can build many; an edition with a `theme.toml`
is built with a template that is changed accordingly. Cases of faults and of rules that find something may be refused,
as the tests want it of some of them; nothing else may.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

suite, template, quarterly, out = map(Path, sys.argv[1:])
EXAMPLE = Path(__file__).resolve().parents[2] / "data/kazakhstan/2023-q2.toml"
work = out / "suite"


def renamed(case):
    """A copy of an edition's folder, with an id of its own."""
    folder = work / case
    shutil.copytree(suite / case, folder)
    series = folder / "series.toml"
    if series.exists():
        name = str(case).replace(os.sep, "-")
        series.write_bytes(re.sub(rb'(?m)^(id *= *)"[a-z][a-z0-9-]*"', rb'\1"%s"' % name.encode(), series.read_bytes(), count=1))
    return folder / "edition.toml"


def themed(case):
    """The options for an edition's own theme: a copy of the template with words replaced, as the tests replace them."""
    theme = suite / case / "theme.toml"
    if not theme.exists():
        return ()
    folder = out / "templates" / case
    shutil.copytree(template, folder)
    for replace in tomllib.loads(theme.read_text(encoding="utf-8"))["replace"]:
        file = folder / replace["file"]
        text = file.read_text(encoding="utf-8")
        assert replace["old"] in text, f"{theme}: nothing to replace in {file}"
        file.write_text(text.replace(replace["old"], replace["new"], 1), encoding="utf-8")
    return ("--template", str(folder))


def build(specs, options):
    """Builds editions; findings (exit code 1) are not what is asked here, nor whether all can be built."""
    made = out / "made"
    run = subprocess.run([quarterly, "build", *specs, "--out", made, "--keep", *options], capture_output=True, text=True)
    with (out / "said.txt").open("a") as said:
        said.write(run.stdout + run.stderr)
    assert run.returncode in (0, 1, 2), run.stderr
    charts = made / "charts"
    # The charts of an edition that is built alone have no folder of their own.
    if len(specs) == 1 and charts.exists():
        name = next(made.glob("*.pdf")).stem
        (out / "charts").mkdir(exist_ok=True)
        charts.rename(out / "charts" / name)
    for file in list(made.iterdir()):
        file.rename(out / file.name)


shutil.rmtree(out, ignore_errors=True)
out.mkdir(parents=True)
# The first call builds most of them.
calls = {(): []}
cases = sorted(spec.parent.relative_to(suite) for spec in suite.rglob("edition.toml"))
for case in cases:
    calls.setdefault(themed(case), []).append(renamed(case))
# The example itself is built elsewhere, with all its outputs.
files = sorted(Path(__file__).resolve().parents[2].glob("data/*/*-q*.toml"))
later = [file for file in files if "." not in file.stem and file != EXAMPLE]
calls[()] += later
# Editions in another language have their words in a file beside them: `2023-q2.ru.toml`.
translated = [file for file in files if "." in file.stem]
for options, specs in calls.items():
    build(specs, options)
for overlay in translated:
    edition, language = overlay.stem.split(".")
    build([overlay.with_name(f"{edition}.toml")], ("--language", language))

def is_built(case):
    name = str(case).replace(os.sep, "-")
    return any(re.fullmatch(rf"{name}-\d{{4}}-[A-Za-z0-9]+", one) for one in built)


built = {name.removesuffix(".inputs") for name in os.listdir(out) if name.endswith(".inputs")}
def finds(case):
    """Whether a case is there for what is found in it: those of house styles make some of their rules errors."""
    return case.parts[0] == "faults" or case.parts[-1] == "fires" or case.parts[:2] == ("rules", "style")


lost = [str(case) for case in cases if not is_built(case) and not finds(case)]
lost += [name + end for name in built for end in (".pdf", ".docx") if not (out / (name + end)).exists()]
made = [(path, f"{path.parent.name}-{path.stem.replace('.', '-')}") for path in later + translated]
lost += [path.name for path, name in made if name not in built]
print(f"not built: {', '.join(lost)}" if lost else f"{len(built)} of {len(cases) + len(made)} editions built, in {len(calls)} calls")
sys.exit(bool(lost) or not built)
