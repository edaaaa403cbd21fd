"""Checks PDFs against standards with page-validation: `profiles.py ua1,3a FILE…`."""

import sys

import page

names, *files = sys.argv[1:]
conforming, asked = 0, 0
for file in files:
    violated = []
    for name in names.split(","):
        report = page.validate_pdf(file, profile=name)
        asked += report.rules.total
        # A profile of few rules is not the one that was meant.
        if not report.is_compliant or report.rules.total <= 50:
            violated.append(f"{name} violated: {' '.join(sorted({failure.rule_id for failure in report.failures}))}")
    if violated:
        print(f"{file}: {'; '.join(violated)}")
    conforming += not violated
print(f"{conforming} of {len(files)} files conform to {names}: {asked} rules asked")
sys.exit(conforming != len(files) or not files)
