//! Each kind of edit of how a document looks, and what programs change of it by themselves.

use libtest_mimic::Failed;

use super::kinds::{SECOND, THIRD};
use super::package::{DOCUMENT, Package, cut};

type Kind = (&'static str, fn(&mut Package) -> Result<(), Failed>);

pub(super) const LOOKS: &[Kind] = &[
    ("words raised", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words lowered", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:vertAlign w:val=\"subscript\"/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words in capitals", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:caps/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words in small capitals", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:smallCaps/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words in red, larger", |p| {
        let red = "<w:rPr><w:color w:val=\"FF0000\"/><w:sz w:val=\"30\"/></w:rPr>";
        p.edit("<w:t xml:space=\"preserve\">The last", &format!("{red}<w:t xml:space=\"preserve\">The last"))
    }),
    ("reference leads elsewhere", |p| {
        let whole = p.paragraph(THIRD)?;
        p.edit(&whole, &whole.replace("REF fig_visas", "REF tab_offices"))
    }),
    ("alignment", |p| format_of(p, "<w:jc w:val=\"right\"/>")),
    ("spaces around a paragraph", |p| format_of(p, "<w:spacing w:before=\"480\" w:after=\"0\"/>")),
    ("indent", |p| format_of(p, "<w:ind w:left=\"720\" w:firstLine=\"360\"/>")),
    ("page break before a paragraph", |p| format_of(p, "<w:pageBreakBefore/>")),
    ("list of another kind", |p| {
        let item = p.paragraph("The second item")?;
        let list = "<w:pPr><w:pStyle w:val=\"ListBullet\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"900\"/></w:numPr></w:pPr>";
        p.edit(&item, &item.replace("<w:pPr><w:pStyle w:val=\"ListBullet\"/></w:pPr>", list))?;
        let numbers = "<w:abstractNum w:abstractNumId=\"900\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"upperLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>";
        p.swap("word/numbering.xml", "<w:abstractNum ", &format!("{numbers}<w:abstractNum "))?;
        let number = "<w:num w:numId=\"900\"><w:abstractNumId w:val=\"900\"/></w:num></w:numbering>";
        p.swap("word/numbering.xml", "</w:numbering>", number)
    }),
    ("page break new", |p| {
        let whole = p.paragraph(SECOND)?;
        p.edit(&whole, &format!("{whole}<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"))
    }),
    ("column break in a paragraph", |p| {
        p.edit("comes here, and it", &cut("comes here,", "<w:r><w:br w:type=\"column\"/></w:r>", " and it"))
    }),
    ("section new, on its side", |p| {
        let whole = p.paragraph(SECOND)?;
        let section =
            "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/></w:sectPr></w:pPr>";
        p.edit(&whole, &whole.replacen("</w:pPr>", section, 1))
    }),
    ("section missing", |p| {
        let document = p.text(DOCUMENT)?;
        let start = document.find("<w:sectPr>").unwrap_or_default();
        let end = document.find("</w:sectPr>").unwrap_or_default() + "</w:sectPr>".len();
        p.edit(&document[start..end], "")
    }),
    ("style defined otherwise", |p| {
        let styles = p.text("word/styles.xml")?;
        let at = styles.find("w:styleId=\"BodyText\"").unwrap_or_default();
        let end = at + styles[at..].find("</w:style>").unwrap_or_default();
        let own = "<w:pPr><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:sz w:val=\"30\"/></w:rPr>";
        let head = &styles[at..end];
        let head = head.split("<w:pPr>").next().unwrap_or(head).to_owned();
        let text = format!("{}{head}{own}{}", &styles[..at], &styles[end..]);
        p.set("word/styles.xml", text);
        Ok(())
    }),
    ("what Word adds when it saves", |p| {
        let text = p.text(DOCUMENT)?;
        let text = text.replace(
            "<w:p>",
            "<w:p w:rsidR=\"00A1\" w:rsidRDefault=\"00A1\"><w:proofErr w:type=\"spellStart\"/>",
        );
        let text = text.replace("<w:r><w:t ", "<w:r w:rsidRPr=\"00A2\"><w:lastRenderedPageBreak/><w:t ");
        p.set(
            DOCUMENT,
            text.replace(
                "<w:p w:rsidR=\"00A1\" w:rsidRDefault=\"00A1\"><w:proofErr w:type=\"spellStart\"/><w:pPr>",
                "<w:p w:rsidR=\"00A1\"><w:pPr>",
            ),
        );
        let settings = "<w:rsids><w:rsidRoot w:val=\"00A1\"/></w:rsids></w:settings>";
        p.swap("word/settings.xml", "</w:settings>", settings)?;
        let body = "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Odd\"><w:name w:val=\"Odd\"/><w:rsid w:val=\"00A1\"/></w:style></w:styles>";
        p.swap("word/styles.xml", "</w:styles>", body)?;
        p.swap(
            "docProps/app.xml",
            "<Application>quarterly</Application>",
            "<Application>Microsoft Office Word</Application>",
        )
    }),
    ("styles written anew by LibreOffice", |p| {
        p.swap("word/styles.xml", "<w:sz w:val=\"22\"/>", "<w:sz w:val=\"24\"/>")?;
        p.swap("docProps/app.xml", "<Application>quarterly", "<Application>LibreOffice/7.4.7.2$Linux_X86_64")
    }),
];

/// Something of a paragraph beside its style.
fn format_of(package: &mut Package, properties: &str) -> Result<(), Failed> {
    let whole = package.paragraph("The last paragraph")?;
    package.edit(&whole, &whole.replacen("</w:pPr>", &format!("{properties}</w:pPr>"), 1))
}
