"""Reads the tag tree of a PDF, with its text, through poppler."""

import hashlib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

# Of one run of the checks, which begins with none.
KEPT = Path(__file__).parents[2] / "target/accept/tags"
# A case of the layout contract whose own template prints a note at its first mark alone.
SHARES_NOTES = "layout-note-apart-"


@dataclass
class Tag:
    """An element: its role, and its tags and texts in reading order."""

    role: str
    children: list = field(default_factory=list)

    def all(self, pattern):
        """Elements below this one whose role matches, in reading order."""
        for child in self.children:
            if isinstance(child, Tag):
                if re.fullmatch(pattern, child.role):
                    yield child
                yield from child.all(pattern)

    def texts(self, skip=()):
        """The pieces of text in this element, without those in some roles."""
        for child in self.children:
            if not isinstance(child, Tag):
                yield child
            elif child.role not in skip:
                yield from child.texts(skip)


def roles(pdf):
    """The tag tree of a file, without its text; this takes no time."""
    return tree(told("-struct", pdf))


def read(pdf):
    """The tag tree of a file, with its text. Poppler needs seconds for a long file, so what it says is kept."""
    with open(pdf, "rb") as file:
        kept = KEPT / f"{hashlib.file_digest(file, 'sha256').hexdigest()}.txt"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder, "plain.pdf")
            subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, plain], check=True)
            # Poppler 22 loses the words that follow an /ActualText inside a marked sequence. Typst writes one round
            # a no-break space or a soft hyphen, or a letter beside one; the letters inside are the same.
            sequence = rb"/Span<</ActualText(?:<[0-9a-f]*>|\((?:\\.|[^\\)])*\))>>BDC(.*?)EMC"
            plain.write_bytes(re.sub(sequence, unmarked, plain.read_bytes(), flags=re.S))
            text = told("-struct-text", plain)
        # All at once, since another check may ask for the same.
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(kept)
    return tree(kept.read_text(encoding="utf-8"))


def unmarked(match):
    """The sequence without its marks, as long as it was."""
    return match[1].rjust(len(match[0]) - 3) + b"   "


def told(option, pdf):
    """What Poppler says of a file's tags. Titles of headings that need two bytes a letter come as they stand in the file."""
    return subprocess.run(["pdfinfo", option, pdf], capture_output=True, check=True).stdout.decode(errors="replace")


def tree(text):
    """The tags that lines of Poppler tell of."""
    root = Tag("")
    path = [(-1, root)]
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        if words := re.fullmatch(r' *"(.*)"', line):
            while path[-1][0] >= indent:
                path.pop()
            path[-1][1].children.append(words[1])
        elif role := re.match(r' *([A-Z][A-Za-z0-9]*)(?=$|[ :])(?! \d)', line):
            while path[-1][0] >= indent:
                path.pop()
            tag = Tag(role[1])
            path[-1][1].children.append(tag)
            path.append((indent, tag))
    return root
