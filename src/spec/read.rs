//! Reads the tables of `docs/format.md` into the schema.

use std::str::FromStr;

use super::certainty;
use super::chart::chart;
use super::choice::choice;
use super::gap::Gaps;
use super::limits;
use super::period::{self, DATE};
use super::photo::photo;
use super::publisher::{donors, publisher};
use super::reader::Table;
use super::schema::{
    AtSpec, ChapterSpec, CommonSpec, Convert, CorrectionSpec, DatedSpec, EditionSpec, EntrySpec, FigureSpec,
    Flags, GapOf, List, SectionSpec, SeriesSpec, SourceSpec, StandingSpec, TableSpec, TermSpec, TileSpec,
};
use super::style::style;
use super::table_file;
use super::text::Text;
use crate::data::period::{Date, Frequency, Period, When};
use crate::data::quantity::Unit;
use crate::data::table::TableSpec as TableFile;
use crate::diag::{Spanned, code};

const WHEN: &str = "a date, days or a period: 2023-04-05, 2023-04-05/2023-04-06 or 2023-04";
/// How a unit is written, for hints.
pub(crate) const UNIT: &str =
    "a unit: per cent, thousand, million, billion, or a currency before one of them, as in KZT billion";

/// Texts of the imprint, in the order of the layout manual (LM 13).
pub(super) const IMPRINT: [&str; 14] = [
    "disclaimer",
    "principle",
    "support",
    "developed",
    "edited",
    "approved",
    "endorsed",
    "citation",
    "identifiers",
    "copyright",
    "licence",
    "commercial",
    "permissions",
    "code",
];

/// A figure, with the files that its values come from.
pub(super) struct FigureRead {
    pub(super) figure: FigureSpec,
    pub(super) files: Vec<TableFile>,
}

/// What was understood of an edition so that the rest can be understood.
pub(super) struct Understood {
    /// Without a period, nothing can be compared with anything.
    pub(super) period: bool,
    /// Without the list of history files, every comparison would be a fault.
    pub(super) history: bool,
}

/// The edition.
pub(super) fn edition(root: &Table<'_>) -> (EditionSpec, Understood) {
    let period = root.period("period");
    if !root.has("period") {
        root.missing("period");
    }
    let mut chapters: Vec<_> = root.tables("chapter").into_iter().map(chapter).collect();
    // Each takes a page's memory of the typesetter or a part of it.
    let topics = chapters.iter().map(|chapter| chapter.topics.len()).sum();
    if let Some(last) = chapters.last()
        && root.has_too_many(topics, "topics", last.span)
    {
        chapters.iter_mut().for_each(|chapter| chapter.topics.clear());
    }
    if chapters.is_empty() {
        root.missing("[[chapter]]");
    }
    let understood = Understood { period: period.is_some(), history: root.is_list_or_none("history") };
    let edition = EditionSpec {
        period: period.or_else(any_period_at(root)).expect("a stand-in is always a period"),
        title: root.required_text("title"),
        language: root.word("language"),
        languages: root.words("languages"),
        published: root.parsed::<Date>("published", code::BAD_DATE, DATE),
        summary: root.text("summary"),
        cover: root.table("cover").map(photo),
        flags: root.table("flags").map(flags).unwrap_or_default(),
        confidential: root.boolean("confidential").unwrap_or(false),
        series: root.word("series").unwrap_or_else(|| Spanned::new("series.toml".to_owned(), root.span())),
        history: root.words("history"),
        chapters,
        charts: root.named_tables("charts").into_iter().map(chart).collect(),
        tables: root.named_tables("tables").into_iter().map(table).collect(),
        photos: root.named_tables("photos").into_iter().map(|(key, t)| (key, photo(t))).collect(),
        legislation: root.tables("legislation").into_iter().map(|t| dated(t, Photos::None)).collect(),
        events: root.tables("event").into_iter().map(|t| dated(t, Photos::Some)).collect(),
        references: root.tables("reference").into_iter().map(reference).collect(),
        findings: root.tables("finding").into_iter().map(finding).collect(),
        corrections: root.tables("correction").into_iter().map(correction).collect(),
        tiles: root.tables("tile").into_iter().map(tile).collect(),
    };
    root.allow();
    (edition, understood)
}

/// Stands in for a period that was not given or not understood, so that reading can go on; the fault is
/// already reported.
fn any_period_at(root: &Table<'_>) -> impl FnOnce() -> Option<Spanned<Period>> {
    let span = root.span();
    move || Period::new(2000, Frequency::Quarter, 1).map(|period| Spanned::new(period, span))
}

pub(super) fn series(root: &Table<'_>) -> SeriesSpec {
    root.allow();
    let [sharp_break, stable, slight, sharp] = limits::read(root);
    SeriesSpec {
        id: root.required_word("id"),
        country: root.required_word("country"),
        language: root.word("language"),
        languages: root.words("languages"),
        reference: root.word("reference"),
        kind: root.text("kind"),
        author: root.text("author"),
        keywords: root.texts("keywords"),
        standing: root.named_tables("standing").into_iter().map(standing).collect(),
        publisher: root.table("publisher").map(publisher).unwrap_or_default(),
        donors: donors(root),
        checks: root.named_texts("checks"),
        share_scale: root.number("share_scale"),
        sharp_break,
        stable,
        slight,
        sharp,
        style: style(root),
        data_licence: data_licence(root),
    }
}

/// The table `[data]`: what others may do with the numbers.
fn data_licence(root: &Table<'_>) -> Option<Text> {
    let t = root.table("data")?;
    let licence = t.text("licence");
    t.finish();
    licence
}

pub(super) fn common(root: &Table<'_>) -> CommonSpec {
    CommonSpec {
        names: root.named_texts("names"),
        groups: root.named_words("groups"),
        periods: root.named_tables("periods").into_iter().filter_map(period::named).collect(),
        notes: root.named_texts("notes"),
        sources: root.named_tables("sources").into_iter().map(source).collect(),
        terms: root.tables("term").into_iter().map(term).collect(),
        imprint: root.table("imprint").map(imprint).unwrap_or_default(),
    }
}

pub(super) fn figures(root: &Table<'_>) -> Vec<FigureRead> {
    root.named_tables("figures").into_iter().map(figure).collect()
}

/// Figures of a history file: values of earlier periods and nothing else.
pub(super) fn history(root: &Table<'_>) -> Vec<FigureRead> {
    let figures = root.named_tables("figures").into_iter().map(|(key, t)| {
        if t.has("total") && !t.has("period") {
            t.missing("period");
        }
        let mut gaps = Gaps::default();
        let figure = FigureSpec {
            label: None,
            unit: unit(&t, "unit").unwrap_or_default(),
            source: None,
            period: t.period("period"),
            stock: None,
            total: gaps.number(&t, "total", GapOf::Total),
            values: gaps.values(&t),
            shares: Vec::new(),
            parts: Vec::new(),
            at: Vec::new(),
            balance: false,
            derive: None,
            revised: Vec::new(),
            convert: None,
            remark: None,
            not_available: None,
            certainty: certainty::of_history(&t),
            gaps: gaps.0,
            is_broken: false,
            key,
        };
        let files = table_file::files(&t);
        t.finish();
        FigureRead { figure, files }
    });
    figures.collect()
}

/// What figures are broken down into in other periods.
fn at(t: &Table<'_>, gaps: &mut Gaps) -> Vec<AtSpec> {
    let read = t.named_tables("at").into_iter().filter_map(|(key, table)| {
        let period = t.as_period(&key);
        let at = period.as_ref().map(|period| period.value);
        let total = gaps.number(&table, "total", at.map_or(GapOf::Total, GapOf::Value));
        let (shares, parts) = (gaps.parts(&table, "shares", at), gaps.parts(&table, "parts", at));
        table.finish();
        Some(AtSpec { period: period?, total, shares, parts })
    });
    read.collect()
}

/// Reasons for revised values, by period.
fn revised(t: &Table<'_>) -> Vec<(Spanned<Period>, Text)> {
    let reasons = t.named_texts("revised").into_iter();
    reasons.filter_map(|(period, why)| Some((t.as_period(&period)?, why))).collect()
}

fn imprint(t: Table<'_>) -> Vec<(&'static str, Text)> {
    let texts = IMPRINT.into_iter().filter_map(|key| Some((key, t.text(key)?))).collect();
    t.finish();
    texts
}

fn flags(t: Table<'_>) -> Flags {
    let flags = Flags {
        edited: t.boolean("edited").unwrap_or(false),
        approved: t.boolean("approved").unwrap_or(false),
        endorsed: t.boolean("endorsed").unwrap_or(false),
    };
    t.finish();
    flags
}

fn figure((key, t): (Spanned<String>, Table<'_>)) -> FigureRead {
    let mut gaps = Gaps::default();
    let figure = FigureSpec {
        label: t.text("label"),
        unit: unit(&t, "unit").unwrap_or_default(),
        source: t.word("source"),
        period: t.period("period"),
        stock: t.boolean("stock"),
        total: gaps.number(&t, "total", GapOf::Total),
        values: gaps.values(&t),
        shares: gaps.parts(&t, "shares", None),
        parts: gaps.parts(&t, "parts", None),
        at: at(&t, &mut gaps),
        balance: t.boolean("balance").unwrap_or(false),
        derive: t.text("derive"),
        revised: revised(&t),
        convert: t.table("convert").and_then(|t| convert(t, &mut gaps)),
        remark: t.text("remark"),
        not_available: t.text("not_available"),
        certainty: certainty::certainty(&t),
        gaps: gaps.0,
        is_broken: false,
        key,
    };
    let files = table_file::files(&t);
    t.allow();
    t.finish();
    FigureRead { figure, files }
}

fn unit(t: &Table<'_>, key: &'static str) -> Option<Unit> {
    struct Written(Unit);
    impl FromStr for Written {
        type Err = ();
        fn from_str(text: &str) -> Result<Self, ()> {
            Unit::parse(text).map(Written).ok_or(())
        }
    }
    t.parsed::<Written>(key, code::UNKNOWN_UNIT, UNIT).map(|unit| unit.value.0)
}

fn convert(t: Table<'_>, gaps: &mut Gaps) -> Option<Convert> {
    for key in ["unit", "rate"] {
        if !t.has(key) {
            t.missing(key);
        }
    }
    let (unit, rate) = (unit(&t, "unit"), gaps.number(&t, "rate", GapOf::Rate));
    let values = t.in_periods(gaps.converted(&t, "values"));
    let parts = gaps.converted(&t, "parts");
    t.finish();
    Some(Convert { unit: unit?, rate: rate?, values, parts })
}

fn table((key, t): (Spanned<String>, Table<'_>)) -> TableSpec {
    let table = TableSpec {
        key,
        title: t.required_text("title"),
        source: t.word("source"),
        remark: t.text("remark"),
        text: t.required_text("text"),
    };
    t.allow();
    t.finish();
    table
}

fn chapter(t: Table<'_>) -> ChapterSpec {
    let standing = t.word("standing");
    let (id, title) = (t.word("id"), t.text("title"));
    if !t.has("standing") {
        for (key, there) in [("id", id.is_some()), ("title", title.is_some())] {
            if !there && !t.has(key) {
                t.missing(key);
            }
        }
    }
    let lists = [
        ("legislation", List::Legislation),
        ("events", List::Events),
        ("terms", List::Terms),
        ("references", List::References),
        ("findings", List::Findings),
        ("data", List::Data),
    ];
    let chapter = ChapterSpec {
        standing,
        id,
        title,
        text: t.text("text"),
        topics: t.tables("topic").into_iter().map(topic).collect(),
        numbered: t.boolean("numbered").unwrap_or(true),
        list: choice(&t, "list", &lists),
        span: t.span(),
    };
    t.allow();
    t.finish();
    chapter
}

fn topic(t: Table<'_>) -> SectionSpec {
    let topic = SectionSpec {
        id: t.required_word("id"),
        title: t.required_text("title"),
        text: Some(t.required_text("text")),
    };
    t.allow();
    t.finish();
    topic
}

fn standing((key, t): (Spanned<String>, Table<'_>)) -> StandingSpec {
    let standing = StandingSpec { key, title: t.required_text("title"), text: t.required_text("text") };
    t.allow();
    t.finish();
    standing
}

/// Whether an entry of a list can have photographs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Photos {
    None,
    Some,
}

fn dated(t: Table<'_>, photos: Photos) -> DatedSpec {
    if !t.has("date") {
        t.missing("date");
    }
    let dated = DatedSpec {
        id: t.word("id"),
        date: t.parsed::<When>("date", code::BAD_DATE, WHEN),
        title: t.required_text("title"),
        text: t.required_text("text"),
        photos: match photos {
            Photos::Some => t.tables("photos").into_iter().map(photo).collect(),
            Photos::None => Vec::new(),
        },
    };
    t.allow();
    t.finish();
    dated
}

fn correction(t: Table<'_>) -> CorrectionSpec {
    if !t.has("date") {
        t.missing("date");
    }
    let correction = CorrectionSpec {
        id: t.word("id"),
        date: t.parsed::<Date>("date", code::BAD_DATE, DATE),
        place: t.required_word("place"),
        published: t.text("published"),
        what: t.required_text("what"),
        why: t.required_text("why"),
    };
    t.allow();
    t.finish();
    correction
}

fn term(t: Table<'_>) -> TermSpec {
    let term = TermSpec { id: t.word("id"), name: t.required_text("name"), text: t.required_text("text") };
    t.allow();
    t.finish();
    term
}

fn reference(t: Table<'_>) -> EntrySpec {
    let entry = EntrySpec { id: t.word("id"), text: t.required_text("text") };
    t.finish();
    entry
}

fn finding(t: Table<'_>) -> EntrySpec {
    let entry = EntrySpec { id: t.word("id"), text: t.required_text("text") };
    t.allow();
    t.finish();
    entry
}

fn tile(t: Table<'_>) -> TileSpec {
    let tile = TileSpec {
        id: t.word("id"),
        value: t.required_text("value"),
        label: t.text("label"),
        change: t.text("change"),
        text: t.text("text"),
        source: t.word("source"),
    };
    t.allow();
    t.finish();
    tile
}

fn source((key, t): (Spanned<String>, Table<'_>)) -> SourceSpec {
    let name = t.required_text("name");
    let source = SourceSpec { key, note: t.text("note").unwrap_or_else(|| name.clone()), name };
    t.allow();
    t.finish();
    source
}
