"""Words swapped in a document with python-docx: `save.py BATCH IN OUT`; a line of the batch is old, tab, new."""

import sys
from pathlib import Path

from docx import Document
from docx.text.paragraph import Paragraph
from docx.oxml.ns import qn

batch, source, out = sys.argv[1:]
document = Document(source)


def words(paragraph):
    return "".join(run.text for run in paragraph.runs)


def swap(paragraph, old, new):
    """The new words stand in the run where the old ones began, as when somebody types over them; a number is a run apart."""
    start = words(paragraph).index(old)
    end, at = start + len(old), 0
    for run in paragraph.runs:
        text = run.text
        cut = [min(max(place - at, 0), len(text)) for place in (start, end)]
        if cut[0] < cut[1]:
            run.text = text[: cut[0]] + (new if at <= start else "") + text[cut[1] :]
        at += len(text)


for line in Path(batch).read_text(encoding="utf-8").splitlines():
    old, new = line.split("\t")
    paragraphs = [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]
    found = [paragraph for paragraph in paragraphs if old in words(paragraph)]
    assert len(found) == 1, f"{old}: {len(found)} times in the document"
    swap(found[0], old, new)
document.save(out)
