"""Compares what a PDF and a DOCX say: `parity.py PDF DOCX`."""

import difflib
import re
import sys
import zipfile
from xml.etree import ElementTree

import tags

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def of_pdf(file):
    """Headings, lines of the contents, and notes of a PDF."""
    root = tags.read(file)
    headings = ["".join(tag.texts()) for tag in root.all("H[1-6]")]
    # The last piece is the page.
    contents = ["".join(list(tag.texts())[:-1]) for tag in root.all("TOCI")]
    notes = ["".join(tag.texts(skip=("Lbl",))) for tag in root.all("Note")]
    return headings, contents, notes


def words(element):
    """The text of a paragraph or note."""
    parts = (part for run in element.iter(f"{W}r") for part in run)
    return "".join("\t" if part.tag == f"{W}tab" else part.text or "" for part in parts if part.tag in (f"{W}t", f"{W}tab"))


def value(element, path):
    """The attribute `w:val` of an element below."""
    found = element.find(path.replace("w:", W))
    return None if found is None else found.get(f"{W}val")


def of_docx(file):
    """The same of a DOCX; the numbers of its headings are counted as Word counts them."""
    with zipfile.ZipFile(file) as package:
        document, numbering, footnotes = (
            ElementTree.fromstring(package.read(f"word/{part}.xml")) for part in ("document", "numbering", "footnotes")
        )
    levels = {}
    for level in numbering.iter(f"{W}lvl"):
        if style := value(level, "w:pStyle"):
            levels[style] = (int(level.get(f"{W}ilvl")), value(level, "w:lvlText"))
    headings, contents, counters = [], [], [0] * 9
    for paragraph in document.iter(f"{W}p"):
        style = value(paragraph, "w:pPr/w:pStyle") or ""
        if re.match("Heading|TOCHeading|ListHeading", style):
            number = ""
            if style in levels:
                depth, pattern = levels[style]
                counters[depth:] = [counters[depth] + 1] + [0] * (8 - depth)
                number = re.sub(r"%(\d)", lambda m: str(counters[int(m[1]) - 1]), pattern) + " "
            headings.append(number + words(paragraph))
        elif re.fullmatch(r"TOC\d|TableofFigures", style):
            # The page behind the title is an estimate until Word updates it.
            contents.append(words(paragraph).rpartition("\t")[0])
    notes = {note.get(f"{W}id"): words(note) for note in footnotes if note.get(f"{W}type") is None}
    order = [mark.get(f"{W}id") for mark in document.iter(f"{W}footnoteReference")]
    return headings, contents, [notes[number] for number in order]


pdf, docx = sys.argv[1:]
wrong = []
for name, ours, theirs in zip(("headings", "contents", "notes"), of_pdf(pdf), of_docx(docx)):
    # Capitals are a matter of looks in headings.
    fold = str.casefold if name == "headings" else str
    ours, theirs = ([fold(tags.squeezed(text)) for text in texts] for texts in (ours, theirs))
    print(f"{len(ours)} {name}")
    if ours != theirs or not ours:
        wrong.append(name)
        print("\n".join(difflib.unified_diff(ours, theirs, "PDF", "DOCX", lineterm="", n=0)))
print(f"differ: {', '.join(wrong)}" if wrong else "the same in both")
sys.exit(bool(wrong))
