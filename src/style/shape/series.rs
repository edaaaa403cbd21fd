//! Numbers of one unit in a sentence: equal decimals, and an order that is kept.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::Look;
use crate::style::Hit;

/// Numbers that make a series.
const FEWEST: usize = 3;
/// Numbers that make a ranking, the rest at its end among them.
const FEWEST_RANKED: usize = 5;

/// A number that an author typed.
struct Number {
    range: Range<usize>,
    value: Decimal,
}

/// The numbers of each sentence by their units, as the pattern of the rule reads them: its groups `n` and
/// `unit`; without the second, all are of one unit.
fn series(look: &Look<'_>) -> Vec<Vec<Number>> {
    let mut all = Vec::new();
    let Some(pattern) = look.pattern else { return all };
    let text = look.prose.masked(look.reads);
    for sentence in look.prose.sentences(look.scopes) {
        let mut units: BTreeMap<&str, Vec<Number>> = BTreeMap::new();
        for found in pattern.captures_iter(&text[sentence.clone()]) {
            let (Some(number), unit) = (found.name("n"), found.name("unit")) else { continue };
            let range = sentence.start + number.start()..sentence.start + number.end();
            // The figures of the edition have checks of their own.
            if !look.prose.is_typed(&range) || look.prose.is_claimed(&range) {
                continue;
            }
            let Ok(value) = number.as_str().replace(',', "").parse() else { continue };
            units.entry(unit.map_or("", |unit| unit.as_str())).or_default().push(Number { range, value });
        }
        all.extend(units.into_values().filter(|numbers| numbers.len() >= FEWEST));
    }
    all
}

/// Numbers with other decimals than most of their series.
pub(super) fn equal_decimals(look: &Look<'_>) -> Vec<Hit> {
    let hits = series(look).into_iter().filter_map(|numbers| {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        numbers.iter().for_each(|number| *counts.entry(number.value.scale()).or_default() += 1);
        let (most, _) = counts.iter().max_by_key(|(_, count)| **count)?;
        let others = numbers.iter().filter(|number| number.value.scale() != *most);
        let others: Vec<&Number> = others.collect();
        let list: Vec<&str> = others.iter().map(|number| &look.prose.text[number.range.clone()]).collect();
        let what = format!("{} beside numbers with other decimals", list.join(", "));
        others.first().map(|first| Hit::new(first.range.clone(), None).saying(what))
    });
    hits.collect()
}

/// A number that is larger than the one before it in a series that goes down, but for the rest at its end.
pub(super) fn ranked(look: &Look<'_>) -> Vec<Hit> {
    let ranked = series(look).into_iter().filter(|numbers| numbers.len() >= FEWEST_RANKED);
    let hits = ranked.filter_map(|numbers| {
        let named = &numbers[..numbers.len() - 1];
        let mut up = named.windows(2).filter(|pair| pair[0].value < pair[1].value);
        let first = up.next()?;
        let words = |number: &Number| &look.prose.text[number.range.clone()];
        let what = format!("{} stands before {}", words(&first[0]), words(&first[1]));
        up.next().is_none().then(|| Hit::new(first[0].range.clone(), None).saying(what))
    });
    hits.collect()
}
