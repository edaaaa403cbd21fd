"""The workbook of open data has the cells of the CSV file: `opendata.py FILE.csv FILE.xlsx`."""

import csv
import sys
from decimal import Decimal

import openpyxl

table, workbook = sys.argv[1:]
with open(table, newline="", encoding="utf-8") as file:
    rows = list(csv.reader(file))
sheet = openpyxl.load_workbook(workbook)["figures"]
value = rows[0].index("value")
faults = []
if sheet.max_row != len(rows):
    faults.append(f"{sheet.max_row} rows, not {len(rows)}")
for line, row in enumerate(rows, 1):
    for column, cell in enumerate(row):
        found = sheet.cell(line, column + 1)
        place = found.coordinate
        if line > 1 and column == value and cell:
            decimals = len(cell.partition(".")[2])
            digits = "0" if decimals == 0 else "0." + "0" * decimals
            if found.data_type != "n" or Decimal(repr(found.value)) != Decimal(cell):
                faults.append(f"{place}: {found.value!r}, not the number {cell}")
            if found.number_format != digits:
                faults.append(f"{place}: shown as {found.number_format}, not {digits}")
        elif (found.value or "") != cell.removeprefix("'"):
            faults.append(f"{place}: {found.value!r}, not {cell!r}")
if faults:
    sys.exit("\n".join(faults[:20]))
