"""Asks openxml-audit whether Open XML files are sound: `audit.py FILE…`."""

import multiprocessing
import os
import sys

from openxml_audit import validator
from openxml_audit.errors import FileFormat

# Version 0.8.0 remembers parts by the address of their package in memory, and looks for notes in another document when
# an address comes again. It cannot while all packages are kept.
kept = []


class Kept(validator.OpenXmlPackage):
    def __init__(self, *arguments, **named):
        kept.append(self)
        super().__init__(*arguments, **named)


validator.OpenXmlPackage = Kept
word = validator.OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)


def faults(file):
    before = len(kept)
    result = word.validate(file)
    # A later version may open packages otherwise.
    assert len(kept) > before, "the package was not kept"
    return [f"{error.part_uri}: {error.description}" for error in result.errors] or ([] if result.is_valid else ["not valid"])


def main(files):
    with multiprocessing.Pool(os.cpu_count()) as pool:
        results = pool.map(faults, files)
    for file, found in zip(files, results):
        if found:
            print(f"{file}: {'; '.join(found[:8])}")
    sound = sum(not found for found in results)
    print(f"{sound} of {len(files)} files are sound")
    return sound != len(files) or not files


sys.exit(main(sys.argv[1:]))
