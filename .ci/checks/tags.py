"""Reads the tag tree of a PDF, with its text, through poppler."""

import re
import subprocess
from dataclasses import dataclass, field


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


def read(pdf):
    """The tag tree of a file."""
    # Poppler 22 loses the words that follow an /ActualText inside a marked sequence, as other readers may.
    # Typst writes one round a no-break space; the template sets none, and this reads the file as it is.
    run = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, check=True)
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
