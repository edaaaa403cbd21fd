//! Holds the sign of a number, and the words that stand for one, to the value.

use rust_decimal::Decimal;

use super::given::{gives, to_write};
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::{Direction, Expected, What, plain_text};
use crate::text::amount::Amount;
use crate::text::{Line, Said, Shown, Sign};

/// What is wrong with the sign of a value: it is another one, it is printed twice, or it lacks.
pub(super) fn of_value(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let value = value(said)?;
    let found = |start: usize| line.text[start..said.range.end].to_owned();
    let is_below = value < Decimal::ZERO;
    let (found, message, write) = match (said.shown, said.sign) {
        (Shown::Claimed(claim), Some((sign, start))) if (sign == Sign::Minus) != is_below => {
            let found = found(start);
            let message = format!("the words say “{found}”, the figures give {}", gives(subject, claim));
            (found, message, to_write(subject, claim))
        }
        (Shown::Computed(number), Some((sign, start))) if is_below || sign == Sign::Minus => {
            let found = found(start);
            let message = if is_below {
                format!("“{found}”: a number below zero is printed with its sign")
            } else {
                format!("“{found}”: the figures give {}", number.text())
            };
            (found, message, number.text().to_owned())
        }
        (Shown::Claimed(claim), None) if is_below && is_number(said) => {
            if said.balance.as_ref().is_none_or(|words| words.nearest.is_some() || words.is_told) {
                return None;
            }
            let words = plain_text(&claim.words);
            let given = gives(subject, claim);
            let message = format!("the words say “{words}” without a sign, the figures give {given}");
            let below =
                subject.locale.reading().balances.iter().map(|pair| format!("“{}”", pair.down.as_str()));
            let below = below.take(3).collect::<Vec<_>>().join(", ");
            (words, message, format!("{given}, or say what is below zero: {below}"))
        }
        _ => return None,
    };
    let hint = format!("write {write}");
    Some(Diagnostic::new(code::CLAIM_VALUE, said.span, message).hint(hint).found(found))
}

/// The value that a number is of, when its sign is its own and not that of a change.
fn value(said: &Said<'_>) -> Option<Decimal> {
    let has_sign = match said.asked.what {
        What::Value(_)
        | What::Share(_)
        | What::Part(_)
        | What::Shares(_)
        | What::Parts(_)
        | What::Computed { .. } => true,
        What::Rate | What::Ratio { .. } | What::Change { .. } => false,
    };
    let value = match said.shown {
        Shown::Computed(number) => number.quantity().value(),
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => quantity.value(),
            Expected::Change(_) => return None,
        },
    };
    (has_sign && !value.is_zero()).then_some(value)
}

fn is_number(said: &Said<'_>) -> bool {
    matches!(said.amount, Some(Amount::Number(_)))
}

/// What is wrong with the sign of a change that went some way.
pub(super) fn of_change(
    line: &Line<'_>,
    said: &Said<'_>,
    (went, figures_say): (Direction, &str),
) -> Option<Diagnostic> {
    let (sign, start) = said.sign?;
    let (is_right, other) = match sign {
        Sign::Plus => (went != Direction::Down, Sign::Minus),
        Sign::Minus => (went != Direction::Up, Sign::Plus),
    };
    if is_right {
        return None;
    }
    let message = format!("the sign {} says another way than the figures: {figures_say}", sign.as_str());
    let hint = format!("write {}", other.as_str());
    let found = &line.text[start..said.range.end];
    Some(Diagnostic::new(code::CLAIM_DIRECTION, said.span, message).hint(hint).found(found))
}

/// What is wrong with the word that says on which side of nothing a number without a sign lies.
pub(super) fn of_balance(subject: &Subject<'_>, line: &Line<'_>, said: &Said<'_>) -> Option<Diagnostic> {
    let words = said.balance.as_ref().filter(|_| said.sign.is_none())?;
    // What lost its sign on purpose has it in words: "a net outflow of {{ abs(net) }}".
    if matches!(&said.asked.what, What::Computed { formula } if formula.contains("abs(")) {
        return None;
    }
    let word = words.nearest.as_ref()?;
    let value = value(said)?;
    let is_held = match said.shown {
        // A number that is printed with its own minus needs no word.
        Shown::Computed(_) => value > Decimal::ZERO && words.is_attached,
        Shown::Claimed(_) => is_number(said) && (value < Decimal::ZERO || words.is_attached),
    };
    let side = if value < Decimal::ZERO { Direction::Down } else { Direction::Up };
    if !is_held || !word.is_wrong(side) {
        return None;
    }
    let gives = match said.shown {
        Shown::Computed(number) => number.text().to_owned(),
        Shown::Claimed(claim) => gives(subject, claim),
    };
    let found = &line.text[word.range.clone()];
    let message = format!("the word “{found}” says another side of zero than the figures: they give {gives}");
    let quoted: Vec<String> = word.opposites.iter().map(|word| format!("“{word}”")).collect();
    let hint = format!("write {}", quoted.join(" or "));
    Some(Diagnostic::new(code::CLAIM_DIRECTION, line.span(&word.range), message).hint(hint).found(found))
}
