"""Opens DOCX files with python-docx and asks what validators do not: `word.py FILE…`.

Title, alternative texts and ids of pictures, and what Word would do otherwise than LibreOffice: see the functions.
"""

import re
import sys
from collections import Counter

import docx
from docx.oxml.ns import qn

# Properties of letters that cancel each other where a table's style and a paragraph's both set them.
TOGGLES = ["b", "i", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish"]
# An edition of the tests with references in all its titles, which are words there.
IN_TITLES = "references-titles"
# Lists that a program makes anew: their entries, by the names of their styles.
LISTS = re.compile(r"toc \d|table of figures", re.I)


def value(element, path, default=None):
    """An attribute `w:val` somewhere below an element."""
    found = None if element is None else element.find(path, {"w": qn("w:x")[1:-2]})
    return default if found is None else found.get(qn("w:val"), "1")


def number(element, path, name):
    found = None if element is None else element.find(path, {"w": qn("w:x")[1:-2]})
    return 0 if found is None else int(float(found.get(qn(name), 0)))


def is_on(said):
    return said not in (None, "0", "false", "off")


class Styles:
    """Styles with what they take over from those that they are based on."""

    def __init__(self, document):
        self.all = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        self.default = next((id for id, s in self.all.items() if s.get(qn("w:default")) == "1" and s.get(qn("w:type")) == "paragraph"), "")

    def chain(self, id):
        seen = set()
        while id in self.all and id not in seen:
            seen.add(id)
            yield self.all[id]
            id = value(self.all[id], "w:basedOn", "")

    def name(self, id):
        return value(self.all.get(id), "w:name", "")

    def toggles(self, id, path="w:rPr"):
        """What a style sets, the nearest in its chain first."""
        said = {}
        for style in self.chain(id):
            for name in TOGGLES:
                if (own := value(style, f"{path}/w:{name}")) is not None:
                    said.setdefault(name, is_on(own))
        return {name for name, on in said.items() if on}

    def by_table(self, id):
        """What a table's style sets, by the part of the table."""
        parts = {}
        for style in self.chain(id):
            for part in style.iter(qn("w:tblStylePr")):
                on = {name for name in TOGGLES if is_on(value(part, f"w:rPr/w:{name}"))}
                parts.setdefault(part.get(qn("w:type")), set()).update(on)
        return parts


def sections(body):
    """Each section's properties with the blocks before them."""
    blocks = []
    for block in body:
        if block.tag == qn("w:sectPr"):
            yield block, blocks
            return
        blocks.append(block)
        if (own := block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")) is not None:
            yield own, blocks
            blocks = []


def rows_that_do_not_fit(document):
    """Word adds the lower margins of cells to a row's height, LibreOffice does not: a cover breaks over two pages."""
    for section, blocks in sections(document.element.body):
        height = number(section, "w:pgSz", "w:h") - sum(abs(number(section, "w:pgMar", f"w:{side}")) for side in ("top", "bottom"))
        # Cover and back page fill the sheet: all their rows have to be on one.
        is_sheet = not number(section, "w:pgMar", "w:top") and not number(section, "w:pgMar", "w:bottom")
        run = 0
        for row in (row for block in blocks if block.tag == qn("w:tbl") for row in block.iterchildren(qn("w:tr"))):
            cells = [cell.find(f"{qn('w:tcPr')}/{qn('w:tcMar')}") for cell in row.iterchildren(qn("w:tc"))]
            margins = [number(cell, "w:bottom", "w:w") + number(cell, "w:top", "w:w") * (kind(row) != "exact") for cell in cells]
            tall = number(row, "w:trPr/w:trHeight", "w:val") + max(margins, default=0)
            run = run + tall if is_sheet else tall
            if run > height:
                yield f"rows of {run} twips with their margins on a page of {height}"
                break


def kind(row):
    height = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    return None if height is None else height.get(qn("w:hRule"))


def cancelled_toggles(document, styles):
    """Bold in a table's style and in a paragraph's of its cells is not bold in Word."""
    found = set()
    for table in document.element.iter(qn("w:tbl")):
        parts = styles.by_table(value(table, "w:tblPr/w:tblStyle", ""))
        rows = list(table.iterchildren(qn("w:tr")))
        for at, row in enumerate(rows):
            cells = list(row.iterchildren(qn("w:tc")))
            for column, cell in enumerate(cells):
                where = {"wholeTable"}
                where |= {"firstRow"} if at == 0 else {"lastRow"} if at == len(rows) - 1 else {"band1Horz", "band2Horz"}
                where |= {"firstCol"} if column == 0 else {"lastCol"} if column == len(cells) - 1 else {"band1Vert", "band2Vert"}
                set_by_table = set().union(*(parts.get(part, set()) for part in where))
                for paragraph in cell.iterchildren(qn("w:p")):
                    style = value(paragraph, "w:pPr/w:pStyle", styles.default)
                    found |= {(name, styles.name(style)) for name in set_by_table & styles.toggles(style)}
    for name, style in sorted(found):
        yield f"`{name}` is in the table's style and in `{style}`, so neither shows"


FIELD = re.compile(r"\s*(\w+)\s+(\S*)")


def pieces(paragraph, depth=None):
    """Runs of a paragraph, in turn: ("text", words) outside of fields, ("field", what it asks), ("result", words)."""
    depth = [] if depth is None else depth
    for element in paragraph.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t"), qn("w:tab"), qn("w:fldSimple"), qn("w:p")):
        if element.tag == qn("w:fldChar"):
            change = element.get(qn("w:fldCharType"))
            if change == "begin":
                depth.append("")
            elif depth and change == "separate":
                yield "field", depth[-1]
            elif depth and change == "end":
                depth.pop()
        elif element.tag == qn("w:instrText"):
            if depth:
                depth[-1] += element.text or ""
        elif element.tag == qn("w:fldSimple"):
            yield "field", element.get(qn("w:instr"))
        elif element.tag == qn("w:t"):
            simple = any(up.tag == qn("w:fldSimple") for up in element.iterancestors())
            yield ("result" if depth or simple else "text"), element.text or ""


def fields(document):
    depth = []
    for paragraph in document.element.body.iter(qn("w:p")):
        style = value(paragraph, "w:pPr/w:pStyle", "")
        for sort, words in pieces(paragraph, depth):
            if sort == "field" and (asked := FIELD.match(words)):
                yield style, asked[1].upper(), asked[2]


def entries(document, styles):
    """Updating a list of Word deletes the bookmarks that it points at: those must be of its own."""
    marks = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    pointed = 0
    for style, field, target in fields(document):
        is_entry = LISTS.fullmatch(styles.name(style))
        if field in ("REF", "PAGEREF", "NOTEREF") and target not in marks:
            yield f"{field} {target} leads nowhere"
        if is_entry and field == "PAGEREF":
            pointed += 1
            if not target.startswith("_Toc"):
                yield f"an entry of a list points at `{target}`"
        if not is_entry and target.startswith("_Toc"):
            yield f"{field} in a text points at `{target}`, which updating the contents deletes"
    for paragraph in document.element.body.iter(qn("w:p")):
        if LISTS.fullmatch(styles.name(value(paragraph, "w:pPr/w:pStyle", ""))):
            for link in paragraph.iter(qn("w:hyperlink")):
                if not (link.get(qn("w:anchor")) or "_Toc").startswith("_Toc"):
                    yield f"a link of a list leads to `{link.get(qn('w:anchor'))}`"
    if not pointed:
        yield "no contents"


def typed_numbers(document):
    """A number of a figure or table that is typed does not follow when one is added."""
    labels, depth = set(), []
    told = [list(pieces(paragraph, depth)) for paragraph in document.element.body.iter(qn("w:p"))]
    for paragraph in told:
        before = ""
        for sort, words in paragraph:
            if sort == "field" and re.match(r"\s*SEQ\b", words):
                labels.add(before.strip().casefold())
            before = before + words if sort == "text" else ""
    for label in filter(None, labels):
        for paragraph in told:
            text = "".join(words if sort == "text" else "\0" for sort, words in paragraph if words)
            if found := re.search(rf"\b{re.escape(label)}[\s\xa0]+\d+", text, re.I):
                yield f"`{found[0]}` is typed"


def pictures_of(document):
    roots = [document.element]
    roots += [part._element for part in document.part.package.iter_parts() if part is not document.part and hasattr(part, "_element")]
    return [picture for root in roots for picture in root.iter("{*}docPr")]


def faults(document, pictures):
    if not document.core_properties.title.strip():
        yield "no title"
    if not pictures:
        yield "no picture"
    for id, count in Counter(picture.get("id") for picture in pictures).items():
        if count > 1:
            yield f"{count} pictures of the same id {id}"
    for picture in pictures:
        decorative = any(mark.get("val") == "1" for mark in picture.iter("{*}decorative"))
        if not decorative and not picture.get("descr", "").strip():
            yield f"picture {picture.get('id')} has no alternative text"
    styles = Styles(document)
    yield from rows_that_do_not_fit(document)
    yield from cancelled_toggles(document, styles)
    yield from entries(document, styles)


def main(files):
    faulty, count = False, 0
    for file in files:
        document = docx.Document(file)
        pictures = pictures_of(document)
        count += len(pictures)
        found = list(faults(document, pictures))
        found += [] if IN_TITLES in file else typed_numbers(document)
        if found:
            faulty = True
            print(f"{file}: {'; '.join(dict.fromkeys(found))}")
    print(f"{len(files)} files: {count} pictures and charts")
    return faulty or not count


sys.exit(main(sys.argv[1:]))
