//! Lists every number that an edition has or asks for.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::key::{Key, Kind};
use super::known::{Earlier, Known};
use super::place::written;
use crate::data::period::Period;
use crate::data::quantity::Unit;
use crate::diag::{Span, Spanned};
use crate::report::MissingValue;
use crate::spec::schema::GapOf;
use crate::spec::{FigureSpec, Spec};

/// What an edition has of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The number, or the lower end of a range or limit, and how it is written: `50.3`, `>550000`.
    Number(Decimal, String),
    /// It is to be filled in.
    ToFill,
    /// Nobody has it, and a sentence or a chart asks for it.
    Asked,
}

impl Held {
    /// As it is written in the file, without quotation marks; nothing of what nobody has.
    pub fn text(&self) -> &str {
        match self {
            Self::Number(_, text) => text,
            Self::ToFill => "?",
            Self::Asked => "",
        }
    }

    /// Whether there is no number yet.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Number(..))
    }
}

/// A number that an edition has or asks for.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub key: Key,
    /// Its period.
    pub period: Period,
    /// What the edition has.
    pub held: Held,
    /// Where it is written; not known of what nobody has.
    pub span: Option<Span>,
    /// Whether it stands in a table beside the spec, where nothing is written.
    pub is_of_file: bool,
    /// Its unit.
    pub unit: Unit,
    /// The value of the quarter before, or of what corresponds to it.
    pub last: Option<Earlier>,
    /// The value of a year before.
    pub year_before: Option<Earlier>,
    /// Decimals that such numbers have.
    pub decimals: u32,
}

impl Entry {
    /// Whether it is a number of another period that nobody has and a sentence or a chart asks for.
    pub fn is_asked(&self) -> bool {
        self.held == Held::Asked
    }
}

/// The numbers of a figure.
#[derive(Debug, Clone)]
pub struct FigureValues {
    /// Its name.
    pub key: Spanned<String>,
    /// What it counts.
    pub label: String,
    /// Name of its source.
    pub source: Option<String>,
    /// Its own period.
    pub period: Period,
    /// Its numbers: total, values, shares, amounts, rate.
    pub entries: Vec<Entry>,
    /// The total, where the edition has none and the values of shorter periods add up to it.
    pub sum_of: Vec<Period>,
}

impl FigureValues {
    /// A part that it does not list, of its own period.
    pub(super) fn unlisted(&self, kind: Kind, part: String) -> Entry {
        let key = Key { figure: self.key.value.clone(), kind, part, period: self.period.to_string() };
        let like = self.entries.iter().find(|entry| entry.key.kind == kind);
        let whole = self.entries.iter().find(|entry| matches!(entry.key.kind, Kind::Total | Kind::Value));
        let unit = match kind {
            Kind::Share => Unit::PERCENT,
            _ => like.or(whole).map(|entry| entry.unit.clone()).unwrap_or_default(),
        };
        let decimals = like.map_or(u32::from(kind == Kind::Share), |entry| entry.decimals);
        Entry {
            key,
            period: self.period,
            held: Held::Asked,
            span: None,
            is_of_file: false,
            unit,
            last: None,
            year_before: None,
            decimals,
        }
    }

    /// Whether something of it is to be filled in.
    pub fn is_open(&self) -> bool {
        self.entries.iter().any(|entry| entry.held.is_open())
    }
}

/// The numbers of an edition, figure by figure, in the order of the spec.
#[derive(Debug, Clone)]
pub struct Values {
    /// The period of the edition.
    pub period: Period,
    /// The name of its files: `kazakhstan-2023-q2`.
    pub stem: String,
    /// Its figures.
    pub figures: Vec<FigureValues>,
    /// All figures of the edition, also those that follow from others, with their places.
    names: BTreeMap<String, Span>,
    /// Values of history files, by figure and period.
    history: BTreeMap<(String, String), Decimal>,
}

impl Values {
    /// Lists the numbers of a spec, with those that its sentences and charts ask for and nobody has.
    pub fn of(spec: &Spec, missing: &[MissingValue]) -> Self {
        let known = Known::new(spec);
        let mut asked: BTreeMap<&str, Vec<Period>> = BTreeMap::new();
        for value in missing {
            asked.entry(value.figure.as_str()).or_default().extend(value.period);
        }
        let figures = spec.figures.iter().filter(|figure| figure.derive.is_none());
        let figures = figures.map(|figure| {
            let asked = asked.get(figure.key.value.as_str()).map(Vec::as_slice).unwrap_or_default();
            Listing { spec, known: &known, figure }.values(asked)
        });
        let figures = figures.filter(|figure| !figure.entries.is_empty()).collect();
        let history = spec.history.iter().flat_map(|figure| {
            let key = &figure.key.value;
            figure.values.iter().map(|(period, value)| ((key.clone(), period.value.to_string()), value.value))
        });
        let history = history.collect();
        let names = spec.figures.iter().map(|figure| (figure.key.value.clone(), figure.key.span)).collect();
        Self { period: spec.edition.period.value, stem: spec.stem(), figures, names, history }
    }

    /// Where the edition has a figure of that name.
    pub(super) fn is_there(&self, figure: &str) -> Option<Span> {
        self.names.get(figure).copied()
    }

    /// The value that a history file has of a number.
    pub fn in_history(&self, key: &Key) -> Option<Decimal> {
        self.history.get(&(key.figure.clone(), key.period.clone())).copied()
    }

    /// All numbers.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.figures.iter().flat_map(|figure| &figure.entries)
    }

    /// The figure of a name.
    pub fn figure(&self, key: &str) -> Option<&FigureValues> {
        self.figures.iter().find(|figure| figure.key.value == key)
    }

    pub(super) fn figure_mut(&mut self, key: &str) -> Option<&mut FigureValues> {
        self.figures.iter_mut().find(|figure| figure.key.value == key)
    }

    /// Whether parts can be added to the list that a key is of: one that the edition has, and not in a table beside it.
    pub(super) fn can_add(&self, key: &Key) -> bool {
        let is_of_list = |entry: &&Entry| entry.key.kind == key.kind && entry.key.period == key.period;
        key.kind.is_of_part()
            && key.is_to_add()
            && self
                .figure(&key.figure)
                .and_then(|figure| figure.entries.iter().find(is_of_list))
                .is_some_and(|entry| !entry.is_of_file)
    }

    /// The number of a name.
    pub fn entry(&self, key: &Key) -> Option<&Entry> {
        self.figure(&key.figure)?.entries.iter().find(|entry| entry.key == *key)
    }

    /// How many numbers are to be filled in.
    pub fn open(&self) -> usize {
        self.entries().filter(|entry| entry.held.is_open()).count()
    }
}

/// Shares or amounts by part, as they were read.
type Parts<'a> = &'a [(Spanned<String>, Spanned<Decimal>)];

/// One figure while its numbers are listed.
struct Listing<'a> {
    spec: &'a Spec,
    known: &'a Known<'a>,
    figure: &'a FigureSpec,
}

impl Listing<'_> {
    fn values(&self, asked: &[Period]) -> FigureValues {
        let Self { spec, known, figure } = *self;
        let own = figure.period.as_ref().map_or(spec.edition.period.value, |period| period.value);
        let mut entries = Vec::new();
        if let Some(total) = &figure.total {
            entries.extend(self.given(Kind::Total, "", own, total));
        }
        for (period, value) in &figure.values {
            entries.extend(self.given(Kind::Value, "", period.value, value));
        }
        self.lists(&mut entries, (&figure.shares, &figure.parts), own);
        for at in &figure.at {
            if let Some(total) = &at.total {
                entries.extend(self.given(Kind::Value, "", at.period.value, total));
            }
            self.lists(&mut entries, (&at.shares, &at.parts), at.period.value);
        }
        if let Some(convert) = &figure.convert {
            entries.extend(self.given(Kind::Rate, "", own, &convert.rate));
        }
        entries.extend(figure.gaps.iter().map(|gap| self.gap(&gap.of, gap.span, own)));
        for history in spec.history.iter().filter(|history| history.key.value == figure.key.value) {
            let own = history.period.as_ref().map_or(own, |period| period.value);
            entries.extend(history.gaps.iter().map(|gap| self.gap(&gap.of, gap.span, own)));
        }
        // As they stand in the file, kind by kind; those of other files after them.
        let home = spec.edition.period.span.source;
        entries.sort_by_key(|entry: &Entry| {
            let span = entry.span.map(|span| (span.source != home, span.source, span.start));
            (entry.period != own && entry.key.kind.is_of_part(), entry.key.kind, span)
        });
        self.asked(asked, own, &mut entries);
        let is_total = |entry: &Entry| entry.key.kind == Kind::Total && entry.period == own;
        let has_total = entries.iter().any(is_total);
        let values = entries.iter().filter(|entry| entry.key.kind == Kind::Value).map(|entry| entry.period);
        let can_add = figure.unit.measure.can_be_added() && !has_total;
        let sum_of = if can_add { own.cover(values).unwrap_or_default() } else { Vec::new() };
        FigureValues {
            key: figure.key.clone(),
            label: figure
                .label
                .as_ref()
                .map_or_else(|| figure.key.value.clone(), |label| label.value.clone()),
            source: known.source(figure),
            period: own,
            entries,
            sum_of,
        }
    }

    /// Adds values that nobody has, but for those that others of them add up to.
    fn asked(&self, asked: &[Period], own: Period, entries: &mut Vec<Entry>) {
        let figure = self.figure;
        let is_asked = |period: &Period| *period != own || figure.not_available.is_none();
        let asked: Vec<Period> = asked.iter().copied().filter(is_asked).collect();
        let known = figure.values.iter().map(|(period, _)| period.value);
        let known = known.chain(self.known.periods(&figure.key.value)).chain([own]);
        let known: Vec<Period> = known.chain(asked.iter().copied()).collect();
        for period in asked {
            let others = known.iter().copied().filter(|other| *other != period);
            if figure.unit.measure.can_be_added() && period.cover(others).is_some() {
                continue;
            }
            let kind = if period == own { Kind::Total } else { Kind::Value };
            let entry = self.entry(kind, "", period, Held::Asked, None);
            if !entries.iter().any(|known| known.key == entry.key) {
                entries.push(entry);
            }
        }
    }

    fn lists(&self, entries: &mut Vec<Entry>, (shares, parts): (Parts<'_>, Parts<'_>), period: Period) {
        for (kind, list) in [(Kind::Share, shares), (Kind::Part, parts)] {
            for (part, value) in list {
                entries.extend(self.given(kind, &part.value, period, value));
            }
        }
    }

    /// A number that is written somewhere.
    fn given(&self, kind: Kind, part: &str, period: Period, value: &Spanned<Decimal>) -> Option<Entry> {
        let text = written(self.spec, value.span);
        let is_of_file = text.is_none();
        let text = text.unwrap_or_else(|| value.value.to_string());
        let held = Held::Number(value.value, text);
        Some(Entry { is_of_file, ..self.entry(kind, part, period, held, Some(value.span)) })
    }

    /// A number that is to be filled in.
    fn gap(&self, of: &GapOf, span: Span, own: Period) -> Entry {
        let (kind, part, period) = match of {
            GapOf::Total => (Kind::Total, "", own),
            GapOf::Value(at) => (Kind::Value, "", *at),
            GapOf::Share { part, at } => (Kind::Share, part.as_str(), at.unwrap_or(own)),
            GapOf::Part { part, at } => (Kind::Part, part.as_str(), at.unwrap_or(own)),
            GapOf::Rate => (Kind::Rate, "", own),
            GapOf::Converted(name) => (Kind::Converted, name.as_str(), own),
        };
        let is_of_file = written(self.spec, span).is_none();
        Entry { is_of_file, ..self.entry(kind, part, period, Held::ToFill, Some(span)) }
    }

    fn entry(&self, kind: Kind, part: &str, period: Period, held: Held, span: Option<Span>) -> Entry {
        let figure = self.figure;
        let key =
            Key { figure: figure.key.value.clone(), kind, part: part.to_owned(), period: period.to_string() };
        let [last, year_before] = self.known.before(&key, period);
        let unit = match kind {
            Kind::Share => Unit::PERCENT,
            Kind::Rate => Unit::RATIO,
            Kind::Converted => {
                figure.convert.as_ref().map(|convert| convert.unit.clone()).unwrap_or_default()
            }
            Kind::Total | Kind::Value | Kind::Part => figure.unit.clone(),
        };
        let own = if let Held::Number(number, _) = &held { Some(*number) } else { None };
        let usual = u32::from(kind == Kind::Share || unit.scale.power() > Decimal::ONE);
        let before = [&last, &year_before].map(|before| before.as_ref().map(|before| before.number));
        let decimals = before.into_iter().chain([own]).flatten().map(|number| number.scale()).max();
        let decimals = decimals.unwrap_or(usual);
        Entry { key, period, held, span, is_of_file: false, unit, last, year_before, decimals }
    }
}
