"""Compares the words that a PDF and a DOCX mark as another language: `languages.py PDF DOCX`."""

import re
import sys
import zipfile
from xml.etree import ElementTree

import pikepdf

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Words on both sides of such a tag do not belong together.
BLOCKS = re.compile("P|T[DH]|H[1-6]|Note|Caption|Lbl|LBody|TOCI|Title")


def merged(pieces, own):
    """Neighbouring pieces of one language as one, sorted; those in the document's own language only part them."""
    found, last = [], own
    for language, text in pieces:
        text = re.sub(r"\s", "", text)
        if language.partition("-")[0] == own.partition("-")[0]:
            last = own if text else last
        elif language == last and found:
            found[-1] = (language, found[-1][1] + text)
        elif text:
            found.append((language, text))
            last = language
    return sorted(found)


def letters(font):
    """What the codes of a font stand for, from its table for readers that copy text."""
    table = font["/ToUnicode"].read_bytes().decode("latin-1")
    wide = lambda digits: bytes.fromhex(digits).decode("utf-16-be")
    known = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            known[int(code, 16)] = wide(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                known[code] = chr(ord(wide(text)) + code - int(first, 16))
    return known


def marked(page):
    """The text of each piece of marked content on a page, with the language that the mark itself gives."""
    fonts, font, open_marks, found = {}, None, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1] if isinstance(operands[1], pikepdf.Dictionary) else pikepdf.Dictionary()
                number = properties.get("/MCID")
                open_marks.append(number if number is None else int(number))
                if number is not None:
                    language = properties.get("/Lang")
                    found[int(number)] = [None if language is None else str(language), ""]
            case "BMC":
                open_marks.append(None)
            case "EMC":
                open_marks.pop()
            case "Tf":
                name = str(operands[0])
                font = fonts[name] = fonts.get(name) or letters(page.Resources.Font[name])
            case "Tj" | "TJ":
                number = next((number for number in reversed(open_marks) if number is not None), None)
                shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                if number is not None:
                    pairs = (codes[at] << 8 | codes[at + 1] for at in range(0, len(codes) - 1, 2))
                    found[number][1] += "".join(font.get(code, "?") for code in pairs)
    return found


def of_pdf(file):
    """The words of a PDF in other languages, as its tags and marks tell them."""
    with pikepdf.open(file) as pdf:
        own = str(pdf.Root.Lang)
        pages = {page.objgen: marked(page) for page in pdf.pages}
        pieces = []

        def walk(node, language, page):
            if isinstance(node, pikepdf.Dictionary):
                page = node.get("/Pg", page)
                if node.get("/Type") == "/MCR":
                    return walk(node.MCID, language, page)
                language = str(node.get("/Lang", language))
                walk(node.get("/K"), language, page)
                if BLOCKS.fullmatch(str(node.get("/S", ""))[1:]):
                    pieces.append((own, "."))
            elif isinstance(node, pikepdf.Array):
                for kid in node:
                    walk(kid, language, page)
            elif node is not None:
                told, text = pages[page.objgen].get(int(node), (None, ""))
                pieces.append((told or language, text))

        walk(pdf.Root.StructTreeRoot.K, own, None)
        return merged(pieces, own)


def of_docx(file):
    """The same of a DOCX, as its runs tell them."""
    with zipfile.ZipFile(file) as package:
        styles, *texts = (ElementTree.fromstring(package.read(f"word/{part}.xml")) for part in ("styles", "document", "footnotes"))
    own = styles.find(f"{WORD}docDefaults//{WORD}lang").get(f"{WORD}val")
    pieces = []
    for paragraph in (paragraph for text in texts for paragraph in text.iter(f"{WORD}p")):
        for run in paragraph.iter(f"{WORD}r"):
            mark = run.find(f"{WORD}rPr/{WORD}lang")
            language = own if mark is None else mark.get(f"{WORD}val") or mark.get(f"{WORD}bidi")
            # The language of a PDF by Typst has no script.
            language = re.sub(r"-[A-Z][a-z]{3}\b", "", language)
            # A hyphen that does not break is an element, and what holds a dash has no sign in the PDF.
            words = ("-" if part.tag == f"{WORD}noBreakHyphen" else part.text or "" for part in run if part.tag in (f"{WORD}t", f"{WORD}noBreakHyphen"))
            pieces.append((language, "".join(words).replace("\u2060", "")))
        pieces.append((own, "."))
    return merged(pieces, own)


ours, theirs = of_pdf(sys.argv[1]), of_docx(sys.argv[2])
for side, only in (("PDF", [piece for piece in ours if piece not in theirs]), ("DOCX", [piece for piece in theirs if piece not in ours])):
    for language, text in only:
        print(f"only in the {side}: {language} {text}")
print(", ".join(f"{language} {text}" for language, text in ours) or "no words in another language")
print("other languages" if ours != theirs else "the same in both")
sys.exit(ours != theirs or not ours)
