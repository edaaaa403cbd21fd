"""Counts the tags of PDFs against what the template was given: `structure.py PDF REPORT_JSON…`."""

import json
import sys
from collections import Counter
from pathlib import Path

import tags


def nodes(value):
    """Every object of the payload that has a kind."""
    if isinstance(value, dict):
        if "kind" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)


def expected(report):
    """How often each role has to stand in the PDF."""
    count = Counter()
    # "Contents" is a heading too, and so is that of each list below them.
    count["H1"] = 1 + (report["glance"] is not None) + len(report["chapters"])
    count["H2"] = report["list_of_figures"] + report["list_of_tables"]
    count["H2"] += sum(len(chapter["topics"]) for chapter in report["chapters"])
    count["Figure"] = (report["cover"]["photo"] is not None) + sum(logo["image"] is not None for logo in report["cover"]["logos"])
    count["spark"] = sum("spark" in tile for tile in (report["glance"] or {}).get("tiles", []))
    for node in nodes(report):
        match node["kind"]:
            case "heading":
                count[f"H{node['level']}"] += 1
            case "note":
                # Each mark has a note of its own.
                count["Note"] += 1
            case "chart":
                count["Figure"] += 1
                count["Caption"] += 1
            case "unavailable":
                # The place of a chart that is not there keeps its caption.
                count["Caption"] += 1
            case "photo":
                count["Figure"] += 1
            case "legislation":
                count[f"H{node['level']}"] += node["title"] != ""
            case "event":
                count["Figure"] += len(node["photos"])
                count[f"H{node['level']}"] += node["title"] != ""
            case "terms":
                count[f"H{node['level']}"] += len(node["items"])
            case "list":
                count["LI"] += len(node["items"])
            case "table":
                count["Table"] += 1
                count["Caption"] += node["caption"] is not None
                # The cell that names its row heads it.
                names = len(node["rows"]) * (node["row_head"] is not None)
                count["TH"] += len(node["columns"]) + names
                count["TR"] += 1 + len(node["rows"])
                count["TD"] += sum(len(row) for row in node["rows"]) - names
    return count


def main(files):
    total, faulty = Counter(), False
    for pdf, report in zip(files[::2], files[1::2], strict=True):
        want = expected(json.loads(Path(report).read_text(encoding="utf-8")))
        found = Counter(tag.role for tag in tags.roles(pdf).all("H[1-6]|Note|Figure|Caption|LI|Table|TH|TR|TD"))
        # The series of tiles stand where the page has room for all of them, or nowhere.
        sparks = want.pop("spark", 0)
        want["Figure"] += sparks if found["Figure"] != want["Figure"] else 0
        if Path(pdf).name.startswith(tags.SHARES_NOTES):
            want["Note"] = 1
        total += want
        wrong = [f"{role}: {want[role]} wanted, {found[role]} found" for role in sorted(want | found) if want[role] != found[role]]
        # Even the shortest edition has a title of its contents and a chapter.
        if want["H1"] < 2:
            wrong.append("no chapter")
        if wrong:
            faulty = True
            print(f"{pdf}: {'; '.join(wrong)}")
    print(f"{len(files) // 2} files: {', '.join(f'{role} {total[role]}' for role in sorted(total))}")
    return faulty or not files


sys.exit(main(sys.argv[1:]))
