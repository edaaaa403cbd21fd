"""Sets the kept inputs with the Typst of the package index and compares the text: `stock_typst.py INPUTS FONTS PDF`."""

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

import typst


def text(pdf):
    """What a reader would select and copy."""
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()


inputs, fonts, pdf = sys.argv[1:]
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
difference = list(difflib.unified_diff(ours.splitlines(), theirs.splitlines(), "ours", "stock", lineterm="", n=0))
print("\n".join(difference[:20]))
print("other text" if difference else f"the same {len(ours.split())} words")
sys.exit(bool(difference))
