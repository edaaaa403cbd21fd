"""Computes the labels of charts anew in LibreOffice set to some language: `label_cells.py PROFILE LOCALE LANGUAGES DOCX…`.

Run by the Python that has its `uno`. The cells behind "Edit data" that hold what labels print are formulas; without what
they were written with, they have to come to the copy in the chart, and to follow other numbers, with the signs of the
document's language (a folder in LANGUAGES has them) whatever the machine is set to.
"""

import re
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from started import named, started

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ADDED = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N"><prop
oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop></item></oor:items>"""
OTHERS = [0, 7, 999, 1000, 9999, 12345, 999999, 1234567, 1234567890]

profile, locale, languages, *files = sys.argv[1:]
profile = Path(profile).resolve()
(profile / "user").mkdir(parents=True, exist_ok=True)
(profile / "user/registrymodifications.xcu").write_text(LOCALE.format(locale), encoding="utf-8")
wrong, cells, machine = [], 0, set()


def written(number, decimals, signs):
    """A number of so many decimals as the language writes it."""
    whole, _, rest = f"{number:.{decimals}f}".partition(".")
    if len(whole) >= signs["group_from"]:
        whole = f"{int(whole):,}".replace(",", signs["group"].replace("~", "\xa0"))
    return whole + (signs["decimal"] + rest if rest else "")


def forgetful(book):
    """The workbook without what its formulas came to when it was written."""
    out = tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False)
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            target.writestr(name, data)
    return Path(out.name)


def compare(desktop, package, name, signs):
    """What differs between the labels of a chart and the cells behind them."""
    global cells
    chart = ElementTree.fromstring(package.read(name))
    relations = ElementTree.fromstring(package.read(f"word/charts/_rels/{Path(name).name}.rels"))
    target = {relation.get("Id"): relation.get("Target") for relation in relations}[chart.find(f"{CHART}externalData").get(ID)]
    with package.open(f"word/{target.removeprefix('../')}") as book:
        file = forgetful(book)
    document = desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, (named("Hidden", True),))
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    for series in chart.iter(f"{CHART}ser"):
        labels = next(series.iter(f"{ADDED}datalabelsRange"), None)
        if labels is None:
            continue
        where = [place.rpartition("!")[2].replace("$", "") for place in (labels.findtext(f"{ADDED}f"), series.findtext(f"{CHART}val/{CHART}numRef/{CHART}f"))]
        words, values = map(sheet.getCellRangeByName, where)
        for point in labels.iter(f"{CHART}pt"):
            row, said = int(point.get("idx")), point.findtext(f"{CHART}v")
            cell, value = words.getCellByPosition(0, row), values.getCellByPosition(0, row)
            cells += 1
            if cell.String != said:
                wrong.append(f"{name}: {cell.String!r}, not {said!r}")
            if not cell.Formula.startswith("="):
                continue
            digits = re.search(r"[\d].*[\d]|\d", said)[0]
            decimals = len(digits.rpartition(signs["decimal"])[2]) if signs["decimal"] in digits else 0
            for other in OTHERS:
                value.Value = number = other + (0.25 if decimals > 1 else 0.5 if decimals else 0)
                if written(number, decimals, signs) not in cell.String:
                    wrong.append(f"{name}: {number} is {cell.String!r}, not {written(number, decimals, signs)!r}")
            machine.add(value.String)
    document.close(True)
    file.unlink()


with started(profile) as (_, desktop):
    for file in files:
        with zipfile.ZipFile(file) as package:
            language = ElementTree.fromstring(package.read("word/styles.xml"))
            word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
            tag = next(language.iter(f"{word}lang")).get(f"{word}val").partition("-")[0]
            signs = tomllib.loads(Path(languages, tag, "print.toml").read_text(encoding="utf-8"))["number"]
            for name in sorted(name for name in package.namelist() if name.startswith("word/charts/chart")):
                compare(desktop, package, name, signs)
print("\n".join(wrong[:20]))
print(f"{cells} labels in {len(files)} files computed in {locale}; the machine itself writes {sorted(machine)[:3]}")
sys.exit(bool(wrong) or not cells)
