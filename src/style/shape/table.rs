//! Heads of tables, held to what the title says that the table is by.

use std::collections::BTreeMap;

use super::Look;
use crate::style::prose::Line;
use crate::style::{Hit, Scope};

/// Heads in one of the forms of the rule, in tables with a title that its pattern finds.
pub(super) fn heads(look: &Look<'_>) -> Vec<Hit> {
    let (Some(pattern), false) = (look.pattern, look.forms.is_empty()) else { return Vec::new() };
    let mut tables: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (number, line) in look.prose.lines.iter().enumerate() {
        if let Some(cell) = line.passage.cell {
            tables.entry(cell.table).or_default().push(number);
        }
    }
    let words = |line: &Line<'_>| &look.prose.text[line.range.clone()];
    let is_told = |line: &&Line<'_>| {
        let is_head = line.passage.cell.is_some_and(|cell| cell.row == 0);
        is_head && look.forms.iter().any(|form| form.is_match(words(line).trim()))
    };
    let hits = tables.into_values().flat_map(|numbers| {
        let is_by = captions(look, &numbers).iter().any(|line| pattern.is_match(words(line)));
        let heads = numbers.into_iter().map(|number| &look.prose.lines[number]).filter(is_told);
        heads.filter(|_| is_by).map(|line| Hit::new(line.range.clone(), None)).collect::<Vec<_>>()
    });
    hits.collect()
}

/// The title and the remark of a table: the captions beside its cells that the same table of the file has.
fn captions<'l>(look: &Look<'l>, cells: &[usize]) -> Vec<&'l Line<'l>> {
    let lines = &look.prose.lines;
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return Vec::new() };
    let is_beside = |line: &&Line<'_>| {
        line.passage.cell.is_none() && matches!(line.scope, Scope::Captions | Scope::Notes)
    };
    let before = lines[..*first].iter().rev().take_while(is_beside);
    let after = lines[*last + 1..].iter().take_while(is_beside);
    let start = |line: &Line<'_>| line.passage.pieces.first().map(|piece| piece.span);
    let is_of_table = |line: &&Line<'_>| {
        start(line).zip(start(&lines[*first])).is_some_and(|(one, other)| look.prose.is_one_table(one, other))
    };
    let captions = before.chain(after).filter(|line| line.scope == Scope::Captions);
    captions.filter(is_of_table).collect()
}
