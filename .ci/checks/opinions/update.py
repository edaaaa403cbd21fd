"""Computes fields and lists of DOCX files anew with LibreOffice and saves them: `update.py PROFILE OUT FILE…`, run by the
Python that has its `uno`. Each is saved as DOCX and as PDF."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from started import named, started

profile, out, *files = (Path(argument).resolve() for argument in sys.argv[1:])
with started(profile) as (make, desktop):
    dispatcher = make("com.sun.star.frame.DispatchHelper")
    for file in files:
        document = desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, (named("Hidden", True),))
        frame = document.CurrentController.Frame
        # Numbers of pages are those of the pages as they are before: the lists have to be as long first.
        for _ in range(2):
            dispatcher.executeDispatch(frame, ".uno:UpdateAll", "", 0, ())
        for ending, writer in (("docx", "MS Word 2007 XML"), ("pdf", "writer_pdf_Export")):
            document.storeToURL((out / f"{file.stem}.{ending}").as_uri(), (named("FilterName", writer),))
        document.close(True)
