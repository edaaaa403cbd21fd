"""Checks PDFs against standards with page-validation: `profiles.py ua1,3a FILE…`."""

import re
import sys
from pathlib import Path

import page

# This validator takes the last byte of a stream for a part of the line end behind it when that byte is a carriage
# return, as one compressed stream in 256 has it, and then misses a byte.
LENGTH = "PDFA3A-STREAM-LENGTH-001"


def lengths_are_exact(file):
    """Whether each stream is as long as it says, up to the line feed before `endstream`, and one ends with a carriage return."""
    data = Path(file).read_bytes()
    streams = list(re.finditer(rb"/Length (\d+)(?: (\d+) R)?[^\0]{0,2000}?>>\s*stream\n", data))
    ends = [match.end() + int(match[1]) for match in streams if match[2] is None]
    exact = len(ends) == data.count(b"\nendstream") and all(data[end:].startswith(b"\nendstream") for end in ends)
    return exact and any(data[end - 1:end] == b"\r" for end in ends)


names, *files = sys.argv[1:]
conforming, asked = 0, 0
for file in files:
    violated = []
    for name in names.split(","):
        report = page.validate_pdf(file, profile=name)
        asked += report.rules.total
        rules = {failure.rule_id for failure in report.failures}
        if LENGTH in rules and lengths_are_exact(file):
            rules.discard(LENGTH)
            print(f"{file}: {name}: a stream ends with a carriage return; all lengths are exact")
        # A profile of few rules is not the one that was meant.
        if rules or not (report.is_compliant or report.failures) or report.rules.total <= 50:
            violated.append(f"{name} violated: {' '.join(sorted(rules))}")
    if violated:
        print(f"{file}: {'; '.join(violated)}")
    conforming += not violated
print(f"{conforming} of {len(files)} files conform to {names}: {asked} rules asked")
sys.exit(conforming != len(files) or not files)
