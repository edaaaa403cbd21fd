//! Decides which parts of a figure a chart shows, and which join the rest.

use rust_decimal::Decimal;

use super::ChartKind;
use super::compute::{Figure, NoValue, OTHER};
use super::record::SUM;
use crate::data::quantity::{Origin, Quantity};
use crate::spec::schema::{ChartSpec, PartValues, Sort};

/// Donut slices below this share are joined with the rest unless the spec says otherwise.
const JOIN_BELOW: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Hues that a reader can tell apart in one chart (IOM's advice on charts).
pub(super) const MOST_HUES: usize = 6;

/// The parts that a chart shows.
pub(super) struct Shown {
    /// Parts in the order shown, the rest last.
    pub(super) parts: Vec<(String, Quantity)>,
    /// Parts with a name of their own that the rest holds.
    pub(super) joined: Vec<String>,
}

/// The parts of a figure in the order shown, with the rest; in a donut or stacked chart small ones are joined.
pub(super) fn shown(spec: &ChartSpec, figure: &Figure) -> Result<Shown, NoValue> {
    let stacked = spec.kind == ChartKind::Stacked;
    let of_shares = match spec.values {
        Some(values) => values == PartValues::Shares,
        None => !figure.shares.is_empty() && !stacked && !spec.convert,
    };
    let given = if of_shares { &figure.shares } else { &figure.parts };
    if given.is_empty() {
        let what = if of_shares { "shares" } else { "parts" };
        let message = format!("the figure `{}` has no {what}", figure.key);
        return Err(NoValue {
            message,
            hint: format!("give `[figures.{}]` a table {what} = {{ … }}", figure.key),
        });
    }
    let mut parts = match spec.sort {
        Sort::BySize => figure.ranking(of_shares),
        Sort::Given => given.iter().filter(|(key, _)| key != OTHER).cloned().collect(),
    };
    let is_whole = matches!(spec.kind, ChartKind::Donut | ChartKind::Stacked);
    if is_whole && given.iter().any(|(_, value)| value.value() < Decimal::ZERO) {
        let message = format!("a part of the figure `{}` is negative", figure.key);
        return Err(NoValue {
            message,
            hint: "parts of a whole cannot be negative: use kind = \"bars\"".to_owned(),
        });
    }
    let rest = if of_shares { figure.share(OTHER)? } else { figure.part(OTHER)? };
    let listed = given.iter().any(|(key, _)| key == OTHER);
    // Rounded shares miss a hundred by up to half a last digit each; that is not a rest.
    let slack = rest.half_digit() * Decimal::from(given.len());
    if listed || rest.value() > slack {
        parts.push((OTHER.to_owned(), rest));
    }
    Ok(if is_whole { joined(spec, figure, parts) } else { Shown { parts, joined: Vec::new() } })
}

fn joined(spec: &ChartSpec, figure: &Figure, parts: Vec<(String, Quantity)>) -> Shown {
    let usual = if spec.kind == ChartKind::Donut { JOIN_BELOW } else { Decimal::ZERO };
    let limit = spec.join_below.as_ref().map_or(usual, |limit| limit.value);
    let total: Decimal = parts.iter().map(|(_, value)| value.value()).sum();
    let mut kept = Vec::new();
    let mut rest: Vec<(String, Quantity)> = Vec::new();
    for (key, value) in parts {
        let small = value.value() * Decimal::ONE_HUNDRED < limit * total;
        if key == OTHER || small || kept.len() == MOST_HUES {
            rest.push((key, value));
        } else {
            kept.push((key, value));
        }
    }
    kept.extend(sum(figure, &rest).map(|sum| (OTHER.to_owned(), sum)));
    let joined = rest.into_iter().map(|(key, _)| key).filter(|key| key != OTHER).collect();
    Shown { parts: kept, joined }
}

/// What several parts are together. There is no expression for it, so that words stand in the place of one.
fn sum(figure: &Figure, parts: &[(String, Quantity)]) -> Option<Quantity> {
    let (_, first) = parts.first()?;
    if parts.len() == 1 {
        return Some(first.clone());
    }
    let sum = parts.iter().map(|(_, value)| value.value()).sum();
    let from = parts.iter().flat_map(|(_, value)| value.origin().spans()).collect();
    let each: Vec<String> = parts.iter().map(|(_, value)| figure.expression(value)).collect();
    let formula = format!("{SUM}{})", each.join(", "));
    Some(Quantity::new(sum, first.unit().clone(), Origin::Computed { formula, from }))
}
