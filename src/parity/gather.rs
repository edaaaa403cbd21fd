//! Gathers the facts of an edition from its sentences as they were read, and from the markup of its texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rust_decimal::Decimal;

use super::shape::{links, shape};
use super::telephone::{is_version, telephones};
use super::{Fact, Facts, Said};
use crate::check::Subject;
use crate::diag::{Span, place_of};
use crate::report::{Asked, Expected, PieceKind, Quantity, Report, What};
use crate::spec::Spec;
use crate::spec::overlay::Home;
use crate::text::amount::Amount;
use crate::text::{Named, Nearness, ReadPassage, Shown, numbers};

/// Letters of the digits of Rome, and those of the Cyrillic alphabet that look like them.
const ROMAN: [(char, char); 9] = [
    ('I', 'I'),
    ('V', 'V'),
    ('X', 'X'),
    ('C', 'C'),
    ('L', 'L'),
    ('І', 'I'),
    ('Х', 'X'),
    ('С', 'C'),
    ('Ⅴ', 'V'),
];

/// The facts of an edition; none where it is published in one language alone.
pub fn facts(subject: &Subject<'_>) -> Option<Facts> {
    let Subject { spec, report, locale, .. } = *subject;
    if spec.words.is_empty() {
        return None;
    }
    let is_open =
        |word: &&crate::spec::Word| spec.translation.is_some() && !word.is_translated() && word.has_words();
    let open: BTreeSet<&str> = spec.words.iter().filter(is_open).map(|word| word.key.as_str()).collect();
    let mut texts: BTreeMap<String, Said> = BTreeMap::new();
    // A source or note of the series that the edition replaces is printed nowhere.
    let of_edition = spec.words.iter().filter(|word| word.home == Home::Edition);
    let of_edition: BTreeSet<&str> = of_edition.map(|word| word.key.as_str()).collect();
    let is_replaced =
        |word: &crate::spec::Word| word.home == Home::Series && of_edition.contains(word.key.as_str());
    let printed = spec.words.iter().filter(|word| !is_replaced(word));
    for word in printed.filter(|word| !open.contains(word.key.as_str())) {
        let text = &word.printed;
        let said = texts.entry(word.key.clone()).or_default();
        said.shape = shape(&text.value);
        said.whole = Some((text.span, place_of(text.span, &spec.sources)));
        let found = links(&text.value).into_iter();
        said.links.extend(found.map(|(what, place)| fact(spec, what, text.at(place.start, place.end))));
    }
    for passage in &subject.text.passages {
        let Some(first) = passage.line.passage.pieces.first() else { continue };
        let Some(said) = spec.key_at(first.span).and_then(|key| texts.get_mut(key)) else { continue };
        let gatherer = Gatherer { spec, report, passage, locale };
        gatherer.numbers(said);
        gatherer.typed(said);
    }
    for said in texts.values_mut() {
        tidy(said);
    }
    Some(Facts { language: spec.language().value, texts, charts: charts(report), open: open.len() })
}

fn fact(spec: &Spec, what: String, span: Span) -> Fact {
    Fact { what, span, place: place_of(span, &spec.sources) }
}

/// A period is told once for a text: one language may repeat it where another has a word for it.
fn tidy(said: &mut Said) {
    let mut seen = BTreeSet::new();
    said.typed.retain(|fact| !fact.what.starts_with("period ") || seen.insert(fact.what.clone()));
}

struct Gatherer<'g, 'a> {
    spec: &'g Spec,
    report: &'g Report,
    passage: &'g ReadPassage<'a>,
    locale: &'g crate::language::Language,
}

impl Gatherer<'_, '_> {
    fn numbers(&self, said: &mut Said) {
        for number in self.passage.numbers() {
            let what = asked(number.asked);
            let value = match number.shown {
                Shown::Computed(shown) => Some(plain(shown.quantity())),
                Shown::Claimed(claim) => claimed(number.amount.as_ref(), &claim.expected),
            };
            let value = value.unwrap_or_else(|| "in words".to_owned());
            said.numbers.push(fact(self.spec, format!("{what}: {value}"), number.span));
            if let Some((nearness, _)) = &number.nearness {
                said.nearness.push(fact(self.spec, format!("{what}: {}", word_of(*nearness)), number.span));
            }
            if let Some(word) = &number.direction {
                let way = if word.is_denied { word.direction.turned() } else { word.direction };
                said.ways.entry(what).or_insert_with(|| (BTreeSet::new(), number.span)).0.insert(way);
            }
        }
        for (_, piece) in self.passage.line.pieces() {
            match &piece.kind {
                PieceKind::Number { number, asked: None, figure, .. } => {
                    let what = format!("{figure} ranking: {}", plain(number.quantity()));
                    said.numbers.push(fact(self.spec, what, piece.span));
                }
                PieceKind::Made => said.numbers.extend(self.change_in_words(&piece.text, piece.span)),
                _ => {}
            }
        }
    }

    /// The number of `.words` of a change, which the program makes words of.
    fn change_in_words(&self, text: &str, span: Span) -> Option<Fact> {
        let code = self.spec.sources.text(span.source).get(span.range())?;
        let call = code.trim_matches(['{', '}', ' ']).strip_suffix(".words")?;
        let (figure, periods) = call.split_once(".change(")?;
        let mut periods = periods.trim_end_matches(')').split(',');
        let from = periods.next()?.trim().trim_matches(['"', '\'']).to_owned();
        let to = match periods.next() {
            Some(to) => to.trim().trim_matches(['"', '\'']).to_owned(),
            None => self.report.figures.get(figure.trim())?.period.to_string(),
        };
        let (_, value) = numbers(text, self.locale).into_iter().next()?;
        Some(fact(self.spec, format!("{} change {from} {to}: {value}", figure.trim()), span))
    }

    /// The year that stands right before a day, as languages with the year first have it: 2011 жылғы 22 шілде.
    fn year_before(&self, day: &Range<usize>) -> Option<(u16, Range<usize>)> {
        let years = self.passage.named.iter().rev().filter_map(|mention| match mention.named {
            Named::Year(year) if mention.range.end <= day.start => Some((year, mention.range.clone())),
            _ => None,
        });
        let (year, range) = years.into_iter().next()?;
        let between = &self.passage.line.text[range.end..day.start];
        let is_word = between.chars().all(|c| c.is_alphabetic() || c.is_whitespace());
        (is_word && between.split_whitespace().count() <= 1).then_some((year, range))
    }

    fn typed(&self, said: &mut Said) {
        let line = &self.passage.line;
        let mut taken: Vec<Range<usize>> = Vec::new();
        for day in &self.passage.days {
            let before = self.year_before(&day.range);
            let year = day.year.or(before.as_ref().map(|(year, _)| *year));
            let year = year.map(|year| year.to_string()).unwrap_or_default();
            taken.extend(before.filter(|_| day.year.is_none()).map(|(_, range)| range));
            let what = format!("day {year}-{:02}-{:02}", day.month, day.day);
            said.typed.push(fact(self.spec, what, line.span(&day.range)));
            taken.push(day.range.clone());
        }
        for mention in &self.passage.named {
            let what = match mention.named {
                Named::Period(period) if !period.is_day() => Some(format!("period {period}")),
                Named::Year(year) => Some(format!("period {year}")),
                _ => None,
            };
            let is_in_day = taken.iter().any(|day| day.contains(&mention.range.start));
            if let Some(what) = what.filter(|_| !is_in_day) {
                said.typed.push(fact(self.spec, what, line.span(&mention.range)));
            }
            taken.push(mention.range.clone());
        }
        for (range, digits) in telephones(&line.text) {
            said.typed.push(fact(self.spec, format!("telephone +{digits}"), line.span(&range)));
            taken.push(range);
        }
        let mut read: Vec<(Range<usize>, String)> = Vec::new();
        for (range, value) in numbers(&line.text, self.locale) {
            match read.last_mut() {
                Some((before, said)) if is_version(&line.text, before, &range) => {
                    *said = line.text[before.start..range.end].to_owned();
                    before.end = range.end;
                }
                _ => read.push((range, value.to_string())),
            }
        }
        for (range, value) in read {
            let is_typed = line.pieces_of(&range).all(|(_, piece)| matches!(piece.kind, PieceKind::Words));
            let is_taken = taken.iter().any(|other| other.start < range.end && range.start < other.end);
            if is_typed && !is_taken {
                let what = format!("digits {value}{}", roman(&line.text[range.end..]));
                said.typed.push(fact(self.spec, what, line.span(&range)));
            }
        }
    }
}

/// How nearly a number is meant, in a word.
fn word_of(nearness: Nearness) -> &'static str {
    match nearness {
        Nearness::Nearly => "nearly",
        Nearness::JustOver => "just over",
        Nearness::Below => "less than",
        Nearness::Above => "more than",
        Nearness::AtLeast => "at least",
        Nearness::AtMost => "at most",
        Nearness::About => "about",
    }
}

/// The digits of Rome behind the number of a law, in Latin letters whatever was typed: `-IV`.
fn roman(behind: &str) -> String {
    let Some(rest) = behind.strip_prefix('-') else { return String::new() };
    let letters =
        rest.chars().map_while(|c| ROMAN.iter().find(|(typed, _)| *typed == c).map(|(_, latin)| *latin));
    let letters: String = letters.collect();
    if letters.is_empty() { letters } else { format!("-{letters}") }
}

/// A value at the digits that are printed, without its sign.
fn plain(quantity: &Quantity) -> String {
    quantity.rounded(quantity.digits()).value().abs().to_string()
}

/// The value that a claim says, in the unit of its figure.
fn claimed(amount: Option<&Amount>, expected: &Expected) -> Option<String> {
    let Amount::Number(said) = amount? else { return None };
    let value: Decimal = match expected {
        Expected::Quantity(quantity) => said.in_unit(quantity.unit()),
        Expected::Change(_) => said.value,
    };
    Some(value.abs().to_string())
}

/// What a number is of, in words that no language changes.
fn asked(asked: &Asked) -> String {
    let Asked { figure, what } = asked;
    match what {
        What::Value(at) => format!("{figure} value {at}"),
        What::Share(of) => format!("{figure} share {} {}", of.part, of.at),
        What::Part(of) => format!("{figure} part {} {}", of.part, of.at),
        What::Shares(at) => format!("{figure} shares {at}"),
        What::Parts(at) => format!("{figure} parts {at}"),
        What::Rate => format!("{figure} rate"),
        What::Change { from, to, part: None } => format!("{figure} change {from} {to}"),
        What::Change { from, to, part: Some(part) } => format!("{figure} change of {part} {from} {to}"),
        What::Ratio { from, to } => format!("{figure} ratio {from} {to}"),
        What::Computed { formula } => format!("computed {}", crate::spec::overlay::same::expression(formula)),
    }
}

/// The charts with their values.
fn charts(report: &Report) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for chart in report.charts() {
        let categories: Vec<&str> = chart.categories.iter().map(|category| category.key.as_str()).collect();
        for series in &chart.series {
            let values =
                series.values.iter().map(|value| value.as_ref().map(|value| plain(value.quantity())));
            let values: Vec<String> =
                values.map(|value| value.unwrap_or_else(|| "none".to_owned())).collect();
            let (kind, key) = (chart.kind, &series.key);
            found.insert(format!(
                "{} {kind:?} {key} {} = {}",
                chart.id,
                categories.join(" "),
                values.join(" ")
            ));
        }
    }
    found
}
