"""Opens DOCX files with python-docx and asks what validators do not: `word.py FILE…`."""

import sys
from collections import Counter

import docx


def faults(document, pictures):
    if not document.core_properties.title.strip():
        yield "no title"
    if not pictures:
        yield "no picture"
    for number, count in Counter(picture.get("id") for picture in pictures).items():
        if count > 1:
            yield f"{count} pictures of the same id {number}"
    for picture in pictures:
        decorative = any(mark.get("val") == "1" for mark in picture.iter("{*}decorative"))
        if not decorative and not picture.get("descr", "").strip():
            yield f"picture {picture.get('id')} has no alternative text"


def main(files):
    faulty, count = False, 0
    for file in files:
        document = docx.Document(file)
        roots = [document.element]
        roots += [part._element for part in document.part.package.iter_parts() if part is not document.part and hasattr(part, "_element")]
        pictures = [picture for root in roots for picture in root.iter("{*}docPr")]
        count += len(pictures)
        if found := list(faults(document, pictures)):
            faulty = True
            print(f"{file}: {'; '.join(found)}")
    print(f"{len(files)} files: {count} pictures and charts")
    return faulty or not count


sys.exit(main(sys.argv[1:]))
