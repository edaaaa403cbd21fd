//! Rules about claims: words of the author that are linked to a formula.

use rust_decimal::Decimal;

use super::said::{Amount, Nearness, Said, SaidNumber, agrees, is_close, nearness, power, read, words_of};
use super::sentence::{Line, Occurrence, Shown, each_number, plain};
use super::{Subject, pair, unit};
use crate::diag::Diagnostic;
use crate::locale::ChangeForm;
use crate::report::{Asked, Claim, Expected, Measure, Quantity, Unit, What};

/// What the words around and in a claim say.
fn said(subject: &Subject<'_>, line: &Line<'_>, occurrence: &Occurrence<'_>, claim: &Claim) -> Said {
    let (before, after) = (&line.text[..occurrence.range.start], &line.text[occurrence.range.end..]);
    read(&words_of(claim), before, after, subject.locale)
}

#[doc = include_str!("help/claim-value.md")]
pub(super) fn claim_value(subject: &Subject<'_>) -> Vec<Diagnostic> {
    each_number(subject, |line, _, occurrence| {
        let Shown::Claimed(claim) = occurrence.shown else { return None };
        let said = said(subject, line, occurrence, claim);
        let words = words_of(claim);
        let gives = gives(subject, claim);
        let is_right = match &said.amount {
            // How near a number is meant has a rule of its own.
            Amount::Number(_) | Amount::Times(_) | Amount::Fraction(_) if said.nearness.is_some() => {
                !pairs(subject, claim, &said.amount).is_empty()
            }
            Amount::Number(number) => holds(claim, number) || unit_is_wrong(claim, number),
            Amount::Times(_) | Amount::Fraction(_) => {
                pairs(subject, claim, &said.amount).iter().any(|(said, exact)| is_close(*said, *exact))
            }
            Amount::MoreThan(part) => {
                pairs(subject, claim, &said.amount).iter().any(|(_, exact)| exact > part)
            }
            Amount::Direction => is_comparison(occurrence.asked),
            Amount::Nothing | Amount::Several => false,
        };
        if is_right {
            return None;
        }
        let message = match said.amount {
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
        Some(Diagnostic::warning("claim-value", claim.span, message).hint(hint).found(words))
    })
}

#[doc = include_str!("help/claim-unit.md")]
pub(super) fn claim_unit(subject: &Subject<'_>) -> Vec<Diagnostic> {
    each_number(subject, |line, _, occurrence| {
        let claim = match occurrence.shown {
            Shown::Claimed(claim) => claim,
            Shown::Computed(number) => return unit::typed(subject, line, occurrence, number),
        };
        let Amount::Number(number) = said(subject, line, occurrence, claim).amount else { return None };
        if holds(claim, &number) || !unit_is_wrong(claim, &number) {
            return None;
        }
        let (words, gives) = (words_of(claim), gives(subject, claim));
        let message = format!("the words “{words}” have the right number and another unit than {gives}");
        Some(
            Diagnostic::warning("claim-unit", claim.span, message)
                .hint(format!("write {}", to_write(subject, claim)))
                .found(words),
        )
    })
}

#[doc = include_str!("help/claim-nearness.md")]
pub(super) fn claim_nearness(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let reading = &subject.locale.words().reading;
    each_number(subject, |line, sentence, occurrence| {
        let before = &line.text[..occurrence.range.start];
        let (phrase, near, pairs, gives, number) = match occurrence.shown {
            Shown::Claimed(claim) => {
                let said = said(subject, line, occurrence, claim);
                let (near, phrase) = said.nearness?;
                let pairs = pairs(subject, claim, &said.amount);
                (phrase, near, pairs, exactly(subject, claim, &said.amount), words_of(claim))
            }
            Shown::Computed(number) => {
                let (near, phrase) = nearness("", &plain(before), reading)?;
                let exact = exact(subject, occurrence.asked, number.quantity().unit())?;
                let pair = (number.quantity().value(), exact.value());
                let gives = subject.locale.format(&shown(&exact)).text().to_owned();
                (phrase, near, vec![pair], gives, number.text().to_owned())
            }
        };
        let (said, exact) = *pairs.first()?;
        let holds = pairs.iter().any(|(said, exact)| near.holds(*said, *exact));
        if holds || pair::is_compared(subject, line, sentence, occurrence) {
            return None;
        }
        let bare = match plain(&number).find(&phrase) {
            Some(at) => format!("{}{}", &number[..at], &number[at + phrase.len()..]).trim().to_owned(),
            None => number.clone(),
        };
        let found = if plain(&number).contains(&phrase) { number } else { format!("{phrase} {number}") };
        let message = format!("the words say “{found}”, the figures give {gives}");
        let hint = match (Nearness::right_words(said, exact, reading), &occurrence.shown) {
            (Some(right), _) => format!("write “{right}{bare}”"),
            // "Halved" was said of a change: the change itself is what can be written instead.
            (None, Shown::Claimed(claim)) => format!("write {}", to_write(subject, claim)),
            (None, Shown::Computed(number)) if *number.quantity().unit() == Unit::RATIO => {
                format!("leave out “{phrase}”")
            }
            (None, Shown::Computed(_)) => format!("write {gives}"),
        };
        Some(Diagnostic::warning("claim-nearness", occurrence.span, message).hint(hint).found(found))
    })
}

/// What the figures give, in the words of the language.
fn gives(subject: &Subject<'_>, claim: &Claim) -> String {
    match &claim.expected {
        Expected::Quantity(quantity) => subject.locale.format(&shown(quantity)).text().to_owned(),
        Expected::Change(change) => format!("{} or {}", change.percent.text(), change.amount.text()),
    }
}

/// What can be written instead of a claim's words: nobody says "0.5 times", so that a small ratio is told as a change.
fn to_write(subject: &Subject<'_>, claim: &Claim) -> String {
    as_change(subject, claim).unwrap_or_else(|| gives(subject, claim))
}

fn as_change(subject: &Subject<'_>, claim: &Claim) -> Option<String> {
    let Expected::Quantity(quantity) = &claim.expected else { return None };
    if *quantity.unit() != Unit::RATIO || quantity.value() >= Decimal::TWO {
        return None;
    }
    let Asked { figure, what: What::Ratio { from, to } } = claim.asked.as_ref()? else { return None };
    let change = subject.report.figures.get(figure)?.change(*from, *to).ok()?;
    let percent = change.percent.rounded(1);
    let words = subject.locale.change(change.direction, &percent, &change.unit, *from, ChangeForm::Short);
    Some(format!("“{words}” with a link to `{figure}.change(\"{from}\", \"{to}\")`"))
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

/// A quantity as it can be printed: a computed one has more digits than anybody wants.
fn shown(quantity: &Quantity) -> Quantity {
    if quantity.digits() > 2 { quantity.rounded(2) } else { quantity.clone() }
}

/// The values that a claim can be compared with.
fn candidates(claim: &Claim) -> Vec<&Quantity> {
    match &claim.expected {
        Expected::Quantity(quantity) => vec![quantity],
        Expected::Change(change) => vec![&change.exact_percent, change.amount.quantity()],
    }
}

/// Whether a number is one that the figures give, in its unit and at its digits.
fn holds(claim: &Claim, number: &SaidNumber) -> bool {
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

/// Whether the bare number is right and only what is said of its unit is not.
fn unit_is_wrong(claim: &Claim, number: &SaidNumber) -> bool {
    candidates(claim).into_iter().any(|quantity| {
        let other =
            number.contradicts(quantity.unit()) || number.scale.is_some_and(|s| s != quantity.unit().scale);
        other && agrees(number.value, quantity.value())
    })
}

/// Pairs of what is said and what is so, in the same terms; none when the claim cannot mean that.
fn pairs(subject: &Subject<'_>, claim: &Claim, amount: &Amount) -> Vec<(Decimal, Decimal)> {
    let hundred = Decimal::ONE_HUNDRED;
    let percent = |quantity: &&&Quantity| *quantity.unit() == Unit::PERCENT;
    match amount {
        Amount::Number(number) => {
            let fitting =
                candidates(claim).into_iter().filter(|quantity| !number.contradicts(quantity.unit()));
            fitting.map(|quantity| (number.in_unit(quantity.unit()), quantity.value())).collect()
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
            Some(figure.ratio(change.from, change.to).ok()?.value())
        }
        _ => None,
    }
}

fn is_comparison(asked: &Asked) -> bool {
    matches!(asked.what, What::Change { .. } | What::Ratio { .. })
}

/// The exact value behind a number that was printed rounded.
pub(super) fn exact(subject: &Subject<'_>, asked: &Asked, unit: &Unit) -> Option<Quantity> {
    let figure = subject.report.figures.get(&asked.figure)?;
    let exact = match &asked.what {
        What::Value(period) => figure.value(*period),
        What::Share(part) => figure.share(part),
        What::Part(part) => figure.part(part),
        What::Shares => figure.sum_of("shares"),
        What::Parts => figure.sum_of("parts"),
        What::Rate => figure.rate(),
        What::Ratio { from, to } => figure.ratio(*from, *to),
        What::Change { from, to } => figure.change(*from, *to).map(|change| match unit.measure {
            Measure::Percent => change.percent,
            Measure::Count | Measure::Ratio | Measure::Money(_) => change.amount,
        }),
    };
    let exact = exact.ok()?;
    if exact.unit() == unit {
        Some(exact)
    } else {
        figure.converted(&exact).ok().filter(|other| other.unit() == unit)
    }
}
