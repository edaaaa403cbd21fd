"""Makes a draft of a release on GitHub, for a person to read and publish: `publish.py TAG FOLDER`. Needs GH_TOKEN and
GH_REPO, as the program `gh` does."""

import os
import subprocess
import sys
from pathlib import Path

from facts import ROOT, version

NOTES = """\
Which file: `windows-x64.zip` for Windows 10 and 11, `linux-x64.tar.gz` for Linux, `macos-arm64.tar.gz` for Macs with
Apple's own processors. Unpack it and open `READ ME FIRST.txt`; `docs/install.md` in it says more, `docs/for-it.md` is for
your IT. The program is not signed. `SHA256SUMS` has the sum of each file, and
`gh attestation verify FILE --repo {repo}` tells from which commit and by which workflow it was built.
"""


def command(tag, folder, repo):
    """What is asked of `gh`: a draft, of a tag that exists, with every file of the folder."""
    assert tag == f"v{version()}", f"the tag is {tag}, but Cargo.toml has version {version()}"
    files = sorted(str(path) for path in Path(folder).iterdir())
    notes = NOTES.format(repo=repo)
    draft = ["gh", "release", "create", tag, "--draft", "--verify-tag"]
    return [*draft, "--title", f"quarterly {version()}", "--notes", notes, *files]


if __name__ == "__main__":
    subprocess.run(command(sys.argv[1], sys.argv[2], os.environ["GH_REPO"]), cwd=ROOT, check=True)
