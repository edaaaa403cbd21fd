"""Asks whether the record inside a PDF tells the truth about its pages: `record.py PDF RECORD.csv`."""

import csv
import json
import re
import subprocess
import sys
import tempfile


def squeezed(text):
    """Text without spaces: where lines break is a matter of looks."""
    return re.sub(r"\s", "", text).casefold()


def labels(pdf):
    """The number of each page as readers see it, from the PDF's own table of page labels."""
    told = subprocess.run(
        ["qpdf", "--json", "--json-key=pagelabels", "--json-key=pages", pdf], capture_output=True, check=True
    )
    told = json.loads(told.stdout)
    count = len(told["pages"])
    known, ranges = {}, told["pagelabels"]
    for at, entry in enumerate(ranges):
        end = ranges[at + 1]["index"] if at + 1 < len(ranges) else count
        for page in range(entry["index"], end):
            number = entry["label"].get("/St", 1) + page - entry["index"]
            style = entry["label"].get("/S")
            known[{"/r": roman(number), "/D": str(number)}.get(style, str(page + 1))] = page + 1
    return known


def roman(number):
    out = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + sign, number - value
    return out


def main(pdf, given):
    with tempfile.NamedTemporaryFile() as inside:
        subprocess.run(["pdfdetach", "-savefile", "record.csv", "-o", inside.name, pdf], check=True)
        attached = open(inside.name, "rb").read()
    record = open(given, "rb").read()
    if attached != record:
        print("the record inside the PDF is another one")
    rows = list(csv.DictReader(record.decode().splitlines()))
    known, texts, faults = labels(pdf), {}, attached != record
    for row in rows:
        page = known.get(row["page"])
        if page is None:
            print(f"row {row['number']}: there is no page {row['page']!r}")
            faults = True
            continue
        if page not in texts:
            command = ["pdftotext", "-f", str(page), "-l", str(page), pdf, "-"]
            texts[page] = squeezed(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        # A spreadsheet is kept from reading a text as a formula by a quote before it.
        if squeezed(row["text"].removeprefix("'")) not in texts[page]:
            print(f"row {row['number']}: {row['text']!r} does not stand on page {row['page']}")
            faults = True
    print(f"{len(rows)} numbers on {len(texts)} pages")
    return faults or not rows


sys.exit(main(*sys.argv[1:]))
