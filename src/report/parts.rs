//! Decides which parts of a figure a chart shows, and which join the rest.

use rust_decimal::Decimal;

use super::ChartKind;
use super::compute::{Figure, NoValue, OTHER};
use super::gap::Of;
use crate::data::period::Period;
use crate::data::quantity::{Origin, Quantity};
use crate::spec::schema::{ChartSpec, PartValues, Sort};

/// How the formula of parts that were joined begins, for which there is no expression.
pub const SUM: &str = "sum of (";

/// Donut slices below this share are joined with the rest unless the spec says otherwise.
const JOIN_BELOW: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Hues that a reader can tell apart in one chart (IOM's advice on charts).
pub(super) const MOST_HUES: usize = 6;

/// The most areas of a map with a value each.
pub(super) const MOST_AREAS: usize = 40;

/// The most points of a line, whose axis names only some of them: five years of months.
pub(super) const MOST_POINTS: usize = 60;

/// The most categories of a chart.
pub(super) const MOST_CATEGORIES: usize = 15;

/// Parts with their values.
pub(super) type Parts = Vec<(String, Quantity)>;

/// What limits the number of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MostParts {
    /// Each has a hue.
    Hues,
    /// Each has a row.
    Categories,
    /// Each has an area.
    Areas,
}

/// The parts that a chart shows.
#[derive(Default)]
pub(super) struct Shown {
    /// Parts in the order shown, the rest last.
    pub(super) parts: Vec<(String, Quantity)>,
    /// Parts with a name of their own that the rest holds.
    pub(super) joined: Vec<String>,
}

/// The parts of a figure in the order shown, the rest last.
pub(super) fn listed(spec: &ChartSpec, figure: &Figure, at: Period) -> Result<Parts, NoValue> {
    let stacked = spec.kind == ChartKind::Stacked;
    let of_shares = match spec.values {
        Some(values) => values == PartValues::Shares,
        None => figure.has_shares(at) && !stacked && !spec.convert,
    };
    let lists = figure.lists(at);
    let given = if of_shares { lists.shares } else { lists.parts };
    if let Some(gap) = figure.gap_in(if of_shares { Of::Shares } else { Of::Parts }, at) {
        return Err(gap);
    }
    if given.is_empty() {
        let what = if of_shares { "shares" } else { "parts" };
        let message = format!("the figure `{}` has no {what}", figure.key);
        let give = format!("give `[figures.{}]` a table {what} = {{ … }}", figure.key);
        let others = if of_shares { lists.parts } else { lists.shares };
        // What can be computed of the others is for words; a chart draws what the source gives.
        let hint = match (others.is_empty(), of_shares) {
            (true, _) => give,
            (false, true) => format!("leave `values` out, and its amounts are drawn; or {give}"),
            (false, false) => format!("write values = \"shares\", and its shares are drawn; or {give}"),
        };
        return Err(figure.without_parts(NoValue::new(message, hint)));
    }
    let mut parts = match spec.sort {
        Sort::BySize => figure.ranking(of_shares, at),
        Sort::Given => given.iter().filter(|(key, _)| key != OTHER).cloned().collect(),
    };
    for group in &spec.groups {
        let Some(members) = figure.groups.members(&group.value) else {
            let message = format!("there is no group `{}`", group.value);
            return Err(NoValue::new(message, "give it a line in [groups], with its parts"));
        };
        let sum =
            if of_shares { figure.share_at(&group.value, at)? } else { figure.part_at(&group.value, at)? };
        parts.retain(|(key, _)| !members.contains(key));
        parts.push((group.value.clone(), sum));
    }
    if spec.sort == Sort::BySize {
        parts.sort_by_key(|(_, value)| std::cmp::Reverse(value.value()));
    }
    let is_whole = matches!(spec.kind, ChartKind::Donut | ChartKind::Stacked);
    if is_whole && given.iter().any(|(_, value)| value.value() < Decimal::ZERO) {
        let message = format!("a part of the figure `{}` is negative", figure.key);
        return Err(NoValue::new(message, "parts of a whole cannot be negative: use kind = \"bars\""));
    }
    let rest = if of_shares { figure.share_at(OTHER, at) } else { figure.part_at(OTHER, at) };
    let listed = given.iter().any(|(key, _)| key == OTHER);
    // What limits leave of a whole, nobody knows.
    let is_unknown = rest.is_err() && given.iter().any(|(_, value)| !value.is_exact());
    if !is_unknown {
        let rest = rest?;
        // Rounded shares miss a hundred by up to half a last digit each; that is not a rest.
        let slack = rest.half_digit() * Decimal::from(given.len());
        if listed || rest.value() > slack {
            parts.push((OTHER.to_owned(), rest));
        }
    }
    Ok(parts)
}

/// What a chart shows of lists of parts. Small ones, and those beyond what a reader tells apart, join the rest in all
/// lists alike, so that the rests can be compared.
///
/// # Errors
/// Limits and ranges join nothing.
pub(super) fn joined(
    spec: &ChartSpec,
    lists: Vec<(&Figure, Parts)>,
    most: MostParts,
) -> Result<Vec<Shown>, NoValue> {
    let is_whole = most == MostParts::Hues;
    let usual = if spec.kind == ChartKind::Donut { JOIN_BELOW } else { Decimal::ZERO };
    let limit = spec.join_below.as_ref().map_or(usual, |limit| limit.value);
    let limit = if is_whole { limit } else { Decimal::ZERO };
    let total = |parts: &Parts| parts.iter().map(|(_, value)| value.value()).sum::<Decimal>();
    let totals: Vec<Decimal> = lists.iter().map(|(_, parts)| total(parts)).collect();
    let mut keys: Vec<(&str, Decimal)> = Vec::new();
    for ((_, parts), total) in lists.iter().zip(&totals) {
        for (key, value) in parts.iter().filter(|(key, _)| key != OTHER) {
            let share = (value.value() * Decimal::ONE_HUNDRED).checked_div(*total).unwrap_or_default();
            match keys.iter_mut().find(|(known, _)| known == key) {
                Some((_, largest)) => *largest = share.max(*largest),
                None => keys.push((key, share)),
            }
        }
    }
    let has_rest = lists.iter().any(|(_, parts)| parts.iter().any(|(key, _)| key == OTHER));
    let room = match most {
        MostParts::Hues => MOST_HUES,
        MostParts::Areas => usize::MAX,
        MostParts::Categories if keys.len() + usize::from(has_rest) > MOST_CATEGORIES => MOST_CATEGORIES - 1,
        MostParts::Categories => MOST_CATEGORIES,
    };
    let is_small = |share: Decimal| is_whole && share < limit;
    keys.retain(|(_, share)| !is_small(*share));
    if spec.sort == Sort::BySize && lists.len() > 1 {
        keys.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    }
    keys.truncate(room);
    let kept: Vec<String> = keys.into_iter().map(|(key, _)| key.to_owned()).collect();
    let shown = lists.into_iter().map(|(figure, parts)| {
        let (mut parts, rest): (Parts, Parts) = parts.into_iter().partition(|(key, _)| kept.contains(key));
        // Where a part of a whole is a limit, the chart is refused with a better reason.
        if let ([_, _, ..], false) = (&rest[..], is_whole) {
            figure.exact(&rest.iter().map(|(_, value)| value).collect::<Vec<_>>())?;
        }
        parts.extend(sum(figure, &rest).map(|sum| (OTHER.to_owned(), sum)));
        let joined = rest.into_iter().map(|(key, _)| key).filter(|key| key != OTHER).collect();
        Ok(Shown { parts, joined })
    });
    shown.collect()
}

/// The same parts of several periods or figures: one that is not listed in all of them is in the rest of the others, and
/// joins it where it is listed, so that the rests can be compared.
///
/// # Errors
/// Limits and ranges join nothing.
pub(super) fn alike(figures: &[&Figure], all: Vec<Shown>) -> Result<Vec<Shown>, NoValue> {
    let has = |shown: &Shown, key: &str| shown.parts.iter().any(|(known, _)| known == key);
    let is_common = |key: &str| key == OTHER || all.iter().all(|shown| has(shown, key));
    // Where nobody has a rest, a part that is not listed is nothing.
    if !all.iter().any(|shown| has(shown, OTHER)) {
        return Ok(all);
    }
    let alike = figures.iter().zip(&all).map(|(figure, shown)| {
        let (mut parts, single): (Vec<_>, Vec<_>) =
            shown.parts.iter().cloned().partition(|(key, _)| key != OTHER && is_common(key));
        if let [_, _, ..] = single[..] {
            figure.exact(&single.iter().map(|(_, value)| value).collect::<Vec<_>>())?;
        }
        parts.extend(sum(figure, &single).map(|rest| (OTHER.to_owned(), rest)));
        let single = single.into_iter().map(|(key, _)| key).filter(|key| key != OTHER);
        Ok(Shown { parts, joined: shown.joined.iter().cloned().chain(single).collect() })
    });
    alike.collect()
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
    let origin = Origin::Computed { figure: figure.key.clone(), formula, from };
    Some(Quantity::new(sum, first.unit().clone(), origin))
}
