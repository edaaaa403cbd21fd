//! The report: everything resolved, computed and in order, so that renderers only print.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::data::address::Address;
use crate::data::period::{Date, Period};
use crate::diag::Span;

pub mod annex;
mod breakdown;
mod build;
mod certainty;
pub mod change;
mod chapter;
mod chart;
pub mod columns;
pub mod compute;
mod context;
mod correction;
mod derive;
mod draft;
pub mod expr;
mod figures;
mod file_kind;
mod flow;
mod formula;
mod gap;
mod given;
pub mod groups;
mod headline;
mod imprint;
mod jpeg;
mod labelled;
mod lacking;
mod letter;
mod list;
mod marks;
mod markup;
mod missing;
mod note_text;
mod notes;
mod own_change;
mod parts;
pub mod passage;
mod photo;
mod picture;
pub mod place;
mod placed;
mod plot;
mod png;
mod prose;
mod revised;
pub mod scope;
mod spark;
mod status;
mod stock;
mod table;
#[cfg(test)]
mod tests;
mod tile;
mod titles;
mod to_fill;
mod unknown;
mod unread;
mod walk;
mod weight;

pub use crate::data::chart::{ChartKind, MapStyle};
pub use crate::data::quantity::{Direction, Measure, Number, Origin, Quantity, Scale, Unit};
pub use crate::language::{LanguageTag, NoLanguage};
pub use annex::{Attachment, Relationship};
pub use compute::{Figure, GivenChange, Lists, MissingValue};
pub use draft::Draft;
pub use gap::{Gap, Gaps};
pub use headline::Headline;
pub use imprint::{Imprint, Link, Office};
pub use labelled::Labelled;
pub use letter::Lettered;
pub use list::PartList;
pub use parts::SUM;
pub use passage::{Asked, Cell, GLANCE, Part, PartOf, Passage, PassageRole, Piece, PieceKind, What};
pub(crate) use picture::raster;
pub use place::Place;
pub use placed::{Absent, Caption};
pub use plot::{Annotation, Category, Map, MapArea, MapClass, ReferenceLine, Role, Series};
pub use spark::Spark;
pub use status::{Legend, Statuses, words_of};
pub use table::{Align, Column, Table};
pub use unknown::Unknown;
pub use walk::{begins_with_mark, ends_with_mark, has_note, plain_lines, plain_text, source_label};

/// A whole edition, ready to be printed in one language.
#[derive(Debug, Clone)]
pub struct Report {
    /// Stem of the output files: `kazakhstan-2023-q2`.
    pub id: String,
    /// BCP 47 tag of the language that the text is in.
    pub language: String,
    /// The period reported on.
    pub period: Period,
    /// The period in words, as on the cover: "April–June 2023".
    pub period_text: String,
    /// Date of the document, for its properties.
    pub date: Date,
    /// Of a corrected reissue, what the cover says: "Corrected on 2 October 2023".
    pub corrected: Option<String>,
    /// Title of the publication, in sentence case.
    pub title: String,
    /// Kind of publication, for the cover: "Quarterly report"; empty when the series names none.
    pub kind: String,
    /// Country or region reported on, as the UN writes it.
    pub country: String,
    /// Who publishes; the author in document properties.
    pub author: String,
    /// One or two sentences about the edition, for document properties.
    pub summary: String,
    /// Keywords for document properties.
    pub keywords: Vec<String>,
    /// Picture on the cover, when there is one.
    pub cover: Option<Photo>,
    /// The logos' places on the cover, the organization's first.
    pub logos: Vec<Logo>,
    /// The page inside the cover.
    pub imprint: Imprint,
    /// Tiles of the page "At a glance".
    pub tiles: Vec<Tile>,
    /// The chapters in order.
    pub chapters: Vec<Chapter>,
    /// The notes, in the order of their first mark in the text; a mark holds an index into them.
    pub notes: Vec<Note>,
    /// Every claim of the text, titles and notes included, to be compared with the figures.
    pub claims: Vec<Claim>,
    /// Every text of an author, piece by piece with its places, in the order of reading.
    pub passages: Vec<Passage>,
    /// The places whose number stands in the words of a link.
    pub numbers_asked: BTreeSet<Place>,
    /// Which numbers are provisional or estimated.
    pub statuses: Arc<Statuses>,
    /// Whether something is left to be filled in or written, so that it is a draft.
    pub is_draft: bool,
    /// The figures whose remarks stand below tables.
    pub remarked: BTreeSet<String>,
    /// Every figure with all its values, by name.
    pub figures: BTreeMap<String, Arc<Figure>>,
    /// The files that travel inside the PDF: the spec, its history, each chart's data.
    pub attachments: Vec<Attachment>,
}

/// Where a logo goes: the file itself, or a placeholder that a final build refuses.
#[derive(Debug, Clone)]
pub struct Logo {
    /// Whose logo it is; also its alternative text.
    pub name: String,
    /// The picture; `None` draws a placeholder box.
    pub picture: Option<Picture>,
}

/// A picture file, checked and measured.
#[derive(Debug, Clone)]
pub struct Picture {
    /// File name that is unique within the report, with the ending of its format: `photo-1.jpg`.
    pub name: String,
    /// The file as it was read.
    pub bytes: Arc<[u8]>,
    /// Width in pixels, or in SVG user units.
    pub width: u32,
    /// Height in pixels, or in SVG user units.
    pub height: u32,
}

/// Tells whether a picture can be decoded, all of it.
pub type Decodes<'a> = &'a (dyn Fn(&Picture) -> bool + Sync);

/// A photograph or drawing with what has to be said about it.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The picture.
    pub picture: Picture,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    /// Who made it.
    pub credit: String,
    /// The point that a cut keeps: across from the left and down from the top, as parts of the picture. Without it,
    /// the picture is shown whole where that is possible.
    pub focus: Option<[f64; 2]>,
}

/// A key figure on the page "At a glance".
#[derive(Debug, Clone)]
pub struct Tile {
    /// The figure, large.
    pub number: Headline,
    /// What it is, below the figure: "visas issued".
    pub label: Vec<Inline>,
    /// How it changed, with an arrow shape.
    pub change: Option<Change>,
    /// A sentence in place of a change, or beside it.
    pub remark: Vec<Inline>,
    /// Its source.
    pub note: Option<usize>,
    /// What its expression asked for, when the number was computed.
    pub asked: Option<Asked>,
    /// The values that led to it, when there are enough of them.
    pub spark: Option<Spark>,
}

/// A change between two periods, computed once.
#[derive(Debug, Clone)]
pub struct Change {
    /// Name of the figure.
    pub figure: String,
    /// Which way.
    pub direction: Direction,
    /// By how many per cent, without sign.
    pub percent: Number,
    /// The same, not rounded, to compare an author's words with.
    pub exact_percent: Quantity,
    /// By how much, without sign, in the figure's unit; none when the source gives the percentage alone.
    pub amount: Option<Number>,
    /// Compared with this period.
    pub from: Period,
    /// In this period.
    pub to: Period,
    /// The part that changed; none for the whole figure.
    pub part: Option<String>,
    /// In words: "43.3 per cent fewer than in January–June 2022".
    pub words: String,
    /// In words without the period, for beside a pair of marks: "43.3% fewer".
    pub short: String,
}

/// A chapter: heading level 1, then blocks, then topics.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Name in the spec; bookmarks and links use it.
    pub id: String,
    /// Number, for chapters that are counted.
    pub number: Option<u32>,
    /// Title in sentence case; capitals are a matter of style.
    pub title: String,
    /// What stands before the first topic.
    pub blocks: Vec<Block>,
    /// Its topics: heading level 2.
    pub topics: Vec<Topic>,
}

/// A topic of a chapter: heading level 2 and blocks.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Name in the spec.
    pub id: String,
    /// Number of the chapter and within it, for counted chapters.
    pub number: Option<(u32, u32)>,
    /// Title in sentence case.
    pub title: String,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A block of the text flow.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "a report has some hundred blocks; boxing charts would buy nothing"
)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of level 3 inside a chapter or topic.
    Heading(Vec<Inline>),
    /// A bulleted or numbered list; an item is a run of blocks.
    List {
        /// First number of a numbered list; `None` for bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Self>>,
    },
    /// A table.
    Table(Table),
    /// A chart, with its number among the figures of the publication.
    Chart(Chart),
    /// A photograph in the text flow.
    Photo(Photo),
    /// What stands in the place of a chart that cannot be shown.
    Unavailable(Absent),
    /// What a reissue corrects here, below the title of the chapter or topic.
    Correction(Labelled),
    /// A note on legislation.
    Legislation(LegislativeNote),
    /// An event card, never broken over pages.
    Event(Event),
    /// A key term and its definition.
    Term {
        /// The term.
        name: String,
        /// Its definition.
        definition: Vec<Inline>,
    },
    /// One entry of a bibliography.
    Reference(Vec<Inline>),
}

/// A legislative development: date label, title, text.
#[derive(Debug, Clone)]
pub struct LegislativeNote {
    /// Name in the spec, or one made from its position.
    pub id: String,
    /// The date in words: "May 2023".
    pub date: String,
    /// Title in sentence case.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// An event: date badge, text, photographs.
#[derive(Debug, Clone)]
pub struct Event {
    /// Name in the spec, or one made from its position.
    pub id: String,
    /// The date in words: "5–6 April 2023".
    pub date: String,
    /// The large part of the date badge: "5–6"; empty when only the month is known.
    pub badge_day: String,
    /// The small part of the date badge: "April 2023".
    pub badge_month: String,
    /// Title in sentence case.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Its photographs.
    pub photos: Vec<Photo>,
}

/// A note, printed at the foot of the page of each of its marks, or below the table or panel that marks it.
#[derive(Debug, Clone)]
pub struct Note {
    /// Name in the spec: the part after `[^`.
    pub id: String,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A piece of running text.
#[derive(Debug, Clone)]
pub enum Inline {
    /// Words as the author typed them.
    Text(String),
    /// A number that the program computed and formatted.
    Number(Number),
    /// A number in the author's words, with the value it claims to be.
    Claim(Box<Claim>),
    /// A number that is to be filled in, or words about one that are to be written.
    Gap(Gap),
    /// Bold.
    Strong(Vec<Self>),
    /// Italic.
    Emphasis(Vec<Self>),
    /// A link out of or within the document.
    Link {
        /// Where to.
        target: Target,
        /// What is shown.
        content: Vec<Self>,
    },
    /// Words in another language than the edition's.
    Foreign {
        /// The language.
        language: LanguageTag,
        /// The words.
        content: Vec<Self>,
    },
    /// The number of what the link around it leads to: "as figure 3 shows", in whatever form the words are.
    PlaceNumber(String),
    /// The mark of a note: index into [`Report::notes`].
    Note(usize),
    /// A line break.
    Break,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// On the web, or to write to; nothing but the gate makes one.
    Url(Address),
    /// A chapter, topic, chart or table.
    Place(Place),
}

/// An author's own words about a number, and what the figures say.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The words as written.
    pub words: Vec<Inline>,
    /// The formula they were linked to.
    pub formula: String,
    /// Where they stand.
    pub span: Span,
    /// What the formula gives.
    pub expected: Expected,
    /// What the formula asked for, when it is one value of one figure.
    pub asked: Option<Asked>,
    /// The mark by which the record finds its page.
    pub mark: Option<u32>,
}

/// What the figures give for a claim.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "a claim is boxed where it stands in the text")]
pub enum Expected {
    /// A plain value.
    Quantity(Quantity),
    /// A change between periods; the number claimed may be its percentage or its amount.
    Change(Change),
}

/// A chart: what is shown, not how.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Name in the spec; also the name of its SVG file.
    pub id: String,
    /// Its number among the figures of the publication.
    pub number: u32,
    /// The mark by which the record finds its page.
    pub mark: Option<u32>,
    /// Kind of chart.
    pub kind: ChartKind,
    /// Caption without the number.
    pub title: String,
    /// What the chart shows, above the caption; empty for none.
    pub message: Vec<Inline>,
    /// Unit of the values in words, shown with the chart: "per cent", "USD million"; empty for counts.
    pub unit_text: String,
    /// Categories along the axis, in the order shown. A donut's slices; a stacked chart's bars.
    pub categories: Vec<Category>,
    /// Where the periods of a line stand in time, in months; empty where categories stand at even distances.
    pub times: Vec<f64>,
    /// How far the scale of its bars reaches at least, so that charts can be compared; none for as far as they need.
    pub reach: Option<rust_decimal::Decimal>,
    /// Series, in the order shown. A stacked chart's layers; one for plain kinds.
    pub series: Vec<Series>,
    /// Change written beside a pair of marks; index by category for clustered charts of two series,
    /// one entry for charts of two categories in one series, else empty.
    pub changes: Vec<Option<String>>,
    /// Totals written at the ends of a stacked chart's bars, by category; else empty.
    pub totals: Vec<Number>,
    /// The areas of a map.
    pub map: Option<Map>,
    /// Lines across bars, columns or lines, at a value to compare with.
    pub references: Vec<ReferenceLine>,
    /// Words at a category of bars, columns or lines.
    pub annotations: Vec<Annotation>,
    /// What both say, for where they cannot be drawn.
    pub told: Vec<Inline>,
    /// Word for the total of a donut, and the number in its hole.
    pub hole: Option<(Number, String)>,
    /// Alternative text, made from the data or the author's own.
    pub alt: String,
    /// Source line below, without the label.
    pub source: Vec<Inline>,
    /// Remark below, without the label.
    pub remark: Vec<Inline>,
    /// What explains its flags and gaps.
    pub legend: Legend,
}
