"""Holds documents against the templates in whose looks they were built: `houses.py TEMPLATES BUILT SHOWN TEMPLATE…`.

BUILT has the documents, SHOWN what LibreOffice made of them, by the names of the templates.
"""

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Points in a twip; what a size may differ by, in points.
TWIP, CLOSE = 1 / 20, 1.5


def part(file, name):
    with zipfile.ZipFile(file) as package:
        return ElementTree.fromstring(package.read(name))


def size(section):
    """Width and height of the pages of a section, in twips."""
    found = section.find(f"{WORD}pgSz")
    return None if found is None else tuple(int(float(found.get(f"{WORD}{side}"))) for side in "wh")


def main_name(file):
    relations = part(file, "_rels/.rels")
    return next(r.get("Target").lstrip("/") for r in relations if r.get("Type").endswith("/officeDocument"))


def faults(template, built, shown):
    sections = list(part(built, "word/document.xml").iter(f"{WORD}sectPr"))
    own = [size(section) for section in part(template, main_name(template)).iter(f"{WORD}sectPr")]
    if own and own[-1] and size(sections[2]) != own[-1]:
        yield f"its page is {size(sections[2])}, the template's {own[-1]}"
    with zipfile.ZipFile(built) as package:
        for name in package.namelist():
            if not re.search(r"\.(xml|rels|png|jpeg|xlsx)$", name):
                yield f"it holds {name}"
            if name.endswith(".rels"):
                for relation in ElementTree.fromstring(package.read(name)):
                    kind, target = relation.get("Type").rpartition("/")[2], relation.get("Target")
                    if relation.get("TargetMode") and (kind != "hyperlink" or not re.match("https?:|mailto:", target)):
                        yield f"{name} leads to {target}"
    pages = subprocess.run(["pdfinfo", "-l", "99", shown], capture_output=True, text=True, check=True).stdout
    sizes = [tuple(float(n) for n in found) for found in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", pages)]
    wanted = tuple(length * TWIP for length in size(sections[2]))
    if not any(all(abs(a - b) < CLOSE for a, b in zip(page, wanted)) for page in sizes):
        yield f"no page shown has its size: {sizes[:4]}"
    text = subprocess.run(["pdftotext", "-layout", shown, "-"], capture_output=True, text=True, check=True).stdout
    if "Error" in text and "not found" in text:
        yield "a reference leads nowhere"
    # A line of the contents ends in its page.
    contents = re.search(r"(?s)(?:^|\f) *(?:\d+\.? +)?Contents *$(.*?)\f", text, re.M | re.I)
    if not contents:
        yield "its contents are not shown"
    elif re.match(r" *\d+\.? ", contents[0].lstrip("\n\f")):
        yield "the heading of the contents is counted"
    elif len(re.findall(r"(?m)\S +(?:\d+|[ivx]+)$", contents[1])) < 8:
        yield "lines of its contents have no pages"


def main(templates, built, shown, *files):
    count = 0
    for file in map(Path, files):
        found = list(faults(file, Path(built, f"{file.stem}.docx"), Path(shown, f"{file.stem}.pdf")))
        count += len(found)
        print(f"{file.name}: {'; '.join(found) or 'as it should be'}")
    return count


sys.exit(main(*sys.argv[1:]) > 0)
