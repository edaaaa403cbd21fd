"""Opens the workbook behind each chart of a DOCX with openpyxl and compares its cells with the chart: `charts.py FILE`."""

import io
import posixpath
import sys
import xml.etree.ElementTree as xml
import zipfile
from decimal import Decimal

import openpyxl

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

faults, charts, count = [], 0, 0
with zipfile.ZipFile(sys.argv[1]) as package:
    for name in sorted(name for name in package.namelist() if name.startswith("word/charts/chart")):
        charts += 1
        chart = xml.fromstring(package.read(name))
        relations = xml.fromstring(package.read(f"word/charts/_rels/{posixpath.basename(name)}.rels"))
        target = {relation.get("Id"): relation.get("Target") for relation in relations}[chart.find(f"{CHART}externalData").get(ID)]
        book = openpyxl.load_workbook(io.BytesIO(package.read(posixpath.normpath(f"word/charts/{target}"))), data_only=True)
        for reference in [*chart.iter(f"{CHART}strRef"), *chart.iter(f"{CHART}numRef")]:
            place = reference.findtext(f"{CHART}f")
            sheet, cells = place.rsplit("!", 1)
            cells = book[sheet.strip("'")][cells.replace("$", "")]
            cells = [row[0] for row in cells] if isinstance(cells, tuple) else [cells]
            points = {int(point.get("idx")): point.findtext(f"{CHART}v") for point in reference.iter(f"{CHART}pt")}
            for index, cell in enumerate(cells):
                count += 1
                said, held = points.get(index), cell.value
                same = said is None if held is None else said == held if isinstance(held, str) else Decimal(said or 0) == Decimal(str(held))
                if not same:
                    faults.append(f"{name}, {place}: the chart says {said}, the workbook {held}")
if not charts:
    faults.append("no chart")
print("; ".join(faults) or f"{count} cells of {charts} charts")
sys.exit(bool(faults))
