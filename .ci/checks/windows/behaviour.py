"""What is other on Windows than on Linux, tried under Wine: `behaviour.py CACHE [--control]`.

Paths, names and lines of Windows, files that are open or read-only, locks, Ctrl-C and consoles. `--control` tries one
of them with nothing in the way, which has to be told as a fault.
"""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

cache = Path(sys.argv[1])
source = Path(__file__).resolve().parents[3]
program, helper = "Z:\\cache\\quarterly.exe", "Z:\\cache\\helper.exe"
linux = cache / "linux"
drive = cache / "prefix/drive_c/tried"
tried = cache / "tried"
STEM = "kazakhstan-2023-q2"


class NotAsOnWindows(Exception):
    """A habit of Windows that the program does not meet."""


def expect(holds, what, run=None):
    if not holds:
        said = "" if run is None else f"\nended with {run.returncode}\n{run.stdout}{run.stderr}"
        raise NotAsOnWindows(f"{what}{said}")


def win(path):
    return "Z:" + str(path).replace("/", "\\")


def wine(*arguments, cwd=tried, exe=program, **more):
    more.setdefault("stdin", subprocess.DEVNULL)
    run = subprocess.run(["wine64", exe, *map(str, arguments)], cwd=cwd, capture_output=True, timeout=300, **more)
    # What comes through a pipe is UTF-8, whatever the code page.
    run.stdout, run.stderr = run.stdout.decode("utf-8"), run.stderr.decode("utf-8")
    return run


def edition(folder):
    """The example in a folder of its own."""
    shutil.copytree(source / "data/kazakhstan", folder)
    return folder / "2023-q2.toml"


def small(folder, more="", series="test"):
    """A small edition."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (source / "golden/suite/minimal/series.toml").read_text(encoding="utf-8")
    (folder / "series.toml").write_text(re.sub(r'(?m)^id *= *".*"', f'id = "{series}"', text), encoding="utf-8")
    spec = folder / "edition.toml"
    spec.write_text((source / "golden/suite/minimal/edition.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    return spec


def built(*arguments, code=0, **more):
    run = wine("build", *arguments, **more)
    expect(run.returncode == code, f"it ends with {code}", run)
    return run


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def as_on_linux(out):
    expect(contents(out) == contents(linux / "example"), f"{out} has the bytes of Linux")


def refused(run, *words):
    expect(run.returncode == 2, "it is refused", run)
    for word in words:
        expect(word in run.stderr, f"it says {word!r}", run)
    expect("panicked" not in run.stderr, "no words of the runtime", run)


# Paths.

def backslashes_spaces_and_cyrillic():
    folder = tried / "sp ace & (1)" / "Қазақстан – отчёт"
    spec = edition(folder)
    built(win(spec), "--out", win(folder / "го тово"), "--keep")
    as_on_linux(folder / "го тово")
    run = wine("build", win(folder / "нет.toml"))
    refused(run, "нет.toml", "Қазақстан – отчёт")


def drives():
    shutil.rmtree(drive, ignore_errors=True)
    edition(drive)
    (drive / "below").mkdir()
    calls = [
        (drive, "2023-q2.toml", "out-1"),
        (drive / "below", "..\\2023-q2.toml", "..\\out-2"),
        (tried, "C:\\tried\\2023-q2.toml", "c:\\TRIED\\out-3"),
        (drive, "C:2023-q2.toml", "C:out-4"),
        (drive, ".\\2023-q2.toml", "below/../out-5\\"),
        (tried, "C:/tried/2023-q2.toml", "\\\\?\\C:\\tried\\out-6"),
    ]
    for at, (cwd, spec, out) in enumerate(calls, 1):
        built(spec, "--out", out, "--keep", cwd=cwd)
        as_on_linux(drive / f"out-{at}")
    spec = drive / "wrong.toml"
    spec.write_text((drive / "2023-q2.toml").read_text(encoding="utf-8").replace("{{ departures.total", "{{ departure.total", 1), encoding="utf-8")
    run = wine("check", "C:\\tried\\wrong.toml", "--format", "sarif")
    expect('"uri": "file:///C:/tried/wrong.toml"' in run.stdout, "SARIF has its address", run)
    refused(wine("check", "C:\\tried\\wrong.toml"), "C:/tried/wrong.toml:")


def paths_in_a_spec():
    """No way of naming a file in a spec leads out of its folder."""
    spec = small(tried / "in-a-spec")
    (tried / "secret.csv").write_text("month,a\n2023-Q1,1\n", encoding="utf-8")
    table = "\n[figures.y]\nlabel = 'Y'\nsource = 'letter'\ncsv = {{ file = '{}', key = 'month', value = 'a', as = 'values' }}\n"
    wrong = spec.with_name("wrong.toml")
    for path in (
        "C:\\secret.csv", "C:secret.csv", "C:/secret.csv", "\\secret.csv", "/secret.csv", "..\\secret.csv", "../secret.csv", "Z:../secret.csv",
        "//server/share/x.csv", "//?/Z:/cache/tried/secret.csv", "NUL", "con", "COM1.csv", "sub/../../secret.csv", "series.toml:stream", "series.toml::$DATA",
    ):
        wrong.write_text(spec.read_text(encoding="utf-8") + table.format(path), encoding="utf-8")
        refused(wine("build", win(wrong), "--out", "never"), "error[", "wrong.toml:")
    expect(not (tried / "never").exists(), "nothing is written")


def longer_than_260():
    folder = tried
    for letter in "abc":
        folder = folder / (letter * 120)
    folder.mkdir(parents=True)
    edition(folder / "kz")
    built(win(folder / "kz/2023-q2.toml"), "--out", win(folder / "out"), "--keep")
    as_on_linux(folder / "out")
    # Also by names that are short only until the folder is put before them.
    above = tried / ("a" * 120)
    below = folder.relative_to(above)
    built(f"{below}/kz/2023-q2.toml".replace("/", "\\"), "--out", f"{below}/again".replace("/", "\\"), "--keep", cwd=above)
    as_on_linux(folder / "again")
    # In a folder that is that deep itself, Windows starts no program, ours or another.
    expect(wine("console", "65001", program, "--version", cwd=folder, exe=helper).returncode == 5, "another program starts there: try ours")


def names_of_devices():
    folder = tried / "devices"
    spec = small(folder)
    for name in ("con.toml", "nul.toml", "COM1.toml", "aux"):
        shutil.copy(spec, folder / name)
        for path in (name, win(folder / name)):
            run = wine("build", path, "--out", "out-" + name, cwd=folder)
            expect(run.returncode in (0, 2) and "panicked" not in run.stderr, f"{path} is answered", run)
    for name in ("NUL", "con", "Z:\\NUL", "lpt1", "NUL.txt", "a:b", "a?b", "a|b", "tail.", "tail "):
        run = wine("build", win(spec), "--out", name, cwd=folder)
        expect(run.returncode in (0, 2) and "panicked" not in run.stderr, f"--out {name} is answered", run)
        if run.returncode == 2:
            refused(run, "error[cannot-write]", "hint: ")
        run = wine("check", win(spec), "--record", name, cwd=folder)
        expect(run.returncode in (0, 1, 2) and "panicked" not in run.stderr, f"--record {name} is answered", run)


def names_of_outputs():
    """What an author names may not become a device, a stream or another folder."""
    plain = re.compile(r"^(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[^:|?*<>\"\\]*[^. ]$", re.I)
    chart = "\n[charts.{0}]\nfigure = '{1}'\nkind = 'columns'\ntitle = 'T'\nperiods = [{2}]\n"
    folder = tried / "outputs"
    spec = edition(folder)
    text = spec.read_text(encoding="utf-8").replace("[charts.visas]", "[charts.con]").replace("chart:visas)", "chart:con)").replace("#fig-visas)", "#fig-con)")
    expect("[charts.con]" in text, "the example has a chart of visas; mend this check")
    spec.write_text(text, encoding="utf-8")
    run = wine("build", win(spec), "--out", win(folder / "out"), "--keep")
    if run.returncode == 0:
        names = [path.name for path in (folder / "out").rglob("*")]
        expect(all(plain.match(name) for name in names), f"names are plain: {names}")
        expect(any(name.endswith(".svg") and "con" in name for name in names), f"the chart `con` is written: {names}")
    else:
        refused(run, "con", "hint: ")


# Files.

def lines_of_windows():
    """An edition saved with CRLF: the same charts and Word document, the same places in messages."""
    spec = edition(tried / "crlf")
    for file in spec.parent.rglob("*"):
        if file.suffix in (".toml", ".csv"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    built(win(spec), "--out", "crlf-out", "--keep")
    found, known = contents(tried / "crlf-out"), contents(linux / "example")
    same = [name for name in known if name.endswith((".docx", ".svg", "report.json", "record.csv"))]
    expect(len(same) > 9 and all(found[name] == known[name] for name in same), "charts and DOCX are those of LF")
    for newline in (b"\n", b"\r\n"):
        wrong = spec.with_name("wrong.toml")
        text = spec.read_bytes().replace(b"\r\n", b"\n").replace(b"{{ departures.total", b"{{ departure.total", 1)
        line, column = place = next((at, one.index(b"departure.total") + 1) for at, one in enumerate(text.split(b"\n"), 1) if b"{{ departure.total" in one)
        wrong.write_bytes(text.replace(b"\n", newline))
        refused(wine("build", win(wrong)), f"wrong.toml:{line}:{column}", "did you mean `departures`?")
    return f"line {place[0]}, column {place[1]}"


def open_in_another_program(is_held=True):
    spec = small(tried / "open")
    out = tried / "open-out"
    built(win(spec), "--out", win(out))
    before = contents(out)
    spec.write_text(spec.read_text(encoding="utf-8").replace('title  = "', 'title  = "Not '), encoding="utf-8")
    for ending in (".pdf", ".docx"):
        file = next(out.glob("*" + ending))
        holder = subprocess.Popen(["wine64", helper, "hold", win(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        expect(holder.stdout.readline().strip() == "held", f"{file} is held open")
        if not is_held:
            holder.communicate("")
        run = wine("build", win(spec), "--out", win(out))
        if is_held:
            holder.communicate("")
        expect(run.returncode == 2, f"{file.name} is open elsewhere, and was replaced", run)
        refused(run, "error[cannot-write]", file.name, "close it in Word or Acrobat")
        expect(contents(out) == before, "all files are as they were")
    built(win(spec), "--out", win(out))
    expect(contents(out) != before, "it is built when the file is closed")


def read_only_files():
    spec = edition(tried / "read-only")
    for file in spec.parent.rglob("*"):
        if file.is_file():
            file.chmod(0o444)
    out = tried / "read-only-out"
    built(win(spec), "--out", win(out), "--keep")
    as_on_linux(out)
    for file in out.rglob("*"):
        if file.is_file():
            file.chmod(0o444)
    (out / f"{STEM}.pdf").chmod(0o644)
    (out / f"{STEM}.pdf").write_bytes(b"%PDF-1.7 of before")
    (out / f"{STEM}.pdf").chmod(0o444)
    before = contents(out)
    run = wine("build", win(spec), "--out", win(out), "--keep")
    if run.returncode == 0:
        as_on_linux(out)
        return "they are replaced"
    refused(run, "error[cannot-write]", "hint: ")
    expect(contents(out) == before, "all files are as they were", run)
    return "they are refused"


def read_only_folder():
    for out in ("Z:\\src\\out", "Z:\\proc\\nowhere"):
        refused(wine("build", win(small(tried / "read-only-folder")), "--out", out), "error[cannot-write]", "hint: ")


# Several at a time, and such as are stopped.

def two_editions():
    """Editions of one name that differ in every file, and all files of each."""
    one, other = edition(tried / "two/a"), edition(tried / "two/b")
    text = other.read_text(encoding="utf-8")
    changed = text.replace("total  = 1653", "total  = 1753", 1)
    expect(text != changed, "the example has a total of 1653; mend this check")
    other.write_text(changed, encoding="utf-8")
    files = []
    for spec in (one, other):
        out = spec.parent.with_suffix(".out")
        run = wine("build", win(spec), "--out", win(out), "--keep")
        expect(run.returncode in (0, 1), "it is built", run)
        files.append(contents(out))
    expect(files[0].keys() == files[1].keys() and files[0] != files[1], "they differ")
    return (one, other), files


def whole(out, files, what):
    found = contents(out)
    found.pop(".quarterly-lock", None)
    expect(found in files, f"{what}: the files are all of one build: {sorted(found)}")


def locks():
    specs, files = two_editions()
    out = tried / "locks"
    for _ in range(3):
        running = [subprocess.Popen(["wine64", program, "build", win(specs[at % 2]), "--out", win(out), "--keep"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for at in range(4)]
        for process in running:
            said = process.communicate()
            expect(process.returncode in (0, 1), f"each of them is built: {said}")
        whole(out, files, "four at a time")
    expect(not [path.name for path in out.iterdir() if path.name.startswith(".quarterly")], "nothing is left")


def killed():
    specs, files = two_editions() if not (tried / "two").exists() else known_two()
    out = tried / "killed"
    built(win(specs[0]), "--out", win(out), "--keep")
    met = 0
    for at in range(12):
        process = subprocess.Popen(["wine64", program, "build", win(specs[at % 2]), "--out", win(out), "--keep"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not list(out.glob(".quarterly-unfinished-*")):
            pass
        time.sleep(at * 0.002)
        met += process.poll() is None
        process.kill()
        process.wait()
        # Also an edition that cannot be built mends what it finds.
        refused(wine("build", win(tried / "none.toml"), "--out", win(out)), "error[")
        whole(out, files, f"killed at {at}")
    expect(met > 0, "no build was met while it wrote")
    return f"{met} of 12 were met while they wrote"


def known_two():
    specs = (tried / "two/a/2023-q2.toml", tried / "two/b/2023-q2.toml")
    return specs, [contents(tried / "two/a.out"), contents(tried / "two/b.out")]


def on_a_console(*arguments):
    """Runs the helper on a terminal: only there is a console that Ctrl-C can be pressed on."""
    said = tried / "console.txt"
    quoted = " ".join(f"'{argument}'" for argument in arguments)
    line = f"wine64 '{helper}' {quoted} >'{said}' 2>&1"
    subprocess.run(["script", "-qec", line, "/dev/null"], stdin=subprocess.DEVNULL, capture_output=True, timeout=300, cwd=tried)
    return said.read_bytes().decode("utf-8").replace("\r", "")


def ctrl_c():
    specs, files = two_editions() if not (tried / "two").exists() else known_two()
    out = tried / "ctrl-c"
    built(win(specs[0]), "--out", win(out), "--keep")
    ends = []
    for at in range(6):
        said = on_a_console("interrupt", win(out), program, "build", win(specs[(at + 1) % 2]), "--out", win(out), "--keep")
        expect("ended with" in said, f"it ends: {said}")
        ends.append(said.split("ended with ")[1].split()[0])
        whole(out, files, f"Ctrl-C, {said.strip()}")
        expect(not [path.name for path in out.iterdir() if path.name.startswith(".quarterly")], "nothing is left")
    expect("0xc000013a" in ends, f"one was stopped by it: {ends}")
    return ", ".join(ends)


# Consoles.

def consoles():
    spec = small(tried / "console", "\n[[chapter]]\nid = 'x'\ntitle = 'X'\ntext = '''\nҚазақстан – қоныс: {{ viza }}.\n'''\n")
    for page in (437, 866, 1251, 65001):
        said = on_a_console("console", str(page), program, "check", win(spec))
        expect("ended with 0x2" in said, f"code page {page}: it is refused: {said}")
        expect("Қазақстан – қоныс: {{ viza }}." in said, f"code page {page}: the words are shown: {said}")
        expect("─" in said and "│" in said, f"code page {page}: the frame is shown: {said}")
        expect("\x1b" not in said and "←[" not in said and "\ufffd" not in said, f"code page {page}: no signs of terminals: {said}")
        said = on_a_console("console", str(page), program, "--help")
        expect("Usage: quarterly" in said and "\x1b" not in said and "←[" not in said, f"code page {page}: the help is plain: {said}")
        said = on_a_console("console", str(page), program, "build", "--nothing")
        expect("unexpected argument" in said and "\x1b" not in said and "←[" not in said, f"code page {page}: the fault is plain: {said}")
        said = on_a_console("console", str(page), program, "build", win(spec), win(spec.with_name("none.toml")), "--out", win(tried / "never"))
        expect("\x1b" not in said and "←[" not in said, f"code page {page}: the bar is plain: {said}")


def pipes():
    spec = tried / "console/edition.toml"
    run = wine("check", win(spec))
    refused(run, "Қазақстан – қоныс: {{ viza }}.")


CHECKS = [
    backslashes_spaces_and_cyrillic, drives, paths_in_a_spec, longer_than_260, names_of_devices, names_of_outputs,
    lines_of_windows, open_in_another_program, read_only_files, read_only_folder, locks, killed, ctrl_c, consoles, pipes,
]

only = [name for name in sys.argv[2:] if not name.startswith("--")]
shutil.rmtree(tried, ignore_errors=True)
tried.mkdir(parents=True)
if "--control" in sys.argv:
    try:
        open_in_another_program(is_held=False)
    except NotAsOnWindows as fault:
        sys.exit(f"not as on Windows: {fault}")
    sys.exit(0)
failed = 0
for check in CHECKS:
    if only and check.__name__ not in only:
        continue
    start = time.monotonic()
    try:
        detail = check()
        print(f"ok {check.__name__.replace('_', ' ')}{f': {detail}' if detail else ''} ({time.monotonic() - start:.1f} s)", flush=True)
    except (NotAsOnWindows, subprocess.TimeoutExpired, UnicodeDecodeError, OSError) as fault:
        failed += 1
        print(f"FAILED {check.__name__.replace('_', ' ')}: {fault}", flush=True)
sys.exit(failed > 0)
