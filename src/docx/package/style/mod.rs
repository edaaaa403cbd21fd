//! Turns a brand into Word's styles.

use super::length::twips;
use super::namespace::WORD;
use super::order::canonicalise;
use super::tree::{Element, el, val};
use crate::theme::{Brand, Colour};
use id::{BULLET_LIST, HEADING_LIST, NUMBER_LIST};
use property::{border, colour, exact_spacing, half_points, indent, indent_right, named, size, spacing};
use rank::{latent, ranked};

pub(in crate::docx) mod chain;
pub(in crate::docx) mod id;
mod property;
mod rank;
pub(in crate::docx) mod small;
pub(in crate::docx) mod strong;
mod table;

/// A paragraph or character style to be written.
struct Style {
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    next: Option<&'static str>,
    paragraph: Vec<Element>,
    run: Vec<Element>,
}

/// Says beside the name of the style of computed numbers what that means.
const ALIAS: &str = "from the data: change it there";
/// Indent at the right of the contents, in points: a long entry turns before it touches the number of its page. LibreOffice
/// prints no number that begins beyond the indent.
const TOC_RIGHT: f64 = 5.0;
/// Notes of a DOCX are no smaller, in points: Word's readers print them.
const LEAST_NOTE: f64 = 8.0;

/// Size of the notes at the foot of the page, and height of their lines, in points.
pub(in crate::docx) fn note_size(brand: &Brand) -> (f64, f64) {
    let scale = &brand.type_scale;
    let size = scale.footnote_size.max(LEAST_NOTE);
    (size, scale.footnote_leading.max(size * 1.2))
}

/// The part `word/styles.xml`.
pub(in crate::docx) fn styles(brand: &Brand, language: &str) -> Element {
    let mut root = el("w:styles").attr("xmlns:w", WORD).child(defaults(brand, language)).child(latent());
    root.extend(built_in());
    let kinds = [text(brand), headings(brand), edges(brand), figures(brand), cards(brand), front(brand)];
    root.extend(kinds.into_iter().flatten().map(paragraph_style));
    root.extend(characters(brand).into_iter().map(character_style));
    root.extend(table::table_styles(brand));
    canonicalise(&mut root);
    root
}

/// The same, and the smaller type of those tables of a document that have it.
pub(in crate::docx) fn styles_of(brand: &Brand, language: &str, document: &Element) -> Element {
    let mut root = styles(brand, language);
    root.extend(small::used(document).into_iter().map(paragraph_style));
    canonicalise(&mut root);
    root
}

fn defaults(brand: &Brand, language: &str) -> Element {
    let fonts = el("w:rFonts")
        .attr("w:asciiTheme", "minorHAnsi")
        .attr("w:hAnsiTheme", "minorHAnsi")
        .attr("w:eastAsiaTheme", "minorHAnsi")
        .attr("w:cstheme", "minorHAnsi");
    let size = half_points(brand.type_scale.body_size);
    // Black is left to Word: its own is black on white and white on black, and is written in no link.
    let text = Some(brand.colours.text).filter(|text| *text != Colour([0; 3]));
    let run = el("w:rPr")
        .child(fonts)
        .with(text.map(|text| colour(&text.hex(), Some("text1"))))
        .child(val("w:sz", size))
        .child(val("w:szCs", size))
        .child(val("w:lang", language).attr("w:eastAsia", "en-US").attr("w:bidi", "ar-SA"));
    let leading = spacing(0.0, 0.0, brand.type_scale.leading);
    el("w:docDefaults")
        .child(el("w:rPrDefault").child(run))
        .child(el("w:pPrDefault").child(el("w:pPr").child(leading)))
}

/// The styles that Word takes for granted.
fn built_in() -> [Element; 4] {
    let default = |kind, id, name| {
        el("w:style")
            .attr("w:type", kind)
            .attr("w:default", "1")
            .attr("w:styleId", id)
            .child(val("w:name", name))
    };
    let hidden = |style: Element| {
        style.child(val("w:uiPriority", 99)).child(el("w:semiHidden")).child(el("w:unhideWhenUsed"))
    };
    let sides = [("w:top", 0), ("w:left", 108), ("w:bottom", 0), ("w:right", 108)];
    let margins = sides.map(|(side, twips)| el(side).attr("w:w", twips).attr("w:type", "dxa"));
    let table = el("w:tblPr")
        .child(el("w:tblInd").attr("w:w", 0).attr("w:type", "dxa"))
        .child(el("w:tblCellMar").with(margins));
    [
        default("paragraph", "Normal", "Normal").child(val("w:uiPriority", 0)).child(el("w:qFormat")),
        hidden(default("character", "DefaultParagraphFont", "Default Paragraph Font")),
        hidden(default("table", "TableNormal", "Normal Table")).child(table),
        hidden(default("numbering", "NoList", "No List")),
    ]
}

fn paragraph_style(style: Style) -> Element {
    let next = style.next.unwrap_or(style.id);
    let base = named("paragraph", style.id, style.name).child(val("w:basedOn", style.based_on));
    ranked(base.child(val("w:next", next)), style.id)
        .child(el("w:pPr").with(style.paragraph))
        .child(el("w:rPr").with(style.run))
}

fn character_style(style: Style) -> Element {
    let base = named("character", style.id, style.name).child(val("w:basedOn", style.based_on));
    // Word shows such a name behind the style's own.
    let alias = (style.id == id::COMPUTED).then(|| val("w:aliases", ALIAS));
    ranked(base.with(alias), style.id).child(el("w:rPr").with(style.run))
}

fn text(brand: &Brand) -> Vec<Style> {
    let scale = &brand.type_scale;
    let body = spacing(0.0, scale.leading / 2.0, scale.leading);
    let tight = || spacing(0.0, scale.leading / 4.0, scale.leading);
    let (note, note_leading) = note_size(brand);
    let list = |level: usize, list: usize| {
        let level = (level > 0).then(|| val("w:ilvl", level));
        el("w:numPr").with(level).child(val("w:numId", list))
    };
    let style = |id, name, paragraph, run| Style { id, name, based_on: "Normal", next: None, paragraph, run };
    let mut styles = vec![
        style(id::BODY, "Body Text", vec![body.clone()], vec![]),
        style(id::REFERENCE, "Bibliography", vec![body, indent(21.0, 21.0)], vec![]),
        style(
            id::FOOTNOTE,
            "footnote text",
            vec![spacing(0.0, 1.5, note_leading), indent(7.0, 7.0)],
            size(note),
        ),
    ];
    for (level, left) in [(0, 18.0), (1, 36.0), (2, 54.0)] {
        let names = LIST_NAMES[level];
        let marked = |numbers| vec![numbers, tight()];
        styles.push(style(id::BULLETS[level], names[0], marked(list(level, BULLET_LIST)), vec![]));
        styles.push(style(id::NUMBERS[level], names[1], marked(list(level, NUMBER_LIST)), vec![]));
        styles.push(style(id::CONTINUES[level], names[2], vec![tight(), indent(left, 0.0)], vec![]));
    }
    styles
}

/// Names of the styles of lists by level: bullets, numbers, what goes on below an item.
const LIST_NAMES: [[&str; 3]; 3] = [
    ["List Bullet", "List Number", "List Continue"],
    ["List Bullet 2", "List Number 2", "List Continue 2"],
    ["List Bullet 3", "List Number 3", "List Continue 3"],
];

fn headings(brand: &Brand) -> Vec<Style> {
    let scale = &brand.type_scale;
    let (chapter, size_2, primary) = (scale.chapter_size, scale.heading_size, primary(brand));
    let numbering = |level| el("w:numPr").child(val("w:ilvl", level)).child(val("w:numId", HEADING_LIST));
    let kept = || vec![el("w:keepNext"), el("w:keepLines")];
    let rule = el("w:pBdr").child(border("w:bottom", 6, 4, &brand.colours.primary.hex(), Some("accent1")));
    let mut first = kept();
    first.extend([numbering(0), rule, spacing(28.0, 14.0, chapter + 3.0), val("w:jc", "center")]);
    first.push(val("w:outlineLvl", 0));
    let mut second = kept();
    second.extend([numbering(1), spacing(14.0, 7.0, size_2 + 3.0), val("w:outlineLvl", 1)]);
    // A heading below a chapter that is no topic: of the same rank, and not among the contents.
    let mut inner = kept();
    inner.extend([spacing(14.0, 7.0, size_2 + 3.0), val("w:outlineLvl", 1)]);
    let mut third = kept();
    third.extend([spacing(10.5, 3.5, size_2 + 3.0), val("w:outlineLvl", 2)]);
    let mut fourth = kept();
    fourth.extend([spacing(7.0, 3.5, size_2 + 3.0), val("w:outlineLvl", 3)]);
    let bold = |pt: f64, caps: Caps| {
        let mut run = vec![el("w:b"), el("w:bCs"), primary.clone()];
        run.extend(size(pt));
        if caps == Caps::All {
            run.push(el("w:caps"));
        }
        run
    };
    let style = |id, name, based_on, paragraph, run| Style {
        id,
        name,
        based_on,
        next: Some(id::BODY),
        paragraph,
        run,
    };
    let mut contents = kept();
    contents.extend([el("w:numPr").child(val("w:numId", 0)), val("w:outlineLvl", 9)]);
    let mut list = kept();
    list.push(spacing(14.0, 5.0, size_2 + 3.0));
    vec![
        style(id::HEADING_1, "heading 1", "Normal", first, bold(chapter, Caps::All)),
        style(id::HEADING_2, "heading 2", "Normal", second, bold(size_2, Caps::All)),
        style(id::HEADING_3, "heading 3", "Normal", third, bold(size_2, Caps::AsTyped)),
        style(id::HEADING_4, "heading 4", "Normal", fourth, bold(scale.body_size.min(size_2), Caps::AsTyped)),
        style(id::SUBHEADING, "Subheading", "Normal", inner, bold(size_2, Caps::AsTyped)),
        style(id::TOC_HEADING, "TOC Heading", id::HEADING_1, contents, vec![]),
        style(id::LIST_HEADING, "List Heading", "Normal", list, bold(size_2, Caps::All)),
    ]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Caps {
    All,
    AsTyped,
}

fn edges(brand: &Brand) -> Vec<Style> {
    let muted = colour(&brand.colours.muted.hex(), Some("text2"));
    let rule = el("w:pBdr").child(border("w:bottom", 4, 4, &brand.colours.rule.hex(), None));
    let style = |id, name, paragraph, run| Style { id, name, based_on: "Normal", next: None, paragraph, run };
    let mut head = vec![el("w:caps"), muted.clone(), val("w:spacing", 6)];
    head.extend(size(8.0));
    let mut foot = vec![muted];
    foot.extend(size(9.0));
    let right =
        Style { based_on: id::HEADER, ..style(id::HEADER_RIGHT, "Header Right", to_the_right(), vec![]) };
    let folio = vec![spacing(0.0, 0.0, 14.0), val("w:jc", "center")];
    vec![
        style(id::HEADER, "header", vec![rule, spacing(0.0, 0.0, 10.0)], head),
        right,
        style(id::FOOTER, "footer", vec![spacing(0.0, 0.0, 14.0)], foot),
        style(id::FOLIO, "Page Number Box", folio, vec![]),
        // The end of a section needs a paragraph; this one is too small to open a page of its own.
        style(id::END, "Section End", vec![exact_spacing(1.0)], size(1.0)),
        // Kept with what follows: LibreOffice leaves a heading behind it alone at the foot of a page with notes.
        style(id::SPACER, "Spacer", vec![el("w:keepNext"), exact_spacing(7.0)], size(2.0)),
    ]
}

fn to_the_right() -> Vec<Element> {
    vec![val("w:jc", "right")]
}

fn figures(brand: &Brand) -> Vec<Style> {
    let scale = &brand.type_scale;
    let kept = |paragraph: Element| vec![el("w:keepNext"), el("w:keepLines"), paragraph];
    let style = |id, name, paragraph, run| Style { id, name, based_on: "Normal", next: None, paragraph, run };
    let mut caption = vec![el("w:b"), el("w:bCs")];
    caption.extend(size(scale.caption_size));
    let mut credit = vec![colour(&brand.colours.muted.hex(), Some("text2"))];
    credit.extend(size(scale.source_size));
    let mut head = vec![el("w:b"), el("w:bCs"), colour("FFFFFF", Some("background1"))];
    head.extend(size(9.5));
    let source = vec![el("w:keepLines"), spacing(3.5, scale.leading, scale.source_leading)];
    let centred = |before| vec![el("w:keepNext"), spacing(before, before, 12.0), val("w:jc", "center")];
    // A picture stays with its source or credit.
    let pictured = |kept| vec![kept, spacing(0.0, 3.5, 12.0), val("w:jc", "center")];
    vec![
        Style {
            next: Some(id::PICTURE),
            ..style(id::CAPTION, "caption", kept(spacing(10.5, 5.25, scale.leading)), caption.clone())
        },
        Style {
            next: Some(id::DESCRIPTION),
            ..style(id::MESSAGE, "Chart Message", kept(spacing(10.5, 1.75, scale.leading)), caption)
        },
        Style {
            next: Some(id::PICTURE),
            ..style(
                id::DESCRIPTION,
                "Caption Below",
                kept(spacing(0.0, 5.25, scale.leading)),
                size(scale.caption_size),
            )
        },
        Style { next: Some(id::SOURCE), ..style(id::PICTURE, "Picture", pictured(el("w:keepNext")), vec![]) },
        Style { next: Some(id::BODY), ..style(id::SOURCE, "Source", source, size(scale.source_size)) },
        style(
            id::CREDIT,
            "Credit",
            vec![spacing(1.5, 7.0, scale.source_leading), val("w:jc", "center")],
            credit.clone(),
        ),
        style(id::CARD_CREDIT, "Card Credit", vec![spacing(1.5, 7.0, scale.source_leading)], credit),
        style(id::CARD_PICTURE, "Card Picture", vec![spacing(0.0, 3.5, 12.0)], vec![]),
        style(id::TABLE_PICTURE, "Table Picture", vec![spacing(0.0, 0.0, 1.0)], vec![]),
        style(id::TABLE_TEXT, "Table Text", vec![spacing(2.0, 2.0, 12.0)], size(9.5)),
        Style { based_on: id::TABLE_TEXT, ..style(id::TABLE_NUMBER, "Table Number", to_the_right(), vec![]) },
        // Rows that stay on the page of the next.
        Style {
            based_on: id::TABLE_TEXT,
            ..style(id::TABLE_TEXT_KEPT, "Table Text Kept", vec![el("w:keepNext")], vec![])
        },
        Style {
            based_on: id::TABLE_NUMBER,
            ..style(id::TABLE_NUMBER_KEPT, "Table Number Kept", vec![el("w:keepNext")], vec![])
        },
        style(id::TABLE_HEAD, "Table Head", centred(2.5), head),
    ]
}

fn cards(brand: &Brand) -> Vec<Style> {
    let white = colour("FFFFFF", Some("background1"));
    let blue = primary(brand);
    let bold = |mut run: Vec<Element>| {
        run.extend([el("w:b"), el("w:bCs")]);
        run
    };
    let coloured = |colour: &Element, pt| {
        let mut run = vec![colour.clone()];
        run.extend(size(pt));
        run
    };
    // Rows of tiles and cards are not broken; kept with the next paragraph, all cards would be one chain.
    let kept = |paragraph: Element| vec![el("w:keepNext"), el("w:keepLines"), paragraph];
    let centred = |paragraph: Element| vec![paragraph, val("w:jc", "center")];
    let panel = el("w:shd")
        .attr("w:val", "clear")
        .attr("w:color", "auto")
        .attr("w:fill", brand.colours.panel.hex())
        .attr("w:themeFill", "background2");
    let bar = el("w:pBdr").child(border("w:left", 18, 8, &brand.colours.secondary.hex(), Some("accent2")));
    let style = |id, name, paragraph, run| Style { id, name, based_on: "Normal", next: None, paragraph, run };
    // Titles of entries are headings below a chapter, which the contents do not list.
    let titled = |mut paragraph: Vec<Element>, rule: Option<Element>| {
        paragraph.push(val("w:outlineLvl", 1));
        paragraph.extend(rule);
        paragraph
    };
    let rule = el("w:pBdr").child(border("w:top", 8, 4, &brand.colours.primary.hex(), Some("accent1")));
    vec![
        style(id::TILE_NUMBER, "Tile Number", vec![spacing(3.5, 0.0, 28.0)], bold(coloured(&blue, 24.0))),
        style(id::TILE_TEXT, "Tile Text", vec![spacing(0.0, 3.5, 11.5)], size(9.0)),
        style(id::TILE_CHANGE, "Tile Change", vec![spacing(0.0, 3.5, 11.5)], bold(coloured(&blue, 9.0))),
        style(id::CARD_DAY, "Card Day", centred(spacing(3.5, 0.0, 24.0)), bold(coloured(&white, 20.0))),
        style(id::CARD_MONTH, "Card Month", centred(spacing(0.0, 3.5, 11.0)), coloured(&white, 9.0)),
        style(
            id::CARD_TITLE,
            "Card Title",
            titled(kept(spacing(7.0, 3.5, 14.0)), Some(rule)),
            bold(coloured(&blue, 11.0)),
        ),
        style(id::CARD_TEXT, "Card Text", vec![spacing(0.0, 3.5, 13.0)], size(10.0)),
        style(
            id::NOTE_DATE,
            "Note Date",
            kept(spacing(10.5, 0.0, 12.0)),
            bold(coloured(&colour(&brand.colours.primary.hex(), Some("accent1")), 9.0)),
        ),
        style(id::NOTE_TITLE, "Note Title", titled(kept(spacing(0.0, 3.5, 14.0)), None), bold(vec![])),
        style(id::TERM, "Term", titled(vec![spacing(3.5, 3.5, 14.0)], None), bold(vec![blue])),
        style(id::DEFINITION, "Definition", vec![spacing(3.5, 3.5, 14.0)], vec![]),
        style(
            id::NOTICE,
            "Notice",
            vec![el("w:keepLines"), bar, panel, spacing(7.0, 7.0, 14.0), indent(10.0, 0.0)],
            vec![],
        ),
    ]
}

fn front(brand: &Brand) -> Vec<Style> {
    let white = colour("FFFFFF", Some("background1"));
    let accent = colour(&brand.colours.accent.hex(), Some("accent3"));
    let muted = colour(&brand.colours.muted.hex(), Some("text2"));
    let sized = |colour: &Element, pt| {
        let mut run = vec![colour.clone()];
        run.extend(size(pt));
        run
    };
    let bold = |mut run: Vec<Element>| {
        run.extend([el("w:b"), el("w:bCs")]);
        run
    };
    let text_width = brand.page.width - brand.page.inside - brand.page.outside;
    // Not beyond the indent on the right: LibreOffice prints no page number there in a list of figures.
    let stop = val("w:tab", "right").attr("w:pos", twips(text_width * 72.0 / 25.4 - TOC_RIGHT));
    let tabs = el("w:tabs").child(stop);
    // A long entry turns before it reaches the column of page numbers.
    let right = indent_right(TOC_RIGHT);
    let toc = |before, line, left| vec![tabs.clone(), spacing(before, 0.5, line), right(left)];
    let rule = el("w:pBdr").child(border("w:bottom", 4, 1, &brand.colours.rule.hex(), None));
    let style = |id, name, paragraph, run| Style { id, name, based_on: "Normal", next: None, paragraph, run };
    vec![
        style(id::TITLE, "Cover Title", vec![spacing(0.0, 14.0, 34.0)], bold(sized(&white, 30.0))),
        style(id::SUBTITLE, "Cover Subtitle", vec![spacing(0.0, 3.5, 24.0)], sized(&white, 18.0)),
        style(id::PERIOD, "Cover Period", vec![spacing(0.0, 0.0, 24.0)], bold(sized(&accent, 18.0))),
        style(
            id::PLACEHOLDER,
            "Placeholder",
            vec![val("w:jc", "center"), spacing(0.0, 0.0, 12.0)],
            sized(&muted, 9.0),
        ),
        style(id::TOC_1, "toc 1", toc(4.0, 14.0, 0.0), bold(vec![primary(brand)])),
        style(id::TOC_2, "toc 2", toc(0.0, 14.0, 14.0), vec![]),
        style(id::FIGURES, "table of figures", toc(0.0, 10.5, 0.0), size(9.0)),
        style(id::IMPRINT, "Imprint", vec![spacing(0.0, 4.5, 10.5)], size(8.0)),
        // Not printed: whoever turns on the signs that are not printed reads it.
        style(id::EDITORS, "Editor Note", vec![spacing(0.0, 4.5, 10.5)], {
            let mut run = vec![el("w:vanish")];
            run.extend(size(8.0));
            run
        }),
        style(id::IMPRINT_RULE, "Imprint Rule", vec![rule, spacing(0.0, 6.0, 3.0)], size(2.0)),
        style(id::BACK, "Back Page", vec![spacing(0.0, 0.0, 14.0)], sized(&white, 10.0)),
        style(id::BACK_TITLE, "Back Page Title", vec![spacing(14.0, 3.5, 16.0)], bold(sized(&white, 12.0))),
    ]
}

fn characters(brand: &Brand) -> Vec<Style> {
    let style = |id, name, run| Style {
        id,
        name,
        based_on: "DefaultParagraphFont",
        next: None,
        paragraph: vec![],
        run,
    };
    let mut number = vec![el("w:b"), el("w:bCs"), colour("FFFFFF", Some("background1"))];
    number.extend(size(10.0));
    let link = vec![colour(&brand.colours.link.hex(), Some("hyperlink")), val("w:u", "single")];
    vec![
        style(id::STRONG, "Strong", vec![el("w:b"), el("w:bCs")]),
        style(id::EMPHASIS, "Emphasis", vec![el("w:i"), el("w:iCs")]),
        // It looks like the words around: an editor sees by it what is no word of the author's.
        style(id::COMPUTED, "Computed", vec![]),
        // Not that of notes: a template may number what is in it.
        style(id::NOTE_LETTER, "Note Letter", vec![val("w:vertAlign", "superscript")]),
        style(id::FOOTNOTE_MARK, "footnote reference", vec![val("w:vertAlign", "superscript")]),
        style(id::HYPERLINK, "Hyperlink", link),
        style(id::PAGE_NUMBER, "page number", number),
    ]
}

fn primary(brand: &Brand) -> Element {
    colour(&brand.colours.primary.hex(), Some("accent1"))
}
