"""Words swapped in a document with python-docx: `save.py BATCH IN OUT`; a line of the batch is old, tab, new."""

import sys
from pathlib import Path

from docx import Document
from docx.text.paragraph import Paragraph
from docx.oxml.ns import qn

batch, source, out = sys.argv[1:]
document = Document(source)
for line in Path(batch).read_text(encoding="utf-8").splitlines():
    old, new = line.split("\t")
    paragraphs = [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]
    runs = [run for paragraph in paragraphs for run in paragraph.runs if old in run.text]
    assert len(runs) == 1, f"{old}: {len(runs)} times in the document"
    runs[0].text = runs[0].text.replace(old, new)
document.save(out)
