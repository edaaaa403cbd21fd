//! The rule about numbers in prose that no figure gives.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::label_words::{is_akin, words as telling_words};
use super::spoken;
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::{Direction, Figure, GLANCE, Measure, PartOf, PassageRole, Quantity, What};
use crate::text::amount::rounded;
use crate::text::{Line, Loose, Meaning, ReadPassage, Sign, is_close, is_number};

/// For whole numbers below this, a figure is proposed only when its value is exactly the same.
const SMALL: Decimal = Decimal::ONE_THOUSAND;

/// How many figures are proposed for a loose number.
const PROPOSALS: usize = 3;

/// How many numbers the remark about those of no figure shows.
const SHOWN: usize = 5;

/// Letters of a word that can be the name of what is counted: shorter ones are mostly verbs, "were", "came".
const SHORTEST_NOUN: usize = 5;

/// Expressions that give a typed number.
type Proposals = Vec<String>;

#[doc = include_str!("loose-number.md")]
pub(in crate::check) fn loose_number(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let told = |(loose, proposals): (&Loose, Proposals)| {
        let is_in_digits = is_in_digits(loose);
        let message = if is_in_digits {
            format!("the number {} is not linked to a figure", loose.text)
        } else {
            format!("“{}” tells a number that is not linked to a figure", loose.text)
        };
        let hint = match &proposals[..] {
            [] if is_in_digits => {
                "no figure gives it: add one, or write the number so that it is seen to be a date or name"
                    .to_owned()
            }
            [] => "no figure gives it: add one, or say it without a number".to_owned(),
            list => {
                // A number in words is mostly rounded, so that the figure prints another one.
                let print =
                    if is_in_digits { format!("write {{{{ {} }}}}, or ", list[0]) } else { String::new() };
                let all = list.join(", ");
                format!("it is what {all} gives: {print}link your words: [{}](={})", loose.text, list[0])
            }
        };
        let finding = Diagnostic::new(code::LOOSE_NUMBER, loose.span, message);
        finding.hint(hint).found(loose.text.as_str())
    };
    unlinked(subject, true).into_iter().map(told).collect()
}

#[doc = include_str!("typed-numbers.md")]
pub(in crate::check) fn typed_numbers(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let all: Vec<&Loose> = unlinked(subject, false).into_iter().map(|(loose, _)| loose).collect();
    let Some(first) = all.first() else { return Vec::new() };
    let shown = all.iter().take(SHOWN).map(|loose| {
        let (line, _) = subject.spec.sources.line_column(loose.span);
        format!("{} (line {line})", loose.text)
    });
    let mut shown: Vec<String> = shown.collect();
    if all.len() > SHOWN {
        shown.push(format!("{} more", all.len() - SHOWN));
    }
    let message = match all.len() {
        1 => {
            format!("a number in prose is of no figure, and the prose around it tells of none: {}", shown[0])
        }
        count => format!(
            "{count} numbers in prose are of no figure, and the prose around them tells of none: {}",
            shown.join(", ")
        ),
    };
    let hint = "hold them against their sources yourself: nothing else does";
    vec![Diagnostic::new(code::TYPED_NUMBERS, first.span, message).hint(hint).found(first.text.as_str())]
}

fn is_in_digits(loose: &Loose) -> bool {
    loose.text.contains(|c: char| c.is_ascii_digit())
}

/// The typed numbers that nothing says the value of, with what gives each: those in prose that tells of figures, or
/// those in prose that does not.
fn unlinked<'s>(subject: &'s Subject<'_>, of_figures: bool) -> Vec<(&'s Loose, Proposals)> {
    let mut known: Option<Known> = None;
    let passages = subject.text.passages.iter();
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (passage, loose)));
    let is_open = |(passage, loose): &(&ReadPassage<'_>, &Loose)| {
        // "Doubled": a multiple in words may be of any base; only what the sentence contradicts is told, as a wrong value.
        !loose.is_soft
            && loose.meaning != Meaning::Times
            && !is_in_broken_claim(&passage.line, loose)
            && matches!(spoken::verdict(subject, passage, loose), spoken::Verdict::Open)
    };
    let mut open = Vec::new();
    for (passage, loose) in all.filter(is_open) {
        let proposals = known.get_or_insert_with(|| Known::new(subject)).proposals(loose);
        if proposals.is_empty() && is_attendance(subject, passage, loose) {
            continue;
        }
        // A third of something is near to one share or another.
        let is_given = !proposals.is_empty() && is_in_digits(loose);
        open.push((passage, loose, proposals, is_given));
    }
    if open.is_empty() {
        return Vec::new();
    }
    // What a figure gives will be linked, and the prose around it tells of figures then: it does so now.
    let given = open.iter().filter(|(.., is_given)| *is_given);
    let labels = Labels::new(subject, given.map(|(passage, ..)| passage.line.passage.part.id.as_str()));
    let of_kind = |(passage, loose, _, is_given): &(&ReadPassage<'_>, &Loose, Proposals, bool)| {
        let is_told = *is_given
            || !counts_other(subject, passage, loose)
            || labels.are_told_of(subject, passage, loose);
        is_told == of_figures
    };
    let found = open.into_iter().filter(of_kind);
    found.map(|(_, loose, proposals, _)| (loose, proposals)).collect()
}

/// Bytes before and behind a number that the words of one claim take, and more.
const LONGEST_CLAIM: usize = 500;

/// "[43.3 per cent(=…)": what its bracket lacks is told already.
fn is_in_broken_claim(line: &Line<'_>, loose: &Loose) -> bool {
    let text = &line.text;
    let first = text.floor_char_boundary(loose.range.start.saturating_sub(LONGEST_CLAIM));
    let opened = text[first..loose.range.start].rfind(['[', ']', '.']);
    let is_opened = opened.is_some_and(|at| text[first + at..].starts_with('['));
    let behind = &text[loose.range.end..text.ceil_char_boundary(loose.range.end + LONGEST_CLAIM)];
    is_opened && behind.find(['[', ']', '.', '(']).is_some_and(|at| behind[at..].starts_with("(="))
}

/// Whether the word behind a number says that it counts something of its own, "17 complaints": no share, no money, and not people,
/// whom any figure may count.
fn counts_other(subject: &Subject<'_>, passage: &ReadPassage<'_>, loose: &Loose) -> bool {
    let (known, reading) = (subject.locale.known(), subject.locale.reading());
    let (before, behind) =
        (passage.line.lower[..loose.range.start].trim_end(), &passage.line.lower[loose.range.end..]);
    let rest = behind.strip_prefix([' ', '\u{a0}']).unwrap_or_default();
    let printed = known.currencies.iter().map(|(name, _)| name);
    let mut money = printed.chain(reading.money.iter().map(|(name, _)| name));
    let is_money = money.any(|name| name.ends(before).is_some() || name.leads(rest).is_some());
    let is_scaled = known.scales.iter().any(|(_, name)| name.leads(rest).is_some());
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_noun = word.chars().count() >= SHORTEST_NOUN
        && word.chars().all(char::is_alphabetic)
        && !known.is_small(word);
    is_in_digits(loose)
        && !loose.is_percent
        && !is_money
        && !is_scaled
        && is_noun
        && !reading.generic.contain(word)
}

/// Where figures are told of.
struct Labels<'s> {
    /// The words that they are called by.
    words: BTreeSet<String>,
    /// The parts of the publication that have a number of one.
    parts: BTreeSet<&'s str>,
}

impl<'s> Labels<'s> {
    /// The labels of all figures, with parts of the publication that tell of figures besides those with a linked number.
    fn new(subject: &'s Subject<'_>, others: impl Iterator<Item = &'s str>) -> Self {
        let labels = subject.labels;
        // Of a figure that is called by nothing else, "cases", that word is the name.
        let telling = |label: &'s [String]| {
            let has_name = label.iter().any(|word| !labels.is_generic(word));
            label.iter().filter(move |word| !has_name || !labels.is_generic(word)).cloned()
        };
        let words = labels.all().flat_map(|(_, label)| telling(label)).collect();
        let passages = subject.text.passages.iter();
        let has_number = |passage: &&ReadPassage<'_>| passage.line.passage.pieces.iter().any(is_number);
        let told = passages.filter(has_number);
        let parts = told.map(|passage| passage.line.passage.part.id.as_str()).chain(others).collect();
        Self { words, parts }
    }

    /// Whether a number stands where figures are told of: in a table, in a part that has a number of one, or in a paragraph
    /// that names one, itself or in the heading above it, no later than in the number's sentence.
    fn are_told_of(&self, subject: &Subject<'_>, passage: &ReadPassage<'_>, loose: &Loose) -> bool {
        let line = &passage.line;
        let next = passage.sentences.partition_point(|sentence| sentence.range.end <= loose.range.start);
        let end = passage.sentences.get(next).map_or(line.lower.len(), |sentence| sentence.range.end);
        let names_one = |text: &str| {
            let words = telling_words(text, subject.locale);
            words.iter().any(|word| self.words.iter().any(|known| is_akin(known, word)))
        };
        // Tiles, captions and titles of chapters have room for figures alone.
        let is_of_figures = matches!(line.passage.role, PassageRole::Caption | PassageRole::Title(1..))
            || line.passage.part.id == GLANCE;
        line.passage.cell.is_some()
            || is_of_figures
            || self.parts.contains(line.passage.part.id.as_str())
            || names_one(&line.lower[..end])
            || names_one(&line.passage.part.heading.to_lowercase())
    }
}

/// "64 officials took part in a training": how many were at an event is in no figure, and in no sentence that has one.
fn is_attendance(subject: &Subject<'_>, passage: &ReadPassage<'_>, loose: &Loose) -> bool {
    let next = passage.sentences.partition_point(|sentence| sentence.range.end <= loose.range.start);
    passage.sentences.get(next).is_some_and(|sentence| {
        let words = &subject.locale.reading().spoken.attending;
        sentence.numbers.is_empty() && !loose.is_percent && passage.line.has(words, &sentence.range)
    })
}

/// An expression, what it asks for, the exact value without the sign of a change, and which way that went.
type Value = (String, What, Quantity, Direction);

/// Everything that figures can be asked for.
struct Known {
    /// In the order of the figures; with each, which way a change went.
    values: Vec<Value>,
    /// The first of those that give a number, by its digits; where none are given, by all of its own.
    given: BTreeMap<Option<u32>, BTreeMap<Decimal, Group>>,
    /// What was found for words, which are few.
    near: BTreeMap<Decimal, Vec<String>>,
}

/// Some of the values that give one number: those that compare two periods apart, and those that are no percentages.
#[derive(Default)]
struct Group([Vec<usize>; 4]);

impl Known {
    fn new(subject: &Subject<'_>) -> Self {
        let values = subject.report.figures.values().flat_map(|figure| values(figure)).collect();
        Self { values, given: BTreeMap::new(), near: BTreeMap::new() }
    }

    fn proposals(&mut self, loose: &Loose) -> Vec<String> {
        match loose.meaning {
            Meaning::Number => self.given(loose),
            Meaning::Step | Meaning::Left | Meaning::Times => Vec::new(),
            Meaning::Part => {
                if let Some(known) = self.near.get(&loose.value) {
                    return known.clone();
                }
                let found = self.close(loose);
                self.near.insert(loose.value, found.clone());
                found
            }
        }
    }

    /// Expressions that give a number at its digits.
    fn given(&mut self, loose: &Loose) -> Vec<String> {
        // Small whole numbers are rounded from anything, and three of something is no share of 3.0.
        let (number, sign) = (loose.value.abs(), loose.sign);
        let is_small = number < SMALL && number.scale() == 0;
        let digits = (!is_small).then(|| number.scale());
        let groups = self.given.entry(digits).or_insert_with(|| grouped(&self.values, digits));
        let Some(Group([plain, percent, compared, compared_percent])) = groups.get(&number) else {
            return Vec::new();
        };
        let has_percent = !is_small || loose.is_percent;
        // Values first: they agree in all their digits.
        let both =
            [(plain, percent), (compared, compared_percent)].into_iter().flat_map(|(plain, percent)| {
                let percent = percent.iter().filter(|_| has_percent);
                let mut all: Vec<usize> = plain.iter().chain(percent).copied().collect();
                all.sort_unstable();
                all
            });
        // What is typed with a sign is nothing that has the other one.
        let fits = |index: &usize| {
            let (_, _, value, went) = &self.values[*index];
            let is_down = *went == Direction::Down || value.value() < Decimal::ZERO;
            sign.is_none_or(|sign| value.value().is_zero() || is_down == (sign == Sign::Minus))
        };
        both.filter(fits).map(|index| self.values[index].0.clone()).take(PROPOSALS).collect()
    }

    /// Expressions that give about such a part: words are not exact.
    fn close(&self, loose: &Loose) -> Vec<String> {
        let close = self.values.iter().filter(|(_, what, quantity, _)| {
            let is_share = matches!(what, What::Share(_));
            let exact = quantity.value();
            let exact = if is_share { exact / Decimal::ONE_HUNDRED } else { exact };
            (is_share || matches!(what, What::Ratio { .. })) && is_close(loose.value, exact)
        });
        close.map(|(expression, ..)| expression.clone()).take(PROPOSALS).collect()
    }
}

/// Values by the number that they give at so many digits, or exactly; of each number no more than can be proposed.
fn grouped(values: &[Value], digits: Option<u32>) -> BTreeMap<Decimal, Group> {
    let mut groups: BTreeMap<Decimal, Group> = BTreeMap::new();
    for (index, (expression, what, quantity, _)) in values.iter().enumerate() {
        let number = digits.map_or(quantity.value().abs(), |digits| rounded(quantity.value(), digits));
        let is_compared = matches!(what, What::Change { .. } | What::Ratio { .. });
        let is_percent = quantity.unit().measure == Measure::Percent;
        let group = &mut groups.entry(number).or_default().0;
        let group = &mut group[2 * usize::from(is_compared) + usize::from(is_percent)];
        if group.len() < PROPOSALS && group.iter().all(|known| values[*known].0 != *expression) {
            group.push(index);
        }
    }
    groups
}

/// Everything that a figure can be asked for, with its exact value.
fn values(figure: &Figure) -> Vec<Value> {
    let key = &figure.key;
    let mut values: Vec<Value> = Vec::new();
    let own = |part: &str| PartOf { part: part.to_owned(), at: figure.period };
    let plain =
        |expression: String, what: What, exact: &Quantity| (expression, what, exact.clone(), Direction::Same);
    if let Ok(total) = figure.total() {
        values.push(plain(format!("{key}.total"), What::Value(figure.period), &total));
    }
    for (part, share) in &figure.shares {
        values.push(plain(format!("{key}.share(\"{part}\")"), What::Share(own(part)), share));
    }
    for (part, amount) in &figure.parts {
        values.push(plain(format!("{key}.part(\"{part}\")"), What::Part(own(part)), amount));
    }
    for given in &figure.given {
        let what = What::Change { from: given.from, to: figure.period, part: given.part.clone() };
        values.push(plain(format!("{key}.{}", given.method()), what, &given.percent));
    }
    let mut periods: Vec<_> =
        figure.values.keys().copied().chain([figure.period]).chain(figure.period.half()).collect();
    periods.extend(figure.period.to_date().filter(|whole| !periods.contains(whole)));
    for period in &periods {
        let Ok(exact) = figure.value(*period) else { continue };
        if *period != figure.period {
            values.push(plain(format!("{key}.value(\"{period}\")"), What::Value(*period), &exact));
        }
        if let Ok(other) = figure.converted(&exact) {
            values.push(plain(format!("{key}.value(\"{period}\") | convert"), What::Value(*period), &other));
        }
        if period.frequency() != figure.period.frequency() || *period == figure.period {
            continue;
        }
        if let Ok(change) = figure.change(*period, figure.period) {
            let what = What::Change { from: *period, to: figure.period, part: None };
            if let Ok(percent) = &change.percent {
                let expression = format!("{key}.change(\"{period}\")");
                values.push((expression, what.clone(), percent.clone(), change.direction));
            }
            if let Ok(amount) = &change.amount {
                let expression = format!("{key}.change(\"{period}\").amount");
                values.push((expression, what, amount.clone(), change.direction));
            }
        }
        if let Ok(ratio) = figure.ratio(*period, figure.period) {
            let what = What::Ratio { from: *period, to: figure.period };
            values.push(plain(format!("{key}.ratio(\"{period}\")"), what, &ratio));
        }
    }
    values
}
