//! Lists: how their items end, what leads to them, and that there are at least two.

use std::collections::BTreeMap;

use super::Look;
use crate::report::PassageRole;
use crate::style::Hit;
use crate::style::prose::Line;

/// The lists of a report: numbers of the lines of their items, the first of each item.
fn lists(look: &Look<'_>) -> Vec<Vec<usize>> {
    let mut lists: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut last = None;
    for (number, line) in look.prose.lines.iter().enumerate() {
        if let PassageRole::Item { list, index } = line.passage.role
            && last.replace((list, index)) != Some((list, index))
        {
            lists.entry(list).or_default().push(number);
        }
    }
    lists.into_values().collect()
}

/// Items that end with a sign of the rule, or some with a full stop and some without.
pub(super) fn ends(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for list in lists(look) {
        let items: Vec<&Line<'_>> = list.iter().map(|number| &look.prose.lines[*number]).collect();
        let text = |line: &Line<'_>| look.prose.text[line.range.clone()].trim_end();
        let sign = |line: &Line<'_>| look.signs.iter().find(|sign| text(line).ends_with(sign.as_str()));
        for line in &items {
            if let Some(sign) = sign(line) {
                let end = line.range.start + text(line).len();
                hits.push(Hit::new(end - sign.len()..end, Some(String::new())));
            }
        }
        let without: Vec<_> = items.iter().filter(|line| !text(line).ends_with(['.', '!', '?'])).collect();
        let is_signed = items.iter().any(|line| sign(line).is_some());
        if let Some(first) = without.first().filter(|_| without.len() < items.len() && !is_signed) {
            let words = text(first);
            let start = words.char_indices().next_back().map_or(0, |(at, _)| at);
            let range = first.range.start + start..first.range.start + words.len();
            hits.push(Hit::new(range, None).saying("some items end with a full stop and others do not"));
        }
    }
    hits
}

/// A list of one item.
pub(super) fn alone(look: &Look<'_>) -> Vec<Hit> {
    let lists = lists(look).into_iter().filter(|list| list.len() == 1);
    lists.map(|list| Hit::new(look.prose.lines[list[0]].range.clone(), None)).collect()
}

/// A list whose lead does not end with a sign of the rule.
pub(super) fn lead(look: &Look<'_>) -> Vec<Hit> {
    let hits = lists(look).into_iter().filter_map(|list| {
        let before = look.prose.lines.get(list[0].checked_sub(1)?)?;
        let is_text = before.passage.role == PassageRole::Text && before.passage.cell.is_none();
        let same = before.passage.part == look.prose.lines[list[0]].passage.part;
        let text = look.prose.text[before.range.clone()].trim_end();
        let is_led = look.signs.iter().any(|sign| text.ends_with(sign.as_str()));
        let start = before.range.start + text.char_indices().next_back()?.0;
        let range = start..before.range.start + text.len();
        (is_text && same && !is_led).then(|| Hit::new(range, None))
    });
    hits.collect()
}
