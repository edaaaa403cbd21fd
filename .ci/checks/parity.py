"""Compares what PDFs and DOCX files say: `parity.py PDF DOCX…`."""

import difflib
import json
import os
import re
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import tags

# Letters of text in the shortest edition; fewer mean that the text was not found.
LEAST = 20


def squeezed(texts):
    """Text without spaces and capitals: where lines break, and capitals in headings, are matters of looks."""
    return re.sub(r"[\s\xad]", "", "".join(texts)).casefold()


def of_pdf(file):
    """Headings, lines of the contents, notes, and the text."""
    root = tags.read(file)
    headings = [list(tag.texts()) for tag in root.all("H[1-6]")]
    # The last piece is the page.
    contents = [list(tag.texts())[:-1] for tag in root.all("TOCI")]
    # Each mark has a note of its own, numbered in the order of the marks, as in Word.
    marks = ["".join(mark.texts()) for mark in outside(root, "Note") if mark.role == "Lbl"]
    found = [("".join("".join(mark.texts()) for mark in tag.all("Lbl")), tag) for tag in root.all("Note")]
    numbered = [mark for mark in marks if mark in {number for number, _ in found}]
    if Path(file).name.startswith(tags.SHARES_NOTES):
        numbered = numbered[:1]
    if sorted(numbered) != sorted(number for number, _ in found):
        sys.exit(f"{file}: the marks {numbered}, the notes {[number for number, _ in found]}")
    noted = dict(found)
    notes = [[number, " ", *noted[number].texts(skip={"Lbl"})] for number in numbered]
    return headings, contents, notes, root.texts(skip={"Lbl", "Note", "TOC", "Figure"})


def outside(tag, role):
    """The elements below one, without those in some role, in reading order."""
    for child in tag.children:
        if isinstance(child, tags.Tag) and child.role != role:
            yield child
            yield from outside(child, role)


def words(element):
    """The text of a paragraph or note, without marks of notes and arrows, which are drawn in the PDF."""
    for run in element.iter("r"):
        if value(run, "rPr/rStyle") != "FootnoteReference":
            for part in run:
                if part.tag == "t":
                    # A joiner keeps words on one line; the PDF has no sign for it.
                    yield re.sub("[↑→↓\u2060]", "", part.text or "")
                elif part.tag == "noBreakHyphen":
                    yield "-"
                elif part.tag in ("tab", "br"):
                    yield "\t" if part.tag == "tab" else "\n"


def value(element, path):
    """The attribute `val` of an element below."""
    found = element.find(path)
    return None if found is None else found.get("val")


def parsed(file, name):
    """A part of a DOCX, its names without their namespaces."""
    with zipfile.ZipFile(file) as package:
        root = ElementTree.fromstring(package.read(name))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    return root


def of_docx(file):
    """The same of a DOCX; the numbers of its headings are counted as Word counts them."""
    document, numbering, footnotes = (parsed(file, f"word/{part}.xml") for part in ("document", "numbering", "footnotes"))
    levels = {}
    for level in numbering.iter("lvl"):
        if style := value(level, "pStyle"):
            levels[style] = (int(level.get("ilvl")), value(level, "lvlText"))
    headings, contents, text, badge, counters = [], [], [], [], [0] * 9
    for paragraph in document.iter("p"):
        style = value(paragraph, "pPr/pStyle") or ""
        line = "".join(words(paragraph))
        if re.fullmatch(r"TOC\d|TableofFigures", style):
            # The page behind the title is an estimate until Word updates it.
            contents.append(line.rpartition("\t")[0])
            continue
        # Hidden words for editors, which no PDF has.
        if style == "EditorNote":
            continue
        # Titles of events, laws and terms, and headings that are no topics, have a level of the outline by their styles.
        if line and re.fullmatch("CardTitle|NoteTitle|Term|Subheading", style):
            headings.append(line)
        if re.match("Heading|TOCHeading|ListHeading", style):
            if style in levels and paragraph.find("pPr/numPr") is None:
                depth, pattern = levels[style]
                counters[depth:] = [counters[depth] + 1] + [0] * (8 - depth)
                line = re.sub(r"%(\d)", lambda m: str(counters[int(m[1]) - 1]), pattern) + line
            headings.append(line)
        # In the PDF, the date of an event is read behind its title; in a row of Word it stands in the cell before it.
        if re.fullmatch("CardDay|CardMonth", style):
            badge.append(line)
            continue
        if style == "CardTitle":
            text += [line, *badge]
            badge = []
            continue
        text += badge
        badge = []
        # The cover may show placeholders instead of pictures, so the comparison begins behind it.
        if text or (line and re.match("Imprint|TOCHeading", style)):
            text.append(line)
    notes = {note.get("id"): "".join(words(note)) for note in footnotes if note.get("type") is None}
    order = [mark.get("id") for mark in document.iter("footnoteReference")]
    # Word numbers notes in the order of their marks.
    return headings, contents, [f"{count} {notes[number]}" for count, number in enumerate(order, 1)], text


def drawn(pdf):
    """What stands beside the small series of the tiles, which Word does not have, and the alternative texts of charts."""
    report = Path(pdf).with_suffix(".inputs") / "report.json"
    report = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"glance": None, "chapters": []}
    tiles = (report["glance"] or {}).get("tiles", [])
    series = [squeezed(tile["spark"]["span"]) for tile in tiles if "spark" in tile]
    charts = [block for chapter in report["chapters"] for block in chapter["blocks"] if block["kind"] == "chart"]
    return series, [squeezed(chart["image"]["alt"]) for chart in charts]


def is_told_by(line, alts):
    """Whether a note only tells what is drawn in a chart: Word has no lines of reference and no remarks in charts."""
    pieces = [squeezed(piece.strip(" .")) for piece in line.partition(":")[2].split(";")]
    return all(piece and any(piece in alt for alt in alts) for piece in pieces)


def back_cover(ours, theirs, paragraphs):
    """The end of the DOCX, if it is the back cover that the PDF does without: where the chapters end on a left page.

    It says nothing that the imprint does not say: each of its lines stands in the PDF too.
    """
    end, lines = theirs[len(ours) :] if theirs.startswith(ours) else "", []
    for line in reversed([line for paragraph in paragraphs for line in paragraph.split("\n")]):
        if squeezed(lines) == end:
            break
        lines.insert(0, line)
    is_whole = squeezed(lines) == end
    return end if is_whole and all(squeezed(line) in ours for line in lines) else ""


def difference(ours, theirs):
    """Where two texts part."""
    at = len(os.path.commonprefix([ours, theirs]))
    return f"PDF:  {ours[max(at - 50, 0) : at + 90]}\nDOCX: {theirs[max(at - 50, 0) : at + 90]}"


def compare(pdf, docx):
    """What differs between two files, and how much was compared."""
    *ours, our_text = of_pdf(pdf)
    *theirs, their_text = of_docx(docx)
    wrong, counts = [], []
    for name, left, right in zip(("headings", "contents", "notes"), ours, theirs):
        left, right = [*map(squeezed, left)], [*map(squeezed, right)]
        if name == "notes" and Path(pdf).name.startswith(tags.SHARES_NOTES):
            right = right[:1]
        counts.append(len(left))
        if left != right:
            wrong.append(name)
            print("\n".join(difflib.unified_diff(left, right, "PDF", "DOCX", lineterm="", n=0)))
    first = squeezed(their_text[:1])
    left = first + squeezed(our_text).partition(first)[2]
    spans, alts = drawn(pdf)
    lines = [line for paragraph in their_text for line in paragraph.split("\n")]
    right = squeezed(line for line in lines if squeezed(line) in left or not is_told_by(line, alts))
    for span in spans:
        # They stand in the order of their tiles, or nowhere.
        left = left.replace(span, "", 1)
    right = right[: len(right) - len(back_cover(left, right, their_text))]
    if left != right or len(left) < LEAST:
        wrong.append("text")
        print(difference(left, right))
    if wrong:
        print(f"{docx}: differ: {', '.join(wrong)}")
    return wrong, [*counts, len(left)]


def main(files):
    pairs = list(zip(files[::2], files[1::2], strict=True))
    # Poppler is what takes the time.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(tags.read, files[::2]))
    results = [compare(*pair) for pair in pairs]
    counts = [sum(column) for column in zip(*(counts for _, counts in results))]
    print("{} pairs: {} headings, {} contents, {} notes, {} letters of text".format(len(pairs), *counts))
    return any(wrong for wrong, _ in results) or not all(counts)


sys.exit(main(sys.argv[1:]))
