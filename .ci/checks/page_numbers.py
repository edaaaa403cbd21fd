"""Asks whether the pages of the text are numbered 1 of N to N of N, and no others: `page_numbers.py PDF…`."""

import re
import subprocess
import sys


def footers(pdf):
    """The last line of each page."""
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True)
    for page in run.stdout.split("\f")[:-1]:
        yield next((line.strip() for line in reversed(page.splitlines()) if line.strip()), "")


faults = 0
for file in sys.argv[1:]:
    lines = list(footers(file))
    told = [tuple(map(int, found.groups())) for line in lines if (found := re.fullmatch(r"(\d+)\s+[^\W\d]+\s+(\d+)", line))]
    right = [(page, len(told)) for page in range(1, len(told) + 1)]
    roman = [line for line in lines if re.fullmatch("[ivx]+", line)]
    print(f"{len(lines)} pages, {len(roman)} of them roman, {len(told)} arabic: {', '.join(f'{page} of {last}' for page, last in told)}")
    if told != right or not told or not roman:
        print("the pages are miscounted")
        faults += 1
sys.exit(bool(faults))
