//! The template's contract: what stands in `/report.json`, every string ready for display.
//!
//! The template adds no word and formats no number. Inline content is a list of [`Span`]s, block
//! content a list of [`Node`]s; both carry a `kind` that the template dispatches on. A label is the
//! name under which links and layout findings know an element.

use serde::Serialize;

mod span;

pub use span::Span;

/// The whole document.
#[derive(Debug, Clone, Serialize)]
pub struct Payload {
    /// Properties of the document.
    pub document: Properties,
    /// Colours, type and page from the brand file.
    pub brand: BrandSheet,
    /// Fixed words in the edition's language.
    pub labels: Words,
    /// The cover.
    pub cover: Cover,
    /// The page inside the cover.
    pub imprint: ImprintPage,
    /// The page "At a glance"; `None` when the edition has no tiles.
    pub glance: Option<Glance>,
    /// Whether the contents list the figures.
    pub list_of_figures: bool,
    /// Whether the contents list the tables.
    pub list_of_tables: bool,
    /// The chapters.
    pub chapters: Vec<Part>,
    /// The files inside the PDF.
    pub attachments: Vec<AttachedFile>,
}

/// Properties of the document.
#[derive(Debug, Clone, Serialize)]
pub struct Properties {
    /// Title with country and period.
    pub title: String,
    /// Title for the running head.
    pub short_title: String,
    /// Author.
    pub author: String,
    /// Primary language subtag: `en`.
    pub language: String,
    /// Region subtag of the language, when it has one: `GB`.
    pub region: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// One or two sentences.
    pub description: String,
    /// Year, month and day.
    pub date: [u16; 3],
}

/// The part of the brand that the pages need: colours as `#0033A0`, sizes in points, page in
/// millimetres.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "one to one with brand.toml, which explains each key")]
pub struct BrandSheet {
    pub primary: String,
    pub secondary: String,
    pub accent: String,
    pub text: String,
    pub muted: String,
    pub rule: String,
    pub panel: String,
    pub link: String,
    pub body_font: String,
    pub chart_font: String,
    pub body_size: f64,
    pub leading: f64,
    pub footnote_size: f64,
    pub footnote_leading: f64,
    pub caption_size: f64,
    pub source_size: f64,
    pub source_leading: f64,
    pub chapter_size: f64,
    pub heading_size: f64,
    pub page_width: f64,
    pub page_height: f64,
    pub inside: f64,
    pub outside: f64,
    pub top: f64,
    pub bottom: f64,
    pub logo_ratio: f64,
    pub logo_width: f64,
    pub logo_edge: f64,
}

/// Fixed words.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as in the locale file, which explains each word")]
pub struct Words {
    pub contents: String,
    pub figures: String,
    pub tables: String,
    pub glance: String,
    pub source: String,
    pub sources: String,
    pub note: String,
    /// How a label and what it is of stand together: "{label}: {text}".
    pub labelled: String,
    /// Number of a page and of the last one, as in "{page} of {pages}".
    pub page_of: String,
    /// "DRAFT" while something is to be filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
}

/// The cover.
#[derive(Debug, Clone, Serialize)]
pub struct Cover {
    /// Title of the publication.
    pub title: String,
    /// Kind of publication; `None` when the series names none.
    pub kind: Option<String>,
    /// Country; `None` when the title names it.
    pub country: Option<String>,
    /// Period in words.
    pub period: String,
    /// Of a corrected reissue, when it was corrected.
    pub corrected: Option<String>,
    /// Photograph; `None` draws the brand's panel.
    pub photo: Option<Image>,
    /// Logo places, the organization's first.
    pub logos: Vec<LogoPlace>,
    /// How many of them stand side by side, where that is not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_columns: Option<usize>,
}

/// A logo place.
#[derive(Debug, Clone, Serialize)]
pub struct LogoPlace {
    /// Alternative text.
    pub name: String,
    /// The logo; `None` draws a placeholder.
    pub image: Option<Image>,
    /// What the placeholder says.
    pub placeholder: String,
}

/// A picture in the virtual folder.
#[derive(Debug, Clone, Serialize)]
pub struct Image {
    /// Path from the root: `/images/photo-1.jpg`.
    pub file: String,
    /// Alternative text.
    pub alt: String,
    /// Width by height.
    pub ratio: f64,
    /// Line below, with its label; empty for none.
    pub credit: String,
    /// The point that a cut keeps, as parts of its width and height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<[f64; 2]>,
}

/// The page inside the cover.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "one to one with `report::Imprint`")]
pub struct ImprintPage {
    pub statements: Vec<Vec<Span>>,
    pub publisher: LabelledText,
    pub offices: Vec<OfficeLines>,
    pub website: Option<Web>,
    pub flags: Vec<Vec<Span>>,
    pub corrections: Vec<LabelledText>,
    pub citation: LabelledText,
    pub rights: Vec<Vec<Span>>,
    pub notes: Vec<LetteredNote>,
}

/// A label and its content.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LabelledText {
    pub label: String,
    pub content: Vec<Span>,
}

/// Name and address lines of an office.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct OfficeLines {
    pub name: String,
    pub lines: Vec<Vec<Span>>,
}

/// A web address.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Web {
    pub text: String,
    pub url: String,
}

/// The page "At a glance".
#[derive(Debug, Clone, Serialize)]
pub struct Glance {
    /// Number of columns that the numbers fit into.
    pub columns: usize,
    /// The tiles.
    pub tiles: Vec<TileText>,
    /// What their letters mark.
    pub notes: Vec<LetteredNote>,
}

/// A note below a table, a chart or a panel.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LetteredNote {
    pub letter: String,
    pub content: Vec<Span>,
}

/// A tile.
#[derive(Debug, Clone, Serialize)]
pub struct TileText {
    /// The figure, large.
    pub number: String,
    /// Whether it is to be filled in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_gap: bool,
    /// Whether words stand in the place of the number.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_absent: bool,
    /// Its mark in the record.
    pub mark: Option<u32>,
    /// What it is, with the mark of its source.
    pub label: Vec<Span>,
    /// The change.
    pub change: Option<Trend>,
    /// A sentence.
    pub remark: Vec<Span>,
    /// The values that led to it, as a small picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spark: Option<SparkImage>,
}

/// A small picture of a series, and from when to when it goes.
#[derive(Debug, Clone, Serialize)]
pub struct SparkImage {
    /// The picture.
    pub image: Image,
    /// From when to when.
    pub span: String,
}

/// A change: the shape of its arrow and the words beside it.
#[derive(Debug, Clone, Serialize)]
pub struct Trend {
    /// `up`, `same` or `down`.
    pub direction: &'static str,
    /// In words.
    pub words: String,
}

/// A chapter or topic.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Label: `chapter-flows`, `topic-visas`.
    pub label: Option<String>,
    /// Title with its number, as headings, contents and bookmarks print it.
    pub title: String,
    /// Title without number, for the running head.
    pub head: String,
    /// Content before the topics.
    pub blocks: Vec<Node>,
    /// Topics of a chapter; a topic has none.
    pub topics: Vec<Self>,
}

/// A block.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Node {
    /// A paragraph.
    Paragraph {
        /// Its text.
        content: Vec<Span>,
    },
    /// A heading inside a topic or chapter; `level` never skips one.
    Heading {
        /// Level in the structure of the document.
        level: u8,
        /// Its text.
        content: Vec<Span>,
    },
    /// A bulleted list, or one numbered from `start`.
    List {
        /// First number.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Self>>,
    },
    /// A table.
    Table(TableNode),
    /// Narrow tables side by side.
    Pair {
        /// The tables: one or two.
        tables: Vec<Self>,
    },
    /// A chart.
    Chart(ChartNode),
    /// A photograph.
    Photo {
        /// The picture.
        image: Image,
    },
    /// A quiet panel in the place of a chart that is not there.
    Unavailable {
        /// Label.
        label: Option<String>,
        /// "Figure 1. Title".
        caption: String,
        /// "Not available", "to be filled in".
        state: String,
        /// Why.
        reason: String,
        /// Whether numbers are to be filled in.
        is_gap: bool,
    },
    /// What a reissue corrects here.
    Correction {
        /// "Corrected on 2 October 2023".
        label: String,
        /// What was corrected.
        content: Vec<Span>,
    },
    /// A legislative note. Its title is a heading that the contents do not list.
    Legislation {
        /// Level of its heading in the structure of the document.
        level: u8,
        /// Label.
        label: Option<String>,
        /// The date in words.
        date: String,
        /// Title.
        title: String,
        /// Its text.
        blocks: Vec<Self>,
    },
    /// An event card; its title likewise.
    Event(EventNode),
    /// Key terms in a row; each is a heading that the contents do not list.
    Terms {
        /// Level of the headings in the structure of the document.
        level: u8,
        /// Width of the widest term as it is set, in points.
        width: f64,
        /// The terms.
        items: Vec<TermText>,
    },
    /// Entries of a bibliography in a row.
    References {
        /// The entries.
        items: Vec<Vec<Span>>,
    },
}

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct TableNode {
    /// Label.
    pub label: Option<String>,
    /// "Table 1. Title"; `None` for a table without caption.
    pub caption: Option<String>,
    /// "Table 1 (continued)", where it goes on over a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continued: Option<String>,
    /// Size of its type, in points.
    pub size: f64,
    /// White beside the words of a cell, in points.
    pub inset: f64,
    /// Width that it and the lines below may take, in points.
    pub room: f64,
    /// Whether it stands close, as the data of charts do.
    pub compact: bool,
    /// The column that names the rows.
    pub row_head: Option<usize>,
    /// Columns, left to right.
    pub columns: Vec<ColumnHead>,
    /// Cells by row.
    pub rows: Vec<Vec<Vec<Span>>>,
    /// Source line without label; empty for none.
    pub source: Vec<Span>,
    /// Remark without label; empty for none.
    pub remark: Vec<Span>,
    /// What letters mark in it and in the lines below.
    pub notes: Vec<LetteredNote>,
    /// Whether it may go on over a page break: short tables stay whole.
    pub breakable: bool,
    /// A name for its header when that may be printed again, where links lead nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

/// Header cell, alignment (`left`, `center` or `right`) and width in points.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ColumnHead {
    pub header: Vec<Span>,
    pub align: &'static str,
    pub width: f64,
}

/// A chart: caption, picture, source.
#[derive(Debug, Clone, Serialize)]
pub struct ChartNode {
    /// Label.
    pub label: Option<String>,
    /// What it shows, above the caption; empty for none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub message: Vec<Span>,
    /// "Figure 1. Title".
    pub caption: String,
    /// The mark of its numbers in the record.
    pub mark: Option<u32>,
    /// The picture.
    pub image: Image,
    /// Source line without label; empty for none.
    pub source: Vec<Span>,
    /// Remark without label; empty for none.
    pub remark: Vec<Span>,
    /// What letters mark in it and in the lines below.
    pub notes: Vec<LetteredNote>,
}

/// An event card.
#[derive(Debug, Clone, Serialize)]
pub struct EventNode {
    /// Label.
    pub label: Option<String>,
    /// Level of its heading in the structure of the document.
    pub level: u8,
    /// Large part of the badge; empty when only the month is known.
    pub day: String,
    /// Small part of the badge.
    pub month: String,
    /// Title.
    pub title: String,
    /// Text.
    pub blocks: Vec<Node>,
    /// Photographs.
    pub photos: Vec<Image>,
}

/// A key term.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TermText {
    pub name: String,
    pub definition: Vec<Span>,
}

/// The record of all numbers: `/record.json`. The template puts the pages in and attaches it as CSV.
#[derive(Debug, Clone, Serialize)]
pub struct RecordSheet {
    /// Name in the PDF's list of files.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The line of column names.
    pub head: String,
    /// A line for each number, parted where its page goes.
    pub rows: Vec<RecordLine>,
}

/// A line of the record.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RecordLine {
    pub mark: Option<u32>,
    pub before: String,
    pub after: String,
}

/// A file inside the PDF.
#[derive(Debug, Clone, Serialize)]
pub struct AttachedFile {
    /// Name in the PDF's list of files.
    pub name: String,
    /// Path from the root.
    pub file: String,
    /// Media type.
    pub mime: String,
    /// What it is.
    pub description: String,
    /// `source` or `data`.
    pub relationship: &'static str,
}
