"""Starts LibreOffice for a script that the Python with its `uno` runs."""

import subprocess
import sys
import time
from contextlib import contextmanager

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

STARTS_WITHIN = 60


def named(name, value):
    return PropertyValue(Name=name, Value=value)


def connected(pipe):
    """The office, once it answers."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(STARTS_WITHIN * 4):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    sys.exit("LibreOffice does not answer")


@contextmanager
def started(profile):
    """What makes services, and the desktop; the office ends with it."""
    pipe = f"quarterly-{profile.name}"
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connected(pipe)
        make = lambda name: context.ServiceManager.createInstanceWithContext(name, context)
        desktop = make("com.sun.star.frame.Desktop")
        yield make, desktop
        desktop.terminate()
        office.wait(STARTS_WITHIN)
    finally:
        if office.poll() is None:
            office.kill()
