"""Opens the workbook behind each chart of DOCX files with openpyxl and compares its cells with the chart: `charts.py FILE…`."""

import io
import posixpath
import sys
import xml.etree.ElementTree as xml
import zipfile
from decimal import Decimal

import openpyxl

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ADDED = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def compare(package, name):
    """What differs between a chart and its workbook, cell by cell."""
    chart = xml.fromstring(package.read(name))
    relations = xml.fromstring(package.read(f"word/charts/_rels/{posixpath.basename(name)}.rels"))
    target = {relation.get("Id"): relation.get("Target") for relation in relations}[chart.find(f"{CHART}externalData").get(ID)]
    book = openpyxl.load_workbook(io.BytesIO(package.read(posixpath.normpath(f"word/charts/{target}"))), data_only=True)
    # What labels print is words; openpyxl takes the result of a formula that reads as a number for one.
    labels = list(chart.iter(f"{ADDED}datalabelsRange"))
    for reference in [*chart.iter(f"{CHART}strRef"), *chart.iter(f"{CHART}numRef"), *labels]:
        place = reference.findtext(f"{CHART}f") or reference.findtext(f"{ADDED}f")
        sheet, cells = place.rsplit("!", 1)
        cells = book[sheet.strip("'")][cells.replace("$", "")]
        cells = [row[0] for row in cells] if isinstance(cells, tuple) else [cells]
        points = {int(point.get("idx")): point.findtext(f"{CHART}v") for point in reference.iter(f"{CHART}pt")}
        for index, cell in enumerate(cells):
            said, held = points.get(index), cell.value
            same = said is None if held is None else said == held if isinstance(held, str) else Decimal(said or 0) == Decimal(str(held))
            yield None if same else f"{name}, {place}: the chart says {said}, the workbook {held}"


def main(files):
    faulty, charts, count = False, 0, 0
    for file in files:
        with zipfile.ZipFile(file) as package:
            for name in sorted(name for name in package.namelist() if name.startswith("word/charts/chart")):
                cells = list(compare(package, name))
                charts += 1
                count += len(cells)
                # A chart without a cell is not one that was compared.
                if wrong := [cell for cell in cells if cell] or ([] if cells else [f"{name}: no cell"]):
                    faulty = True
                    print(f"{file}: {'; '.join(wrong)}")
    print(f"{count} cells of {charts} charts in {len(files)} files")
    return faulty or not charts


sys.exit(main(sys.argv[1:]))
