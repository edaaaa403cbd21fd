//! Rules about claims: words of the author that are linked to a formula.

use std::ops::Range;

use rust_decimal::Decimal;

use super::given::{gives, shown, to_write};
use super::{decimal, limit, majority, sign, spoken, sure, unit, unit_twice};
use crate::check::Subject;
use crate::check::exact::exact;
use crate::diag::{Diagnostic, code};
use crate::language::plain;
use crate::report::{Asked, Claim, Expected, Number, Quantity, Scale, Unit, What, plain_text};
use crate::text::amount::{Amount, SaidMeasure, SaidNumber, agrees, amount, power};
use crate::text::{Line, Link, Nearness, Said, Sentence, Shown, is_close};

#[doc = include_str!("claim-value.md")]
pub(in crate::check) fn claim_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_claims = subject.text.numbers().filter_map(|(passage, _, said)| {
        value_of(subject, &passage.line, said).or_else(|| sign::of_value(subject, &passage.line, said))
    });
    let of_words = subject
        .text
        .sentences()
        .flat_map(|(passage, sentence)| majority::of_sentence(subject, &passage.line, sentence));
    of_claims.chain(of_words).chain(spoken::wrong(subject, code::CLAIM_VALUE)).collect()
}

fn value_of(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let (Shown::Claimed(claim), Some(amount)) = (said.shown, &said.amount) else { return None };
    let limit = limit::of(claim);
    let is_right = match amount {
        Amount::Number(number) if limit.is_some() && unit_is_wrong(claim, number) => true,
        _ if limit.is_some() => limit.is_some_and(|limit| limit::holds(subject, line, (said, amount), limit)),
        // "Almost", "over" and the like have a rule of their own.
        Amount::Number(_) | Amount::Times(_) | Amount::Fraction(_) if said.nearness.is_some() => {
            !pairs(subject, claim, amount).is_empty()
        }
        Amount::Number(number) => holds(claim, number) || unit_is_wrong(claim, number),
        Amount::Times(_) | Amount::Fraction(_) => {
            pairs(subject, claim, amount).iter().any(|(said, exact)| is_close(*said, *exact))
        }
        Amount::MoreThan(part) => pairs(subject, claim, amount).iter().any(|(_, exact)| exact > part),
        Amount::Direction => is_comparison(said.asked),
        Amount::Nothing | Amount::Several => false,
    };
    if is_right {
        return None;
    }
    let (words, gives) = (plain_text(&claim.words), gives(subject, claim));
    if *amount == Amount::Several
        && let Some(place) = other_decimal_sign(subject, claim, &words)
    {
        return Some(decimal::finding(subject, claim, &words, &place));
    }
    let message = match amount {
        Amount::Nothing | Amount::Direction => {
            format!("the words “{words}” hold no number to compare with {gives}")
        }
        Amount::Several => {
            format!("the words “{words}” hold several numbers; {gives} can be compared with one")
        }
        _ => format!("the words say “{words}”, the figures give {gives}"),
    };
    let write = to_write(subject, claim);
    let hint = format!("write {write}, or correct the figures that `{}` rests on", claim.formula);
    Some(Diagnostic::new(code::CLAIM_VALUE, claim.span, message).hint(hint).found(words))
}

#[doc = include_str!("claim-unit.md")]
pub(in crate::check) fn claim_unit(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.text.numbers().filter_map(|(passage, _, said)| unit_of(subject, &passage.line, said)).collect()
}

fn unit_of(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    if let Some(found) =
        unit::counted(subject, line, said).or_else(|| unit_twice::around(subject, line, said))
    {
        return Some(found);
    }
    let claim = match said.shown {
        Shown::Claimed(claim) => claim,
        Shown::Computed(number) => return unit::typed(subject, line, said, number),
    };
    let Some(Amount::Number(number)) = &said.amount else { return None };
    if holds(claim, number) || !unit_is_wrong(claim, number) || unit::is_per_one(subject, line, said) {
        return None;
    }
    let (words, gives) = (plain_text(&claim.words), gives(subject, claim));
    let message = format!("the words “{words}” have the right number and another unit than {gives}");
    let hint = format!("write {}", to_write(subject, claim));
    Some(Diagnostic::new(code::CLAIM_UNIT, claim.span, message).hint(hint).found(words))
}

#[doc = include_str!("claim-nearness.md")]
pub(in crate::check) fn claim_nearness(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_claims = subject.text.numbers().flat_map(|(passage, sentence, said)| {
        let sure = sure::check(subject, &passage.line, said);
        nearness_of(subject, sentence, said).into_iter().chain(sure)
    });
    of_claims.chain(spoken::wrong(subject, code::CLAIM_NEARNESS)).collect()
}

fn nearness_of(subject: &Subject<'_>, sentence: &Sentence<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let (near, phrase) = said.nearness.as_ref()?;
    match said.shown {
        // What a source gives as a limit was compared as far as it reaches.
        Shown::Claimed(claim) if limit::of(claim).is_some() => return None,
        Shown::Computed(number) if !number.quantity().is_exact() => {
            return Some(limit::said_twice(said, number, phrase));
        }
        Shown::Claimed(_) | Shown::Computed(_) => {}
    }
    // A wrong unit is told by its own rule.
    if let (Shown::Claimed(claim), Some(Amount::Number(number))) = (said.shown, &said.amount)
        && unit_is_wrong(claim, number)
    {
        return None;
    }
    let (pairs, gives, number) = match said.shown {
        Shown::Claimed(claim) => {
            let amount = said.amount.as_ref()?;
            let pairs = pairs(subject, claim, amount);
            (pairs, exactly(subject, claim, amount), plain_text(&claim.words))
        }
        Shown::Computed(number) => {
            let exact = exact(subject, said.asked, number.quantity().unit())?;
            let pair = (number.quantity().value(), exact.value());
            let gives = subject.locale.format(&shown(&exact)).text().to_owned();
            (vec![pair], gives, number.text().to_owned())
        }
    };
    let (value, exact) = *pairs.first()?;
    let is_fall = matches!(said.amount, Some(Amount::Times(times)) if times < Decimal::ONE)
        && spoken::is_verb(number.trim_start_matches(phrase.as_str()));
    let holds = |said: Decimal, exact: Decimal| match is_fall {
        true => spoken::is_fallen(said, Some(*near), exact),
        false => near.holds(said, exact),
    };
    if pairs.iter().any(|(said, exact)| holds(*said, *exact)) || is_compared(sentence, said) {
        return None;
    }
    let bare = match plain(&number).find(phrase.as_str()) {
        Some(at) => format!("{}{}", &number[..at], &number[at + phrase.len()..]).trim().to_owned(),
        None => number.clone(),
    };
    let found = if plain(&number).contains(phrase.as_str()) { number } else { format!("{phrase} {number}") };
    let message = format!("the words say “{found}”, the figures give {gives}");
    let hint = match (Nearness::right_words(value, exact, subject.locale.reading()), said.shown) {
        (Some(right), _) => format!("write “{right}{bare}”"),
        // "Halved" was said of a change: the change itself is what can be written instead.
        (None, Shown::Claimed(claim)) => format!("write {}", to_write(subject, claim)),
        (None, Shown::Computed(number)) if *number.quantity().unit() == Unit::RATIO => {
            format!("leave out “{phrase}”")
        }
        (None, Shown::Computed(_)) => format!("write {gives}"),
    };
    Some(Diagnostic::new(code::CLAIM_NEARNESS, said.span, message).hint(hint).found(found))
}

/// Whether a value is the one that another of its figure is compared with: "6,996, fewer than 12,339".
fn is_compared(sentence: &Sentence<'_>, said: &Said<'_>) -> bool {
    sentence.pairs.iter().any(|pair| {
        matches!(pair.link, Link::Comparative(_)) && sentence.numbers[pair.numbers[1]].range == said.range
    })
}

/// The same with enough digits to see on which side of a number it lies.
fn exactly(subject: &Subject<'_>, claim: &Claim, amount: &Amount) -> String {
    match (&claim.expected, amount) {
        (Expected::Quantity(quantity), _) if quantity.digits() > 2 => {
            subject.locale.format(&quantity.rounded(2)).text().to_owned()
        }
        (Expected::Change(_), Amount::Times(_)) => pairs(subject, claim, amount)
            .first()
            .map(|(_, exact)| {
                let origin = crate::report::Origin::Given(claim.span);
                let ratio = Quantity::new(exact.round_dp(2), Unit::RATIO, origin);
                subject.locale.format(&ratio).text().to_owned()
            })
            .unwrap_or_default(),
        _ => gives(subject, claim),
    }
}

/// The values that a claim can be compared with.
fn candidates(claim: &Claim) -> Vec<&Quantity> {
    match &claim.expected {
        Expected::Quantity(quantity) => vec![quantity],
        Expected::Change(change) => {
            let amount = change.amount.as_ref().map(Number::quantity);
            std::iter::once(&change.exact_percent).chain(amount).collect()
        }
    }
}

/// Where the words of a claim have the decimal sign of another language, when with that of their own they are right.
pub(crate) fn other_decimal_sign(subject: &Subject<'_>, claim: &Claim, words: &str) -> Option<Range<usize>> {
    let place = decimal::other_sign(subject, words)?;
    let own = plain(&decimal::with_own(subject, words, &place));
    matches!(amount(&own, "", subject.locale), Amount::Number(number) if holds(claim, &number))
        .then_some(place)
}

/// Whether a number is one that the figures give, in its unit and at its digits.
fn holds(claim: &Claim, number: &SaidNumber) -> bool {
    if as_percent(claim, number).is_some_and(|exact| agrees(number.value, exact)) {
        return true;
    }
    let fitting = candidates(claim).into_iter().filter(|quantity| !number.contradicts(quantity.unit()));
    fitting.into_iter().any(|quantity| {
        // Where no scale is said, "296,000" may stand for 296 thousand.
        let in_ones = quantity.value() * power(quantity.unit().scale);
        match number.scale {
            Some(scale) => agrees(number.value, in_ones / power(scale)),
            None => agrees(number.value, quantity.value()) || agrees(number.value, in_ones),
        }
    })
}

/// "56.7 per cent of the level": 0.567 times as much.
fn as_percent(claim: &Claim, number: &SaidNumber) -> Option<Decimal> {
    let is_percent = number.measure == Some(SaidMeasure::Percent);
    let ratio = candidates(claim).into_iter().find(|quantity| is_percent && *quantity.unit() == Unit::RATIO);
    ratio.map(|quantity| quantity.value() * Decimal::ONE_HUNDRED)
}

/// Whether the bare number is right and only the unit said is wrong.
fn unit_is_wrong(claim: &Claim, number: &SaidNumber) -> bool {
    candidates(claim).into_iter().any(|quantity| {
        let other =
            number.contradicts(quantity.unit()) || number.scale.is_some_and(|s| s != quantity.unit().scale);
        other && (agrees(number.value, quantity.value()) || is_of_other_scale(number, quantity))
    })
}

/// Whether the words of a claim have the right number and another unit.
pub(super) fn is_of_other_unit(claim: &Claim, said: &Said<'_>) -> bool {
    matches!(&said.amount, Some(Amount::Number(number)) if !holds(claim, number) && unit_is_wrong(claim, number))
}

/// Whether a number is right at another scale than it says: "24.3 million" of 24,318.
fn is_of_other_scale(number: &SaidNumber, quantity: &Quantity) -> bool {
    let in_ones = quantity.value() * power(quantity.unit().scale);
    let others = [Scale::Thousand, Scale::Million, Scale::Billion].into_iter();
    let mut others = others.filter(|scale| number.scale.is_some_and(|said| said != *scale));
    number.value >= Decimal::ONE && others.any(|scale| agrees(number.value, in_ones / power(scale)))
}

/// Pairs of a value said and a value that the figures give, in the same terms; empty without one.
fn pairs(subject: &Subject<'_>, claim: &Claim, amount: &Amount) -> Vec<(Decimal, Decimal)> {
    let hundred = Decimal::ONE_HUNDRED;
    let percent = |quantity: &&&Quantity| *quantity.unit() == Unit::PERCENT;
    match amount {
        Amount::Number(number) => {
            let fitting =
                candidates(claim).into_iter().filter(|quantity| !number.contradicts(quantity.unit()));
            let fitting = fitting.map(|quantity| (number.in_unit(quantity.unit()), quantity.value()));
            fitting.chain(as_percent(claim, number).map(|exact| (number.value, exact))).collect()
        }
        Amount::Times(times) => ratio(subject, claim).map(|exact| (*times, exact)).into_iter().collect(),
        Amount::Fraction(part) | Amount::MoreThan(part) => {
            let list = candidates(claim);
            let shares = list.iter().filter(percent).map(|quantity| (*part, quantity.value() / hundred));
            shares.chain(ratio(subject, claim).map(|exact| (*part, exact))).collect()
        }
        Amount::Direction | Amount::Nothing | Amount::Several => Vec::new(),
    }
}

/// How many times a claim's later value holds its earlier one.
fn ratio(subject: &Subject<'_>, claim: &Claim) -> Option<Decimal> {
    match (&claim.expected, claim.asked.as_ref()) {
        (Expected::Quantity(quantity), _) if *quantity.unit() == Unit::RATIO => Some(quantity.value()),
        (Expected::Change(change), Some(asked)) => {
            let figure = subject.report.figures.get(&asked.figure)?;
            let What::Change { part: Some(part), .. } = &asked.what else {
                return Some(figure.ratio(change.from, change.to).ok()?.value());
            };
            let [before, after] = [change.from, change.to].map(|at| figure.part_at(part, at).ok());
            after?.value().checked_div(before?.value())
        }
        _ => None,
    }
}

fn is_comparison(asked: &Asked) -> bool {
    matches!(asked.what, What::Change { .. } | What::Ratio { .. })
}
