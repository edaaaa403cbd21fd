"""Asks what LibreOffice made of DOCX files: `office.py FONTS PDFS SAVED FILE…`.

PDFS and SAVED hold the same files as PDF and saved again as DOCX. Every word has to be on a page, every picture and chart
has to be drawn, and in no other faces than those in FONTS. LibreOffice itself says nothing when it drops a part.
"""

import os
import posixpath
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def said_by(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def words(text):
    """Words and numbers, whatever their case; where a line may break is no matter of words."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text.replace("\xad", "")).casefold())


class Document:
    """What a DOCX has to show."""

    def __init__(self, file):
        self.words, self.letters, self.charted, self.pictures, self.running, self.charts = Counter(), set(), set(), 0, 0, 0
        with zipfile.ZipFile(file) as package:
            for name in package.namelist():
                if not re.fullmatch(r"word/(document|footnotes|header\d+|footer\d+|charts/chart\d+)\.xml", name):
                    continue
                root = ElementTree.fromstring(package.read(name))
                is_body = posixpath.basename(name).startswith(("document", "footnotes"))
                if name.startswith("word/charts/"):
                    for category in root.iter(f"{CHART}cat"):
                        self.charted.update(*(words(value.text or "") for value in category.iter(f"{CHART}v")))
                    continue
                count = sum(1 for _ in root.iter(PICTURE))
                if not is_body:
                    self.running += count
                    continue
                self.pictures += count
                self.charts += sum(1 for _ in root.iter(f"{CHART}chart"))
                for paragraph in root.iter(f"{WORD}p"):
                    text = text_of(paragraph)
                    self.letters.update(text)
                    self.words.update(words(text))


def text_of(paragraph):
    """The text of a paragraph. Page numbers in the contents are estimates until a program lays the pages out."""
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    # Hidden words for editors are on no page.
    if style is not None and style.get(f"{WORD}val") == "EditorNote":
        return ""
    out = []
    for part in paragraph.iter():
        # The letter of a note is no letter of the word before it; a program that draws it raised may set it apart.
        if part.tag == f"{WORD}rStyle" and part.get(f"{WORD}val") == "NoteLetter":
            out.append(" ")
        elif part.tag == f"{WORD}t":
            out.append(part.text or "")
        elif part.tag in (f"{WORD}tab", f"{WORD}br"):
            out.append("\t")
    text = "".join(out)
    if style is not None and re.fullmatch(r"TOC\d|TableofFigures", style.get(f"{WORD}val")):
        return text.rpartition("\t")[0]
    return text


def without_breaks(text):
    """The letters of a text without what parts words."""
    return re.sub(r"[\s\xad-]", "", text).casefold()


def look(file, fonts, pdfs, saved):
    """What is wrong with one file, and what was counted."""
    pdf, copy = pdfs / f"{file.stem}.pdf", saved / file.name
    # LibreOffice says that all went well, whatever happened.
    if not (pdf.exists() and copy.exists()):
        return ["could not be opened"], (0, 0, 0, 0)
    want, again = Document(file), Document(copy)
    text = said_by("pdftotext", pdf, "-")
    have, squeezed = Counter(words(text)), without_breaks(text)
    faults = []
    # A word may be parted where a line ends; then its letters still follow each other, in a narrow column in the order in
    # which they are drawn.
    lost = [word for word, count in (want.words - have).items() if squeezed.count(word) < want.words[word]]
    if lost:
        drawn = without_breaks(said_by("pdftotext", "-raw", pdf, "-"))
        lost = [word for word in lost if drawn.count(word) < want.words[word]]
    # A case of the layout contract whose words lie on each other on purpose: what is drawn there cannot be read.
    if file.name.startswith("layout-text-over-text-"):
        lost = []
    if lost:
        faults.append(f"lost words: {' '.join(lost[:8])}")
    if lost := [word for word in want.charted if word not in have and word not in squeezed]:
        faults.append(f"lost words of charts: {' '.join(sorted(lost)[:8])}")
    rows = said_by("pdfimages", "-list", pdf).splitlines()[2:]
    drawn, pages = sum(row.split()[2] == "image" for row in rows), text.count("\f")
    if not want.pictures + want.running <= drawn <= want.pictures + want.running * pages:
        faults.append(f"{drawn} pictures drawn of {want.pictures} and {want.running} in headers and footers")
    if again.pictures != want.pictures:
        faults.append(f"{again.pictures} pictures kept of {want.pictures}")
    if again.charts != want.charts:
        faults.append(f"{again.charts} charts kept of {want.charts}")
    names = {row.split()[0].rpartition("+")[2] for row in said_by("pdffonts", pdf).splitlines()[2:]}
    if not names or names - fonts.names:
        faults.append(f"other faces: {', '.join(sorted(names - fonts.names)) or 'none at all'}")
    if lost := sorted(letter for letter in want.letters if letter.isprintable() and ord(letter) not in fonts.letters):
        faults.append(f"no face has: {' '.join(f'U+{ord(letter):04X}' for letter in lost[:8])}")
    return faults, (pages, want.words.total(), want.pictures + want.running, want.charts)


class Fonts:
    """The names of the faces in a folder, and the letters that all faces of text have."""

    def __init__(self, folder):
        files = sorted(folder.glob("*.ttf"))
        self.names = set(said_by("fc-query", "--format", "%{postscriptname}\n", *files).split())
        self.letters = None
        for line in said_by("fc-query", "--format", "%{family}|%{charset}\n", *files).splitlines():
            family, ranges = line.split("|")
            if family.startswith("Carlito"):
                ends = [[int(end, 16) for end in part.split("-")] for part in ranges.split()]
                letters = {code for part in ends for code in range(part[0], part[-1] + 1)}
                self.letters = letters if self.letters is None else self.letters & letters


def main(fonts, pdfs, saved, *files):
    fonts, pdfs, saved, files = Fonts(Path(fonts)), Path(pdfs), Path(saved), [Path(file) for file in files]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda file: look(file, fonts, pdfs, saved), files))
    for file, (faults, _) in zip(files, results):
        if faults:
            print(f"{file.name}: {'; '.join(faults)}")
    counts = [sum(column) for column in zip(*(counts for _, counts in results))]
    print("{} files: {} pages, {} words, {} pictures, {} charts".format(len(files), *counts))
    return any(faults for faults, _ in results) or not all(counts)


sys.exit(main(*sys.argv[1:]))
