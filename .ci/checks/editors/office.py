"""Words swapped in a document with LibreOffice: `office.py PROFILE BATCH IN OUT`, run by the Python that has its `uno`."""

import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

profile, batch, source, out = (Path(argument).resolve() for argument in sys.argv[1:])
PIPE = f"quarterly-{profile.name}"
STARTS_WITHIN = 60


def named(name, value):
    return PropertyValue(Name=name, Value=value)


def connected():
    """The office, once it answers."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(STARTS_WITHIN * 4):
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    sys.exit("LibreOffice does not answer")


office = subprocess.Popen(
    ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", f"--accept=pipe,name={PIPE};urp;"],
    stderr=subprocess.DEVNULL,
)
try:
    context = connected()
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (named("Hidden", True),))
    for line in batch.read_text(encoding="utf-8").splitlines():
        old, new = line.split("\t")
        swap = document.createReplaceDescriptor()
        swap.SearchString, swap.ReplaceString, swap.SearchCaseSensitive = old, new, True
        count = document.replaceAll(swap)
        assert count == 1, f"{old}: {count} times in the document"
    document.storeToURL(out.as_uri(), (named("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    desktop.terminate()
    office.wait(STARTS_WITHIN)
finally:
    if office.poll() is None:
        office.kill()
