"""Asks whether the pages of the text are numbered 1 to N, one after the other, and no others: `page_numbers.py PDF…`.

A language may name the last page, too: "3 of 11".
"""

import re
import subprocess
import sys


# Pages of text in the shortest of the editions that are looked at.
LEAST = 3


def footers(pdf):
    """The last line of each page."""
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True)
    for page in run.stdout.split("\f")[:-1]:
        yield next((line.strip() for line in reversed(page.splitlines()) if line.strip()), "")


faults = 0
for file in sys.argv[1:]:
    lines = list(footers(file))
    found = [re.fullmatch(r"(\d+)(?:\s+[^\W\d]+\s+(\d+))?", line) for line in lines]
    told = [(int(match[1]), int(match[2] or 0)) for match in found if match]
    named = any(last for _, last in told)
    right = [(page, len(told) if named else 0) for page in range(1, len(told) + 1)]
    # No page between two with a number lacks one.
    first = next((at for at, match in enumerate(found) if match), 0)
    unbroken = all(found[first : first + len(told)])
    roman = [line for line in lines if re.fullmatch("[ivx]+", line)]
    print(f"{len(lines)} pages, {len(roman)} of them roman, arabic: {', '.join(str(page) for page, _ in told)}")
    if told != right or not unbroken or len(told) < LEAST or not roman:
        print("the pages are miscounted")
        faults += 1
sys.exit(bool(faults))
