"""Sets kept inputs with the Typst of the package index and compares the text: `stock_typst.py FONTS INPUTS PDF…`."""

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

import typst


def text(pdf):
    """What a reader would select and copy."""
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()


def main(fonts, *files):
    faulty, words = False, 0
    for inputs, pdf in zip(files[::2], files[1::2], strict=True):
        with tempfile.TemporaryDirectory() as folder:
            stock = Path(folder, "stock.pdf")
            typst.compile(
                Path(inputs, "report.typ"),
                output=stock,
                root=inputs,
                font_paths=[fonts],
                ignore_system_fonts=True,
                pdf_standards=["ua-1", "a-3a"],
            )
            ours, theirs = text(pdf), text(stock)
        words += len(ours.split())
        if difference := list(difflib.unified_diff(ours.splitlines(), theirs.splitlines(), "ours", "stock", lineterm="", n=0)):
            faulty = True
            print(f"{pdf}: other text", *difference[:20], sep="\n")
    print(f"{words} words in {len(files) // 2} files")
    return faulty or not words


sys.exit(main(*sys.argv[1:]))
