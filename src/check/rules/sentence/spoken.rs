//! Holds numbers in words against the other numbers of their sentence: "more than half of them (50.3 per cent)".

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Code, Diagnostic, Span, code};
use crate::report::{Expected, Figure, Measure, Origin, PartOf, Quantity, Unit, What};
use crate::text::{Loose, Meaning, Nearness, Said, Sentence, Shown, is_close};

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
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (&passage.sentences, loose)));
    let found = all.filter_map(|(sentences, loose)| {
        let Verdict::Differs(exact) = verdict(subject, sentences, loose) else { return None };
        let is_near = loose.nearness.is_some() && is_close(loose.value, exact);
        let code = if is_near { code::CLAIM_NEARNESS } else { code::CLAIM_VALUE };
        (code == of).then(|| told(subject, loose, exact, code))
    });
    found.collect()
}

/// Where the numbers in words stand that their sentence says too.
pub(in crate::check) fn agreed(subject: &Subject<'_>) -> BTreeSet<Span> {
    let passages = subject.text.passages.iter();
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (&passage.sentences, loose)));
    let agreed = all.filter(|(sentences, loose)| {
        let is_compared = loose.meaning != Meaning::Number;
        is_compared && matches!(verdict(subject, sentences, loose), Verdict::Agrees)
    });
    agreed.map(|(_, loose)| loose.span).collect()
}

fn told(subject: &Subject<'_>, loose: &Loose, exact: Decimal, code: Code) -> Diagnostic {
    let (value, unit) = match loose.meaning {
        Meaning::Part => (exact * Decimal::ONE_HUNDRED, Unit::PERCENT),
        Meaning::Times | Meaning::Number => (exact, Unit::RATIO),
    };
    let gives = Quantity::new(value.round_dp(2), unit, Origin::Given(loose.span)).rounded(1);
    let gives = subject.locale.format(&gives).text().to_owned();
    let message = format!("the words say “{}”, the other numbers of the sentence give {gives}", loose.text);
    let hint = "write other words, or correct the numbers that they go with";
    Diagnostic::new(code, loose.span, message).hint(hint).found(loose.text.as_str())
}

/// What the sentence of a number in words, or of one in digits, says of it.
pub(super) fn verdict(subject: &Subject<'_>, sentences: &[Sentence<'_>], loose: &Loose) -> Verdict {
    let next = sentences.partition_point(|sentence| sentence.range.end <= loose.range.start);
    let Some(sentence) = sentences.get(next) else { return Verdict::Open };
    let is_share = loose.is_percent && !loose.text.starts_with(|c: char| c.is_ascii_digit());
    let (firm, others) = match loose.meaning {
        Meaning::Number if loose.is_rate => return rate(sentence, loose),
        Meaning::Number if is_share && sentence.numbers.len() > MOST_COMPARED => return Verdict::Open,
        Meaning::Number if is_share => {
            let (firm, _) = parts(subject, sentence);
            let is_told = firm.iter().any(|exact| is_meant(loose, exact * Decimal::ONE_HUNDRED));
            return if is_told { Verdict::Agrees } else { Verdict::Open };
        }
        Meaning::Number => return threshold(sentence, loose),
        Meaning::Part | Meaning::Times if sentence.numbers.len() > MOST_COMPARED => return Verdict::Open,
        Meaning::Part => parts(subject, sentence),
        Meaning::Times => {
            let words = subject.locale.reading().spoken.alone.contain(&loose.text.to_lowercase());
            multiples(subject, sentence, words && !loose.text.contains(' '))
        }
    };
    let is_near = |exact: &Decimal| (*exact - loose.value).abs() <= loose.value * NEAR;
    let mut all = firm.iter().chain(others.iter().filter(|exact| is_near(exact)));
    if all.any(|exact| is_meant(loose, *exact)) {
        return Verdict::Agrees;
    }
    let nearest = firm.into_iter().min_by_key(|exact| (*exact - loose.value).abs());
    nearest.map_or(Verdict::Open, Verdict::Differs)
}

fn is_meant(loose: &Loose, exact: Decimal) -> bool {
    match loose.nearness {
        None => is_close(loose.value, exact),
        Some(Nearness::About) => (exact - loose.value).abs() <= loose.value * NEAR,
        Some(near) => near.holds(loose.value, exact),
    }
}

/// "Stayed below 720": a round number that is no value, when one of the sentence lies right on that side of it.
fn threshold(sentence: &Sentence<'_>, loose: &Loose) -> Verdict {
    let Some(near) = loose.nearness else { return Verdict::Open };
    let is_round = loose.value.fract().is_zero() && (loose.value % Decimal::TEN).is_zero();
    let holds = |said: &Said<'_>| {
        let values = values(said);
        values.iter().any(|exact| {
            near.holds(loose.value, *exact) && (*exact - loose.value).abs() <= loose.value * NEAR
        })
    };
    let is_held = is_round && near != Nearness::About && sentence.numbers.iter().any(holds);
    if is_held { Verdict::Agrees } else { Verdict::Open }
}

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

fn values(said: &Said<'_>) -> Vec<Decimal> {
    quantities(said).into_iter().map(Quantity::value).collect()
}

/// The amounts of figures that a sentence tells, each once.
fn amounts<'a>(subject: &'a Subject<'_>, sentence: &'a Sentence<'_>) -> Vec<Told<'a>> {
    let mut found: Vec<Told<'a>> = Vec::new();
    for said in &sentence.numbers {
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
fn parts(subject: &Subject<'_>, sentence: &Sentence<'_>) -> (Vec<Decimal>, Vec<Decimal>) {
    let mut firm = Vec::new();
    let mut shares = Decimal::ZERO;
    for said in &sentence.numbers {
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
    let amounts = amounts(subject, sentence);
    for told in amounts.iter().filter(|told| told.part.is_some()) {
        let Ok(total) = told.figure.value(told.at) else { continue };
        firm.extend(told.value.checked_div(total.value()));
        let of_one = amounts.iter().filter(|other| {
            other.part.is_some() && (&other.figure.key, other.at) == (&told.figure.key, told.at)
        });
        let sum: Decimal = of_one.map(|other| other.value).sum();
        firm.extend(sum.checked_div(total.value()));
    }
    if shares > Decimal::ZERO {
        firm.push(shares);
    }
    for told in &amounts {
        for earlier in &amounts {
            let is_of_one = (&earlier.figure.key, earlier.part) == (&told.figure.key, told.part);
            let ratio = told.value.checked_div(earlier.value).filter(|_| is_of_one && earlier.at < told.at);
            firm.extend(ratio.into_iter().flat_map(|ratio| [ratio, (Decimal::ONE - ratio).abs()]));
        }
    }
    let others = quotients(sentence);
    let changes: Vec<Decimal> = others.iter().map(|ratio| (Decimal::ONE - ratio).abs()).collect();
    let is_alone = firm.is_empty();
    (firm, others.into_iter().chain(changes.into_iter().filter(|_| is_alone)).collect())
}

/// How many times one amount of a sentence holds another, and what else may be meant. A verb tells what became of the
/// earlier one.
fn multiples(subject: &Subject<'_>, sentence: &Sentence<'_>, is_verb: bool) -> (Vec<Decimal>, Vec<Decimal>) {
    let mut firm = Vec::new();
    for said in &sentence.numbers {
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
    let amounts = amounts(subject, sentence);
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
        firm = amounts.iter().flat_map(|told| since(told, sentence)).collect();
    }
    (firm, if is_verb { Vec::new() } else { quotients(sentence) })
}

/// How many times an amount holds what it was in the periods that a reader compares with: those that are named, or else
/// the one before and the same one of a year before.
fn since(told: &Told<'_>, sentence: &Sentence<'_>) -> Vec<Decimal> {
    let value = |at: Period| match told.part {
        Some(part) => told.figure.part_at(part, at),
        None => told.figure.value(at),
    };
    let usual = [told.at.year_before(), told.at.previous()].into_iter().flatten();
    let known = told.figure.values.keys().copied().filter(|at| {
        *at < told.at && sentence.periods.iter().any(|mention| mention.named.means(*at, told.at))
    });
    let bases = usual.chain(known).filter_map(|at| value(at).ok());
    bases.filter_map(|base| told.value.checked_div(base.value())).collect()
}

/// Every number of a sentence by every other one of the same unit.
fn quotients(sentence: &Sentence<'_>) -> Vec<Decimal> {
    let numbers: Vec<&Quantity> = sentence.numbers.iter().flat_map(quantities).collect();
    let pairs = numbers.iter().flat_map(|one| numbers.iter().map(move |two| (one, two)));
    let alike = pairs.filter(|(one, two)| one.unit() == two.unit() && one.value() != two.value());
    alike.filter_map(|(one, two)| one.value().checked_div(two.value())).collect()
}
