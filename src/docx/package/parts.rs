//! Writes the small parts of the package: settings, theme, fonts, numbering, properties.

use super::namespace::{DRAWING, WORD};
use super::style::id::{self, BLANK_LIST, BULLET_LIST, HEADING_LIST, NUMBER_LIST};
use super::tree::{Element, el, val};
use crate::language::{Language, fill};
use crate::report::Report;
use crate::theme::{Brand, Colour};

/// How left pages differ from right ones.
#[derive(Debug, Clone, Copy)]
pub(in crate::docx) struct Facing {
    /// Margins change sides on left pages.
    pub(in crate::docx) mirrors: bool,
    /// Left pages have headers and footers of their own.
    pub(in crate::docx) even_and_odd: bool,
}

/// The part `word/settings.xml`. It does not ask Word to update fields: all results are in the file,
/// and Word would greet each reader with a question.
pub(in crate::docx) fn settings(locale: &Language, facing: Facing) -> Element {
    let when = |is_on: bool, name: &'static str| is_on.then(|| el(name));

    let separators = [-1, 0].map(|id| el("w:footnote").attr("w:id", id));
    let compat = [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ]
    .map(|(name, value)| {
        el("w:compatSetting")
            .attr("w:name", name)
            .attr("w:uri", "http://schemas.microsoft.com/office/word")
            .attr("w:val", value)
    });
    let decimal = &locale.words().number.decimal;
    el("w:settings")
        .attr("xmlns:w", WORD)
        .child(el("w:zoom").attr("w:percent", 100))
        .with(when(facing.mirrors, "w:mirrorMargins"))
        // What an editor changes is to be seen, and to be carried back word by word.
        .child(el("w:trackRevisions"))
        .child(val("w:defaultTabStop", 720))
        .with(when(facing.even_and_odd, "w:evenAndOddHeaders"))
        .child(val("w:characterSpacingControl", "doNotCompress"))
        .child(el("w:footnotePr").with(separators))
        // Without the first, a line that ends in a break is stretched to the margin.
        .child(el("w:compat").child(el("w:doNotExpandShiftReturn")).with(compat))
        .child(val("w:themeFontLang", &locale.words().proofing))
        .child(scheme_mapping())
        .child(val("w:decimalSymbol", decimal))
        .child(val("w:listSeparator", if decimal == "," { ";" } else { "," }))
}

fn scheme_mapping() -> Element {
    let places = [
        ("w:bg1", "light1"),
        ("w:t1", "dark1"),
        ("w:bg2", "light2"),
        ("w:t2", "dark2"),
        ("w:accent1", "accent1"),
        ("w:accent2", "accent2"),
        ("w:accent3", "accent3"),
        ("w:accent4", "accent4"),
        ("w:accent5", "accent5"),
        ("w:accent6", "accent6"),
        ("w:hyperlink", "hyperlink"),
        ("w:followedHyperlink", "followedHyperlink"),
    ];
    let mut mapping = el("w:clrSchemeMapping");
    for (place, colour) in places {
        mapping = mapping.attr(place, colour);
    }
    mapping
}

/// The part `word/theme/theme1.xml`: the brand's colours and face, so that new charts and tables take them.
pub(in crate::docx) fn theme(brand: &Brand) -> Element {
    let colours = &brand.colours;
    let series = &brand.chart.series;
    let hue = |index: usize| series.get(index).or(series.last()).map_or(colours.muted, |colour| *colour);
    let scheme = [
        ("a:dk1", colours.text),
        ("a:lt1", Colour([255; 3])),
        ("a:dk2", colours.muted),
        ("a:lt2", colours.panel),
        ("a:accent1", colours.primary),
        ("a:accent2", colours.secondary),
        ("a:accent3", colours.accent),
        ("a:accent4", hue(2)),
        ("a:accent5", hue(4)),
        ("a:accent6", hue(5)),
        ("a:hlink", colours.link),
        ("a:folHlink", colours.muted),
    ]
    .map(|(name, colour)| el(name).child(el("a:srgbClr").attr("val", colour.hex())));
    let face = |name: &'static str| {
        let none = |name: &'static str| el(name).attr("typeface", "");
        el(name).with([el("a:latin").attr("typeface", &brand.type_scale.word), none("a:ea"), none("a:cs")])
    };
    let fonts = el("a:fontScheme").attr("name", "Brand").with([face("a:majorFont"), face("a:minorFont")]);
    el("a:theme").attr("xmlns:a", DRAWING).attr("name", "Brand").child(
        el("a:themeElements")
            .child(el("a:clrScheme").attr("name", "Brand").with(scheme))
            .child(fonts)
            .child(formats()),
    )
}

/// Fills, lines and effects of shapes: the schema wants three of each, we want them plain.
fn formats() -> Element {
    let colour = || el("a:schemeClr").attr("val", "phClr");
    let solid = || el("a:solidFill").child(colour());
    let line =
        |emu: u32| el("a:ln").attr("w", emu).child(solid()).child(el("a:prstDash").attr("val", "solid"));
    let effect = || el("a:effectStyle").child(el("a:effectLst"));
    el("a:fmtScheme")
        .attr("name", "Brand")
        .child(el("a:fillStyleLst").with([solid(), solid(), solid()]))
        .child(el("a:lnStyleLst").with([line(6350), line(12700), line(19050)]))
        .child(el("a:effectStyleLst").with([effect(), effect(), effect()]))
        .child(el("a:bgFillStyleLst").with([solid(), solid(), solid()]))
}

/// The part `word/fontTable.xml`.
pub(in crate::docx) fn fonts(brand: &Brand) -> Element {
    let font = el("w:font")
        .attr("w:name", &brand.type_scale.word)
        .child(val("w:altName", &brand.type_scale.body))
        .child(val("w:charset", "00"))
        .child(val("w:family", "swiss"))
        .child(val("w:pitch", "variable"));
    el("w:fonts").attr("xmlns:w", WORD).child(font)
}

/// The part `word/numbering.xml`: headings, bullets, and a list for each numbered list of the text,
/// given by its first number and its level.
pub(in crate::docx) fn numbering(locale: &Language, starts: &[(u64, usize)]) -> Element {
    let labels = locale.labels();
    let places = [("chapter", "%1"), ("topic", "%2")];
    let headings = [
        level(0, "decimal", &fill(&labels.chapter_number, &places), Some(id::HEADING_1), None),
        level(1, "decimal", &fill(&labels.topic_number, &places), Some(id::HEADING_2), None),
    ];
    let bullets = (0..9).map(|index| {
        let mark = ["\u{2022}", "\u{2013}"][index % 2];
        level(index, "bullet", mark, id::BULLETS.get(index).copied(), Some(index))
    });
    let decimals = (0..9).map(|index| {
        let format = ["decimal", "lowerLetter", "lowerRoman"][index % 3];
        let style = id::NUMBERS.get(index).copied();
        level(index, format, &format!("%{}.", index + 1), style, Some(index))
    });
    let mut root = el("w:numbering").attr("xmlns:w", WORD);
    root.push(list(0, "multilevel", headings));
    root.push(list(1, "hybridMultilevel", bullets));
    root.push(list(2, "hybridMultilevel", decimals));
    root.push(list(3, "multilevel", [blank(0), blank(1)]));
    let number = |id: usize, list: usize| el("w:num").attr("w:numId", id).child(val("w:abstractNumId", list));
    root.extend([
        number(HEADING_LIST, 0),
        number(BULLET_LIST, 1),
        number(BLANK_LIST, 3),
        number(NUMBER_LIST, 2),
    ]);
    for (index, (start, level)) in starts.iter().enumerate() {
        let restart = el("w:lvlOverride").attr("w:ilvl", level).child(val("w:startOverride", start));
        root.push(number(first_list() + index, 2).child(restart));
    }
    root
}

/// Numbers by which Word tells lists of one kind in two documents: pasted text goes on in the list that it had.
const LIST_IDS: usize = 0x51A7_E000;

/// Number of the first numbered list of the text.
pub(in crate::docx) fn first_list() -> usize {
    NUMBER_LIST + 1
}

fn list(id: usize, kind: &'static str, levels: impl IntoIterator<Item = Element>) -> Element {
    let own = val("w:nsid", format!("{:08X}", LIST_IDS + id));
    el("w:abstractNum")
        .attr("w:abstractNumId", id)
        .child(own)
        .child(val("w:multiLevelType", kind))
        .with(levels)
}

/// A level that prints nothing.
fn blank(index: usize) -> Element {
    el("w:lvl").attr("w:ilvl", index).with([
        val("w:start", 1),
        val("w:numFmt", "none"),
        val("w:suff", "nothing"),
        val("w:lvlText", ""),
        val("w:lvlJc", "left"),
    ])
}

fn level(
    index: usize,
    format: &'static str,
    text: &str,
    style: Option<&'static str>,
    depth: Option<usize>,
) -> Element {
    let mut level = el("w:lvl").attr("w:ilvl", index).child(val("w:start", 1)).child(val("w:numFmt", format));
    if let Some(style) = style {
        level.push(val("w:pStyle", style));
    }
    // A heading's number is part of its line; a list's mark hangs out to the left.
    if depth.is_none() {
        level.push(val("w:suff", "space"));
    }
    level.push(val("w:lvlText", text));
    level.push(val("w:lvlJc", "left"));
    if let Some(depth) = depth {
        let left = 360 * (depth + 1);
        level.push(el("w:pPr").child(el("w:ind").attr("w:left", left).attr("w:hanging", 360)));
    }
    level
}

/// The part `docProps/core.xml`.
pub(in crate::docx) fn core(report: &Report, title: &str) -> Element {
    let date = report.date;
    let stamp = format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day);
    let time = |name| el(name).attr("xsi:type", "dcterms:W3CDTF").text(stamp.clone());
    el("cp:coreProperties")
        .attr("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .attr("xmlns:dcterms", "http://purl.org/dc/terms/")
        .attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(el("dc:title").text(title))
        .child(el("dc:subject").text(report.summary.clone()))
        .child(el("dc:creator").text(report.author.clone()))
        .child(el("cp:keywords").text(report.keywords.join(", ")))
        .child(el("dc:description").text(report.summary.clone()))
        .child(el("cp:lastModifiedBy").text(report.author.clone()))
        .child(el("cp:revision").text("1"))
        .child(time("dcterms:created"))
        .child(time("dcterms:modified"))
        .child(el("dc:language").text(report.language.clone()))
}

/// The part `docProps/app.xml`.
pub(in crate::docx) fn app(report: &Report) -> Element {
    el("Properties")
        .attr("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .child(el("Application").text(env!("CARGO_PKG_NAME")))
        .child(el("Company").text(report.author.clone()))
        .child(el("AppVersion").text("16.0000"))
}
