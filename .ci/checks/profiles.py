"""Checks a PDF against standards with page-validation: `profiles.py ua1,3a FILE`."""

import sys

import page

names, file = sys.argv[1:]
good = True
for name in names.split(","):
    report = page.validate_pdf(file, profile=name)
    print(f"{name} {'conforms' if report.is_compliant else 'violated'}: {report.rules.total} rules asked")
    for failure in report.failures[:20]:
        print(f"  {failure.rule_id}: {failure.message}")
    good &= report.is_compliant and report.rules.total > 50
sys.exit(not good)
