"""Reads the tag tree of a PDF, with its text, through poppler."""

import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path


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

    def text(self, skip=()):
        """The text of this element without that of some roles."""
        parts = (child.text(skip) if isinstance(child, Tag) else child for child in self.children)
        return "" if self.role in skip else "".join(parts)


def read(pdf):
    """The tag tree of a file."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.pdf")
        # 3: qpdf had warnings.
        code = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, plain]).returncode
        assert code in (0, 3), f"qpdf cannot read {pdf}"
        # Poppler 22 loses the words that follow an /ActualText inside a marked sequence, and Typst writes one
        # round every no-break space. Blanks in their place keep the offsets of the file.
        marks = re.compile(rb"/Span<</ActualText<[0-9a-f]*>>>BDC(.*?)\bEMC\b", re.DOTALL)
        blanked = marks.sub(lambda m: b" " * (m.start(1) - m.start()) + m[1] + b"   ", plain.read_bytes())
        plain.write_bytes(blanked)
        run = subprocess.run(["pdfinfo", "-struct-text", plain], capture_output=True, check=True)
    root = Tag("")
    path = [(-1, root)]
    for line in run.stdout.decode().splitlines():
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


def squeezed(text):
    """Text without spaces: a line break in a PDF is none in a DOCX."""
    return "".join(text.split())
