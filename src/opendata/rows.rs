//! The rows of the table: one a value.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Edition;
use super::plain::{plain, words};
use crate::data::certainty::Bound;
use crate::data::country::code_of_three;
use crate::data::period::{Frequency, Period};
use crate::data::quantity::{Measure, Scale, Unit};
use crate::diag::{Span, Spanned, code};
use crate::report::Figure;
use crate::report::compute::OTHER;
use crate::spec::FigureSpec;
use crate::spec::schema::PeriodSaid;

/// Whether values that only follow from others are rows too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computed {
    /// Only what sources gave.
    Left,
    /// Totals that are sums, and figures that follow from others.
    Added,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The country reported on.
    pub location: String,
    /// Name of the figure.
    pub figure: String,
    /// What it counts.
    pub label: String,
    /// `total`, `share` or `part`.
    pub kind: &'static str,
    /// Code or name of the part.
    pub part: String,
    /// The part in words.
    pub part_name: String,
    /// The period as it is written.
    pub period: String,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// The value, where it is one number.
    pub value: Option<Decimal>,
    /// Its unit.
    pub unit: String,
    /// Its source.
    pub source: String,
    /// The edition.
    pub edition: String,
    /// What is said of it.
    pub status: &'static str,
    /// What limits it.
    pub note: String,
}

impl Row {
    /// The cells, in the order of the columns.
    pub fn cells(&self) -> [String; 15] {
        let value = self.value.map_or_else(String::new, |value| value.to_string());
        [
            &self.location,
            &self.figure,
            &self.label,
            self.kind,
            &self.part,
            &self.part_name,
            &self.period,
            &self.start,
            &self.end,
            &value,
            &self.unit,
            &self.source,
            &self.edition,
            self.status,
            &self.note,
        ]
        .map(ToString::to_string)
    }
}

/// What no two rows have in common.
type Key = (String, &'static str, String, Period);

/// The rows of editions of one series, the earliest first: of each value the latest. They stand in the order of
/// the figures of the latest edition, in time.
pub fn rows(editions: &[Edition], computed: Computed) -> Vec<Row> {
    let mut known: BTreeMap<Key, Row> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for edition in editions {
        let Some(report) = edition.report() else { continue };
        let of_edition = Rows { edition };
        for spec in &edition.spec.figures {
            if !order.contains(&spec.key.value) {
                order.push(spec.key.value.clone());
            }
            let Some(figure) = report.figures.get(&spec.key.value) else { continue };
            for (key, mut row) in of_edition.of_figure(spec, figure, computed) {
                let before = known.get(&key);
                let is_other =
                    before.is_some_and(|before| before.value != row.value || before.note != row.note);
                if is_other && row.status == "published" {
                    row.status = "revised";
                }
                known.insert(key, row);
            }
        }
    }
    let place = |figure: &String| order.iter().position(|known| known == figure);
    let mut rows: Vec<(Key, Row)> = known.into_iter().collect();
    // Within a list, parts stand by size, the rest last, as in the report.
    rows.sort_by(|((figure, kind, part, period), row), ((other, of_kind, of_part, of_period), of_row)| {
        let rank = |kind: &str| ["total", "share", "part"].iter().position(|known| *known == kind);
        (place(figure), period, rank(kind), part == OTHER)
            .cmp(&(place(other), of_period, rank(of_kind), of_part == OTHER))
            .then_with(|| of_row.value.cmp(&row.value))
            .then_with(|| part.cmp(of_part))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The code of three letters of a country; its own where it has none.
pub(super) fn location(country: &str) -> String {
    code_of_three(country).map_or_else(|| country.to_owned(), str::to_owned)
}

struct Rows<'a> {
    edition: &'a Edition,
}

impl Rows<'_> {
    fn of_figure(&self, spec: &FigureSpec, figure: &Figure, computed: Computed) -> Vec<(Key, Row)> {
        let own = figure.period;
        let mut rows = Vec::new();
        let mut add = |kind, part: &str, period, value: &Spanned<Decimal>| {
            rows.push(self.row(spec, figure, (kind, part, period), (value.value, Some(value.span))));
        };
        if let Some(total) = &spec.total {
            add("total", "", own, total);
        }
        for (period, value) in &spec.values {
            add("total", "", period.value, value);
        }
        let lists = [("share", &spec.shares), ("part", &spec.parts)];
        for (kind, list) in lists {
            list.iter().for_each(|(part, value)| add(kind, &part.value, own, value));
        }
        for at in &spec.at {
            let period = at.period.value;
            if let Some(total) = &at.total {
                add("total", "", period, total);
            }
            for (kind, list) in [("share", &at.shares), ("part", &at.parts)] {
                list.iter().for_each(|(part, value)| add(kind, &part.value, period, value));
            }
        }
        if computed == Computed::Added {
            let has = |rows: &[(Key, Row)], period| {
                rows.iter().any(|((_, kind, _, known), _)| *kind == "total" && *known == period)
            };
            let derived = figure.derived.iter().flat_map(|derived| &derived.values);
            let mut all: Vec<(Period, Decimal)> =
                derived.map(|(period, value)| (*period, value.value())).collect();
            if let Ok(total) = figure.total()
                && total.is_exact()
            {
                all.push((own, total.value()));
            }
            for (period, value) in all {
                if !has(&rows, period) {
                    let (key, row) = self.row(spec, figure, ("total", "", period), (value, None));
                    rows.push((key, Row { status: "computed", ..row }));
                }
            }
        }
        rows
    }

    fn row(
        &self,
        spec: &FigureSpec,
        figure: &Figure,
        (kind, part, period): (&'static str, &str, Period),
        (value, span): (Decimal, Option<Span>),
    ) -> (Key, Row) {
        let bound = span.and_then(|span| self.edition.spec.bounds.get(&span)).copied().unwrap_or_default();
        let is_number = bound == Bound::None;
        let mut notes: Vec<String> = Vec::new();
        if !is_number {
            notes.push(bound.written(value));
        }
        let (status, why) = status(spec, (kind, period));
        notes.extend(why);
        if kind == "share" && period == figure.period {
            notes.extend(self.sum_of_shares(spec));
        }
        let row = Row {
            location: location(&self.edition.spec.series.country.value),
            figure: figure.key.clone(),
            label: words(&figure.label),
            kind,
            part: part.to_owned(),
            part_name: self.name_of(part),
            period: written(period),
            start: period.first_day().to_string(),
            end: period.last_day().to_string(),
            value: is_number.then_some(value),
            unit: if kind == "share" { "per cent".to_owned() } else { unit(&figure.unit) },
            source: figure.source.as_deref().map_or_else(String::new, |source| self.source(source)),
            edition: written(self.edition.period()),
            status,
            note: notes.join("; "),
        };
        ((figure.key.clone(), kind, part.to_owned(), period), row)
    }

    /// The name of a part: of the series' own, of a country, of the rest.
    fn name_of(&self, part: &str) -> String {
        if part.is_empty() {
            return String::new();
        }
        let locale = &self.edition.checked.locale;
        let names = self.edition.spec.common.iter().rev().flat_map(|common| &common.names);
        let own = names.into_iter().find(|(key, _)| key.value == part).map(|(_, name)| name.value.as_str());
        let other = (part == OTHER).then(|| locale.labels().other.as_str());
        words(own.or(other).or_else(|| locale.country(part)).unwrap_or(part))
    }

    /// The name of a source; of a note, its first words.
    fn source(&self, key: &str) -> String {
        let common = || self.edition.spec.common.iter().rev();
        let mut sources = common().flat_map(|common| &common.sources);
        let source = sources.find(|source| source.key.value == key).map(|source| source.name.value.clone());
        let note = || {
            let mut notes = common().flat_map(|common| &common.notes);
            notes.find(|(name, _)| name.value == key).map(|(_, note)| plain(&note.value))
        };
        words(&source.or_else(note).unwrap_or_else(|| key.to_owned()))
    }

    /// What is known of shares that do not add up to the whole, when the author lets them stand or has been told.
    fn sum_of_shares(&self, spec: &FigureSpec) -> Option<String> {
        let checked = &self.edition.checked;
        let allowed = checked.allowed.iter().map(|allowed| &allowed.finding);
        let mut found = checked.findings.iter().chain(allowed).filter(|one| one.code == code::SHARES_SUM);
        let places: Vec<Span> = spec.shares.iter().map(|(key, _)| key.span).chain([spec.key.span]).collect();
        let sum = found.find(|one| {
            one.span.is_some_and(|span| {
                let meets = |place: &Span| {
                    place.source == span.source && place.start < span.end && span.start < place.end
                };
                places.iter().any(meets)
            })
        })?;
        sum.found.as_ref().map(|sum| format!("shares add up to {sum}"))
    }
}

/// What is said of the values of a period, and why. Of a quarter whose total is that of its months, the parts are no surer
/// than the least sure month.
fn status(spec: &FigureSpec, (kind, period): (&str, Period)) -> (&'static str, Option<String>) {
    let is_of_months = kind != "total" && spec.total.is_none();
    let said = |list: &[PeriodSaid]| {
        let is_month = |said: &&PeriodSaid| is_of_months && period.contains(said.period.value);
        let said =
            list.iter().find(|said| said.period.value == period).or_else(|| list.iter().find(is_month))?;
        Some(said.why.as_ref().map(|why| words(&why.value)))
    };
    if let Some(why) = said(&spec.certainty.provisional) {
        return ("provisional", why);
    }
    if let Some(why) = said(&spec.certainty.estimated) {
        return ("estimated", why);
    }
    match spec.revised.iter().find(|(revised, _)| revised.value == period) {
        Some((_, why)) => ("revised", Some(words(&why.value))),
        None => ("published", None),
    }
}

/// A period as it is written here: spans that have no code as their first day and how long they are.
pub(super) fn written(period: Period) -> String {
    match (period.frequency(), period.count_of_months()) {
        (Frequency::Months(_), Some(months)) => format!("{}/P{months}M", period.first_day()),
        _ => period.to_string(),
    }
}

/// A unit as authors write it.
fn unit(unit: &Unit) -> String {
    let scale = match unit.scale {
        Scale::One => "",
        Scale::Thousand => "thousand",
        Scale::Million => "million",
        Scale::Billion => "billion",
    };
    let measure = match &unit.measure {
        Measure::Count if unit.scale != Scale::One => String::new(),
        Measure::Count => "count".to_owned(),
        Measure::Percent => "per cent".to_owned(),
        Measure::Points => "percentage points".to_owned(),
        Measure::Per(base) => format!("per {base}"),
        Measure::Ratio => "times".to_owned(),
        Measure::Money(currency) => currency.clone(),
    };
    [measure.as_str(), scale].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
