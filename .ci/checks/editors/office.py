"""Words swapped in a document with LibreOffice: `office.py PROFILE BATCH IN OUT`, run by the Python that has its `uno`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from started import named, started

profile, batch, source, out = (Path(argument).resolve() for argument in sys.argv[1:])
with started(profile) as (_, desktop):
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (named("Hidden", True),))
    for line in batch.read_text(encoding="utf-8").splitlines():
        old, new = line.split("\t")
        swap = document.createReplaceDescriptor()
        swap.SearchString, swap.ReplaceString, swap.SearchCaseSensitive = old, new, True
        count = document.replaceAll(swap)
        assert count == 1, f"{old}: {count} times in the document"
    document.storeToURL(out.as_uri(), (named("FilterName", "MS Word 2007 XML"),))
    document.close(True)
