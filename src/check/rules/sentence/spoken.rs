//! Holds numbers in words against the other numbers of their sentence: "more than half of them (50.3 per cent)".

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::label_words::words;
use crate::check::Subject;
use crate::check::terms::Term;
use crate::data::period::Period;
use crate::diag::{Code, Diagnostic, Span, code};
use crate::language::{Pattern, plain};
use crate::report::{Asked, Expected, Figure, Measure, Origin, PartOf, Quantity, Unit, What};
use crate::text::{Loose, Meaning, Mention, Nearness, ReadPassage, Said, Sentence, Shown, is_close};

/// "About a third" reaches as far as "almost a third": a tenth of it.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// Numbers of a sentence that words are held to, each with each other; with more of them, nobody can tell which are
/// meant.
const MOST_COMPARED: usize = 40;

/// What a sentence says of a number in words.
pub(super) enum Verdict {
    /// Its other numbers say the same.
    Agrees,
    /// They say something else: the value nearest to the words.
    Differs(Decimal),
    /// None of them can be compared with it.
    Open,
}

/// An amount of a figure that a sentence tells.
struct Told<'a> {
    figure: &'a Figure,
    /// The part; none for the whole.
    part: Option<&'a str>,
    at: Period,
    value: Decimal,
}

/// The numbers in words that differ from those of their sentence: those that only the words for how nearly make wrong
/// have a code of their own.
pub(super) fn wrong(subject: &Subject<'_>, of: Code) -> Vec<Diagnostic> {
    let passages = subject.text.passages.iter();
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (passage, loose)));
    let found = all.filter_map(|(passage, loose)| {
        if of == code::CLAIM_NEARNESS && loose.nearness.is_none() {
            return None;
        }
        let Verdict::Differs(exact) = verdict(subject, passage, loose) else { return None };
        let is_near =
            loose.nearness.is_some() && (is_close(loose.value, exact) || loose.meaning == Meaning::Number);
        let code = if is_near { code::CLAIM_NEARNESS } else { code::CLAIM_VALUE };
        (code == of).then(|| told(subject, loose, exact, code))
    });
    found.collect()
}

/// Where the numbers in words stand that their sentence says too.
pub(in crate::check) fn agreed(subject: &Subject<'_>) -> BTreeSet<Span> {
    let passages = subject.text.passages.iter();
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (passage, loose)));
    let agreed = all.filter(|(passage, loose)| {
        let is_compared = loose.meaning != Meaning::Number;
        is_compared && matches!(verdict(subject, passage, loose), Verdict::Agrees)
    });
    agreed.map(|(_, loose)| loose.span).collect()
}

fn told(subject: &Subject<'_>, loose: &Loose, exact: Decimal, code: Code) -> Diagnostic {
    let (value, unit) = match loose.meaning {
        Meaning::Part | Meaning::Step => (exact * Decimal::ONE_HUNDRED, Unit::PERCENT),
        Meaning::Number if loose.is_percent => (exact, Unit::PERCENT),
        Meaning::Times | Meaning::Number => (exact, Unit::RATIO),
    };
    let gives = match loose.meaning {
        Meaning::Number if !loose.is_percent => value.normalize().to_string(),
        _ => {
            let gives = Quantity::new(value.round_dp(2), unit, Origin::Given(loose.span)).rounded(1);
            subject.locale.format(&gives).text().to_owned()
        }
    };
    let message = format!("the words say “{}”, the other numbers of the sentence give {gives}", loose.text);
    let hint = "write other words, or correct the numbers that they go with";
    Diagnostic::new(code, loose.span, message).hint(hint).found(loose.text.as_str())
}

/// What the sentence of a number in words, or of one in digits, says of it.
pub(super) fn verdict(subject: &Subject<'_>, passage: &ReadPassage<'_>, loose: &Loose) -> Verdict {
    let next = passage.sentences.partition_point(|sentence| sentence.range.end <= loose.range.start);
    let Some(sentence) = passage.sentences.get(next) else { return Verdict::Open };
    if sentence.numbers.is_empty() && loose.meaning != Meaning::Number {
        return Verdict::Open;
    }
    let is_share = loose.is_percent && !loose.text.starts_with(|c: char| c.is_ascii_digit());
    let bound = bound(passage, sentence, loose);
    // "Twice as many as a year before (924)": a value in brackets may be what another one is held against.
    let is_alone = |said: &&Said<'_>| {
        let is_part = |quantity: &Quantity| match quantity.unit().measure {
            Measure::Percent => {
                loose.meaning != Meaning::Times || matches!(said.asked.what, What::Change { .. })
            }
            Measure::Ratio => true,
            _ => false,
        };
        loose.meaning == Meaning::Number || quantities(said).into_iter().any(is_part)
    };
    let numbers: Vec<&Said<'_>> = match bound.filter(is_alone) {
        Some(said) => vec![said],
        None => sentence.numbers.iter().collect(),
    };
    let is_crowded = numbers.len() > MOST_COMPARED;
    let before = next.checked_sub(1).and_then(|last| passage.sentences.get(last));
    let (firm, others) = match loose.meaning {
        Meaning::Number if loose.is_rate => return rate(sentence, loose),
        Meaning::Number if is_share && is_crowded => return Verdict::Open,
        Meaning::Number if is_share => {
            let (firm, _) = parts(subject, &numbers, (before, &[]));
            let is_told = firm.iter().any(|exact| is_meant(loose, exact * Decimal::ONE_HUNDRED));
            return if is_told { Verdict::Agrees } else { Verdict::Open };
        }
        Meaning::Number => return threshold(&numbers, bound.is_some(), loose),
        Meaning::Part | Meaning::Times | Meaning::Step if is_crowded => return Verdict::Open,
        Meaning::Part => {
            let (firm, mut others) = parts(subject, &numbers, (before, &sentence.periods));
            if firm.is_empty() {
                others.extend(of_akin(subject, passage, loose, &numbers));
            }
            (firm, others)
        }
        Meaning::Step => (steps(subject, &numbers), Vec::new()),
        Meaning::Times if loose.is_soft => (compared(sentence, loose), Vec::new()),
        Meaning::Times => {
            let words = subject.locale.reading().spoken.alone.contain(&loose.text.to_lowercase());
            multiples(subject, &numbers, (&sentence.periods, words && !loose.text.contains(' ')))
        }
    };
    // Without a number in brackets behind it, what need not be told is held to nothing that only may be meant.
    if loose.is_soft && loose.meaning == Meaning::Part && bound.is_none() && firm.len() != 1 {
        return Verdict::Open;
    }
    let is_near = |exact: &Decimal| (*exact - loose.value).abs() <= loose.value * NEAR;
    let mut all = firm.iter().chain(others.iter().filter(|exact| is_near(exact)));
    if all.any(|exact| is_meant(loose, *exact)) {
        return Verdict::Agrees;
    }
    let nearest = firm.into_iter().min_by_key(|exact| (*exact - loose.value).abs());
    nearest.map_or(Verdict::Open, Verdict::Differs)
}

/// The number in brackets right behind one in words: "over a third of the refusals (31.0 per cent)".
fn bound<'s, 'a>(
    passage: &ReadPassage<'_>,
    sentence: &'s Sentence<'a>,
    loose: &Loose,
) -> Option<&'s Said<'a>> {
    let next = sentence.numbers.partition_point(|said| said.range.start < loose.range.end);
    let said = sentence.numbers.get(next)?;
    let between = &passage.line.lower[loose.range.end..said.range.start];
    let (outside, inside) = between.split_once('(')?;
    let is_inside = !inside.contains([')', ',', ';']) && !outside.contains([')', ',', ';', ':']);
    let is_next = passage.loose.iter().all(|other| {
        other.range == loose.range
            || other.range.end <= loose.range.end
            || other.range.start >= said.range.start
    });
    (is_inside && is_next).then_some(said)
}

/// By which parts something rose or fell.
fn steps(subject: &Subject<'_>, numbers: &[&Said<'_>]) -> Vec<Decimal> {
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

/// How many times the larger of the two numbers around some words holds the smaller one: "three times that of".
fn compared(sentence: &Sentence<'_>, loose: &Loose) -> Vec<Decimal> {
    let next = sentence.numbers.partition_point(|said| said.range.start < loose.range.start);
    // "Three times as often (1,140) as Iranians (612)", or one number on either side.
    let first = next.saturating_sub(1);
    let Some([one, two]) = sentence.numbers.get(first..first + 2) else { return Vec::new() };
    let ([one], [two]) = (&quantities(one)[..], &quantities(two)[..]) else { return Vec::new() };
    let (one, two) = if one.unit() == two.unit() { (one.value(), two.value()) } else { return Vec::new() };
    one.max(two).checked_div(one.min(two)).into_iter().collect()
}

fn is_meant(loose: &Loose, exact: Decimal) -> bool {
    match loose.nearness {
        None => is_close(loose.value, exact),
        Some(Nearness::About) => (exact - loose.value).abs() <= loose.value * NEAR,
        Some(near) => near.holds(loose.value, exact),
    }
}

/// "Stayed below 720": a round number that is no value, when one of the sentence lies on that side of it. One that lies
/// just on the other side is what was meant.
fn threshold(numbers: &[&Said<'_>], is_bound: bool, loose: &Loose) -> Verdict {
    let Some(near) = loose.nearness else { return Verdict::Open };
    let is_round = loose.value.fract().is_zero() && (loose.value % Decimal::TEN).is_zero();
    let is_round = is_round || loose.is_percent && (loose.value % Decimal::from(5)).is_zero();
    if !is_round || near == Nearness::About {
        return Verdict::Open;
    }
    let alike = numbers
        .iter()
        .flat_map(|said| quantities(said))
        .filter(|quantity| (quantity.unit().measure == Measure::Percent) == loose.is_percent);
    let values: Vec<Decimal> = alike.map(Quantity::value).collect();
    let is_far = |exact: Decimal| {
        let distance = (exact - loose.value).abs();
        distance
            > loose.value * if matches!(near, Nearness::Nearly | Nearness::JustOver) { NEAR } else { FAR }
    };
    if values.iter().any(|exact| near.holds(loose.value, *exact) && !is_far(*exact)) {
        return Verdict::Agrees;
    }
    match values[..] {
        [exact] if (exact - loose.value).abs() <= loose.value * NEAR && !exact.is_zero() => {
            Verdict::Differs(exact)
        }
        [exact, ..] if is_bound && !is_far(exact) => Verdict::Differs(exact),
        _ => Verdict::Open,
    }
}

/// "Fewer than 100" may be said of 58, and of nothing that is farther away than half of it.
const FAR: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// "Per 10,000 residents": how many a rate is told for, which the expression of a computed one tells too.
fn rate(sentence: &Sentence<'_>, loose: &Loose) -> Verdict {
    let number = loose.value.normalize().to_string();
    let told = sentence.numbers.iter().filter_map(|said| match &said.asked.what {
        What::Computed { formula } => formula.strip_prefix(RATE),
        _ => None,
    });
    let told: Vec<&str> = told.filter_map(|rest| rest.split(',').next()).collect();
    let is_other = !told.is_empty() && !told.iter().any(|known| known.trim() == number);
    if is_other { Verdict::Open } else { Verdict::Agrees }
}

/// Begins the expression of a rate.
const RATE: &str = "per(";

/// What a number of a figure prints or is claimed to be.
fn quantities<'a>(said: &Said<'a>) -> Vec<&'a Quantity> {
    match said.shown {
        Shown::Computed(number) => vec![number.quantity()],
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => vec![quantity],
            Expected::Change(change) => vec![&change.exact_percent],
        },
    }
}

/// The amounts of figures that a sentence tells, each once.
fn amounts<'a>(subject: &'a Subject<'_>, numbers: &[&'a Said<'_>]) -> Vec<Told<'a>> {
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

/// The shares that a sentence tells, and what else may be meant.
fn parts(
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
fn of_akin(
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
fn multiples(
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
    if firm.is_empty() {
        firm = amounts.iter().flat_map(|told| since(told, periods)).collect();
    }
    (firm, if is_verb { Vec::new() } else { quotients(numbers) })
}

/// How many times an amount holds what it was in the periods that a reader compares with: those that are named, or else
/// the one before and the same one of a year before.
fn since(told: &Told<'_>, periods: &[Mention]) -> Vec<Decimal> {
    let value = |at: Period| match told.part {
        Some(part) => told.figure.part_at(part, at),
        None => told.figure.value(at),
    };
    let usual = [told.at.year_before(), told.at.previous()].into_iter().flatten();
    let known = told
        .figure
        .values
        .keys()
        .copied()
        .filter(|at| *at < told.at && periods.iter().any(|mention| mention.named.means(*at, told.at)));
    let bases = usual.chain(known).filter_map(|at| value(at).ok());
    bases.filter_map(|base| told.value.checked_div(base.value())).collect()
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
fn quotients(numbers: &[&Said<'_>]) -> Vec<Decimal> {
    let numbers: Vec<&Quantity> = numbers.iter().flat_map(|said| quantities(said)).collect();
    let pairs = numbers.iter().flat_map(|one| numbers.iter().map(move |two| (one, two)));
    let alike = pairs.filter(|(one, two)| one.unit() == two.unit() && one.value() != two.value());
    alike.filter_map(|(one, two)| one.value().checked_div(two.value())).collect()
}
