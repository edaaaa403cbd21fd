//! What an edition's files say, one to one with `docs/format.md`: typed, every place kept, nothing resolved.

use rust_decimal::Decimal;

use super::text::Text;
use crate::data::chart::{ChartKind, MapStyle};
use crate::data::period::{Date, Period, When};
use crate::diag::{Span, Spanned};

mod figure;

pub use figure::{
    AtSpec, CertaintySpec, Convert, EarlierSpec, FigureSpec, GapOf, GapSpec, GivenSpec, ListsSpec, PeriodSaid,
};

/// A finding that the author allows, and why: it covers what was found and nothing else.
#[derive(Debug, Clone)]
pub struct AllowSpec {
    /// Code of the rule.
    pub code: Spanned<String>,
    /// The words or number found.
    pub found: Spanned<String>,
    /// The author's reason.
    pub reason: Text,
    /// The table that the exemption was written in, its own tables included.
    pub region: Span,
    /// The exemption itself.
    pub span: Span,
}

/// What the categories of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Parts such as countries.
    Part,
    /// Periods.
    Period,
    /// Figures.
    Figure,
}

/// Which values of a figure's parts a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartValues {
    /// Shares in per cent.
    Shares,
    /// Amounts.
    Parts,
}

/// The order of a chart's categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The largest first, the rest last; periods in time.
    BySize,
    /// As written.
    Given,
}

/// A chart.
#[derive(Debug, Clone)]
pub struct ChartSpec {
    /// Name in the spec.
    pub key: Spanned<String>,
    /// The figures shown.
    pub figures: Vec<Spanned<String>>,
    /// Kind.
    pub kind: ChartKind,
    /// Caption.
    pub title: Text,
    /// What the chart shows, in a sentence above the caption.
    pub message: Option<Text>,
    /// Periods compared.
    pub periods: Vec<Spanned<Period>>,
    /// What the categories are.
    pub by: Option<By>,
    /// Which values of parts.
    pub values: Option<PartValues>,
    /// Groups that are shown in place of their members.
    pub groups: Vec<Spanned<String>>,
    /// Whether the figure's other unit is shown.
    pub convert: bool,
    /// Order of categories.
    pub sort: Sort,
    /// Smaller slices are joined.
    pub join_below: Option<Spanned<Decimal>>,
    /// An expression for the change beside a pair of marks.
    pub change: Option<Text>,
    /// The part in the accent colour.
    pub highlight: Option<Spanned<String>>,
    /// The file with the areas of a map.
    pub map: Option<Spanned<String>>,
    /// The property that holds the keys of the parts.
    pub map_key: Option<Spanned<String>>,
    /// How a map shows values.
    pub map_style: Option<MapStyle>,
    /// Lines at values to compare with.
    pub references: Vec<ReferenceLineSpec>,
    /// Words at categories.
    pub annotations: Vec<AnnotationSpec>,
    /// Alternative text of the author's own.
    pub alt: Option<Text>,
    /// Name of its source, instead of those of its figures.
    pub source: Option<Spanned<String>>,
    /// Printed below.
    pub remark: Option<Text>,
    /// The whole table, for faults.
    pub span: Span,
}

/// A line across a chart.
#[derive(Debug, Clone)]
pub struct ReferenceLineSpec {
    /// An expression for its value.
    pub value: Text,
    /// What it is.
    pub label: Text,
}

/// Words at a category of a chart.
#[derive(Debug, Clone)]
pub struct AnnotationSpec {
    /// Name of the category.
    pub at: Spanned<String>,
    /// The words.
    pub text: Text,
}

/// A table with a caption.
#[derive(Debug, Clone)]
pub struct TableSpec {
    /// Name in the spec.
    pub key: Spanned<String>,
    /// Caption.
    pub title: Text,
    /// Name of its source.
    pub source: Option<Spanned<String>>,
    /// Printed below.
    pub remark: Option<Text>,
    /// A Markdown table.
    pub text: Text,
}

/// A picture file with what has to be said about it.
#[derive(Debug, Clone)]
pub struct PhotoSpec {
    /// Path below the edition's folder.
    pub file: Spanned<String>,
    /// What it shows.
    pub alt: Text,
    /// Who made it.
    pub credit: Text,
    /// The point that a cut keeps: across from the left and down from the top, as parts of the picture.
    pub focus: Option<[f64; 2]>,
}

/// A topic of a chapter.
#[derive(Debug, Clone)]
pub struct SectionSpec {
    /// Name in the spec.
    pub id: Spanned<String>,
    /// Title.
    pub title: Text,
    /// Text.
    pub text: Option<Text>,
}

/// Lists that a chapter can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Notes on legislation.
    Legislation,
    /// Events.
    Events,
    /// Key terms.
    Terms,
    /// Bibliography.
    References,
    /// The key findings.
    Findings,
    /// A table with the data of every chart.
    Data,
}

/// A chapter as written, before standing texts are put in.
#[derive(Debug, Clone)]
pub struct ChapterSpec {
    /// Name of a standing text of the series.
    pub standing: Option<Spanned<String>>,
    /// Name in the spec.
    pub id: Option<Spanned<String>>,
    /// Title.
    pub title: Option<Text>,
    /// Text.
    pub text: Option<Text>,
    /// Topics.
    pub topics: Vec<SectionSpec>,
    /// Whether it is counted.
    pub numbered: bool,
    /// The list printed after the text.
    pub list: Option<List>,
    /// The whole table, for faults.
    pub span: Span,
}

/// A standing text of the series.
#[derive(Debug, Clone)]
pub struct StandingSpec {
    /// Name in the series.
    pub key: Spanned<String>,
    /// Title.
    pub title: Text,
    /// Text.
    pub text: Text,
}

/// A note on legislation or an event.
#[derive(Debug, Clone)]
pub struct DatedSpec {
    /// Name in the spec.
    pub id: Option<Spanned<String>>,
    /// When.
    pub date: Option<Spanned<When>>,
    /// Title.
    pub title: Text,
    /// Text.
    pub text: Text,
    /// Photographs; for events.
    pub photos: Vec<PhotoSpec>,
}

/// What a corrected reissue changes of what had been published.
#[derive(Debug, Clone)]
pub struct CorrectionSpec {
    /// Name in the spec.
    pub id: Option<Spanned<String>>,
    /// Date of the reissue.
    pub date: Option<Spanned<Date>>,
    /// The chapter or topic that was corrected.
    pub place: Spanned<String>,
    /// The words as they had been published.
    pub published: Option<Text>,
    /// What is right.
    pub what: Text,
    /// How the fault came about.
    pub why: Text,
}

/// A key term.
#[derive(Debug, Clone)]
pub struct TermSpec {
    /// Name in the spec.
    pub id: Option<Spanned<String>>,
    /// The term.
    pub name: Text,
    /// Its definition.
    pub text: Text,
}

/// An entry of a list that is one text: a key finding, an entry of the bibliography.
#[derive(Debug, Clone)]
pub struct EntrySpec {
    /// Name in the spec.
    pub id: Option<Spanned<String>>,
    /// Its text.
    pub text: Text,
}

/// A tile of the page "At a glance".
#[derive(Debug, Clone)]
pub struct TileSpec {
    /// Name in the spec.
    pub id: Option<Spanned<String>>,
    /// An expression.
    pub value: Text,
    /// What it is.
    pub label: Option<Text>,
    /// An expression that gives a change.
    pub change: Option<Text>,
    /// A sentence.
    pub text: Option<Text>,
    /// Name of its source.
    pub source: Option<Spanned<String>>,
}

/// A named source.
#[derive(Debug, Clone)]
pub struct SourceSpec {
    /// Name in the series.
    pub key: Spanned<String>,
    /// The agency.
    pub name: Text,
    /// What notes and source lines print.
    pub note: Text,
}

/// The publisher and its offices.
#[derive(Debug, Clone, Default)]
pub struct PublisherSpec {
    /// Name.
    pub name: Option<Text>,
    /// The organization's logo, below the edition's folder.
    pub logo: Option<Spanned<String>>,
    /// Web address.
    pub website: Option<Text>,
    /// Offices: name and lines.
    pub offices: Vec<(Text, Vec<Text>)>,
}

/// One of those whose money made a publication possible.
#[derive(Debug, Clone)]
pub struct DonorSpec {
    /// Name.
    pub name: Text,
    /// Logo, below the edition's folder.
    pub logo: Option<Spanned<String>>,
}

/// Whether the publication went through the three offices that the imprint names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flags {
    /// Formally edited.
    pub edited: bool,
    /// Approved for brand and style.
    pub approved: bool,
    /// Endorsed for its research.
    pub endorsed: bool,
}

/// What only the edition says.
#[derive(Debug, Clone)]
pub struct EditionSpec {
    /// The period reported on.
    pub period: Spanned<Period>,
    /// Title.
    pub title: Text,
    /// Language.
    pub language: Option<Spanned<String>>,
    /// The languages that it is published in; none given, those of the series.
    pub languages: Vec<Spanned<String>>,
    /// Date of the document.
    pub published: Option<Spanned<Date>>,
    /// For the document's properties.
    pub summary: Option<Text>,
    /// Cover picture.
    pub cover: Option<PhotoSpec>,
    /// The three flags.
    pub flags: Flags,
    /// Drops the licence.
    pub confidential: bool,
    /// Path of the series file.
    pub series: Spanned<String>,
    /// Paths of history files.
    pub history: Vec<Spanned<String>>,
    /// Chapters in order.
    pub chapters: Vec<ChapterSpec>,
    /// Charts.
    pub charts: Vec<ChartSpec>,
    /// Tables.
    pub tables: Vec<TableSpec>,
    /// Photographs for the text flow.
    pub photos: Vec<(Spanned<String>, PhotoSpec)>,
    /// Legislation.
    pub legislation: Vec<DatedSpec>,
    /// Events.
    pub events: Vec<DatedSpec>,
    /// Bibliography.
    pub references: Vec<EntrySpec>,
    /// Key findings.
    pub findings: Vec<EntrySpec>,
    /// What is other than it had been published.
    pub corrections: Vec<CorrectionSpec>,
    /// Tiles.
    pub tiles: Vec<TileSpec>,
}

/// What the series says.
#[derive(Debug, Clone)]
pub struct SeriesSpec {
    /// Stem of output files.
    pub id: Spanned<String>,
    /// Country code.
    pub country: Spanned<String>,
    /// Language.
    pub language: Option<Spanned<String>>,
    /// The languages that editions are published in.
    pub languages: Vec<Spanned<String>>,
    /// The organization's own Word template.
    pub reference: Option<Spanned<String>>,
    /// Kind of publication, for the cover.
    pub kind: Option<Text>,
    /// Author.
    pub author: Option<Text>,
    /// Keywords.
    pub keywords: Vec<Text>,
    /// Standing texts.
    pub standing: Vec<StandingSpec>,
    /// Publisher.
    pub publisher: PublisherSpec,
    /// Those whose money made it possible.
    pub donors: Vec<DonorSpec>,
    /// Severities of rules: code and word.
    pub checks: Vec<(Spanned<String>, Text)>,
    /// By which factor a value may differ from the one before it without a remark.
    pub sharp_break: Option<Spanned<Decimal>>,
    /// How far the scale of bars of shares reaches at least.
    pub share_scale: Option<Spanned<Decimal>>,
    /// Up to how many per cent a number is called stable.
    pub stable: Option<Spanned<Decimal>>,
    /// Up to how many a change is called slight.
    pub slight: Option<Spanned<Decimal>>,
    /// From how many on it is called sharp.
    pub sharp: Option<Spanned<Decimal>>,
    /// The house style that it keeps.
    pub style: Option<StyleSpec>,
    /// The licence of its numbers as open data.
    pub data_licence: Option<Text>,
}

/// Which house style a series keeps.
#[derive(Debug, Clone)]
pub struct StyleSpec {
    /// Name of the house.
    pub house: Spanned<String>,
    /// Names that stand in the edition as they are.
    pub names: Vec<Spanned<String>>,
    /// Rules that are switched off.
    pub off: Vec<Spanned<String>>,
    /// The table, for faults.
    pub span: Span,
}

/// A period that a series names itself: a round of a survey.
#[derive(Debug, Clone)]
pub struct PeriodSpec {
    /// The period, with its name.
    pub period: Period,
    /// What it is called in words.
    pub label: Text,
}

/// What both files may say; the edition's entry replaces the series' entry of the same name.
#[derive(Debug, Clone, Default)]
pub struct CommonSpec {
    /// Names of parts that are not countries.
    pub names: Vec<(Spanned<String>, Text)>,
    /// Groups of parts that can be asked for together.
    pub groups: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// Periods with names of their own.
    pub periods: Vec<PeriodSpec>,
    /// Notes.
    pub notes: Vec<(Spanned<String>, Text)>,
    /// Sources.
    pub sources: Vec<SourceSpec>,
    /// Key terms.
    pub terms: Vec<TermSpec>,
    /// Texts of the imprint.
    pub imprint: Vec<(&'static str, Text)>,
}
