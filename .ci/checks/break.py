"""Writes files that are broken on purpose, one for each check: `break.py PDF DOCX INPUTS OUT`."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

pdf, docx, inputs, out = map(Path, sys.argv[1:])


def replace(text, *pairs):
    """Text with the first match of each pattern replaced: a control that changes nothing is none."""
    for pattern, new in pairs:
        text, count = re.subn(pattern, new, text, count=1)
        assert count == 1, f"nothing to break: {pattern}"
    return text


def write_pdf(name, *pairs):
    """A copy of the PDF; replacements keep the length, or the file would be broken in another way."""
    plain, damaged = out / "plain.qdf", out / "damaged.qdf"
    if not plain.exists():
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, plain], check=True)
    before = plain.read_bytes()
    after = replace(before, *pairs)
    assert len(before) == len(after)
    damaged.write_bytes(after)
    # PDF/A counts the bytes of streams; what qpdf writes for people to read would break that rule too.
    subprocess.run(["qpdf", "--newline-before-endstream", damaged, out / name], check=True)


def write_docx(name, **parts):
    """A copy of the DOCX with other parts: `document=[(pattern, new)]`, or its relations: `**{"document.xml": …}`."""
    with zipfile.ZipFile(docx) as package, zipfile.ZipFile(out / name, "w", zipfile.ZIP_DEFLATED) as copy:
        for item in package.infolist():
            text = package.read(item)
            stem = Path(item.filename).stem
            if item.filename.endswith((".xml", ".rels")) and stem in parts:
                text = replace(text, *parts.pop(stem))
            copy.writestr(item, text)
    assert not parts, f"no such part: {parts}"


(out / "truncated.pdf").write_bytes(pdf.read_bytes()[: pdf.stat().st_size * 3 // 4])

# The smallest page with a word in a font that every reader has to bring itself.
objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    "<</Length 28>>stream\nBT/F 9 Tf 9 9 Td(word)Tj ET   \nendstream",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
]
page, places = "%PDF-1.7\n", []
for number, body in enumerate(objects, 1):
    places.append(len(page))
    page += f"{number} 0 obj\n{body}\nendobj\n"
rows = "".join(f"{place:010} 00000 n \n" for place in places)
page += f"xref\n0 6\n0000000000 65535 f \n{rows}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(page)}\n%%EOF\n"
(out / "helvetica.pdf").write_text(page)

# Only rewritten, not broken: what refuses it would refuse the others for nothing.
write_pdf("rewritten.pdf")
write_pdf("untagged.pdf", (rb"/StructTreeRoot (\d+ 0 R)", rb"/StructTreeXoot \1"))
write_pdf("speechless.pdf", (rb"(?m)^  /Alt ", rb"  /Alx "))
write_pdf("unrelated.pdf", (rb"/AFRelationship ", rb"/AFRelationshix "))
write_pdf("roles.pdf", (rb"/S /H2\b", b"/S /P "), (rb"/S /TH\b", b"/S /TD"), (rb"/S /Note\b", b"/S /Span"))

write_docx("disorder.docx", document=[(rb"<w:pPr>(<w:pStyle [^>]*/>)(<w:[^>]*/>)</w:pPr>", rb"<w:pPr>\2\1</w:pPr>")])
write_docx("unstyled.docx", document=[(rb'<w:pStyle w:val="BodyText"/>', b'<w:pStyle w:val="NoSuchStyle"/>')])
write_docx("dangling.docx", document=[(rb"</w:p>", rb'<w:hyperlink r:id="rId999"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>')])
write_docx(
    "nameless.docx",
    core=[(rb"<dc:title>[^<]*</dc:title>", b"")],
    document=[(rb'<wp:docPr id="2"', b'<wp:docPr id="1"'), (rb'(<wp:docPr [^>]*)descr="[^"]*"', rb"\1")],
)
write_docx(
    "reworded.docx",
    document=[(rb'(<w:pStyle w:val="Heading2"/>.*?<w:t[^>]*>)', rb"\1Not ")],
    footnotes=[(rb"(<w:footnoteRef/>.*?<w:t[^>]*>)([^<]+</w:t></w:r></w:p>)", rb"\1Not \2")],
)
write_docx("renumbered.docx", document=[(rb'(<w:pStyle w:val="TableNumber(?:Kept)?"/>(?:(?!</w:p>).)*?<w:t[^>]*>)(\d)', rb"\g<1>7\2")])
# Five edits as Word saves them: a word changed, one replaced and tracked, a paragraph gone, one new, a note changed.
by = rb'w:id="9001" w:author="An Editor" w:date="2023-08-01T10:00:00Z"'
begin = rb'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:bookmarkStart w:id="\d+" w:name="_spec_[0-9a-f]+"/><w:r><w:t [^>]*>'
tracked = rb'\1</w:t></w:r><w:del %s><w:r><w:delText>\2</w:delText></w:r></w:del><w:ins %s><w:r><w:t>others</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
write_docx(
    "edited.docx",
    document=[
        # From the end to the beginning, so that each edit is in a paragraph of its own.
        (rb"(?s)(.*)(" + begin + rb")(\w+)", rb"\1\2Changed"),
        (rb"(?s)(.*" + begin + rb"\w+ )(\w+)(?=.*Changed)", tracked % (by, by)),
        (rb"(?s)(.*)" + begin + rb"[^<]*</w:t></w:r><w:bookmarkEnd [^>]*/></w:p>(?=.*<w:del )", rb"\1"),
        (rb'(?s)(<w:p><w:pPr><w:pStyle w:val="BodyText"/>)', rb"<w:p><w:r><w:t>A paragraph of an editor.</w:t></w:r></w:p>\1"),
    ],
    footnotes=[(rb"(<w:footnoteRef/>.*?<w:t[^>]*>)([^<]+</w:t></w:r></w:p>)", rb"\1Not \2")],
)
# A template as a unit makes it from a document: other colours and face, wider margins, a header of its own.
write_docx(
    "template.docx",
    theme1=[(rb'(<a:accent1><a:srgbClr val=")\w{6}', rb"\g<1>7A1F3D"), (rb'(<a:minorFont><a:latin typeface=")[^"]*', rb"\g<1>DejaVu Serif")],
    styles=[(rb'(w:styleId="Heading1".*?<w:color w:val=")\w{6}', rb"\g<1>7A1F3D")],
    document=[(rb'(?s)(.*<w:pgMar [^>]*w:left=")[1-9]\d+', rb"\g<1>1800")],
    header1=[(rb"(<w:t[^>]*>)[^<]*", rb"\1The header of a unit")],
)
write_docx("unfit.docx", document=[(rb'(?s)(.*<w:pgMar [^>]*w:left=")[1-9]\d+', rb"\g<1>9000")])
# What Word shows otherwise than LibreOffice: a row higher by the lower margin of its cells, bold that cancels bold, entries
# of the contents at bookmarks that the text refers to; and a number of a figure that somebody typed.
write_docx("tall.docx", document=[(rb'(<w:trHeight w:val="15996"(?:(?!</w:tcMar>).)*<w:bottom w:w=")0', rb"\g<1>900")])
write_docx(
    "unbold.docx",
    styles=[(rb'(w:styleId="BrandTable".*?<w:tblStylePr w:type="firstRow">.*?<w:rPr>)', rb"\1<w:b/>")],
)
write_docx("untied.docx", document=[(rb" PAGEREF _Toc\d+ ", b" PAGEREF fig_visas ")])
write_docx("typed.docx", document=[(rb'(<w:pStyle w:val="BodyText"/></w:pPr><w:bookmarkStart [^>]*/><w:r><w:t[^>]*>)', rb"\1Figure 1 and ")])
# What readers go by: the place of a mark, an alternative text, the end of the file.
write_docx("noteless.docx", document=[(rb'(<w:footnoteReference w:id=")\d+', rb"\g<1>999")])
write_docx("silent.docx", document=[(rb'(<pic:cNvPr [^>]*)descr="[^"]+"', rb"\1"), (rb'(<wp:docPr [^>]*)descr="[^"]+"', rb"\1")])
(out / "cut.docx").write_bytes(docx.read_bytes()[: docx.stat().st_size * 3 // 4])
# What no document that was built may have of a template: a picture of another machine.
write_docx("outside.docx", **{"document.xml": [(rb"</Relationships>", rb'<Relationship Id="rId990" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://example.org/a.png" TargetMode="External"/></Relationships>')]})
# What LibreOffice drops without a word: a hidden paragraph, and a picture and a chart that nothing leads to.
write_docx("hidden.docx", document=[(rb'(<w:pStyle w:val="BodyText"/></w:pPr><w:bookmarkStart [^>]*/><w:r>)(<w:t)', rb"\1<w:rPr><w:vanish/></w:rPr>\2")])
write_docx("unpictured.docx", **{"document.xml": [(rb'<Relationship [^>]*media/image3[^>]*/>', b"")]})
write_docx("unplotted.docx", **{"document.xml": [(rb'<Relationship [^>]*charts/chart2[^>]*/>', b"")]})
# Letters and a face that the bundled fonts do not have.
write_docx("foreign.docx", document=[(rb'(<w:pStyle w:val="BodyText"/></w:pPr><w:bookmarkStart [^>]*/><w:r><w:t[^>]*>)', rb"\1&#28450; ")])
write_docx("otherwise.docx", document=[(rb'(<w:pStyle w:val="BodyText"/></w:pPr><w:bookmarkStart [^>]*/><w:r>)(<w:t)', rb'\1<w:rPr><w:rFonts w:ascii="DejaVu Serif" w:hAnsi="DejaVu Serif"/></w:rPr>\2')])
write_docx("miscounted.docx", document=[(rb'(<w:pgNumType w:fmt="decimal" w:start=")1"', rb'\g<1>3"')])
write_docx("misnumbered.docx", document=[(rb"(SEQ Figure .*?<w:t[^>]*>)1(?=<)", rb"\g<1>7")])
write_docx("recharted.docx", chart1=[(rb"(<c:numCache>.*?<c:v>)", rb"\g<1>7")])

# One digit of the payload, as it could go wrong between the program and the template.
shutil.copytree(inputs, out / "inputs", dirs_exist_ok=True)
payload = out / "inputs" / "report.json"
payload.write_bytes(replace(payload.read_bytes(), (rb'("number": ?")\d', rb"\g<1>0")))
attached = next(file for file in (inputs / "attachments").glob("*.toml") if re.search(r"^period", file.read_text(), re.M))
source = attached.read_text(encoding="utf-8")
(out / "unknown-key.toml").write_text("kolour = 1\n" + source, encoding="utf-8")
series = (inputs / "attachments" / "series.toml").read_text(encoding="utf-8")
(out / "unknown-series-key.toml").write_text("kolour = 1\n" + series, encoding="utf-8")
(out / "changed.toml").write_text(replace(source, (r'(?m)^(title *= ")', r"\1Not ")), encoding="utf-8")

# A workbook whose sheet has an element that no schema knows.
with zipfile.ZipFile(docx) as package:
    book = next(name for name in package.namelist() if name.endswith(".xlsx"))
    with zipfile.ZipFile(package.open(book)) as parts, zipfile.ZipFile(out / "broken.xlsx", "w", zipfile.ZIP_DEFLATED) as copy:
        for item in parts.infolist():
            text = parts.read(item)
            copy.writestr(item, replace(text, (rb"<sheetData>", b"<cells/><sheetData>")) if item.filename.endswith("sheet1.xml") else text)
