"""Asks whether the records inside PDFs tell the truth about their pages: `record.py PDF…`.

`record.py --is RECORD.csv PDF`: the record inside has to be this one, and the numbers in charts are asked too; not every
chart labels every mark. A loose number is one that the program found in words that it cannot place.
"""

import csv
import functools
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path


def squeezed(text):
    """Text without spaces: where lines break is a matter of looks."""
    return re.sub(r"\s", "", "".join(text)).casefold()


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


def attached(pdf):
    """The record that travels inside a PDF."""
    with tempfile.NamedTemporaryFile() as inside:
        subprocess.run(["pdfdetach", "-savefile", "record.csv", "-o", inside.name, pdf], check=True)
        return open(inside.name, "rb").read().decode()


def unlabelled():
    """What the languages of the program call numbers in charts and loose ones in the column `how`."""
    root = Path(__file__).resolve().parent.parent.parent
    # The made-up language of the tests too.
    files = [*root.glob("data/languages/*/print.toml"), *root.glob("golden/suite/*/languages/*/print.toml")]
    words = [tomllib.loads(file.read_text(encoding="utf-8"))["record"] for file in files]
    return {record[kind] for record in words for kind in ("chart", "loose")}


def faults(pdf, record, skipped):
    """The rows of a record whose number does not stand on its page."""
    known = labels(pdf)

    @functools.cache
    def text(page):
        command = ["pdftotext", "-f", str(page), "-l", str(page), pdf, "-"]
        return squeezed(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    def stands(number, page):
        """On one page, or at a space over the end of it: the words of an author have plain spaces."""
        words = number.split(" ")
        parts = ((squeezed(words[:at]), squeezed(words[at:])) for at in range(1, len(words)))
        return squeezed(number) in text(page) or any(one in text(page) and other in text(page + 1) for one, other in parts)

    for row in record:
        if row["how"] in skipped:
            continue
        page = known.get(row["page"])
        if page is None:
            yield f"row {row['number']}: there is no page {row['page']!r}"
            continue
        # A spreadsheet is kept from reading a text as a formula by a quote before it.
        if not stands(row["text"].removeprefix("'"), page):
            yield f"row {row['number']}: {row['text']!r} does not stand on page {row['page']}"


def main(*files):
    given, skipped = None, unlabelled()
    if files[0] == "--is":
        given, files = open(files[1], "rb").read().decode(), files[2:]
        skipped = set()
    faulty, count = False, 0
    for pdf in files:
        record = attached(pdf)
        if given is not None and given != record:
            print(f"{pdf}: the record inside the PDF is another one")
            faulty, record = True, given
        rows = list(csv.DictReader(record.splitlines()))
        count += sum(row["how"] not in skipped for row in rows)
        for fault in faults(pdf, rows, skipped):
            print(f"{pdf}: {fault}")
            faulty = True
    print(f"{count} numbers in {len(files)} files")
    return faulty or not count


sys.exit(main(*sys.argv[1:]))
