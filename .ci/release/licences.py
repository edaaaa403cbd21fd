"""The licences of all that is inside the program of a system, as one text: `licences.py TRIPLE` prints it."""

import json
import re
import subprocess
import sys
from pathlib import Path

from facts import ROOT, SYSTEMS

# What a crate's file about its licence is called, wherever it lies: parts that a crate took over keep theirs beside them.
FILE = re.compile(r"(licen[sc]e|copying|copyright|notice|unlicense|ofl)([-_. ].*)?", re.IGNORECASE)
# A crate without such a file is under the words that every archive holds anyway, or asks for none.
KNOWN = {"MIT": "LICENSE-MIT", "Apache-2.0": "LICENSE-APACHE", "0BSD": None, "CC0-1.0": None}
HEAD = """\
Licences of what quarterly is made of

The program `quarterly` contains the libraries below, the standard library of Rust (MIT or Apache-2.0, at your
choice; the Rust Project contributors) and the fonts whose licences lie beside this file. Where a library offers several
licences, all are printed. MIT and Apache-2.0 in full: LICENSE-MIT and LICENSE-APACHE beside this file.
"""


def linked(triple):
    """The packages that the program is linked from, in order of name and version; no tools of builds and tests."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", triple]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = {package["id"]: package for package in told["packages"]}
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    root = told["resolve"]["root"]
    seen, waiting = set(), [root]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            normal = [needed for needed in nodes[one]["deps"] if any(kind["kind"] is None for kind in needed["dep_kinds"])]
            waiting += [needed["pkg"] for needed in normal]
    return sorted((packages[one] for one in seen - {root}), key=lambda package: (package["name"], package["version"]))


def texts_of(package):
    """The licence texts that a package brings, without those of its tests."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.rglob("*") if FILE.fullmatch(path.name) and path.is_file())
    own = [path for path in files if path.suffix not in {".rs", ".py"} and "tests" not in path.relative_to(folder).parts]
    return [path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip() for path in own]


def text(triple):
    """All packages, then each text once, with the packages that have it."""
    lines, holders = [HEAD], {}
    for package in linked(triple):
        name = f"{package['name']} {package['version']}"
        authors = [author.split(" <")[0] for author in package["authors"]]
        lines.append(f"{name}: {package['license']}; {', '.join(authors) or 'authors not named'}")
        found = texts_of(package)
        for one in found:
            holders.setdefault(one, {})[name] = True
        if not found:
            offered = re.split(r" OR |/", package["license"])
            words = next((known for known in offered if known in KNOWN), None)
            assert words, f"{name} has no licence text, and {package['license']} is not at hand"
            said = f"see {KNOWN[words]}, with these authors" if KNOWN[words] else "which asks for no notice"
            lines.append(f"    brings no text; taken under {words}, {said}")
    for one, names in sorted(holders.items(), key=lambda item: list(item[1])):
        lines.append(f"\n{'=' * 100}\n{', '.join(names)}\n{'-' * 100}\n{one}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(text(SYSTEMS[sys.argv[1]].triple), end="")
