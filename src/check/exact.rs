//! The exact value behind a number that was printed rounded.

use super::Subject;
use crate::report::{Asked, Quantity, Unit, What};

/// The exact value behind a number that was printed rounded.
pub(super) fn exact(subject: &Subject<'_>, asked: &Asked, unit: &Unit) -> Option<Quantity> {
    let figure = subject.report.figures.get(&asked.figure)?;
    let exact = match &asked.what {
        What::Value(period) => figure.value(*period),
        What::Share(of) => figure.share_at(&of.part, of.at),
        What::Part(of) => figure.part_at(&of.part, of.at),
        What::Shares(at) => figure.sum_of("shares", *at),
        What::Parts(at) => figure.sum_of("parts", *at),
        What::Rate => figure.rate(),
        What::Ratio { from, to } => figure.ratio(*from, *to),
        What::Change { from, to, part } => {
            let change = match part {
                Some(part) => figure.change_of(part, *from, *to),
                None => figure.change(*from, *to),
            };
            change.and_then(|change| if *unit == Unit::PERCENT { change.percent } else { change.amount })
        }
        // Arithmetic is exact as it was printed.
        What::Computed { .. } => return None,
    };
    let exact = exact.ok()?;
    if exact.unit() == unit {
        Some(exact)
    } else {
        figure.converted(&exact).ok().filter(|other| other.unit() == unit)
    }
}
