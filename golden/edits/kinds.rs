//! Each kind of edit that an editor makes, as the XML of a program.

use libtest_mimic::Failed;

use super::package::{DOCUMENT, Package, cut, deleted, inserted, mark, moved, run};

type Kind = (&'static str, fn(&mut Package) -> Result<(), Failed>);

/// Words of the edition.
pub(super) const SECOND: &str = "A second paragraph of words comes here, and it links to ";
pub(super) const THIRD: &str = "A third paragraph says what ";

/// Edits of words and paragraphs.
pub(super) const WORDS: &[Kind] = &[
    ("nothing", |_| Ok(())),
    ("word tracked", |p| {
        p.edit(
            "most of them",
            &cut("", &format!("{}{}", deleted("most"), inserted(&run("nearly all"))), " of them"),
        )
    }),
    ("word not tracked", |p| p.edit("most of them", "nearly all of them")),
    ("number tracked", |p| {
        let whole = p.paragraph("There were ")?;
        let tracked = cut("", &format!("{}{}", deleted("1,653"), inserted(&run("1,635"))), "");
        p.edit(&whole, &whole.replace(">1,653<", &format!(">{tracked}<")))
    }),
    ("number not tracked", |p| {
        let whole = p.paragraph("There were ")?;
        p.edit(&whole, &whole.replace(">1,653<", ">1,635<"))
    }),
    ("number of another style", |p| p.edit("<w:rPr><w:rStyle w:val=\"Computed\"/></w:rPr>", "")),
    ("moved by cut and paste", |p| {
        let whole = p.paragraph(SECOND)?;
        let item = p.paragraph("The second item")?;
        p.edit(&whole, "")?;
        p.edit(&item, &format!("{item}{whole}"))
    }),
    ("moved, and its words changed", |p| {
        let whole = p.paragraph("The first item")?;
        let third = p.paragraph("The third item")?;
        p.edit(&whole, "")?;
        p.edit(&third, &format!("{third}{}", whole.replace("is short", "is brief")))
    }),
    ("merged, and words of both changed", |p| {
        let (first, second) = (p.paragraph("The first item")?, p.paragraph("The second item")?);
        let content = second.split_once("</w:pPr>").map_or("", |(_, rest)| rest).replace("longer", "long");
        p.edit(&second, "")?;
        p.edit(&first, &first.replace("short", "brief").replace("</w:p>", &content))
    }),
    ("moved, tracked, the bookmark stays", |p| {
        let whole = p.paragraph("The first item")?;
        let text = run("The first item of the list is short.");
        let third = p.paragraph("The third item")?;
        p.edit(&whole, &whole.replace(&text, &moved("moveFrom", &text)))?;
        let style = "<w:p><w:pPr><w:pStyle w:val=\"ListBullet\"/></w:pPr>";
        p.edit(&third, &format!("{third}{style}{}</w:p>", moved("moveTo", &text)))
    }),
    ("moved, tracked, the bookmark goes along", |p| {
        let whole = p.paragraph("The first item")?;
        let text = run("The first item of the list is short.");
        let third = p.paragraph("The third item")?;
        let style = "<w:p><w:pPr><w:pStyle w:val=\"ListBullet\"/></w:pPr>";
        p.edit(&third, &format!("{third}{}", whole.replace(&text, &moved("moveTo", &text))))?;
        p.edit(&whole, &format!("{style}{}</w:p>", moved("moveFrom", &text)))
    }),
    ("split", |p| {
        p.edit("comes here, and it", "comes here,</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t xml:space=\"preserve\"> and it")
    }),
    ("split, the second half without a bookmark", |p| {
        let whole = p.paragraph("The second item")?;
        let first = whole.replace(" of the list is longer.", "");
        p.edit(&whole, &format!("{first}<w:p>{}</w:p>", run("of the list is longer.")))
    }),
    ("split, tracked", |p| {
        let whole = p.paragraph(SECOND)?;
        let new = whole.replace("</w:pPr>", &mark("ins")).replace(
            "comes here, and it",
            "comes here,</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t xml:space=\"preserve\"> and it",
        );
        p.edit(&whole, &new)
    }),
    ("merged", |p| {
        let (first, second) = (p.paragraph("The first item")?, p.paragraph("The second item")?);
        let content = second.split_once("</w:pPr>").map_or("", |(_, rest)| rest);
        p.edit(&second, "")?;
        p.edit(&first, &first.replace("</w:p>", content))
    }),
    ("merged, the bookmark of the second lost", |p| {
        let (first, second) = (p.paragraph("The first item")?, p.paragraph("The second item")?);
        p.edit(&second, "")?;
        p.edit(
            &first,
            &first.replace("</w:p>", &format!("{}</w:p>", run(" The second item of the list is longer."))),
        )
    }),
    ("merged, tracked", |p| {
        let first = p.paragraph("The first item")?;
        p.edit(&first, &first.replace("</w:pPr>", &mark("del")))
    }),
    ("heading", |p| p.edit(">Flows of the quarter</w:t>", ">Flows of this quarter</w:t>")),
    ("caption", |p| p.edit(". Visas issued, by citizenship</w:t>", ". Visas, by citizenship</w:t>")),
    ("cell", |p| p.edit(">Quiet again</w:t>", ">Calm again</w:t>")),
    ("source line", |p| {
        let source = p.paragraph("Source: ")?;
        p.edit(&source, &source.replace("Ministry of Internal Affairs", "The Ministry"))
    }),
    ("tile", |p| p.edit("visas issued in the quarter", "visas issued in these months")),
    ("cover", |p| p.edit(">A test of what comes back<", ">A trial of what comes back<")),
    ("paragraph retyped, its bookmark lost", |p| {
        let whole = p.paragraph("The last paragraph")?;
        p.edit(
            &whole,
            &format!(
                "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr>{}</w:p>",
                run("The final paragraph of the edition ends here.")
            ),
        )
    }),
    ("new item", |p| {
        let whole = p.paragraph("The second item")?;
        p.edit(
            &whole,
            &format!(
                "{whole}<w:p><w:pPr><w:pStyle w:val=\"ListBullet\"/></w:pPr>{}</w:p>",
                run("An item more.")
            ),
        )
    }),
    ("items swapped", |p| {
        let (first, second) = (p.paragraph("The first item")?, p.paragraph("The second item")?);
        p.edit(&format!("{first}{second}"), &format!("{second}{first}"))
    }),
    ("paragraph deleted, tracked", |p| {
        let whole = p.paragraph("The last paragraph")?;
        let text = "The last paragraph of the edition ends here.";
        p.edit(&whole, &whole.replace(&run(text), &deleted(text)))
    }),
    ("paragraph deleted", |p| {
        let whole = p.paragraph("The last paragraph")?;
        p.edit(&whole, "")
    }),
    ("paragraph copied", |p| {
        let whole = p.paragraph("The last paragraph")?;
        p.edit(&whole, &format!("{whole}{whole}"))
    }),
    ("sentence moved to another paragraph, tracked", |p| {
        let sentence = " with a note of its own.";
        p.edit(" shows, with a note of its own.", &cut(" shows,", &moved("moveFrom", &run(sentence)), ""))?;
        p.edit(
            "of the edition ends here.",
            &cut("of the edition ends here.", &moved("moveTo", &run(sentence)), ""),
        )
    }),
    ("row deleted", |p| {
        let row = p.element("w:tr", ">Centre<")?;
        p.edit(&row, "")
    }),
    ("row new", |p| {
        let row = p.element("w:tr", ">Centre<")?;
        let mut new = row.replace("Centre", "West").replace("Busy and loud", "Empty").replace("Bad", "Fine");
        new = new.split('<').filter(|tag| !tag.starts_with("w:bookmark")).collect::<Vec<_>>().join("<");
        p.edit(&row, &format!("{row}{new}"))
    }),
    ("spaces and quotation marks", |p| {
        let text = p.text(DOCUMENT)?.replace(" of the ", "\u{a0}of the ").replace("office's", "office’s");
        p.set(DOCUMENT, text);
        Ok(())
    }),
    ("style", |p| {
        let whole = p.paragraph("The last paragraph")?;
        p.edit(&whole, &whole.replace("w:val=\"BodyText\"", "w:val=\"Heading3\""))
    }),
    ("words made italic", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words struck out", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:strike/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words hidden", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:vanish/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("words highlighted", |p| {
        p.edit(
            "<w:t xml:space=\"preserve\">The last",
            "<w:rPr><w:highlight w:val=\"yellow\"/></w:rPr><w:t xml:space=\"preserve\">The last",
        )
    }),
    ("a formula put in", |p| {
        let formula = "<m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><m:r><m:t>x=1</m:t></m:r></m:oMath>";
        p.edit(
            "<w:r><w:t xml:space=\"preserve\">The last",
            &format!("{formula}<w:r><w:t xml:space=\"preserve\">The last"),
        )
    }),
    ("a sign of a font put in", |p| {
        let sign = "<w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/></w:r>";
        p.edit(
            "<w:r><w:t xml:space=\"preserve\">The last",
            &format!("{sign}<w:r><w:t xml:space=\"preserve\">The last"),
        )
    }),
    ("italic taken away", |p| {
        p.edit(
            "<w:rPr><w:rStyle w:val=\"Emphasis\"/></w:rPr><w:t xml:space=\"preserve\">ad hoc",
            "<w:t xml:space=\"preserve\">ad hoc",
        )
    }),
];

/// Edits of what is not words.
pub(super) const OTHERS: &[Kind] = &[
    ("note mark deleted, tracked", |p| {
        let mark = mark_of(p, 1)?;
        p.edit(&mark, &deleted(&mark))
    }),
    ("note mark deleted", |p| {
        let mark = mark_of(p, 1)?;
        p.edit(&mark, "")
    }),
    ("note mark moved", |p| {
        let mark = mark_of(p, 1)?;
        p.edit(&mark, "")?;
        p.edit(
            "<w:t xml:space=\"preserve\"> at best.</w:t></w:r>",
            &format!("<w:t xml:space=\"preserve\"> at best.</w:t></w:r>{mark}"),
        )
    }),
    ("note text", |p| p.swap("word/footnotes.xml", ">Law on ", ">The law on ")),
    ("note new", |p| new_note(p, |mark| mark.to_owned())),
    ("note new, tracked", |p| new_note(p, inserted)),
    ("note new, at the end of the document", |p| {
        let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let note = run("A note at the end.");
        let notes = format!(
            "<w:endnotes xmlns:w=\"{main}\"><w:endnote w:id=\"1\"><w:p>{note}</w:p></w:endnote></w:endnotes>"
        );
        p.set("word/endnotes.xml", notes);
        p.relate("rId902", "endnotes", "endnotes.xml")?;
        let mark = "<w:r><w:endnoteReference w:id=\"1\"/></w:r>";
        p.edit("of words comes here,", &cut("of words comes here,", mark, ""))
    }),
    ("text box new", |p| {
        let whole = p.paragraph(SECOND)?;
        let words = run("Please check this.");
        let shape = format!(
            "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent><w:p>{words}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        );
        p.edit(&whole, &format!("{whole}{shape}"))
    }),
    ("another file put in", |p| {
        p.0.insert("word/chunk.html".to_owned(), b"<p>Words</p>".to_vec());
        p.relate("rId903", "aFChunk", "chunk.html")?;
        let whole = p.paragraph(SECOND)?;
        p.edit(&whole, &format!("{whole}<w:altChunk r:id=\"rId903\"/>"))
    }),
    ("reference deleted", |p| {
        let whole = p.paragraph(THIRD)?;
        let start = whole.find("<w:r><w:fldChar").unwrap_or_default();
        let end = whole.rfind("fldCharType=\"end\"/></w:r>").unwrap_or_default()
            + "fldCharType=\"end\"/></w:r>".len();
        p.edit(&whole, &format!("{}{}", &whole[..start], &whole[end..]))
    }),
    ("fields turned into text", |p| {
        let mut text = p.text(DOCUMENT)?;
        while let Some(start) = text.find("<w:r><w:fldChar w:fldCharType=\"begin\"/>") {
            let middle = "<w:fldChar w:fldCharType=\"separate\"/></w:r>";
            let Some(end) = text[start..].find(middle) else { break };
            text.replace_range(start..start + end + middle.len(), "");
            text = text.replacen("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>", "", 1);
        }
        p.set(DOCUMENT, text);
        Ok(())
    }),
    ("link leads elsewhere", |p| {
        p.swap(
            "word/_rels/document.xml.rels",
            "https://adilet.zan.kz/eng/docs/Z1100000477",
            "https://example.org/",
        )
    }),
    ("comment", |p| comment(p, "most of them", "Is this so?")),
    ("comment on a chart", |p| {
        comments(p, "Which year?")?;
        let mark = "<w:r><w:commentReference w:id=\"7\"/></w:r>";
        let end = "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Source\"/>";
        p.edit(end, &end.replacen("</w:p>", &format!("{mark}</w:p>"), 1))
    }),
    ("chart value", |p| p.swap("word/charts/chart1.xml", "<c:v>50.3</c:v>", "<c:v>55.3</c:v>")),
    ("chart deleted", |p| {
        let document = p.text(DOCUMENT)?;
        let at = document.find("<c:chart").unwrap_or_default();
        let start = document[..at].rfind("<w:p>").unwrap_or_default();
        let end = at + document[at..].find("</w:p>").unwrap_or_default() + "</w:p>".len();
        p.edit(&document[start..end], "")
    }),
    ("picture new", |p| {
        p.0.insert("word/media/new.png".to_owned(), vec![1, 2, 3]);
        p.relate("rId900", "image", "media/new.png")?;
        let whole = p.paragraph(SECOND)?;
        let drawing = "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:docPr id=\"99\" name=\"Picture 9\" descr=\"A map\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:blip r:embed=\"rId900\"/></a:graphic></wp:inline></w:drawing></w:r></w:p>";
        p.edit(&whole, &format!("{whole}{drawing}"))
    }),
    ("alternative text", |p| p.edit("descr=\"Bar chart. Visas issued", "descr=\"Bars. Visas issued")),
    ("header", |p| p.swap("word/header1.xml", "A test of what comes back", "A draft of what comes back")),
    ("parts named as Word Online names them", |p| renamed(p)),
    ("strict names", |p| strict(p)),
    ("other prefixes", |p| {
        let text =
            p.text(DOCUMENT)?.replace("<w:", "<ns0:").replace("</w:", "</ns0:").replace(" w:", " ns0:");
        p.set(DOCUMENT, text.replace("xmlns:w=", "xmlns:ns0="));
        Ok(())
    }),
    ("custom XML lost", |p| {
        p.0.retain(|name, _| !name.starts_with("customXml"));
        p.edit("most of them", "nearly all of them")
    }),
    ("custom XML and bookmarks lost", |p| {
        p.0.retain(|name, _| !name.starts_with("customXml"));
        let text = p.text(DOCUMENT)?;
        let kept = text.split('<').filter(|tag| !tag.starts_with("w:bookmark"));
        p.set(DOCUMENT, kept.collect::<Vec<_>>().join("<"));
        p.edit("most of them", "nearly all of them")
    }),
];

/// The mark of a note, without its bookmark.
pub(super) fn mark_of(package: &Package, number: usize) -> Result<String, Failed> {
    let mark = format!(
        "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
    );
    package.element("w:p", &mark).map(|_| mark)
}

fn new_note(package: &mut Package, around: impl Fn(&str) -> String) -> Result<(), Failed> {
    let note = format!(
        "<w:footnote w:id=\"50\"><w:p>{}</w:p></w:footnote></w:footnotes>",
        run("A note of an editor.")
    );
    package.swap("word/footnotes.xml", "</w:footnotes>", &note)?;
    let mark = around("<w:r><w:footnoteReference w:id=\"50\"/></w:r>");
    package.edit("of words comes here,", &cut("of words comes here,", &mark, ""))
}

/// A comment of number 7.
fn comments(package: &mut Package, text: &str) -> Result<(), Failed> {
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    package.relate("rId901", "comments", "comments.xml")?;
    package.set(
        "word/comments.xml",
        format!(
            "<w:comments xmlns:w=\"{main}\"><w:comment w:id=\"7\" w:author=\"An Editor\"><w:p>{}</w:p></w:comment></w:comments>",
            run(text)
        ),
    );
    Ok(())
}

fn comment(package: &mut Package, at: &str, text: &str) -> Result<(), Failed> {
    comments(package, text)?;
    package.edit(at, &cut(at, "<w:r><w:commentReference w:id=\"7\"/></w:r>", ""))
}

/// The parts under the names that Word Online gives them.
pub(super) fn renamed(package: &mut Package) -> Result<(), Failed> {
    let names = ["document", "footnotes", "styles"];
    for list in ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"] {
        let text = package.text(list)?;
        let new = names
            .iter()
            .fold(text, |text, name| text.replace(&format!("{name}.xml"), &format!("{name}2.xml")));
        package.set(list, new);
    }
    for name in names {
        for (from, to) in [
            (format!("word/{name}.xml"), format!("word/{name}2.xml")),
            (format!("word/_rels/{name}.xml.rels"), format!("word/_rels/{name}2.xml.rels")),
        ] {
            if let Some(bytes) = package.0.remove(&from) {
                package.0.insert(to, bytes);
            }
        }
    }
    Ok(())
}

/// The names of the format's strict form.
fn strict(package: &mut Package) -> Result<(), Failed> {
    let names = [
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
    ];
    let parts: Vec<String> =
        package.0.keys().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")).cloned().collect();
    for part in parts.iter().filter(|name| !name.starts_with("customXml")) {
        let text = names.iter().fold(package.text(part)?, |text, (from, to)| text.replace(from, to));
        package.set(part, text);
    }
    Ok(())
}
