//! The values that numbers in words can be held to: shares, ratios and changes of the other numbers of their sentence.

use rust_decimal::Decimal;

use super::label_words::words;
use crate::check::Subject;
use crate::check::terms::Term;
use crate::data::period::Period;
use crate::language::{Pattern, plain};
use crate::report::{Asked, Expected, Figure, Measure, PartOf, Quantity, Scale, What};
use crate::text::{Loose, Mention, ReadPassage, Said, Sentence, Shown};

/// An amount of a figure that a sentence tells.
pub(super) struct Told<'a> {
    figure: &'a Figure,
    /// The part; none for the whole.
    part: Option<&'a str>,
    at: Period,
    value: Decimal,
}

impl Told<'_> {
    /// The values of two amounts of different figures of one period.
    pub(super) fn of_other(&self, other: &Self) -> Option<(Decimal, Decimal)> {
        let is_alike = self.figure.key != other.figure.key
            && self.at == other.at
            && self.figure.unit == other.figure.unit;
        is_alike.then_some((self.value, other.value))
    }
}

/// By which parts something rose or fell.
pub(super) fn steps(subject: &Subject<'_>, numbers: &[&Said<'_>]) -> Vec<Decimal> {
    let mut firm = Vec::new();
    for said in numbers.iter().filter(|said| matches!(said.asked.what, What::Change { .. })) {
        let percents =
            quantities(said).into_iter().filter(|quantity| quantity.unit().measure == Measure::Percent);
        firm.extend(percents.map(|quantity| quantity.value().abs() / Decimal::ONE_HUNDRED));
    }
    let amounts = amounts(subject, numbers);
    let pairs = amounts.iter().flat_map(|one| amounts.iter().map(move |two| (one, two)));
    for (one, two) in pairs {
        let is_in_time = (&one.figure.key, one.part) == (&two.figure.key, two.part) && one.at > two.at;
        let ratio = one.value.checked_div(two.value).filter(|_| is_in_time);
        firm.extend(ratio.map(|ratio| (ratio - Decimal::ONE).abs()));
    }
    firm
}

/// What a number of a figure prints or is claimed to be.
pub(super) fn quantities<'a>(said: &Said<'a>) -> Vec<&'a Quantity> {
    match said.shown {
        Shown::Computed(number) => vec![number.quantity()],
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => vec![quantity],
            Expected::Change(change) => vec![&change.exact_percent],
        },
    }
}

/// The amounts of figures that a sentence tells, each once.
pub(super) fn amounts<'a>(subject: &'a Subject<'_>, numbers: &[&'a Said<'_>]) -> Vec<Told<'a>> {
    let mut found: Vec<Told<'a>> = Vec::new();
    for said in numbers {
        let Some(figure) = subject.report.figures.get(&said.asked.figure) else { continue };
        let (part, at, value) = match &said.asked.what {
            What::Value(at) => (None, *at, figure.value(*at)),
            What::Part(PartOf { part, at }) => (Some(part.as_str()), *at, figure.part_at(part, *at)),
            _ => continue,
        };
        let Ok(value) = value.map(|value| value.value()) else { continue };
        let is_same = |told: &Told<'_>| (&told.figure.key, told.part, told.at) == (&figure.key, part, at);
        if !found.iter().any(is_same) {
            found.push(Told { figure, part, at, value });
        }
    }
    found
}

/// The amounts that a sentence tells, and those that its changes led to.
pub(super) fn told<'a>(subject: &'a Subject<'_>, numbers: &[&'a Said<'_>]) -> Vec<Told<'a>> {
    let mut found = amounts(subject, numbers);
    for said in numbers {
        let What::Change { to, part, .. } = &said.asked.what else { continue };
        let Some(figure) = subject.report.figures.get(&said.asked.figure) else { continue };
        let value = match part {
            Some(part) => figure.part_at(part, *to),
            None => figure.value(*to),
        };
        let Ok(value) = value else { continue };
        found.push(Told { figure, part: part.as_deref(), at: *to, value: value.value() });
    }
    found
}

/// The shares that a sentence tells, and what else may be meant.
pub(super) fn parts(
    subject: &Subject<'_>,
    numbers: &[&Said<'_>],
    (before, periods): (Option<&Sentence<'_>>, &[Mention]),
) -> (Vec<Decimal>, Vec<Decimal>) {
    let mut firm = Vec::new();
    let mut shares = Decimal::ZERO;
    for said in numbers {
        let is_change = matches!(said.asked.what, What::Change { .. });
        for quantity in quantities(said).into_iter().filter(|_| !is_change) {
            match quantity.unit().measure {
                Measure::Percent => {
                    let share = quantity.value() / Decimal::ONE_HUNDRED;
                    firm.push(share);
                    shares += if matches!(said.asked.what, What::Share(_)) { share } else { Decimal::ZERO };
                }
                Measure::Ratio => firm.push(quantity.value()),
                _ => {}
            }
        }
    }
    firm.extend(numbers.iter().filter_map(|said| joint(subject, said)));
    let amounts = amounts(subject, numbers);
    // "Half of it came in the first quarter": the whole stands in the sentence before.
    let earlier: Vec<&Said<'_>> = before.iter().flat_map(|sentence| &sentence.numbers).collect();
    let earlier = self::amounts(subject, &earlier);
    for told in &amounts {
        let is_whole = |whole: &&Told<'_>| {
            (&whole.figure.key, whole.part) == (&told.figure.key, told.part)
                && whole.at != told.at
                && whole.at.contains(told.at)
        };
        let wholes = amounts.iter().chain(&earlier).filter(is_whole);
        firm.extend(wholes.filter_map(|whole| told.value.checked_div(whole.value)));
    }
    for told in amounts.iter().filter(|told| told.part.is_some()) {
        let Ok(total) = told.figure.value(told.at) else { continue };
        firm.extend(told.value.checked_div(total.value()));
        let of_one = amounts.iter().filter(|other| {
            other.part.is_some() && (&other.figure.key, other.at) == (&told.figure.key, told.at)
        });
        let sum: Decimal = of_one.map(|other| other.value).sum();
        firm.extend(sum.checked_div(total.value()));
    }
    if firm.len() > 1 && shares > Decimal::ZERO {
        firm.push(shares);
    }
    for told in &amounts {
        for earlier in &amounts {
            let is_of_one = (&earlier.figure.key, earlier.part) == (&told.figure.key, told.part);
            let ratio = told.value.checked_div(earlier.value).filter(|_| is_of_one && earlier.at < told.at);
            firm.extend(ratio.into_iter().flat_map(|ratio| [ratio, (Decimal::ONE - ratio).abs()]));
        }
    }
    if firm.is_empty() {
        // "About two thirds of the number for the first nine months".
        firm.extend(amounts.iter().flat_map(|told| named(told, periods)));
    }
    let others = quotients(numbers);
    let changes: Vec<Decimal> = others.iter().map(|ratio| (Decimal::ONE - ratio).abs()).collect();
    let is_alone = firm.is_empty();
    (firm, others.into_iter().chain(changes.into_iter().filter(|_| is_alone)).collect())
}

/// "About half of the inflow": which part values are of those of a figure of the same kind, where the words behind name
/// that one.
pub(super) fn of_akin(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    loose: &Loose,
    numbers: &[&Said<'_>],
) -> Vec<Decimal> {
    let (locale, counted) = (subject.locale, &subject.locale.reading().counted);
    let rest = passage.line.lower[loose.range.end..].trim_start();
    let Some(start) = counted.of.iter().find_map(|word| word.leads(rest)) else { return Vec::new() };
    let phrase = rest[start..].split(['.', ',', ';', ':', '(']).next().unwrap_or_default();
    let ways = [(&counted.comings, &counted.coming_verbs), (&counted.goings, &counted.going_verbs)];
    let goes = |text: &str| {
        ways.map(|(words, verbs)| {
            words.iter().any(|word| Pattern::from(word.as_str()).is_in(text)) || verbs.are_in(text)
        })
    };
    let (named, way) = (words(phrase, locale), goes(phrase));
    let of_one = |told: &Told<'_>| -> Vec<Decimal> {
        let own = words(&told.figure.label, locale);
        let others = subject.report.figures.values().filter(|other| {
            let label = words(&other.label, locale);
            let (kept, new): (Vec<_>, Vec<_>) = label.iter().partition(|word| own.contains(word));
            let is_named = new.iter().any(|word| named.contains(word));
            let is_one_way =
                way != [true, true] && way != [false, false] && goes(&plain(&other.label)) == way;
            other.unit == told.figure.unit
                && !other.is_balance
                && !kept.is_empty()
                && (is_named || is_one_way)
        });
        let others = others.filter(|other| other.key != told.figure.key);
        others.filter_map(|other| told.value.checked_div(other.value(told.at).ok()?.value())).collect()
    };
    amounts(subject, numbers).iter().filter(|told| told.part.is_none()).flat_map(of_one).collect()
}

/// "Nearly half of the applications, namely 70": which part of its figure a sum of some parts is.
fn joint(subject: &Subject<'_>, said: &Said<'_>) -> Option<Decimal> {
    let term = Term::of(subject, said.asked)?;
    let Term::Sum(terms) = &term else { return None };
    let parts: Option<Vec<(&str, &PartOf)>> = terms
        .iter()
        .map(|term| match term.one() {
            Some(Asked { figure, what: What::Part(of) }) => Some((figure.as_str(), of)),
            _ => None,
        })
        .collect();
    let parts = parts?;
    let (key, first) = parts.first()?;
    if parts.iter().any(|(other, of)| other != key || of.at != first.at) {
        return None;
    }
    let total = subject.report.figures.get(*key)?.value(first.at).ok()?;
    term.value(subject)?.checked_div(total.value())
}

/// How many times one amount of a sentence holds another, and what else may be meant. A verb tells what became of the
/// earlier one.
pub(super) fn multiples(
    subject: &Subject<'_>,
    numbers: &[&Said<'_>],
    (periods, is_verb): (&[Mention], bool),
) -> (Vec<Decimal>, Vec<Decimal>) {
    let mut firm = Vec::new();
    for said in numbers {
        for quantity in quantities(said) {
            let part = quantity.value() / Decimal::ONE_HUNDRED;
            let is_change = matches!(said.asked.what, What::Change { .. });
            match quantity.unit().measure {
                Measure::Percent if is_change => firm.extend([Decimal::ONE + part, Decimal::ONE - part]),
                Measure::Ratio => firm.push(quantity.value()),
                _ => {}
            }
        }
    }
    let amounts = amounts(subject, numbers);
    let pairs = amounts.iter().flat_map(|one| amounts.iter().map(move |two| (one, two)));
    for (one, two) in pairs {
        let is_of_one = one.figure.key == two.figure.key;
        let is_in_time = is_of_one && one.part == two.part && one.at > two.at;
        let is_of_parts = is_of_one && one.at == two.at && one.part.is_some() && one.part != two.part;
        if is_in_time || (is_of_parts && !is_verb && two.part.is_some()) {
            firm.extend(one.value.checked_div(two.value));
        }
    }
    // Beside numbers that are compared, only a period that is named can be another base.
    let mut others: Vec<Decimal> = amounts.iter().flat_map(|told| since_named(told, periods)).collect();
    if firm.is_empty() {
        firm = amounts.iter().flat_map(|told| since(told, periods)).collect();
    }
    others.extend(if is_verb { Vec::new() } else { quotients(numbers) });
    // "Half as many people again".
    let again = firm.iter().filter(|ratio| !is_verb && **ratio < Decimal::TWO);
    let again: Vec<Decimal> = again.map(|ratio| *ratio - Decimal::ONE).collect();
    others.extend(again);
    (firm, others)
}

/// "The share of China tripled, from 1.9 to 4.1 per cent": how many times a later share, or the size of a balance, holds the
/// earlier one.
pub(super) fn in_time(subject: &Subject<'_>, [earlier, later]: [&Said<'_>; 2]) -> Option<Decimal> {
    let (key, part, from, before) = share_or_size(subject, earlier)?;
    let (other, other_part, to, after) = share_or_size(subject, later)?;
    let is_of_one = (key, part) == (other, other_part) && from < to;
    after.checked_div(before).filter(|_| is_of_one)
}

/// A share, or the size of a balance, with its figure, its part and its period.
fn share_or_size(
    subject: &Subject<'_>,
    said: &Said<'_>,
) -> Option<(String, Option<String>, Period, Decimal)> {
    if let What::Share(PartOf { part, at }) = &said.asked.what {
        let share = subject.report.figures.get(&said.asked.figure)?.share_at(part, *at).ok()?;
        return Some((said.asked.figure.clone(), Some(part.clone()), *at, share.value()));
    }
    let Some(Term::Size(inner)) = Term::of(subject, said.asked) else { return None };
    let Asked { figure, what: What::Value(at) } = inner.one()? else { return None };
    Some((figure.clone(), None, *at, inner.value(subject)?.abs()))
}

/// How many times an amount holds what it was in the periods that a reader compares with: those that are named, or else
/// the one before and the same one of a year before.
pub(super) fn since(told: &Told<'_>, periods: &[Mention]) -> Vec<Decimal> {
    let usual = [told.at.year_before(), told.at.previous()].into_iter().flatten();
    let usual = usual.filter_map(|at| ratio(told, at));
    usual.chain(since_named(told, periods)).collect()
}

/// The same of the periods that are named.
fn since_named(told: &Told<'_>, periods: &[Mention]) -> Vec<Decimal> {
    let all = told.figure.values.keys().copied();
    let known =
        all.filter(|at| *at < told.at && periods.iter().any(|mention| mention.named.means(*at, told.at)));
    known.filter_map(|at| ratio(told, at)).collect()
}

/// How many times an amount holds what it was in another period.
fn ratio(told: &Told<'_>, at: Period) -> Option<Decimal> {
    let value = match told.part {
        Some(part) => told.figure.part_at(part, at),
        None => told.figure.value(at),
    };
    told.value.checked_div(value.ok()?.value())
}

/// Which part an amount is of those of other periods that are named.
fn named(told: &Told<'_>, periods: &[Mention]) -> Vec<Decimal> {
    let is_named =
        |at: &Period| *at != told.at && periods.iter().any(|mention| mention.named.means(*at, *at));
    let wholes = told.figure.values.keys().copied().chain([told.figure.period]).filter(is_named);
    let value = |at: Period| match told.part {
        Some(part) => told.figure.part_at(part, at),
        None => told.figure.value(at),
    };
    wholes.filter_map(|at| told.value.checked_div(value(at).ok()?.value())).collect()
}

/// Every number of a sentence by every other one of the same unit.
pub(super) fn quotients(numbers: &[&Said<'_>]) -> Vec<Decimal> {
    let numbers: Vec<&Quantity> = numbers.iter().flat_map(|said| quantities(said)).collect();
    let pairs = numbers.iter().flat_map(|one| numbers.iter().map(move |two| (one, two)));
    let alike = pairs.filter(|(one, two)| one.unit() == two.unit() && one.value() != two.value());
    alike.filter_map(|(one, two)| one.value().checked_div(two.value())).collect()
}

/// The word for thousands, millions or billions right behind a number.
pub(super) fn scale_behind(subject: &Subject<'_>, passage: &ReadPassage<'_>, loose: &Loose) -> Option<Scale> {
    let after = passage.line.lower[loose.range.end..].trim_start();
    let scales = &subject.locale.known().scales;
    scales
        .iter()
        .find(|(scale, name)| *scale != Scale::One && name.leads(after).is_some())
        .map(|(scale, _)| *scale)
}
