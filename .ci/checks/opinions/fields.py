"""Compares what fields print in DOCX files with what another program computed: `fields.py FOLDER FILE…`.

FOLDER holds the same files as that program saved them. It may write a field otherwise, so each is known by what it asks for
and where it leads. A number of a figure or reference has to be the same. Pages of the contents are estimates, and a list that
is made anew may have more lines: of those, most have to be the same.
"""

import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ASKED = re.compile(r"\s*(SEQ|REF|NOTEREF)\s+\"?(\S+?)\"?(?=\s|$)")


def fields(file):
    """What is asked for, where it leads, and what is printed, in turn."""
    with zipfile.ZipFile(file) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    open_fields = []
    for element in body.iter():
        if element.tag == f"{WORD}fldSimple":
            if asked := ASKED.match(element.get(f"{WORD}instr") or ""):
                yield asked[1], asked[2], "".join(element.itertext())
        elif element.tag == f"{WORD}fldChar":
            change = element.get(f"{WORD}fldCharType")
            if change == "begin":
                open_fields.append(["", "", False])
            elif open_fields and change == "separate":
                open_fields[-1][2] = True
            elif open_fields and change == "end":
                asks, printed, _ = open_fields.pop()
                if asked := ASKED.match(asks):
                    yield asked[1], asked[2], printed
        elif element.tag == f"{WORD}instrText" and open_fields:
            open_fields[-1][0] += element.text or ""
        elif element.tag == f"{WORD}t" and open_fields and open_fields[-1][2]:
            open_fields[-1][1] += element.text or ""


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


def entries(file):
    """Lines that end in the number of a page, without what counts them."""
    with zipfile.ZipFile(file) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    for paragraph in body.iter(f"{WORD}p"):
        text = "".join("\t" if part.tag == f"{WORD}tab" else part.text or "" for part in paragraph.iter() if part.tag in (f"{WORD}tab", f"{WORD}t"))
        if found := re.fullmatch(r"\s*(.*?)\s*\t(\d+|[ivx]+)", text, re.S):
            yield re.sub(r"^[\d.]+\s+", "", plain(found[1])), found[2]


def look(file, saved):
    ours, theirs = list(fields(file)), list(fields(saved))
    want = Counter((kind, to, plain(printed)) for kind, to, printed in ours)
    have = Counter((kind, to, plain(printed)) for kind, to, printed in theirs)
    # What the other program keeps as words, it has not computed.
    kept = {(kind, to) for kind, to, _ in theirs}
    wrong = [entry for entry in (want - have) if entry[:2] in kept]
    theirs = {}
    for line, page in entries(saved):
        theirs.setdefault(line, page)
    pages = [(line, page, theirs[line]) for line, page in entries(file) if line in theirs]
    return len(ours), sum(entry[:2] in kept for entry in ours), wrong, have, pages


def main(folder, *files):
    asked = computed = faulty = 0
    told = []
    for file in map(Path, files):
        saved = Path(folder, file.name)
        if not saved.exists():
            print(f"{file.name}: could not be opened")
            faulty += 1
            continue
        count, known, wrong, have, pages = look(file, saved)
        asked, computed = asked + count, computed + known
        for kind, to, printed in wrong:
            theirs = [other for kind_, to_, other in have if (kind_, to_) == (kind, to)]
            print(f"{file.name}: {kind} {to} prints `{printed}`, the other program {theirs}")
        others = [f"`{line}` on page {ours}, the other program {theirs}" for line, ours, theirs in pages if ours != theirs]
        if others:
            print(f"{file.name}: {len(others)} of {len(pages)} pages are others: {'; '.join(others[:3])}")
        faulty += bool(wrong)
        told += [ours == theirs for _, ours, theirs in pages]
    print(f"{len(files)} files: {computed} of {asked} numbers and references computed, {faulty} files with others")
    print(f"{sum(told)} of {len(told)} pages of contents and lists are the same")
    return faulty or not computed or sum(told) < 0.8 * len(told) or not told


sys.exit(main(*sys.argv[1:]) > 0)
