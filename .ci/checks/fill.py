"""Fills in the workbook of `quarterly sheet` with openpyxl: `fill.py type|doubt FILE OUT`; `fill.py results FILE` looks
whether each formula is stored with its result, which is what a mailed file shows before anybody lets it compute."""

import sys

import openpyxl

what, file, *out = sys.argv[1:]


def results():
    written, shown = openpyxl.load_workbook(file), openpyxl.load_workbook(file, data_only=True)
    formulas = empty = 0
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    # The sum of a list in which nothing is filled in yet is 0; no other formula is.
                    is_zero = shown[sheet.title][cell.coordinate].value == 0
                    empty += is_zero and not str(cell.value).startswith("=SUM(")
    print(f"{formulas} formulas, {empty} of them without a result")
    hidden = [sheet.title for sheet in written if sheet.sheet_state == "veryHidden"]
    sys.exit(not formulas or empty > 0 or hidden != ["_quarterly"] or not written.worksheets[0].protection.sheet)


def fill(answers):
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    rows = {str(row[0].value).split("|", 1)[-1]: row[0].row for row in sheet.iter_rows(max_col=1)}
    for key, (value, *more) in answers.items():
        row = rows[key]
        sheet.cell(row, 9).value = value
        for column, text in zip((3, 12, 13), more):
            if text:
                sheet.cell(row, column).value = text
    book.save(out[0])


match what:
    case "results":
        results()
    case "type":
        fill({
            "visas|total||2023-Q2": (1653, "", "", "12/345 of 3 July 2023"),
            "visas|share|CN|2023-Q2": (50.34, "", "by day of issue"),
            "visas|share|TR|2023-Q2": ("16,9",),
            "visas|share|AF|2023-Q2": (3,),
            "visas|share|other|2023-Q2": (26.7,),
            "visas|share|+1|2023-Q2": (3, "India"),
            "workers|part|KG|2023-Q2": (300,),
            "outflow|value||2023-05": (89.9,),
            "outflow|value||2023-06": (87.5,),
            "late|total||2023-Q2": ("n/a", "", "The letter had not come."),
            "late|value||2022-Q2": ("n/a",),
        })
    case "doubt":
        fill({"visas|total||2023-Q2": ("1.234",)})
