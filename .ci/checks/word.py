"""Opens a DOCX with python-docx and asks what validators do not: `word.py FILE`."""

import sys
from collections import Counter

import docx

document = docx.Document(sys.argv[1])
roots = [document.element]
roots += [part._element for part in document.part.package.iter_parts() if part is not document.part and hasattr(part, "_element")]
pictures = [picture for root in roots for picture in root.iter("{*}docPr")]

faults = []
if not document.core_properties.title.strip():
    faults.append("no title")
if not pictures:
    faults.append("no picture")
for number, count in Counter(picture.get("id") for picture in pictures).items():
    if count > 1:
        faults.append(f"{count} pictures of the same id {number}")
for picture in pictures:
    decorative = any(mark.get("val") == "1" for mark in picture.iter("{*}decorative"))
    if not decorative and not picture.get("descr", "").strip():
        faults.append(f"picture {picture.get('id')} has no alternative text")
print("; ".join(faults) or f"title “{document.core_properties.title}”, {len(pictures)} pictures")
sys.exit(bool(faults))
